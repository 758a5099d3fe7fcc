"""The prompt and the grammar of a generated answer.

The prompt begins with what all questions share and ends with the question, so that a runtime can keep the
state of the shared part. The grammar leaves a model two ways: claims that each name the quote that supports
them, or the abstention. It lists the allowed numbers of quotes, so that every citation exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.answering.models.model_protocol import Prompt
from generator.core import Question, Retrieved, Snippet
from generator.core.sentences import sentence_spans

# Raised by hand with any change of the words below or of the grammar.
PROMPT = "4"

ABSTENTION = "NOT REPORTED"
MAX_ANSWER_WORDS = 400

RULES = f"""\
You answer questions about one scientific paper. You are given numbered quotes from it.
Use only what the quotes say. Do not add general knowledge or advice.
Start every line with the number of the quote that it rests on, such as [2], then one short sentence.
If the quotes do not answer the question, write exactly: {ABSTENTION}
Use at most {MAX_ANSWER_WORDS} words."""


# How many of the likeliest quotes are named after a question that shares its quotes with others. Long
# contexts dilute the attention of small models; naming costs a dozen tokens.
_MAX_NAMED_QUOTES = 6


@dataclass(frozen=True, slots=True)
class NumberedPrompt:
    """A prompt, and the meaning of its numbers.

    cited: number of a quote in the prompt -> number (from 1) of the snippet among those that were found.
    """

    prompt: Prompt
    cited: Mapping[int, int]


def build_prompt(question: Question, found: Retrieved, budget: int) -> NumberedPrompt:
    """Return the prompt for one question, with the quotes that all questions share, if there are any.

    Otherwise it has the best snippets that fit into ``budget`` characters, in the order of the paper; the
    least relevant ones are left out.
    """
    if found.shared:
        return _ask_shared(question, found)
    shown: list[tuple[int, Snippet]] = []
    left = budget
    for number, snippet in enumerate(found.snippets, start=1):
        if len(_line(snippet)) > left:
            if shown:
                break
            continue
        shown.append((number, snippet))
        left -= len(_line(snippet))
    in_order = sorted(shown, key=lambda pair: pair[1].place.start)
    own = f"{_quotes(in_order)}\n\nQuestion: {question.text}"
    return NumberedPrompt(
        Prompt(RULES, "", own, _quotable(in_order)), {number: number for number, _ in shown}
    )


def _ask_shared(question: Question, found: Retrieved) -> NumberedPrompt:
    numbered = [(n, found.snippets[i]) for n, i in enumerate(found.shared, start=1)]
    cited = {n: i + 1 for n, i in enumerate(found.shared, start=1)}
    likely = sorted(numbered, key=lambda pair: (-pair[1].score, pair[0]))[:_MAX_NAMED_QUOTES]
    named = " ".join(f"[{n}]" for n, _ in sorted(likely, key=lambda pair: pair[0]))
    own = f"\n\nQuestion: {question.text}\nLook first at the quotes {named}."
    return NumberedPrompt(Prompt(RULES, _quotes(numbered), own, _quotable(numbered)), cited)


def _quotes(numbered: Sequence[tuple[int, Snippet]]) -> str:
    lines = "\n".join(f"[{number}] {_line(snippet)}" for number, snippet in numbered)
    return f"Quotes:\n{lines or '(none)'}"


def _quotable(numbered: Sequence[tuple[int, Snippet]]) -> tuple[str, ...]:
    """Return the sentences of the quotes, except those with brackets, which enclose numbers in a reply."""
    lines = (_line(snippet) for _, snippet in numbered)
    sentences = (line[start:end] for line in lines for start, end in sentence_spans(line))
    return tuple(dict.fromkeys(s for s in sentences if not set(s) & set("[]")))


def _line(snippet: Snippet) -> str:
    row = snippet.row
    text = snippet.text if row is None else f"{row.caption} {row.in_words or snippet.text}"
    return " ".join(text.split())


def grammar(numbers: Iterable[int]) -> str:
    """Return the grammar (GBNF): one to four claims, each after the number of a quote, or the abstention.

    No white space is optional, because a small model fills optional white space endlessly.
    """
    ids = " | ".join(f'"{number}"' for number in numbers)
    if not ids:
        return f'root ::= "{ABSTENTION}"\n'
    return (
        f'root ::= "{ABSTENTION}" | claim ("\\n" claim){{0,3}}\n'
        'claim ::= "[" number ("] [" number)? "] " text\n'
        f"number ::= {ids}\n"
        'text ::= [A-Z0-9"(] [^\\n\\[\\]]{12,} [.!?)]\n'
    )
