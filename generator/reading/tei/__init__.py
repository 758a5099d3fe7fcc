"""TEI XML -> Paper: in comes a file of GROBID, Pub2TEI or a journal, out comes its metadata and text."""

from generator.reading.tei.reader import read_tei

__all__ = ["read_tei"]
