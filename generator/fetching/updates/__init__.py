"""DOIs and arXiv ids in, notices out: what Crossref, arXiv and Retraction Watch have published about papers.

No field of a reply is trusted beyond its form: a DOI must be a DOI, a date a date, and texts are cut.
"""

from generator.fetching.updates.arxiv_notices import arxiv_notices
from generator.fetching.updates.crossref_notices import crossref_notices
from generator.fetching.updates.found import OnProgress, UpdateReport
from generator.fetching.updates.retraction_watch import retraction_watch_notices

__all__ = ["OnProgress", "UpdateReport", "arxiv_notices", "crossref_notices", "retraction_watch_notices"]
