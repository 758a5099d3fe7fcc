"""The text of a paper as a page, with the quotes marked that answers rest on.

In: a paper whose whole text may be shown (`Collection.texts`), and the answers about it. Out: a page of HTML,
light and without scripts, at ``text/<paper>.html``, and for each quote the link to its mark there. What is
shown is the text as it was read, with its sections, lists and tables; nothing of the file's own markup.
"""
