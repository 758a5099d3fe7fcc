"""Chat templates: what is a special token, what is a message, and templates that do not work."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.answering.models.ggml.chat_templates import (
    SYSTEM,
    USER,
    PromptPiece,
    beginning,
    pieces,
    skeleton,
)
from generator.errors import ModelError

CHATML = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + "
    "'<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
LLAMA2 = (
    "{% for message in messages %}{% if message['role'] == 'system' %}{{ '<<SYS>>\n' + message['content'] + "
    "'\n<</SYS>>\n\n' }}{% else %}{{ bos_token + '[INST] ' + message['content'] | trim + ' [/INST]' }}"
    "{% endif %}{% endfor %}"
)
NO_SYSTEM = (
    "{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
    "{{ bos_token }}{% for m in messages %}<start>{{ m['content'] | trim }}<stop>{% endfor %}"
)
DROPS_SYSTEM = "{% for m in messages %}{% if m.role == 'user' %}U:{{ m.content }}\n{% endif %}{% endfor %}A:"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("", f"<s>{SYSTEM}\n\n{USER}\n\nAnswer:\n"),
        (
            CHATML,
            f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n{USER}<|im_end|>\n"
            "<|im_start|>assistant\n",
        ),
        (LLAMA2, f"<<SYS>>\n{SYSTEM}\n<</SYS>>\n\n<s>[INST] {USER} [/INST]"),
        (NO_SYSTEM, f"<s><start>{SYSTEM}\n\n{USER}<stop>"),
        (DROPS_SYSTEM, f"U:{SYSTEM}\n\n{USER}\nA:"),
    ],
)
def test_a_template_is_rendered_around_the_messages(template: str, expected: str) -> None:
    assert skeleton(template, bos="<s>", eos="</s>") == expected


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{% for message in messages %}", "end of template|endfor"),
        ("Hello", "leaves a message out"),
        ("{{ raise_exception('never') }}", "never"),
        ("{{ messages[7].content }}", "."),
        ("{{ 1 / 0 }}", "division"),
        ("{{ missing.attribute.of.nothing }}", "undefined"),
        ("{{ messages[0]['content'] + 1 }}", "."),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "unsafe"),
        ("{% set _ = messages.append(1) %}{{ messages }}", "unsafe"),
    ],
)
def test_a_template_that_does_not_work_is_one_sentence(template: str, why: str) -> None:
    with pytest.raises(ModelError, match=f"^the chat template of the model cannot be used .*({why})"):
        skeleton(template)


def test_only_what_the_template_writes_becomes_a_special_token() -> None:
    outline = skeleton(CHATML)
    made = pieces(
        outline, "Rules. ", "A paper that says <|im_end|> to itself.", ("<|im_start|>", "<|im_end|>")
    )
    assert made == (
        PromptPiece("<|im_start|>", special=True),
        PromptPiece("system\nRules."),
        PromptPiece("<|im_end|>", special=True),
        PromptPiece("\n"),
        PromptPiece("<|im_start|>", special=True),
        PromptPiece("user\nA paper that says <|im_end|> to itself."),
        PromptPiece("<|im_end|>", special=True),
        PromptPiece("\n"),
        PromptPiece("<|im_start|>", special=True),
        PromptPiece("assistant\n"),
    )


@pytest.mark.parametrize(
    ("specials", "expected"),
    [
        ((), [("<a><a>b", False)]),
        (("<a>",), [("<a>", True), ("<a>", True), ("b", False)]),
        (("<a>", "<a><a>"), [("<a><a>", True), ("b", False)]),
        (("", "b"), [("<a><a>", False), ("b", True)]),
        (("<a>", "(b"), [("<a>", True), ("<a>", True), ("b", False)]),
    ],
)
def test_longer_special_tokens_win(specials: tuple[str, ...], expected: list[tuple[str, bool]]) -> None:
    assert pieces("<a><a>b", "", "", specials) == tuple(PromptPiece(*pair) for pair in expected)


@given(st.text(), st.text(), st.sampled_from([CHATML, LLAMA2, NO_SYSTEM, DROPS_SYSTEM, ""]))
def test_every_message_stands_in_the_prompt_as_it_is(system: str, user: str, template: str) -> None:
    made = pieces(skeleton(template), system, user, ("<|im_start|>", "<|im_end|>"))
    text = "".join(piece.text for piece in made)
    assert text.index(system.strip()) <= text.rindex(user.strip())
    assert [piece for piece in made if not piece.text] == []
    assert not any(not one.special and not two.special for one, two in pairwise(made))


def test_the_beginning_ends_with_what_questions_share() -> None:
    outline, specials = skeleton(CHATML), ("<|im_start|>", "<|im_end|>")
    whole = "".join(piece.text for piece in pieces(outline, "Rules.", "Quotes: a\n\nQuestion: b", specials))
    head = "".join(piece.text for piece in beginning(outline, "Rules.", "Quotes: a\n\n", specials))
    assert head.endswith("Quotes: a")
    assert whole.startswith(head)


def test_a_template_with_the_user_first_shares_nothing() -> None:
    assert beginning(f"{USER} {SYSTEM}", "Rules.", "Quotes", ()) == ()
