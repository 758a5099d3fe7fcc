"""The stages put together for the main job: what is to be answered, by whom, and what the site shows.

In come a project and its ledger; out come answers and the data that the site shows. `generator.build` calls
these parts in their order; commands that look at the same state without a build use them too.
"""
