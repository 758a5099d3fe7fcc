"""JATS XML -> Paper: in comes an article of a publisher or repository, out comes its metadata and text."""

from generator.reading.jats.reader import read_jats

__all__ = ["read_jats"]
