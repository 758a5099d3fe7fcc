"""Models of third parties: an entry point of an installed package, found by its name in the settings."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.answering import ModelSpec, PluginOptions, fingerprint, load
from generator.core import Place, Question, Retrieved, Snippet
from generator.errors import ModelError, ModelUnavailable

CODE = """
from generator.answering.models import Completion

import time

late = []

class Parrot:
    room = 1000

    def __init__(self, word):
        self.word = word

    def tokens(self, prompt):
        return len(prompt.user.split())

    def complete(self, prompt, *, grammar):
        if self.word == "late" and not late:
            late.append(self)
            time.sleep(60)
        return Completion(f"[1] {self.word}", prompt_tokens=self.tokens(prompt), new_tokens=2)

    def close(self):
        pass

def parrot(options):
    return Parrot(options["word"])

def describe(options):
    return {"model": f"parrot {options['word']}", "other": "not a part"}

parrot.fingerprint = describe

def broken(options):
    raise RuntimeError("no feathers")

def half(options):
    return object()
"""
ENTRIES = """\
[answerbook.models]
parrot = parrots:parrot
broken = parrots:broken
half = parrots:half
gone = no_such_module:nothing
"""
FOUND = Retrieved((Snippet("The seed was 7.", Place(0, 15), 0.9),), 0.9)
QUESTION = Question("random-seeds", "Which random seeds were used?", "training")


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a package that brings models."""
    (tmp_path / "parrots.py").write_text(CODE, encoding="utf-8")
    info = tmp_path / "parrots-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: parrots\nVersion: 1.2\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRIES, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "parrots", raising=False)


def spec(plugin: str, **options: object) -> ModelSpec:
    return ModelSpec("bird", "plugin", options=PluginOptions.of(plugin, options))


def test_a_plugin_answers_and_describes_itself() -> None:
    bird = spec("parrot", word="The seed was 7.")
    draft = load(bird).answer(QUESTION, FOUND)
    assert [(s.text, s.cites) for s in draft.sentences] == [("The seed was 7.", (1,))]
    parts = fingerprint(bird)
    assert (parts["model"], parts["engine"]) == ("parrot The seed was 7.", "parrots 1.2")
    assert "other" not in parts
    assert parts["sampling"] != fingerprint(spec("parrot", word="Else."))["sampling"]


@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        ("parot", r"no plugin 'parot'; install .* \(found: broken, gone, half, parrot\)"),
        ("broken", r"the plugin broken failed to load its model \(RuntimeError: no feathers\)"),
        ("half", r"what the plugin half returns has no room, tokens, complete, close"),
        ("gone", r"the plugin gone cannot be imported \(No module named 'no_such_module'\)"),
    ],
)
def test_what_a_plugin_does_wrong_is_said_in_one_sentence(plugin: str, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        load(spec(plugin))


def test_a_plugin_that_takes_too_long_is_given_up_and_the_next_question_gets_a_new_one() -> None:
    options = PluginOptions.of("parrot", {"word": "late"}, timeout=0.5)
    bird = load(ModelSpec("bird", "plugin", options=options))
    with pytest.raises(ModelUnavailable, match=r"model parrot took longer than 0\.5 s .*raise its `timeout`"):
        bird.answer(QUESTION, FOUND)
    assert bird.answer(QUESTION, FOUND).raw == "[1] late"
    bird.close()
    with pytest.raises(ModelError, match="was closed"):
        bird.answer(QUESTION, FOUND)


def test_where_a_plugin_is_not_installed_its_answers_stay() -> None:
    assert fingerprint(spec("parot"))["model"] is None
