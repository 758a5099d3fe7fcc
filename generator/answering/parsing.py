"""A model's reply, read: its sentences, the quotes that they cite, and whether it abstains."""

from __future__ import annotations

import re

from generator.answering.prompt import ABSTENTION, MOST_WORDS
from generator.core import Draft, DraftSentence
from generator.core.sentences import sentence_spans

_MARKER = re.compile(r"answer\s*:{3,}", re.IGNORECASE)
_CITATION = re.compile(r"\s*\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_MARKUP = re.compile(r"(\*\*|__|`+)")

_SAYS = (
    r"(?:mention|provide|specif|state|describe|report|discuss|disclose|indicate|include|contain|detail|address"
    r"|tell|say|give|offer|cover|elaborate|clarif|answer|name|list|explicit|refer|outline)\w*"
)
_SOURCE = (
    r"(?:(?:provided|given|above|retrieved|available|supplied)\s+)?(?:context|text|paper|article|document|passages?|excerpts?"
    r"|snippets?|quotes?|stud(?:y|ies)|information|authors?|sections?|references?|sources?|content|material|it|they)"
)
# What people and models write when a paper does not tell. Written from the sense of the phrases,
# not from one model's habits.
_ABSTAINS = re.compile(
    "|".join(
        (
            rf"\b{ABSTENTION}\b",
            rf"\b{_SOURCE}\b[^.;]{{0,60}}\b(?:do(?:es)?|did|is|are|was|were)\s*(?:not|n['’]t)\s+(?:\w+\s+){{0,3}}{_SAYS}",
            rf"\b(?:is|are|was|were|has|have)\s*(?:not|n['’]t)\s+(?:been\s+)?(?:\w+ly\s+)?{_SAYS}",
            r"\bno\s+(?:\w+\s+){0,3}(?:information|details?|mention|indication|evidence|description|data|specifics?)\b[^.;]{0,60}"
            r"(?:\b(?:is|are|was|were|available|found|given|provided|about|on|of|regarding|in\s+the)\b|$)",
            r"\b(?:i|we)\s+(?:do\s+not|don['’]t|cannot|can['’]t|could\s+not|couldn['’]t|am\s+unable|are\s+unable)\s+"
            r"(?:to\s+)?(?:know|determine|tell|find|answer|provide|say|infer)\b",
            r"\b(?:it\s+is\s+)?(?:not\s+possible|impossible|unclear|unknown)\b[^.;]{0,40}\b(?:to\s+(?:determine|say|tell|answer|know|infer)|from\s+the|based\s+on)",
            r"\bcannot\s+be\s+(?:determined|inferred|answered|known|ascertained|identified)\b",
            r"\b(?:without|lack(?:s|ing)?)\s+(?:\w+\s+){0,3}(?:information|details?|context)\b",
            r"\bnot\s+(?:\w+ly\s+)?(?:mentioned|specified|stated|reported|provided|disclosed|available|clear)\b[^.;]{0,50}"
            r"\b(?:context|text|paper|article|document|passages?|excerpts?|snippets?|quotes?|study)\b",
        )
    ),
    re.IGNORECASE,
)


def abstains(sentence: str) -> bool:
    """Whether a sentence says that the source does not tell."""
    return _ABSTAINS.search(sentence) is not None


def reply_text(raw: str) -> str:
    """What follows the last ``Answer:::`` marker, wherever it stands; the whole reply where there is none."""
    pieces = _MARKER.split(raw)
    # A prompt that was saved with its answer holds the marker of its own instructions; what
    # matters follows the last one that is followed by anything.
    for piece in reversed(pieces):
        if piece.strip():
            return piece.strip()
    return ""


def parse_reply(raw: str, *, seconds: float = 0.0, prompt_tokens: int = 0, new_tokens: int = 0) -> Draft:
    """The draft that a reply makes: at most 400 words, cut at the end of a sentence.

    Citations such as ``[2]`` or ``[1, 3]`` may stand before or after their sentence.
    """
    sentences: list[DraftSentence] = []
    count = 0
    for line in reply_text(raw).splitlines():
        for text, cites in _cited(_BULLET.sub("", _MARKUP.sub("", line)).strip()):
            count += len(text.split())
            if count > MOST_WORDS and sentences:
                break
            sentences.append(DraftSentence(text, cites, abstains(text)))
    claims = [s for s in sentences if not s.abstains]
    return Draft(
        raw=raw,
        sentences=tuple(sentences),
        abstained=not claims,
        partial=bool(claims) and len(claims) < len(sentences),
        seconds=seconds,
        prompt_tokens=prompt_tokens,
        new_tokens=new_tokens,
    )


def _cited(line: str) -> list[tuple[str, tuple[int, ...]]]:
    """Sentences of a line with the numbers that they cite."""
    leading: list[int] = []
    while (match := _CITATION.match(line)) is not None:
        leading += _numbers(match)
        line = line[match.end() :].lstrip(" :-")
    # A citation behind the full stop belongs to the sentence before it.
    line = re.sub(r"([.!?])((?:\s*\[\s*\d[\d\s,;]*\])+)", r"\2\1", line)
    found = []
    for start, end in sentence_spans(line):
        piece = line[start:end]
        cites = [n for match in _CITATION.finditer(piece) for n in _numbers(match)]
        text = re.sub(r"\s+([.,;:!?])", r"\1", _CITATION.sub("", piece)).strip()
        if any(c.isalnum() for c in text):
            found.append((text, tuple(dict.fromkeys(cites or leading))))
    return found


def _numbers(match: re.Match[str]) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", match.group(1))]
