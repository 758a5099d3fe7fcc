"""DOIs and arXiv ids in, notices out: what Crossref, arXiv and Retraction Watch tell of papers since.

Nothing that a service says is believed beyond its form: a DOI is one, a date is one, texts have a length.
"""

from generator.fetching.updates.arxiv import arxiv_notices
from generator.fetching.updates.crossref import crossref_notices
from generator.fetching.updates.found import Found, Heard
from generator.fetching.updates.retraction_watch import retraction_watch_notices

__all__ = ["Found", "Heard", "arxiv_notices", "crossref_notices", "retraction_watch_notices"]
