"""JATS XML -> Paper."""

from generator.reading.jats.reader import read_jats

__all__ = ["read_jats"]
