"""CSS styles, to find text that a page hides from its readers.

In come style declarations of web pages, TEI and JATS; out comes the computed style of each element, and
whether it hides the element's text.
"""

from generator.reading.css.computed_style import PAGE_STYLE, ComputedStyle, hides_text
from generator.reading.css.sheets import Declarations, StyleSheets, style_declarations

__all__ = ["PAGE_STYLE", "ComputedStyle", "Declarations", "StyleSheets", "hides_text", "style_declarations"]
