"""Markdown pages -> the finished site, by mkdocs, in the place of the one before in one step."""
