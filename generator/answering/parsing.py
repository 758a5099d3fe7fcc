"""A model's reply, parsed: its sentences, the quotes that they cite, and whether it abstains.

>>> [(s.text, s.cites) for s in parse_reply("Answer::: [2] The seed was 7. It was fixed.[1]").sentences]
[('The seed was 7.', (2,)), ('It was fixed.', (1,))]
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from generator.answering.abstaining import abstains, is_account
from generator.answering.prompt import MAX_ANSWER_WORDS
from generator.core import Draft, DraftSentence
from generator.core.sentences import sentence_spans

__all__ = ["abstains", "parse_reply", "reply_text"]

_MARKER = re.compile(r"answer\s*:{3,}", re.IGNORECASE)
# Labels that models write before an answer: "Answer:", "Helpful Answer:", "**Answer**:". They may repeat the
# template of a prompt too: "Answer: (provide your answer ...)".
_LABEL = re.compile(
    r"^\s*+(?:[*_#]*+\s*+(?:helpful\s+|final\s+)?answer[*_]*+\s*+:++[*_]*+\s*+)+"
    r"(?:\(?provide your answer[^)\n]*\)?\s*)?",
    re.IGNORECASE,
)
_CITATION = re.compile(r"(?:(?<!\s)\s+)?\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]")
_BULLET = re.compile(r"^\s*(?:[-*•–+]|\(?\d{1,2}[.)]|\(?[a-h]\))\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_MARKUP = re.compile(r"\*\*|__|`+|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
# Where a sentence may turn from what is reported to what is not, or back.
_TURN = re.compile(
    r";\s+|(?:,|(?<!\s))\s++(?=(?:but|although|though|however|yet)\b)|,\s+(?=while\b|whereas\b)|,\s+and\s+(?=(?:it|there|they|the)\b)"
)
_CONNECTIVE = re.compile(r"^(?:but|although|though|however|yet|while|whereas|and)\b,?\s*", re.IGNORECASE)
_OPENS_SUBORDINATE = re.compile(r"^(?:while|although|though|even\s+though|whereas)\b", re.IGNORECASE)
_MIN_CLAUSE_WORDS = 4  # a shorter half of a sentence is not split off


def reply_text(raw: str) -> str:
    """Return the text after the last ``Answer:::`` marker, wherever it is; without one, the whole reply."""
    # A prompt that was saved with its answer contains the marker in its instructions. The answer follows the
    # last marker that is followed by anything.
    for piece in reversed(_MARKER.split(raw)):
        bare = _LABEL.sub("", piece, count=1).strip()
        if bare:
            return bare
    return ""


def parse_reply(raw: str, *, seconds: float = 0.0, prompt_tokens: int = 0, new_tokens: int = 0) -> Draft:
    """Return a reply as a draft of at most 400 words, cut at the end of a sentence.

    Citations such as ``[2]`` or ``[1, 3]`` may be before or after their sentence.
    """
    sentences: list[DraftSentence] = []
    count = 0
    for sentence in _sentences(reply_text(raw)):
        count += len(sentence.text.split())
        if count > MAX_ANSWER_WORDS and sentences:
            break
        # A reply that first says that the text does not report something, and then what else the text is
        # about, still has not answered.
        if sentences and sentences[0].abstains and is_account(sentence.text):
            sentence = dataclasses.replace(sentence, abstains=True)
        sentences.append(sentence)
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


def _sentences(text: str) -> Iterator[DraftSentence]:
    for line in text.splitlines():
        bare = _LABEL.sub("", _HEADING.sub("", line))
        bare = re.sub(r"\\([_*#\[\]])", r"\1", bare)  # Markdown's escapes
        item = _BULLET.sub("", _MARKUP.sub("", _BULLET.sub("", bare))).strip()
        if _HEADING.match(line) or item.endswith(":"):
            continue  # a heading, or the announcement of a list: no statement
        for sentence, cites in _cited(item):
            for clause in _clauses(sentence):
                yield DraftSentence(clause, cites, abstains(clause))


def _clauses(sentence: str) -> list[str]:
    """Return the sentence, split in two if one half answers and the other says what is not reported."""
    if not abstains(sentence):
        return [sentence]
    bounds = [m.span() for m in _TURN.finditer(sentence)]
    if _OPENS_SUBORDINATE.match(sentence) and (comma := re.search(r",\s+", sentence)):
        bounds.append(comma.span())
    for end, start in sorted(bounds):
        left, right = sentence[:end].strip(), _CONNECTIVE.sub("", sentence[start:].strip())
        if min(len(left.split()), len(right.split())) < _MIN_CLAUSE_WORDS or abstains(left) == abstains(
            right
        ):
            continue
        left = _CONNECTIVE.sub("", left)
        return [_as_sentence(left), _as_sentence(right)]
    return [sentence]


def _as_sentence(clause: str) -> str:
    return clause[0].upper() + clause[1:].rstrip(" ,;") + ("" if clause[-1] in ".!?" else ".")


def _cited(line: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return the sentences of a line with the numbers that they cite."""
    leading: list[int] = []
    while (match := _CITATION.match(line)) is not None:
        leading += _numbers(match)
        line = line[match.end() :].lstrip(" :-")
    # A citation after the full stop belongs to the sentence before it.
    line = re.sub(r"([.!?])((?:\s*\[\s*\d[\d\s,;]*\])+)", r"\2\1", line)
    found = []
    for start, end in sentence_spans(line):
        piece = line[start:end]
        cites = [n for match in _CITATION.finditer(piece) for n in _numbers(match)]
        text = re.sub(r"(?<!\s)\s+([.,;:!?])", r"\1", _CITATION.sub("", piece)).strip()
        if any(c.isalnum() for c in text):
            found.append((text, tuple(dict.fromkeys(cites or leading))))
    return found


def _numbers(match: re.Match[str]) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", match.group(1))]
