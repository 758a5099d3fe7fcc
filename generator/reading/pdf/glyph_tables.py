"""What the glyphs of fonts without a usable map stand for.

The layouts of the Computer Modern fonts are those of D. E. Knuth, The TeXbook, appendix F; Symbol's is that
of ISO 32000-1, annex D.5. The pi fonts of 3B2 and Arbortext (AdvP...) are Computer Modern under other names:
their glyph ``C14`` is the glyph at place 14. The names of Mathematical Pi (H11002) are Linotype's; its Greek
follows the order of Unicode.

    >>> layout_of("ABCDEF+AdvP4C4E74"), sign_of_name("C20", "cmsy"), sign_of_name("uni2265")
    ('cmsy', '≤', '≥')
"""

from __future__ import annotations

import functools
import re
import unicodedata


def _table(pairs: str) -> dict[str, str]:
    """Read ``name:sign name:sign`` into a dictionary of signs by name."""
    return {name: sign for name, _, sign in (pair.partition(":") for pair in pairs.split())}


_GREEK_CAPITALS = "ΓΔΘΛΞΠΣΥΦΨΩ"
_CMSY = (
    "−·×∗÷⋄±∓⊕⊖⊗⊘⊙○°•≍≡⊆⊇≤≥⪯⪰∼≈⊂⊃≪≫≺≻←→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝′∞∈∋△▽\u0338↦∀∃¬∅ℜℑ⊤⊥ℵABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "∪∩⊎∧∨⊢⊣⌊⌋⌈⌉{}⟨⟩|‖↕⇕\\≀√⨿∇∫⊔⊓⊑⊒§†‡¶♣♢♡♠"
)
_CMMI = (
    _GREEK_CAPITALS + "αβγδεζηθικλμνξπρστυφχψωεϑϖϱςϕ↼↽⇀⇁↩↪▷◁0123456789.,</>⋆∂ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "♭♮♯⌣⌢ℓabcdefghijklmnopqrstuvwxyzıȷ℘\u20d7\u2040"
)
_CMR = (
    *_GREEK_CAPITALS, "ff", "fi", "fl", "ffi", "ffl",
    *"ıȷ`´ˇ˘¯˚¸ßæœøÆŒØ\u0338!”#$%&’()*+,-./0123456789:;¡=¿?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[“]ˆ˙"
    "‘abcdefghijklmnopqrstuvwxyz–—˝˜¨",
)  # fmt: skip
_CMEX_ROWS = {
    "(": (0, 16, 18, 32), ")": (1, 17, 19, 33), "[": (2, 20, 34, 104), "]": (3, 21, 35, 105),
    "⌊": (4, 22, 36, 106), "⌋": (5, 23, 37, 107), "⌈": (6, 24, 38, 108), "⌉": (7, 25, 39, 109),
    "{": (8, 26, 40, 110), "}": (9, 27, 41, 111), "⟨": (10, 28, 42, 68), "⟩": (11, 29, 43, 69),
    "|": (12,), "‖": (13, 119), "/": (14, 30, 44, 46), "\\": (15, 31, 45, 47),
    "⎛": (48,), "⎞": (49,), "⎡": (50,), "⎤": (51,), "⎣": (52,), "⎦": (53,), "⎢": (54,), "⎥": (55,),
    "⎧": (56,), "⎫": (57,), "⎩": (58,), "⎭": (59,), "⎨": (60,), "⎬": (61,), "⎪": (62,), "⏐": (63,),
    "⎝": (64,), "⎠": (65,), "⎜": (66,), "⎟": (67,), "⊔": (70, 71), "∮": (72, 73), "⊙": (74, 75),
    "⊕": (76, 77), "⊗": (78, 79), "∑": (80, 88), "∏": (81, 89), "∫": (82, 90), "⋃": (83, 91),
    "⋂": (84, 92), "⊎": (85, 93), "⋀": (86, 94), "⋁": (87, 95), "∐": (96, 97), "ˆ": (98, 99, 100),
    "˜": (101, 102, 103), "√": (112, 113, 114, 115, 116), "↑": (120,), "↓": (121,),
    "⏞": (122, 123), "⏟": (124, 125), "⇑": (126,), "⇓": (127,),
}  # fmt: skip
_CMEX = {code: sign for sign, codes in _CMEX_ROWS.items() for code in codes}
_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
SYMBOL = {**dict(enumerate(_SYMBOL_LOW, 32)), **dict(enumerate(_SYMBOL_HIGH, 160))}

LAYOUTS: dict[str, dict[int, str]] = {
    "cmsy": dict(enumerate(_CMSY)),
    "cmmi": dict(enumerate(_CMMI)),
    "cmr": dict(enumerate(_CMR)),
    "cmex": _CMEX,
    "symbol": SYMBOL,
}

# Fonts, by name, and the layout that theirs is.
_FAMILIES = (
    (
        r"CMB?SY\d*|TeX_CM_Maths_Symbols|AdvP4C4E74|AdvMacMthSyN?|AdvMT_?SY\w*|AdvPSMPi\d?|LMMathSymbols.*",
        "cmsy",
    ),
    (r"CMMIB?\d*|TeX_CM_Maths_Italic|AdvP4C4E51|AdvMacMthIt|AdvMT_?MI|LMMathItalic.*", "cmmi"),
    (r"CMEX\d*|TeX_CM_Maths_Extension|AdvP4C4E46|AdvMT_?EX|AdvMathExtr", "cmex"),
    (r"CM(?:R|BX|SL|TI|SS|SSBX|SSI|BXTI|CSC)\d+|TeX_CM_Roman|AdvP4C4E59", "cmr"),
    (r"Symbol(?:MT|PS|Std|Neu)?\b.*|AdvPSSym|AdvSymb\w*", "symbol"),
)
_FAMILY = tuple((re.compile(rf"\w{{0,6}}(?:{names})", re.I), layout) for names, layout in _FAMILIES)

# Signs that a font's own map gives though the font has no such glyph, and the glyph that is at their place.
_WRONG = {
    "cmsy": {
        "¼": "=", "þ": "+", "ð": "(", "Þ": ")", "½": "[", "\u008a": "]",
        **{chr(192 + code): sign for code, sign in enumerate(_CMSY[:29]) if code != 23},
    },
    "cmr": {"€": "¨"},
    "cmmi": {":": ".", ";": ",", "=": "/"},
}  # fmt: skip
# Mathematical Pi One on the keys of a keyboard; 3B2 has it under other names.
_PI_KEYS = dict(zip("12345678,.", "+−×÷=±∓∝<>", strict=True))
_PI_FONT = re.compile(
    r"(?:Mathematical|Universal-?)\w{0,40}Pi.{0,40}(?:One|1)\b|^AdvP(?:7DED|80675)(?:\.|$)", re.I
)

# Pictures (a network's sign next to a name): not characters of the text.
ICONS = re.compile(r"academicons|awesome|orcid|icomoon|socicon|ionicons", re.I)
_DINGBATS = re.compile(r"dingbats|wingding|webding", re.I)
_DINGBAT_SIGNS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻",
    0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFE: "☑",
}  # fmt: skip
# Adobe's own places for pieces of large brackets, and the serif and sans marks of trade.
_CORPORATE = dict(zip(range(0xF8E5, 0xF8FF), "‾⏐⎯®©™⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭", strict=True))

_UPPER, _LOWER = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "αβγδεζηθικλμνξοπρσστυφχψω"
_PI_NAMES = {
    **{f"H{9001 + k}": sign for k, sign in enumerate(_UPPER)},
    **{f"H{9251 + k}": sign for k, sign in enumerate(_LOWER)},
    **_table(
        "H9277:ϑ H9278:ϕ H9280:ϵ H11001:+ H11002:− H11003:× H11004:÷ H11005:= H11006:± H11008:∝ H11009:∞ "
        "H11011:∼ H11013:≡ H11015:≈ H11021:< H11022:> H11032:′ H11033:″ H11034:° H11036:⊥ H11061:≅ H11080:· "
        "H11128:∂ H11229:≃ H11270:≪ H11271:≫ H11349:≤ H11350:≥ H11351:≲ H11407:≳ H11545:+ H11546:− H11549:= "
        "H11554:· H11569:* H20848:∫ H20849:( H20850:) H20853:{ H20854:} H20857:√ H20858:∑ H20862:/ H20863:∏ "
        "H20881:√ H20888:∑ HS11005:≠"
    ),
}
# Names of glyphs in Type 3 fonts and in TeX's symbol fonts, as far as they are signs of prose.
_NAMES = {
    **_PI_NAMES,
    **_table(
        "minus:− plus:+ equal:= degree:° ring:° plusminus:± minusplus:∓ multiply:× divide:÷ less:< greater:> "
        "lessequal:≤ greaterequal:≥ lessorequalslant:⩽ greaterorequalslant:⩾ lessorsimilar:≲ "
        "greaterorsimilar:≳ notequal:≠ approxequal:≈ similar:∼ similarequal:≃ congruent:≅ equivalence:≡ "
        "proportional:∝ infinity:∞ partialdiff:∂ element:∈ summation:∑ product:∏ integral:∫ radical:√ "
        "prime:′ "
        "minute:′ second:″ periodcentered:· asteriskmath:∗ bullet:• openbullet:∘ arrowright:→ arrowleft:← "
        "arrowdown:↓ arrowup:↑ arrowboth:↔ angbracketleft:⟨ angbracketright:⟩ bardbl:‖ latticetop:⊤ "
        "perpendicular:⊥ circlecopyrt:○ mu:µ percent:% parenleft:( parenright:) hyphen:- endash:– emdash:— "
        "period:. comma:, colon:: semicolon:; slash:/ quoteright:’ quoteleft:‘ quotedblleft:“ "
        "quotedblright:” "
        "ff:ff fi:fi fl:fl ffi:ffi ffl:ffl f_f:ff f_i:fi f_l:fl f_f_i:ffi f_f_l:ffl t_i:ti t_t:tt f_t:ft "
        "f_j:fj T_h:Th c_t:ct s_t:st dotlessi:ı acute:´ grave:` dieresis:¨ circumflex:ˆ tilde:˜ caron:ˇ "
        "cedilla:¸ germandbls:ß floorleft:⌊ floorright:⌋ ceilingleft:⌈ ceilingright:⌉ lessmuch:≪ "
        "greatermuch:≫ propersubset:⊂ propersuperset:⊃ reflexsubset:⊆ reflexsuperset:⊇ arrowdblright:⇒ "
        "arrowdblboth:⇔ mapsto:↦ universal:∀ existential:∃ emptyset:∅ nabla:∇ gradient:∇ circleplus:⊕ "
        "circlemultiply:⊗ circledot:⊙ bar:| turnstileleft:⊢ zero:0 one:1 two:2 three:3 four:4 five:5 six:6 "
        "seven:7 eight:8 nine:9 bracketleft:[ bracketright:] braceleft:{ braceright:} star:⋆ dagger:† "
        "daggerdbl:‡ section:§ paragraph:¶ square:□ squaresolid:■ checkmark:✓ epsilon1:ϵ phi1:ϕ theta1:ϑ "
        "omega1:ϖ sigma1:ς negationslash:̸ logicaland:∧ logicalor:∨ union:∪ intersection:∩"
    ),
}
_NUMBERED = re.compile(r"C(\d{1,3})")
_CODED = re.compile(r"uni((?:[0-9A-F]{4}){1,6})|u([0-9A-F]{4,6})")
_FIGURE_STYLE = re.compile(
    r"(zero|one|two|three|four|five|six|seven|eight|nine)(?:oldstyle|taboldstyle|fitted)"
)
_OF_WINDOWS = re.compile(r"MT(\d{2,3})")
_GREEK_NAME = re.compile(r"[A-Za-z]{2,7}")
_LARGE = re.compile(
    r"(paren|bracket|brace|angbracket|floor|ceiling)(left|right)(?:big|Big|bigg|Bigg)|(\w+)(?:display|text|big+|Big+)"
)


_FIRST_LIGATURE, _LAST_LIGATURE = 11, 15  # places of ff to ffl in TeX's text fonts


def ligature(code: int) -> str:
    """Return the ligature at this place of TeX's text fonts, or an empty string."""
    return LAYOUTS["cmr"][code] if _FIRST_LIGATURE <= code <= _LAST_LIGATURE else ""


@functools.lru_cache(maxsize=512)
def layout_of(font: str) -> str:
    """Return the layout of the font with this name, or an empty string."""
    name = font.rpartition("+")[2]
    return next((layout for pattern, layout in _FAMILY if pattern.fullmatch(name)), "")


@functools.lru_cache(maxsize=512)
def wrongly_mapped(font: str) -> dict[str, str]:
    """Return the characters that the map of a font of this name gives, and those that its page shows."""
    name = font.rpartition("+")[2]
    if _PI_FONT.search(name):
        return _PI_KEYS
    return _WRONG.get(layout_of(name), {})


def sign_of_name(name: str, layout: str = "") -> str:
    """Return the character of the glyph with this name in a font of this layout, or an empty string."""
    if (found := _NUMBERED.fullmatch(name)) and layout:
        return LAYOUTS[layout].get(int(found[1]), "")
    if layout == "cmsy" and name in ("onequarter", "thorn", "eth", "Thorn", "onehalf"):
        return {"onequarter": "=", "thorn": "+", "eth": "(", "Thorn": ")", "onehalf": "["}[name]
    if name in _NAMES:
        return _NAMES[name]
    base = name.partition(".")[0]
    if base in _NAMES:
        return _NAMES[base]
    if len(base) == 1:
        return base if base.isalpha() else ""
    if found := _CODED.fullmatch(base):
        parts = [found[2]] if found[2] else [found[1][k : k + 4] for k in range(0, len(found[1]), 4)]
        codes = [int(part, 16) for part in parts]
        known = all(31 < code < 0x110000 and not 0xD800 <= code < 0xF900 for code in codes)
        return "".join(map(chr, codes)) if known else ""
    if found := _FIGURE_STYLE.fullmatch(base):
        return _NAMES[found[1]]
    if "_" in base:
        signs = [sign_of_name(part, layout) for part in base.split("_")]
        return "".join(signs) if all(signs) else ""
    if found := _OF_WINDOWS.fullmatch(name):
        return bytes([int(found[1]) % 256]).decode("cp1252", "replace") if int(found[1]) < 256 else ""
    if found := _LARGE.fullmatch(name):
        return _NAMES.get(found[3] or f"{found[1]}{found[2]}", "")
    if _GREEK_NAME.fullmatch(name):
        case = "CAPITAL" if name[0].isupper() else "SMALL"
        try:
            return unicodedata.lookup(f"GREEK {case} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")
        except KeyError:
            return ""
    return ""


def sign_of_private(code: int, font: str) -> str:
    """Return the character at a place of Unicode's private area, or an empty string."""
    if sign := _CORPORATE.get(code):
        return sign
    if 0xF730 <= code <= 0xF739 or 0xF761 <= code <= 0xF77A:
        return chr(code - 0xF700)  # Adobe's figures of old style and small capitals
    if 0xF020 <= code <= 0xF0FF:
        if _DINGBATS.search(font):
            return _DINGBAT_SIGNS.get(code - 0xF000, "")
        if layout_of(font) == "symbol":
            return SYMBOL.get(code - 0xF000, "")
    return ""
