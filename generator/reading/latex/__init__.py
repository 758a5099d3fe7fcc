"""LaTeX source as a Paper."""

from generator.reading.latex.reader import read_latex

__all__ = ["read_latex"]
