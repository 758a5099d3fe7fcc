"""Plain text, and passages of papers that are not in the project, as a Paper."""

from generator.reading.plain.passages_file import read_passages
from generator.reading.plain.plain_text import read_text

__all__ = ["read_passages", "read_text"]
