"""What the style of a text says of whether anybody sees it: declarations in, looks out.

Web pages, TEI and JATS state styles in one language; what is hidden is decided here, once for all of them.
"""

from generator.reading.css.looks import PAGE, Look, stated_gone
from generator.reading.css.sheets import Declarations, Sheets, declarations

__all__ = ["PAGE", "Declarations", "Look", "Sheets", "declarations", "stated_gone"]
