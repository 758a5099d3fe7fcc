"""Hostile inputs for all that reads files: valid files are mutated, and each must be read or refused in time.

A finding is an exception that is none of ``generator.errors``, more than 5 seconds of processor time, more
than 500 MB of memory, a reader that does not come back, and a result without the properties of ``checks``:
places that hold, no control characters, nothing of what is hidden, the same again for the same bytes.

``python -m tests.fuzz all --minutes 60``   all targets in turn; ``--from FOLDER`` takes more files to mutate
``python -m tests.fuzz.gathering``          files of the tests become seeds, once
``python -m tests.fuzz.guided pdf``         guided by branches that are reached, where atheris is installed

Findings, seeds and what is kept between runs lie in ``build/fuzz``.
"""
