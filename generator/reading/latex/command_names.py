"""The commands and environments of LaTeX by what they mean to a reader: headings, marks, layout."""

from __future__ import annotations

from generator.core.paper import SectionKind
from generator.reading.block_text import names

HEADINGS = {
    "part": 1,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
    "bmhead": 2,  # of Springer's class, for statements after the text
}
# Commands that print nothing, by the number of their arguments in braces; their options are dropped too.
_PRINTS_NOTHING = (
    # without arguments
    """maketitle centering noindent clearpage newpage pagebreak hline toprule midrule bottomrule appendix
    raggedright raggedleft small footnotesize scriptsize large Large LARGE huge Huge normalsize bf it sc
    em rm tt sf bfseries itshape listoffigures listoftables frontmatter mainmatter backmatter balance
    linenumbers nolinenumbers doublespacing onehalfspacing singlespacing ignorespaces unskip protect
    relax hfill vfill dotfill smallskip medskip bigskip allowbreak linebreak nolinebreak tiny
    tableofcontents makeatletter makeatother FloatBarrier""",
    # with one argument
    """documentclass documentstyle usepackage RequirePackage label includegraphics pagestyle
    thispagestyle bibliographystyle cmidrule cline 
    hypersetup graphicspath newcounter stepcounter refstepcounter pagenumbering linespread nocite index
    usetikzlibrary geometry captionsetup sisetup lstset theoremstyle date newlength newsavebox usebox
    markright runningauthor runningtitle titlerunning authorrunning shorttitle shortauthors
    selectlanguage addbibresource externaldocument includepdf todo ExecuteBibliographyOptions received
    revised accepted ccsdesc setcopyright acmYear acmMonth acmVolume acmNumber acmArticle acmConference
    acmPrice acmISBN copyrightyear hyphenation bstctlcite IEEEpubid orcid fancyhead fancyfoot lhead
    rhead chead lfoot rfoot cfoot pdfinfo PassOptionsToPackage subjclass AtBeginDocument AtEndDocument
    deleted DIFdel DIFdelFL sout xout st""",
    # with two
    """setlength addtolength setcounter addtocounter rule newtheorem markboth settowidth numberwithin
    DeclareUnicodeCharacter newtcolorbox DeclareFieldFormat ifdraft newglossaryentry""",
    # with three
    """addcontentsline newenvironment renewenvironment ifthenelse iftoggle PackageError newacronym""",
    # with four
    """titlespacing""",
    # with five
    """titleformat""",
)
LAYOUT = {name: count for count, listed in enumerate(_PRINTS_NOTHING) for name in listed.split()}
# Commands whose last argument is printed, with the number of arguments before it, which are layout.
WRAPPING = {
    "rotatebox": 1,
    "parbox": 1,
    "makebox": 0,
    "framebox": 0,
    "foreignlanguage": 1,
    "hyperref": 0,
    "adjustbox": 1,
    "hyperlink": 1,
    "hypertarget": 1,
    "multirow": 2,
    "multicolumn": 2,
}
# Commands of two arguments of which the first is printed: a form for bookmarks, or what was there before.
FIRST_PRINTED = names("texorpdfstring replaced")
FRACTIONS = names("nicefrac sfrac")
# Commands of siunitx: how many arguments they have, and whether the last is a unit.
QUANTITIES = {
    **{"SI": (2, True), "qty": (2, True), "num": (1, False), "si": (1, True), "unit": (1, True)},
    **{"ang": (1, False), "SIrange": (3, True), "qtyrange": (3, True), "numrange": (2, False)},
    **{"SIlist": (2, True), "qtylist": (2, True), "numlist": (1, False)},
}
PARTS_OF_ADDRESS = names(
    "institution department city country state postcode streetaddress email organization postal ead"
)
CITES = names(
    "cite citep citet citealp citealt citeauthor citeyear citeyearpar parencite textcite autocite footcite"
    " supercite Citet Citep Textcite Parencite citenum onlinecite fullcite shortcite citeA citeNP citeN"
)
REFERS = names("ref eqref autoref cref Cref pageref nameref vref subref figref tabref secref")
MATHS = names("equation align gather multline eqnarray displaymath math alignat flalign subequations dmath")
TABLES = names("tabular tabularx tabulary longtable array tabular* supertabular xtabular NiceTabular")
FLOATING = names(
    "figure figure* table table* wrapfigure wraptable sidewaysfigure sidewaystable SCfigure marginfigure"
    " algorithm algorithm* listing scheme sidewaysfigure* sidewaystable* floatingfigure"
)
LISTS = names("itemize enumerate description compactitem compactenum inparaenum tablenotes list trivlist")
# Environments with arguments for the layout, and their number.
ENVIRONMENT_ARGUMENTS = {
    "minipage": 1,
    "multicols": 1,
    "subfigure": 1,
    "subtable": 1,
    "wrapfigure": 2,
    "wraptable": 2,
    "adjustbox": 1,
    "otherlanguage": 1,
    "list": 2,
    "spacing": 1,
    "tabular": 1,
    "longtable": 1,
    "array": 1,
    "supertabular": 1,
    "xtabular": 1,
    "NiceTabular": 1,
    "tabularx": 2,
    "tabulary": 2,
    "tabular*": 2,
    "thebibliography": 1,
    "alignat": 1,
    "adjustwidth": 2,
    "floatingfigure": 1,
}
SECTIONS: dict[str, tuple[str, SectionKind]] = {
    "abstract": ("", "abstract"),
    "acknowledgments": ("Acknowledgements", "back"),
    "funding": ("Funding", "back"),
    "dataavailability": ("Data availability", "availability"),
    "acknowledgements": ("Acknowledgements", "back"),
    "acknowledgement": ("Acknowledgements", "back"),
    "acknowledgment": ("Acknowledgements", "back"),
    "acks": ("Acknowledgements", "back"),
    "ack": ("Acknowledgements", "back"),
    "keywords": ("", "front"),
    "keyword": ("", "front"),
    "IEEEkeywords": ("", "front"),
}
# Commands for the lines of an algorithm, with the word that the line begins with.
ALGORITHM = {
    **dict.fromkeys(("State", "Statex", "STATE", "Comment"), ""),
    **{name: name.lower() for name in ("If", "Else", "For", "While", "Repeat", "Until", "Return")},
    **{"ElsIf": "else if", "ForAll": "for all", "Require": "Require:", "Ensure": "Ensure:"},
    **{"IF": "if", "ELSE": "else", "FOR": "for", "WHILE": "while", "RETURN": "return"},
    **{"REQUIRE": "Require:", "ENSURE": "Ensure:", "Input": "Input:", "Output": "Output:"},
    **dict.fromkeys(("EndIf", "EndFor", "EndWhile", "ENDIF", "ENDFOR", "ENDWHILE"), "end"),
}
UNITS = {
    **{"metre": "m", "meter": "m", "gram": "g", "second": "s", "kelvin": "K", "mole": "mol", "ampere": "A"},
    **{"hertz": "Hz", "volt": "V", "watt": "W", "joule": "J", "newton": "N", "pascal": "Pa", "litre": "L"},
    **{
        "liter": "L",
        "hour": "h",
        "minute": "min",
        "day": "d",
        "percent": "%",
        "degree": "°",
        "celsius": "°C",
    },
    **{"degreeCelsius": "°C", "byte": "B", "bit": "bit", "electronvolt": "eV", "hectare": "ha", "tesla": "T"},
    **{"milli": "m", "micro": "µ", "nano": "n", "kilo": "k", "mega": "M", "giga": "G", "centi": "c"},
    **{"pico": "p", "tera": "T", "per": "/", "squared": "^2", "cubed": "^3", "hecto": "h", "ohm": "Ω"},
    **{"kilogram": "kg", "deci": "d", "femto": "f", "molar": "M", "lux": "lx", "lumen": "lm"},
}
# Commands that print fixed words or characters.
WORDS = {
    # From the NeurIPS checklist, whose style file is rarely part of the source.
    **{"answerYes": "[Yes]", "answerNo": "[No]", "answerNA": "[N/A]", "answerTODO": "[TODO]"},
    **{"justificationTODO": "[TODO]"},
    **{"LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "ldots": "…", "dots": "…", "textellipsis": "…"},
    **{"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbar": "|", "slash": "/"},
    **{"copyright": "©", "S": "§", "P": "¶", "pounds": "£", "textregistered": "®", "texttrademark": "™"},
    **{"textless": "<", "textgreater": ">", "i": "ı", "j": "ȷ", "newblock": " ", "quad": " ", "qquad": " "},
    **{"enspace": " ", "thinspace": " ", "textendash": "–", "textemdash": "—", "textquotesingle": "'"},
    **{"textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”"},
    **{"textbullet": "•", "textperiodcentered": "·", "textunderscore": "_", "lbrack": "[", "rbrack": "]"},
    **{
        "eg": "e.g.",
        "ie": "i.e.",
        "etal": "et al.",
        "textmu": "µ",
        "micro": "µ",
        "degree": "°",
        "degrees": "°",
    },
    **{",": " ", ";": " ", ":": " ", "!": "", " ": " ", "\n": " ", "/": "", "@": "", "-": "", ">": " "},
    **{c: c for c in "&%$#_{}"},
}

# Commands for statements in the classes of publishers (MDPI, Copernicus), with the title that they print.
STATEMENTS: dict[str, tuple[str, SectionKind]] = {
    "acknowledgments": ("Acknowledgements", "back"),
    "acknowledgements": ("Acknowledgements", "back"),
    "acknowledgement": ("Acknowledgements", "back"),
    "authorcontribution": ("Author contributions", "back"),
    "authorcontributions": ("Author contributions", "back"),
    "codeavailability": ("Code availability", "availability"),
    "codedataavailability": ("Code and data availability", "availability"),
    "competinginterests": ("Competing interests", "back"),
    "conflictofinterest": ("Conflict of interest", "back"),
    "conflictsofinterest": ("Conflicts of interest", "back"),
    "dataavailability": ("Data availability", "availability"),
    "funding": ("Funding", "back"),
    "informedconsent": ("Informed consent statement", "back"),
    "institutionalreview": ("Institutional review board statement", "back"),
    "sampleavailability": ("Sample availability", "availability"),
    "supplementary": ("Supplementary materials", "availability"),
    "videosupplement": ("Video supplement", "availability"),
}
