"""Cover pages that repositories and publishers put before a paper, as opposed to its first page.

>>> bool(_COVER.search("Citation for published version (APA):")), bool(_NOTICE.match("Erratum to: Moths"))
(True, True)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.page_edges import PageLines
from generator.reading.pdf.style import body_style

_COVER = re.compile(
    # HAL
    r"\bHAL is a multi-?disciplinary|\bHAL Id\s?:|archive ouverte pluridisciplinaire"
    # JSTOR
    r"|JSTOR is a not-for-profit|Stable URL: ?https?://(?:www\.)?jstor|use of the JSTOR archive"
    # ResearchGate, Academia, Semantic Scholar
    r"|See discussions, stats, and author profiles|Some of the authors of this publication are also working"
    # publishers
    r"|Full Terms & Conditions of access and use|Submit your article to this journal|View related articles"
    r"|To link to this article:|Article views:|Citing articles: \d"
    # university repositories
    r"|author['’]s (?:accepted|final|peer[- ]reviewed|post-?print|pre-?print|own|submitted)"
    r"|author[- ](?:accepted|produced|created) (?:manuscript|version)|accepted (?:author )?manuscript"
    r"|This is (?:the|an?) (?:post-?print|pre-?print|accepted|peer[- ]reviewed|published|submitted|final)"
    r"|Citation for published version|Link to publication|Document version|Take ?down policy|General rights"
    r"|Downloaded from (?:the )?[\w .'’-]{2,60}(?:repository|research (?:explorer|portal|online)|eprints)"
    r"|(?:White Rose|Open|LSE|Kent|Durham) Research Online|Research (?:Explorer|Portal)\b|eprints\.\w"
    r"|Digital Commons|eScholarship|Recommended Citation|Permalink|Permanent (?:link|address)|Scholar ?Works"
    r"|Institutional (?:Repository|Archive)|Universit\w+ (?:Repository|Archive)|Terms of use"
    r"|Provided in Cooperation with|Munich Personal RePEc|MPRA Paper|EconStor|DSpace|Zurich Open Repository"
    r"|made available (?:to you )?(?:for free|by the|through|in accordance with publisher)"
    r"|Copyright and reuse"
    r"|Please (?:cite|refer to) (?:only )?the published version|Enlighten|ORBi\b|Lirias|Pure\b.{0,20}portal"
    # archives of life science
    r"|Europe PMC|PubMed Central|NIH Public Access|HHS Public Access",
    re.I,
)
# A correction is bound before the article that it corrects.
_NOTICE = re.compile(
    r"^(?:corrigend(?:um|a)|errat(?:um|a)|(?:publisher |author )?correction|retraction(?: note)?"
    r"|expression of concern)\b",
    re.I,
)
_MAX_COVERS = 3  # cover pages of one file
_MAX_WORDS = 550  # words of a cover; a first page of a paper holds more
# The title that both the covers and the page behind them show.
_HIGH = 0.6  # share of the page's height above which it is
_MIN_LINE, _MIN_WORDS, _MAX_TITLE_WORDS = 8, 3, 60  # letters of a line, words
_SIZES = 4  # largest sizes of type that are tried
_SAME_SIZE = 0.3  # points
_LARGER, _BOLD = 1.05, 0.8  # than the text's size; share of bold characters
_NO_COVER = re.compile(r"^(?:\d{1,2}\.?\s+|I\.?\s+)?introduction\W{0,2}$", re.I)


def strip_covers(pages: Sequence[PageLines]) -> None:
    """Move the lines of cover pages to the furniture: they are the repository's words, not the paper's.

    Pages are covers if one of them says so, they are short, and the page behind opens with a title that is
    on them too.
    """
    texts: list[str] = []
    for at, page in enumerate(pages[: _MAX_COVERS + 1]):
        # The title costs less to find than the words of repositories, so it comes first.
        covers = pages[:at]
        if covers and _repeats(page, _plain(" ".join(texts))) and any(map(_has_mark, covers, texts)):
            for cover in covers:
                cover.furniture.extend(cover.lines)
                cover.lines = []
            return
        text = " ".join(x.text for x in page.lines)
        if len(text.split()) > _MAX_WORDS or any(_NO_COVER.match(x.text) for x in page.lines):
            return
        texts.append(text)


def _has_mark(page: PageLines, text: str) -> bool:
    """Return True if a page with this text says that it is a repository's, or a correction."""
    return _COVER.search(text) is not None or any(_NOTICE.match(x.text) for x in page.lines)


def _repeats(page: PageLines, cover_text: str) -> bool:
    """Return True if lines in large or bold type high on a page are on the covers too."""
    usual = body_style(page.lines).size
    high = [x for x in page.lines if x.y < _HIGH * page.text.height and len(_plain(x.text)) >= _MIN_LINE]
    for size in sorted({round(x.size, 1) for x in high}, reverse=True)[:_SIZES]:
        lines = [
            x for x in high if abs(x.size - size) < _SAME_SIZE and (size > _LARGER * usual or x.bold > _BOLD)
        ]
        words = sum(len(x.text.split()) for x in lines)
        if _MIN_WORDS <= words <= _MAX_TITLE_WORDS and all(_plain(x.text) in cover_text for x in lines):
            return True
    return False


def _plain(text: str) -> str:
    """Return letters and digits alone, without case."""
    return re.sub(r"[\W_]+", "", text).casefold()
