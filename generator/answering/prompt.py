"""The prompt and the grammar of a generated answer.

The prompt begins with what all questions share and ends with the question, so that a runtime can
keep the state of the shared part. The grammar leaves a model two ways: claims that each name the
quote they rest on, or the abstention. Numbers of quotes are an allow-list, so that no citation
can point nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.core import Question, Snippet

# Raised by hand together with any change of the words below or of the grammar.
PROMPT = "1"

ABSTENTION = "NOT REPORTED"
MOST_WORDS = 400

RULES = f"""\
You answer questions about one scientific paper. You are given numbered quotes from it.
Use only what the quotes say. Do not add general knowledge or advice.
Start every line with the number of the quote that it rests on, such as [2], then one short sentence.
If the quotes do not answer the question, write exactly: {ABSTENTION}
Use at most {MOST_WORDS} words."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Messages for a chat model: the rules, then quotes and question. ``numbers``: of the quotes shown."""

    system: str
    user: str
    numbers: tuple[int, ...]


def build_prompt(question: Question, snippets: Sequence[Snippet], budget: int) -> Prompt:
    """A prompt with the best snippets that fit into ``budget`` characters, in the order of the paper.

    Snippets come best first and are numbered from 1 in that order; those that do not fit are
    dropped from the least relevant on.
    """
    shown: list[tuple[int, Snippet]] = []
    left = budget
    for number, snippet in enumerate(snippets, start=1):
        if len(snippet.text) > left:
            if shown:
                break
            continue
        shown.append((number, snippet))
        left -= len(snippet.text)
    in_order = sorted(shown, key=lambda pair: pair[1].place.start)
    quotes = "\n".join(f"[{number}] {' '.join(snippet.text.split())}" for number, snippet in in_order)
    return Prompt(
        system=RULES,
        user=f"Quotes:\n{quotes or '(none)'}\n\nQuestion: {question.text}",
        numbers=tuple(sorted(number for number, _ in shown)),
    )


def grammar(numbers: Sequence[int]) -> str:
    """GBNF: one to four claims, each behind the number of a quote, or the abstention.

    No white space is optional: a small model fills optional white space without end.
    """
    if not numbers:
        return f'root ::= "{ABSTENTION}"\n'
    ids = " | ".join(f'"{number}"' for number in numbers)
    return (
        f'root ::= "{ABSTENTION}" | claim ("\\n" claim){{0,3}}\n'
        'claim ::= "[" number ("] [" number)? "] " text\n'
        f"number ::= {ids}\n"
        'text ::= [A-Z0-9"(] [^\\n\\[\\]]{12,320} [.!?)]\n'
    )
