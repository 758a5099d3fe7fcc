"""TeX and HTML in the fields of bibliographies, as plain text.

Accents, braces and simple formulas, which are in almost every field, are read here. Commands that are not
known here are left to pylatexenc, which takes a thousand times as long.
"""

from __future__ import annotations

import html
import re
import unicodedata

_COMBINING = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
_LETTERS = {
    "ss": "ß",
    "SS": "SS",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
    "j": "ȷ",
    "th": "þ",
    "TH": "Þ",
    "dh": "ð",
    "DH": "Ð",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "textendash": "–",
    "textemdash": "—",
    "textquoteright": "’",
    "textquoteleft": "‘",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquotesingle": "'",
    "textasciitilde": "\ue006",
    "textasciicircum": "^",
    "textasciigrave": "`",
    "textbackslash": "\ue007",
    "textunderscore": "_",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textdegree": "°",
    "texttimes": "×",
    "textmu": "µ",
    "textregistered": "®",
    "texttrademark": "™",
    "textcopyright": "©",
    "texteuro": "€",
    "pounds": "£",
    "textellipsis": "…",
    "ldots": "…",
    "dots": "…",
    "textbullet": "•",
    "textperiodcentered": "·",
    "textpm": "±",
    "S": "§",
    "P": "¶",
    "guillemotleft": "«",
    "guillemotright": "»",
    "slash": "/",
    "newline": " ",
    "quad": " ",
    "space": " ",
    "relax": "",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
}
# Escaped characters: replaced by private ones, so that they are not read as TeX afterwards.
_KEPT = {"$": "\ue000", "{": "\ue001", "}": "\ue002", "&": "&", "%": "%", "#": "#", "_": "_"}
_BACK = {0xE000: "$", 0xE001: "{", 0xE002: "}", 0xE006: "~", 0xE007: "\\"}

_ACCENT = re.compile(
    r"\\([`'^\"~=.]|[uvHcdbkr](?![A-Za-z]))\s{0,5}"
    r"(?:\{\s{0,5}(\\[ij]|[^\W\d_])\s{0,5}\}|(\\[ij])(?![A-Za-z])\s{0,5}|([^\W\d_]))"
)
_BARE_ACCENT = re.compile(r"\\([~^])\s{0,5}\{\s{0,5}\}")
_NAMED = re.compile(
    rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])\s{{0,5}}(?:\{{\}})?"
)
_STYLE = re.compile(
    r"\\(?:emph|text(?:it|bf|sc|rm|tt|sf|up|sl|md|normal|subscript)|mkbib[a-z]{1,20}|math(?:rm|bf|it|sf|tt|cal|bb)"
    r"|uppercase|lowercase|MakeUppercase|mbox|hbox|ensuremath|it|bf|em|rm|sc|tt|sf|sl|upshape|itshape|bfseries"
    r"|scshape|protect|noopsort|nocase|url|path)(?![A-Za-z])\s{0,5}"
)
_QUOTED = re.compile(r"\\(?:en|mkbib)quote\*?\s{0,5}\{([^{}]{0,2000})\}")
_LINK = re.compile(r"\\href\s{0,5}\{[^{}]{0,2000}\}\s{0,5}")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_SPACING = re.compile(r"\\(?:\\\*?|[ ,;:>!/@-])")
_FORMULA = re.compile(r"\\\((.{1,300}?)\\\)|\$\$?(?!\s)([^$]{1,300}?)(?<!\s)\$\$?")
_COMMAND = re.compile(r"\\[A-Za-z]")
_ANY_COMMAND = re.compile(r"\\[A-Za-z]{1,60}\*?\s{0,5}|\\")
_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|span|scp|sc|tt|p|br|italic|bold|title|sec|(?:jats|mml|m):[A-Za-z-]{1,30})"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_RAISED = re.compile(r"(?<=[0-9])<sup(?:\s[^<>]{0,300})?>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:p|br|jats:p|jats:title|jats:sec|title|sec)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)


def from_tex(value: str) -> str:
    """Return a field of BibTeX as plain text on one line: letters for accents, no braces, no tags.

    >>> from_tex(r"{DNA} of M{\\"u}ller \\& the $L^2$ norm{\\_}1")
    'DNA of Müller & the L^2 norm_1'
    """
    text = " ".join(value.split())
    if "\\" in text:
        for _ in range(2):  # a letter may have two accents: ễ
            text = _ACCENT.sub(_accented, text)
        text = _BARE_ACCENT.sub(lambda m: "\ue006" if m[1] == "~" else "^", text)
        text = _ESCAPED.sub(lambda m: _KEPT[m[1]], text)
        text = _SPACING.sub(lambda m: " " if m[0][1] in " \\," else "", text)
        text = _QUOTED.sub(r"“\1”", text)
        text = _LINK.sub("", text)
        text = _STYLE.sub("", text)
        text = _NAMED.sub(lambda m: _LETTERS[m[1]], text)
    if "$" in text or "\\(" in text:
        text = _FORMULA.sub(_formula, text)
    text = text.rstrip("\\")
    if _COMMAND.search(text):
        text = _with_pylatexenc(text, math=False)
    text = text.replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")
    text = text.replace("{", "").replace("}", "").replace("~", " ")
    return from_html(text.translate(_BACK))


def from_html(value: str) -> str:
    """Return text on one line, without the tags and entities that catalogues leave in titles.

    >>> from_html("H<sub>2</sub>O at 10<sup>-3</sup> &amp;amp; below, p < 0.05")
    'H2O at 10^-3 & below, p < 0.05'
    """
    for _ in range(2):  # `&amp;lt;i&amp;gt;` has been escaped by two programs in turn
        if "&" not in value:
            break
        value = html.unescape(value)
    if "<" in value:
        value = _TAG.sub("", _BREAK.sub(" ", _RAISED.sub("^", value)))
    return " ".join(value.split())


def address_from_tex(value: str) -> str:
    """Return an address or a DOI as it was before a program escaped it for TeX."""
    text = value.replace("\\url", "").replace("$\\sim$", "~").replace("$<$", "<").replace("$>$", ">")
    text = re.sub(r"\\(?:text)?ascii?tilde\s{0,5}(?:\{\})?|\\textasciitilde\s{0,5}(?:\{\})?", "~", text)
    text = re.sub(r"\\textless\s{0,5}(?:\{\})?", "<", text)
    text = re.sub(r"\\textgreater\s{0,5}(?:\{\})?", ">", text)
    text = re.sub(r"\\~\s{0,5}\{\s{0,5}\}|\\~", "~", text)
    text = re.sub(r"\\([&%$#_{}/-])", r"\1", text)
    return html.unescape(re.sub(r"[{}]", "", text)).strip()


def _accented(match: re.Match[str]) -> str:
    letter = match[2] or match[3] or match[4]
    letter = letter.lstrip("\\")  # \i and \j with an accent are the letters i and j
    return unicodedata.normalize("NFC", letter + _COMBINING[match[1]])


def _formula(match: re.Match[str]) -> str:
    inner = match[1] or match[2]
    if "\\" in inner:
        inner = _with_pylatexenc(f"${inner}$", math=True)
    script = re.fullmatch(r"[_^]\{?([^{}]{1,40})\}?", inner)
    if script:  # CO$_2$, $^{13}$C: superscript or subscript of the words around it
        before = match.string[match.start() - 1 : match.start()] if match.start() else ""
        return f"^{script[1]}" if inner[0] == "^" and before.isdigit() else script[1]
    return inner.replace("$", "\ue000")


def _with_pylatexenc(text: str, *, math: bool) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    try:
        found: str = LatexNodes2Text(math_mode="text", keep_comments=True).latex_to_text(text)
    except Exception:  # the library raises many kinds for commands that lack an argument
        found = _ANY_COMMAND.sub("", text)
    return found.strip() if math else found
