"""Answerbook: one set of questions put to many papers, answers checked against them, published as a site.

Where a line belongs, from the ground up; a room imports from those below it, never beside or above:

core        things (paper, question, answer, review, fingerprint): no files, no library but a stemmer
errors      what can go wrong, each with a way out
storage     how bytes are kept: files, records, locks, hashes
reading retrieval answering checking ledger evaluation site
            the steps of the work, which know nothing of each other
project     the files that people write in a project
run         the steps put together for the main job
build       the main job itself
commands    what a person types, one module or folder a word
cli         options parsed, results printed
"""

__version__ = "0.1.0"
