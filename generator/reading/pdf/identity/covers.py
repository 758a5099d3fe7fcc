"""Cover pages that repositories and publishers put before a paper, told from its first page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.furniture import Page
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
_MAX_COVERS = 3  # covers of one file
_WORDIEST = 550  # words; a first page of a paper holds more
_NO_COVER = re.compile(r"^(?:\d{1,2}\.?\s+|I\.?\s+)?introduction\W{0,2}$", re.I)


def part_covers(pages: Sequence[Page]) -> None:
    """Give the lines of cover pages to the furniture: their words are the repository's, not the paper's.

    Pages count as covers where one of them says so, they are short, and the page behind opens with a title
    that stands on them too.
    """
    shown = ""
    said = False
    for at, page in enumerate(pages[: _MAX_COVERS + 1]):
        if said and _repeats(page, _plain(shown)):
            for cover in pages[:at]:
                cover.furniture.extend(cover.lines)
                cover.lines = []
            return
        text = " ".join(x.text for x in page.lines)
        if len(text.split()) > _WORDIEST or any(_NO_COVER.match(x.text) for x in page.lines):
            return
        shown += f" {text}"
        said = said or _COVER.search(text) is not None or any(_NOTICE.match(x.text) for x in page.lines)


def _repeats(page: Page, shown: str) -> bool:
    """Whether lines in large or bold type in the upper part of a page stand on the covers too."""
    usual = body_style(page.lines).size
    high = [x for x in page.lines if x.y < 0.6 * page.text.height and len(_plain(x.text)) >= 8]
    for size in sorted({round(x.size, 1) for x in high}, reverse=True)[:4]:
        lines = [x for x in high if abs(x.size - size) < 0.3 and (size > 1.05 * usual or x.bold > 0.8)]
        words = sum(len(x.text.split()) for x in lines)
        if 3 <= words <= 60 and all(_plain(x.text) in shown for x in lines):
            return True
    return False


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
