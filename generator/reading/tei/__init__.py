"""TEI XML, as GROBID, Pub2TEI and journals write it -> Paper."""

from generator.reading.tei.reader import read_tei

__all__ = ["read_tei"]
