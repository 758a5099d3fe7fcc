"""Hostile inputs for every reader: small valid files are mutated, and each must be read or refused in time.

A finding is an exception that is none of ``generator.errors``, more than 5 seconds of processor time, more
than 500 MB of memory, or a reader that does not come back. The long form is ``python -m tests.fuzz all
--minutes 60``.
"""
