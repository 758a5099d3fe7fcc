"""The text of a paper as a page, with marks on the quotes that answers rest on.

In: a paper whose whole text may be shown (`Collection.texts`), and the answers about it. Out: a light HTML
page without scripts at ``text/<paper>.html``, and for each quote a link to its mark. It shows the text as it
was read, with sections, lists and tables, and none of the file's own mark-up.
"""
