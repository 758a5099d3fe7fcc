"""Formulas in MathML and TeX as one readable line.

The line is for reading and for finding numbers and names, not for typesetting. A formula in evidence should
read like the printed one, and its numbers must not run together. The TeX ``\\text{AUC} \\geq 0.9 \\pm 0.02``
becomes ``AUC ≥ 0.9 ± 0.02``, and a ``mfrac`` of ``a+b`` and ``2`` becomes ``(a + b)/2``.

>>> tex_text(r"\\alpha \\geq 0.9")
'α ≥ 0.9'
"""

from __future__ import annotations

import re
from typing import Any

from generator.reading.tex_unseen import without_unseen

_TOKENS = frozenset(("mi", "mn", "mo", "mtext", "ms", "ci", "cn"))
# A web page may have HTML within a formula.
_SILENT = frozenset((
    "annotation", "annotation-xml", "mphantom", "none", "mprescripts", "maligngroup", "malignmark",
    "template", "style", "script", "noscript",
))  # fmt: skip
_WHITE = frozenset(("white", "#fff", "#ffffff", "transparent"))
_TINY = re.compile(r"0*[0-9](?:\.[0-9]*)?%|0*(?:\.0[0-9]*)?(?:em|ex|rem)|0*[01]?(?:\.[0-9]*)?(?:px|pt)|0")
_ACCENTS = {"^": "̂", "ˆ": "̂", "¯": "̄", "‾": "̄", "-": "̄", "−": "̄", "~": "̃", "˜": "̃", "→": "⃗", "˙": "̇", ".": "̇"}
_SPACED = re.compile(r"[=<>≤≥≈≃≅∼±×+−→∈≠≡∝∣⇒]|:=")
_ENVIRONMENT = re.compile(
    r"\\(?:begin|end)\{(?:equation|align(?:ed)?|gather(?:ed)?|split|eqnarray|multline)\*?\}"
)
_WRAPPED = re.compile(
    r"\\(?:text(?:rm|it|bf|sf|tt)?|math(?:rm|it|bf|sf|tt|bb|cal)|operatorname|mbox|hbox)\*?\s*\{([^{}]*)\}"
)
_WHOLE = re.compile(r"\{\s*\\(?:displaystyle|textstyle)\b(.*)\}", re.DOTALL)
_REFERRED = re.compile(r"\\(?:label|cssId|class|vphantom|hphantom|phantom)\s?\{[^{}]{0,80}\}")
_NUMBER = re.compile(r"\\tag\*?\s?\{([^{}]{1,20})\}")
_COMMAND = re.compile(r"\\([a-zA-Z]+|.)")
_SYMBOLS = {
    **dict(zip("%&#$_{} ", "%&#$_{} ", strict=True)),
    **dict.fromkeys(",;:!\\", " "),
    **dict.fromkeys(
        (
            *(
                "quad",
                "qquad",
                "left",
                "right",
                "big",
                "Big",
                "bigl",
                "bigr",
                "Bigl",
                "Bigr",
                "nonumber",
                "limits",
            ),
            *("displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "notag", "mathstrut", "hfill"),
        ),
        " ",
    ),
    **{
        "times": " × ",
        "cdot": " · ",
        "pm": " ± ",
        "mp": " ∓ ",
        "le": " ≤ ",
        "leq": " ≤ ",
        "ge": " ≥ ",
        "geq": " ≥ ",
    },
    **{
        "neq": " ≠ ",
        "ne": " ≠ ",
        "approx": " ≈ ",
        "sim": " ∼ ",
        "simeq": " ≃ ",
        "propto": " ∝ ",
        "to": " → ",
    },
    **{"rightarrow": " → ", "in": " ∈ ", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏"},
    **{
        "int": "∫",
        "circ": "°",
        "degree": "°",
        "ldots": "…",
        "dots": "…",
        "cdots": "…",
        "prime": "′",
        "mid": " | ",
    },
    **{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ"},
    **{
        "eta": "η",
        "theta": "θ",
        "kappa": "κ",
        "lambda": "λ",
        "mu": "μ",
        "nu": "ν",
        "xi": "ξ",
        "pi": "π",
        "rho": "ρ",
    },
    **{
        "sigma": "σ",
        "tau": "τ",
        "phi": "φ",
        "varphi": "φ",
        "chi": "χ",
        "psi": "ψ",
        "omega": "ω",
        "Gamma": "Γ",
    },
    **{
        "Delta": "Δ",
        "Theta": "Θ",
        "Lambda": "Λ",
        "Pi": "Π",
        "Sigma": "Σ",
        "Phi": "Φ",
        "Psi": "Ψ",
        "Omega": "Ω",
    },
    **{
        name: name
        for name in ("log", "ln", "exp", "min", "max", "sin", "cos", "tan", "tanh", "lim", "Pr", "arg")
    },
}
# A sign of the number after it: at the start of the formula, or after another operator.
_SIGN = re.compile(r"(^|[=<>≤≥≈∼×·/^_(\[{,;]\s?)([+±−-]) (?=[\w.√(])")
_LONE_SIGN = re.compile(r"(?<![_^a-zA-Z}\]])\{([,.=<>:])\}")  # braces take away its blanks: 1{,}000
_PREAMBLE = re.compile(r"\\documentclass.{0,3000}?\\begin\{document\}|\\end\{document\}", re.DOTALL)


def math_text(element: Any) -> str:
    """Return the formula in a ``math`` element (lxml) as one line."""
    return _SIGN.sub(r"\1\2", re.sub(r"\s+", " ", _text(element)).strip())


def tex_text(source: str) -> str:
    """Return TeX on one line: symbols as characters, words and numbers without commands around them.

    Braces and commands that are not known stay as they are: ``\\sum_{i=1}^n`` becomes ``∑_{i=1}^n``.
    """
    bare = _PREAMBLE.sub(" ", without_unseen(source)).strip()
    bare = re.sub(r"^\\[(\[]|\\[)\]]$", "", bare).strip("$ \n\t")
    if whole := _WHOLE.fullmatch(bare):
        bare = whole[1]  # MediaWiki wraps every formula so
    bare = _NUMBER.sub(r" (\1) ", _REFERRED.sub(" ", bare))
    bare = _ENVIRONMENT.sub(" ", bare).replace("&", " ")
    for _ in range(3):  # commands may be nested: \text{\textbf{\textit{word}}}
        bare, found = _WRAPPED.subn(r"\1", bare)
        if not found:
            break
    bare = _LONE_SIGN.sub(r"\1", bare)
    bare = _COMMAND.sub(lambda m: _SYMBOLS.get(m[1], m[0]), bare)
    return re.sub(r"\s+", " ", bare).strip()


def _text(element: Any) -> str:
    """Return an element of MathML as text, with blanks around relations and brackets around groups."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    name = tag.rpartition("}")[2].rpartition(":")[2]
    if name in _SILENT or _is_unseen(element):
        return ""
    if name in _TOKENS:
        text = _token_text(element)
        if name == "mo" and _SPACED.fullmatch(text.strip()):
            return f" {text.strip()} "
        return re.sub(r"\s+", " ", text) if name == "mtext" else text.strip()
    if name == "mspace":
        return " "
    parts = [_text(child) for child in element]
    if name == "semantics":
        return parts[0] if parts else ""
    if name == "mfrac" and len(parts) == 2:
        whole = element.getprevious()
        apart = whole is not None and "".join(whole.itertext()).strip()[-1:].isdigit()
        return f"{' ' if apart else ''}{_group(parts[0])}/{_group(parts[1])}"  # 1 1/2 is not 11/2
    if name == "msqrt":
        return f"√{_group(_row(parts))}"
    if name == "mroot" and len(parts) == 2:
        return f"{_group(parts[0])}^(1/{parts[1].strip()})"
    if name in ("msub", "munder") and len(parts) == 2:
        return parts[0] + _script("_", parts[1])
    if name == "mover" and len(parts) == 2 and (accent := _ACCENTS.get(parts[1].strip())):
        return parts[0].strip() + accent
    if name in ("msup", "mover") and len(parts) == 2:
        return parts[0] + _script("^", parts[1])
    if name in ("msubsup", "munderover") and len(parts) == 3:
        return parts[0] + _script("_", parts[1]) + _script("^", parts[2])
    if name == "mfenced":
        separators = (element.get("separators") if element.get("separators") is not None else ",").strip()[:1]
        inside = f"{separators} ".join(p.strip() for p in parts)
        return f"{element.get('open', '(')}{inside}{element.get('close', ')')}"
    if name == "mtable":
        return "; ".join(p.strip() for p in parts if p.strip())
    if name in ("mtr", "mlabeledtr"):
        cells = [p.strip() for p in parts if p.strip()]
        # The columns of an aligned formula continue one line; those of a matrix are separated by commas.
        aligned = any(_SPACED.match(c) or c.endswith((",", "=")) for c in cells)
        return (" " if aligned else ", ").join(cells)
    own = (element.text or "").strip() if not len(element) else ""
    return _row([own, *parts])


def _token_text(element: Any) -> str:
    """Return the text of a token; within it, HTML may hold scripts and style sheets, which nobody sees."""
    text = element.text or ""
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        text += ("" if name in _SILENT else _token_text(child)) + (child.tail or "")
    return text


def _is_unseen(element: Any) -> bool:
    """Return True if an element is white on the white of the page, transparent, or too small to be seen."""
    colour, size = (element.get("mathcolor") or "").lower(), element.get("mathsize") or ""
    on_white = element.get("mathbackground") is None
    return (colour in _WHITE and on_white) or _TINY.fullmatch(size.strip()) is not None


def _row(parts: list[str]) -> str:
    """Join parts, with a blank where words would run together, as in ``log x``."""
    row = ""
    for part in parts:
        if row and part and row[-1].isalnum() and part[0].isalnum():
            word = re.fullmatch(r"\w\w", row[-2:]) or re.match(r"\w\w", part)
            if word and not (row[-1].isdigit() and not part[0].isdigit()):
                row += " "
        row += part
    return row


def _script(mark: str, part: str) -> str:
    return mark + _group(part) if part.strip() else ""


def _group(part: str) -> str:
    part = _SIGN.sub(r"\1\2", part.strip())
    return part if re.fullmatch(r"[+−-]?[\w.]*|[′″*∗+−-]", part) else f"({part})"
