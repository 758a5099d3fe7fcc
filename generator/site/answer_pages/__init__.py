"""A page for every version of every answer, at ``a/<id>/``, that remains when the answer changes.

In: a ``Collection`` with the history of its answers. Out: a folder of light HTML pages without scripts, with
the feed of changes and the sitemaps; ``publish`` takes it into the site. The pages are written directly: a
site generator would need hours for tens of thousands of them.
"""

from generator.site.answer_pages.answer_page_files import write_answer_pages

__all__ = ["write_answer_pages"]
