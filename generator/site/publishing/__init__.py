"""Markdown pages -> the finished site, built by mkdocs, which replaces the last one in a single step."""
