"""Views -> Markdown pages, the feed and the preview, as files under the docs folder."""
