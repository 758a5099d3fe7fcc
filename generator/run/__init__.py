"""The stages combined for the main job: which answers to compute, with which models, and what the site shows.

Input: a project and its ledger. Output: answers and the data for the site. `generator.build` calls these
modules in order; commands that inspect the same state without a build use them too.
"""
