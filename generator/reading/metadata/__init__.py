"""Bibliographic data of papers: what their files say, and what lies beside them."""
