"""Bibliographic data of papers: from their own files, and from files next to them."""
