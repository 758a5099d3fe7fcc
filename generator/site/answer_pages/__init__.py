"""A page for every version of every answer, at ``a/<id>/``, that stays when the answer changes.

In: a ``Collection`` with the history of its answers. Out: a folder of HTML pages, light and without
scripts, with the feed of changes and the sitemaps, for ``publish`` to take into the site. Written
directly, because tens of thousands of them would keep a site generator busy for hours.
"""

from generator.site.answer_pages.writing import write_answer_pages

__all__ = ["write_answer_pages"]
