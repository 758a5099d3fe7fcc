"""Checks of the finished site: broken links, and content that could run or load what it must not."""
