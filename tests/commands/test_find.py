"""`answerbook find`: sentences of all papers by meaning, from an index that is brought up to date."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from generator.cli import INCOMPLETE, main
from generator.commands import find as finding
from generator.commands.find import MAX_PER_PAPER, FindOptions, SearchResult, find, findable, query_text
from generator.commands.init import create_project
from generator.core import Metadata
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.paper_loading import collect_papers
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.retrieval import PACKAGED, SentenceTransformerEncoder
from generator.retrieval.nearest import NearestIndex

ROOT = Path(__file__).resolve().parents[2]

PAPERS = {
    "beetles": """\
---
title: Beetles told apart
---

# Methods

The random seed was fixed to seven for every run. Images of beetles were resized to 128 by 128 pixels.
The learning rate was lowered whenever the loss stayed the same. We trained the network for forty epochs.

# Data availability

All photographs of beetles are available on request from the authors.

# References

1. Seed R (2010) On the random seed that was fixed for every run. Journal of random seeds 7, 1-9.
""",
    "trees": """\
# Leaves of trees

## Methods

Volunteers collected fallen leaves in several parks of the city. The weather was mild and dry in that autumn.
""",
    "violins": """\
# Old violins

## Methods

The density of the wood was measured by computed tomography. Owners lent their violins to us for a day.
""",
}
MORE = """\
# Birds

## Methods

Birds were counted at dawn by two observers. Songs were recorded with a phone.
"""


class Counting:
    """The real encoder; remembers what it was given, and stops at a text if it is told to."""

    def __init__(self, real: SentenceTransformerEncoder, name: str = PACKAGED) -> None:
        self.real, self.name = real, name
        self.texts: list[str] = []
        self.before: Callable[[str], None] = lambda text: None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        for text in texts:
            self.before(text)
        self.texts += texts
        return self.real.encode(texts)

    def taken(self) -> list[str]:
        """Return the sentences encoded since the last call, without the query."""
        texts, self.texts = self.texts, []
        return [text for text in texts if text.endswith(".")]


@pytest.fixture(scope="module")
def real() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder()


@pytest.fixture
def encoder(real: SentenceTransformerEncoder) -> Counting:
    return Counting(real)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    create_project(tmp_path / "project", "Small things")
    made = Project.find(tmp_path / "project")
    made.papers_dir.mkdir(exist_ok=True)
    for path in made.papers():
        path.unlink()
    for name, text in PAPERS.items():
        write(made, name, text)
    return made


def write(project: Project, name: str, text: str) -> None:
    (project.papers_dir / f"{name}.md").write_text(text, encoding="utf-8")


def texts(search: SearchResult) -> list[str]:
    return [found.snippet.text for found in search.hits]


def held(project: Project, encoder: Counting) -> set[str]:
    """Ids of the papers of which the kept index holds sentences."""
    size = encoder.real.encode(["x"]).shape[1]
    return {key.partition("/")[0] for key in NearestIndex.load(project.cache_dir / "find", size).keys()}  # noqa: SIM118


def all_sentences(project: Project) -> list[str]:
    collected = collect_papers(project, strict=False, jobs=1, progress=lambda phase, done, total: None)
    return [passage.text for paper in collected.papers for passage in findable(paper)]


@pytest.mark.parametrize(
    ("words", "paper", "beginning"),
    [
        ("which seed did they use", "beetles", "The random seed was fixed"),
        ("scaling of pictures", "beetles", "Images of beetles were resized"),
        ("can I get the data", "beetles", "All photographs of beetles are available"),
        ("people gathered foliage", "trees", "Volunteers collected fallen leaves"),
        ("CT scans", "violins", "The density of the wood was measured"),
    ],
)
def test_the_sentence_that_means_the_same_comes_first(
    project: Project, encoder: Counting, words: str, paper: str, beginning: str
) -> None:
    search = find(project, words, encoder=encoder)
    first = search.hits[0]
    assert (first.paper, first.snippet.text.startswith(beginning)) == (paper, True)
    assert [f.snippet.score for f in search.hits] == sorted(
        (f.snippet.score for f in search.hits), reverse=True
    )
    cosine = float(
        (encoder.real.encode([query_text(words)]) @ encoder.real.encode([first.snippet.text])[0])[0]
    )
    assert first.snippet.score == pytest.approx(cosine, abs=0.01)


def test_what_is_found_stands_in_the_paper_word_for_word(project: Project, encoder: Counting) -> None:
    collected = collect_papers(project, strict=False, jobs=1, progress=lambda phase, done, total: None)
    papers = {paper.id: paper for paper in collected.papers}
    found = find(project, "seeds", FindOptions(number=20), encoder=encoder).hits
    assert len(found) == 7
    for one in found:
        place = one.snippet.place
        assert papers[one.paper].text[place.start : place.end] == one.snippet.text
        assert place.section in ("Methods", "Data availability")
        assert one.title == papers[one.paper].metadata.title != ""


def test_at_most_three_sentences_of_a_paper_unless_papers_are_named(
    project: Project, encoder: Counting
) -> None:
    found = find(project, "seeds", encoder=encoder).hits
    assert sum(one.paper == "beetles" for one in found) == MAX_PER_PAPER
    named = find(project, "seeds", FindOptions(papers=["beetles.md", "trees"]), encoder=encoder).hits
    assert [one.paper for one in named].count("beetles") == 5
    assert [one.paper for one in named].count("trees") == 2
    assert len(find(project, "seeds", FindOptions(number=4, papers=["beetles"]), encoder=encoder).hits) == 4


def test_only_what_is_new_or_has_changed_is_encoded(project: Project, encoder: Counting) -> None:
    find(project, "seeds", encoder=encoder)
    assert sorted(encoder.taken()) == sorted(all_sentences(project))
    find(project, "leaves", encoder=encoder)
    assert encoder.taken() == []
    write(project, "birds", MORE)
    assert "Birds were counted" in texts(find(project, "birds", encoder=encoder))[0]
    assert len(encoder.taken()) == 2
    write(project, "birds", MORE.replace("dawn", "night"))
    found = texts(find(project, "birds", FindOptions(number=20), encoder=encoder))
    assert len(encoder.taken()) == 2
    assert "Birds were counted at night by two observers." in found
    assert "Birds were counted at dawn by two observers." not in found
    (project.papers_dir / "birds.md").unlink()
    found = texts(find(project, "birds", FindOptions(number=20), encoder=encoder))
    assert (encoder.taken(), [text for text in found if "Birds" in text]) == ([], [])
    assert held(project, encoder) == set(PAPERS)


def test_a_paper_that_is_named_needs_no_other_to_be_encoded(project: Project, encoder: Counting) -> None:
    find(project, "leaves", FindOptions(papers=["trees"]), encoder=encoder)
    assert len(encoder.taken()) == 2
    find(project, "leaves", encoder=encoder)
    assert len(encoder.taken()) == len(all_sentences(project)) - 2


def test_what_a_build_has_encoded_a_search_does_not_encode_again(built_folder: Path) -> None:
    vectors = built_folder / "build/cache/retrieval/vectors"
    before = set(vectors.iterdir())
    found = find(Project.find(built_folder), "random seeds").hits
    assert found[0].snippet.text.startswith("Random seeds were fixed")
    new = set(vectors.iterdir()) - before
    assert len(new) == 1  # of the words that were asked for


def test_another_encoder_encodes_all_anew(project: Project, real: SentenceTransformerEncoder) -> None:
    one, other = Counting(real), Counting(real, "another")
    find(project, "seeds", encoder=one)
    find(project, "seeds", encoder=other)
    assert len(other.taken()) == len(all_sentences(project))
    find(project, "seeds", encoder=other)
    assert other.taken() == []


def test_private_papers_are_left_out_unless_asked_for(project: Project, encoder: Counting) -> None:
    (project.papers_dir / "beetles.yml").write_text("visibility: private\n", encoding="utf-8")
    assert {one.paper for one in find(project, "random seed", encoder=encoder).hits} == {"trees", "violins"}
    assert find(project, "random seed", FindOptions(private=True), encoder=encoder).hits[0].paper == "beetles"
    with pytest.raises(AnswerbookError, match="'beetles' is private; use --with-private"):
        find(project, "random seed", FindOptions(papers=["beetles"]), encoder=encoder)
    assert find(project, "seed", FindOptions(papers=["beetles"], private=True), encoder=encoder).hits
    (project.papers_dir / "beetles.yml").unlink()
    assert find(project, "random seed", encoder=encoder).hits[0].paper == "beetles"


def test_private_papers_are_found_where_the_settings_show_them(project: Project, encoder: Counting) -> None:
    (project.papers_dir / "beetles.yml").write_text("visibility: private\n", encoding="utf-8")
    project.settings_file.write_text("title: Ours\nsite:\n  with_private: true\n", encoding="utf-8")
    shown = Project.find(project.root)
    assert find(shown, "random seed", encoder=encoder).hits[0].paper == "beetles"


def test_a_project_of_private_papers_alone_is_told_so(project: Project, encoder: Counting) -> None:
    for name in PAPERS:
        (project.papers_dir / f"{name}.yml").write_text("visibility: private\n", encoding="utf-8")
    with pytest.raises(AnswerbookError, match="all papers of this project are private"):
        find(project, "seeds", encoder=encoder)


@pytest.mark.parametrize("damage", ["cut", "flipped", "rubbish", "empty"])
def test_a_damaged_index_is_made_anew(project: Project, encoder: Counting, damage: str) -> None:
    before = find(project, "seeds", encoder=encoder)
    file = project.cache_dir / "find/nearest.index"
    data = bytearray(file.read_bytes())
    data[-500] ^= 0x40
    harm = {"cut": file.read_bytes()[:-100], "flipped": bytes(data), "rubbish": b"x" * 999, "empty": b""}
    file.write_bytes(harm[damage])
    encoder.taken()
    assert find(project, "seeds", encoder=encoder) == before
    assert len(encoder.taken()) == len(all_sentences(project))
    find(project, "seeds", encoder=encoder)
    assert encoder.taken() == []


def test_a_cache_that_cannot_be_written_answers_and_keeps_nothing(
    project: Project, encoder: Counting
) -> None:
    before = find(project, "seeds", encoder=encoder)
    shutil.rmtree(project.cache_dir / "find")
    (project.cache_dir / "find").write_text("a file where the folder should be")
    said: list[str] = []
    for _ in range(2):
        encoder.taken()
        assert find(project, "seeds", on_warning=said.append, encoder=encoder) == before
        assert len(encoder.taken()) == len(all_sentences(project))
    assert len(said) == 2
    assert "cannot be written" in said[0]


def test_a_full_disk_answers_and_leaves_no_piece_behind(
    project: Project, encoder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    said: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr("generator.storage.files.os.fsync", full)
        assert find(project, "seeds", on_warning=said.append, encoder=encoder).hits
    assert "cannot be written" in said[0]
    assert [p.name for p in (project.cache_dir / "find").iterdir()] == ["lock"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_what_was_encoded_before_a_stop_is_not_encoded_again(
    project: Project, encoder: Counting, error: type[BaseException]
) -> None:
    def stop(text: str) -> None:
        if "violins" in text:
            raise error

    encoder.before = stop
    with pytest.raises(error):
        find(project, "seeds", encoder=encoder)
    done = encoder.taken()
    assert len(done) == 7 - 2 + 2  # beetles and trees
    encoder.before = lambda text: None
    assert len(find(project, "seeds", FindOptions(number=20), encoder=encoder).hits) == 7
    assert len(encoder.taken()) == len(all_sentences(project)) - len(done)


def test_a_stop_within_the_index_leaves_no_half_of_a_paper(
    project: Project, encoder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = NearestIndex.put

    def half(self: NearestIndex, keys: Sequence[str], vectors: np.ndarray) -> None:
        if keys[0].startswith("trees"):
            whole(self, keys[:1], vectors[:1])
            raise KeyboardInterrupt
        whole(self, keys, vectors)

    with monkeypatch.context() as patched:
        patched.setattr(NearestIndex, "put", half)
        with pytest.raises(KeyboardInterrupt):
            find(project, "seeds", encoder=encoder)
    assert "trees" not in held(project, encoder)
    assert len(find(project, "seeds", FindOptions(number=20), encoder=encoder).hits) == 7


DYING = """
import os, signal, sys
from pathlib import Path
from generator.commands import find as finding
from generator.project import Project
from generator.retrieval import SentenceTransformerEncoder

class Dying(SentenceTransformerEncoder):
    def encode(self, texts):
        if any("violins" in text for text in texts):
            (Path(sys.argv[1]) / "build/cache/find/.writing-left.tmp").write_text("torn")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts)

if __name__ == "__main__":
    finding.BETWEEN_SAVES = 1
    finding.find(Project.find(Path(sys.argv[1])), "seeds", encoder=Dying())
"""


def test_a_killed_search_is_gone_on_with(project: Project, encoder: Counting, tmp_path: Path) -> None:
    script = tmp_path / "dying.py"
    script.write_text(DYING, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(project.root)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert held(project, encoder) == {"beetles", "trees"}
    assert len(find(project, "seeds", FindOptions(number=20), encoder=encoder).hits) == 7
    assert len(encoder.taken()) == 2
    assert {p.name for p in (project.cache_dir / "find").iterdir()} == {"lock", "nearest.index"}


def test_of_two_searches_at_once_one_encodes_and_the_other_waits(
    project: Project, real: SentenceTransformerEncoder
) -> None:
    one, other = Counting(real), Counting(real)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(text: str) -> None:
        if text.endswith("."):
            begun.set()
            assert go_on.wait(30)

    one.before = slowly
    found: dict[str, SearchResult] = {}
    said: list[str] = []

    def waits(sentence: str) -> None:
        said.append(sentence)
        go_on.set()

    first = threading.Thread(target=lambda: found.update(one=find(project, "seeds", encoder=one)))
    first.start()
    assert begun.wait(30)
    found["other"] = find(project, "seeds", encoder=other, on_warning=waits)
    first.join(30)
    assert found["one"] == found["other"]
    assert len(one.taken()) == len(all_sentences(project))
    assert other.taken() == []
    assert len(said) == 1
    assert "held by answerbook find of process" in said[0]


def test_a_large_collection_finds_nearly_what_an_exact_search_finds(
    project: Project, encoder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    things = ["beetles", "violins", "trees", "whales", "bats", "moths", "fish", "cities"]
    deeds = [
        "were counted at dawn by two observers",
        "were weighed on a small balance",
        "cost much more than planned",
    ]
    for number in range(24):
        thing = things[number % len(things)]
        lines = " ".join(
            f"The {n} {thing} of site {number} {deed}." for n in ("old", "new") for deed in deeds
        )
        write(project, f"made-{number:02}", f"# On {thing}\n\n## Methods\n\n{lines}\n")
    exact = find(project, "who counted the whales", FindOptions(number=12), encoder=encoder)
    shutil.rmtree(project.cache_dir / "find")
    monkeypatch.setattr(finding, "BETWEEN_SAVES", 5)
    quick = find(project, "who counted the whales", FindOptions(number=12, flat_up_to=40), encoder=encoder)
    size = encoder.real.encode(["x"]).shape[1]
    assert NearestIndex.load(project.cache_dir / "find", size).kind == "IVF, SQ8"
    assert len(set(texts(exact)) & set(texts(quick))) >= 9
    encoder.taken()
    # All that there is, though a search looks into a few lists only.
    everything = find(project, "whales", FindOptions(number=1000, flat_up_to=40), encoder=encoder)
    assert len(everything.hits) == 24 * MAX_PER_PAPER + 7
    named = find(
        project, "whales", FindOptions(number=1000, papers=["made-03"], flat_up_to=40), encoder=encoder
    )
    assert len(named.hits) == 6
    assert encoder.taken() == []


def test_the_search_looks_further_where_one_paper_has_all_the_nearest(
    project: Project, encoder: Counting
) -> None:
    lines = " ".join(f"The random seed was fixed to {n} for every run." for n in range(60))
    write(project, "seeds", f"# Seeds\n\n## Methods\n\n{lines}\n")
    found = find(
        project, "The random seed was fixed.", FindOptions(number=2 * MAX_PER_PAPER), encoder=encoder
    ).hits
    assert [one.paper for one in found].count("seeds") == MAX_PER_PAPER
    assert len(found) == 2 * MAX_PER_PAPER


@pytest.mark.parametrize(
    ("role", "text", "stays"),
    [
        ("prose", "We trained the model for ten epochs.", True),
        ("prose", "See the first table.", False),
        ("prose", "Performed 2 x 2 experiments: BS TB.", False),
        ("prose", "Die Blätter wurden von Hand gezählt.", True),
        ("prose", "我们使用了随机种子来确保实验的可重复性。", True),
        ("table", "Species | Precision | Recall | Accuracy | Support | Area", False),
        ("table", "Recall | how many of a class were found | 0.9", True),
        ("caption", "Figure 1. Sites at which leaves were collected.", True),
    ],
)
def test_only_what_says_something_can_be_found(role: str, text: str, stays: bool) -> None:
    blocks = [PaperBlock("heading", "Methods"), PaperBlock(role, text)]  # type: ignore[arg-type]
    paper = compose(PaperFile("small", "text", "small.txt", Metadata()), blocks)
    assert bool(findable(paper)) is stays


def test_excerpts_of_a_paper_that_is_not_here_are_searched_too(project: Project, encoder: Counting) -> None:
    data = {
        "version": 1,
        "id": "far-away",
        "title": "Far away",
        "doi": "",
        "source": "transcripts",
        "passages": ["Penguins were weighed on a balance every morning. They did not mind at all."],
    }
    (project.papers_dir / "far-away.passages.json").write_text(json.dumps(data), encoding="utf-8")
    first = find(project, "weight of penguins", encoder=encoder).hits[0]
    assert (first.paper, first.snippet.text[:8]) == ("far-away", "Penguins")


def test_references_and_repeated_sentences_are_not_found_twice(project: Project, encoder: Counting) -> None:
    write(
        project,
        "beetles",
        PAPERS["beetles"].replace(
            "# Data", "# Results\n\nWe trained the network for forty epochs.\n\n# Data"
        ),
    )
    found = texts(
        find(
            project,
            "forty epochs of random seeds",
            FindOptions(number=50, papers=["beetles"]),
            encoder=encoder,
        )
    )
    assert len(found) == len(set(found)) == 5
    assert not [text for text in found if "Journal" in text]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("random  seed ", "random seed?"),
        ("Seeds were fixed.", "Seeds were fixed."),
        ("Which seed?", "Which seed?"),
        ("et al., 2020", "et al., 2020?"),
        ("seed \udcff used", "seed ? used?"),
    ],
)
def test_words_are_asked_as_a_sentence(words: str, asked: str) -> None:
    assert query_text(words) == asked


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["find", *map(str, args)])


def test_the_command_prints_sentences_with_paper_and_place(project: Project) -> None:
    result = run("which", "seed was used", "--project", project.root, "-n", 1)
    assert result.exit_code == 0, result.output
    lines = [line.strip() for line in result.output.splitlines()]
    assert lines[0].endswith("beetles: Beetles told apart")
    assert 0 < float(lines[0].split()[0]) < 1
    assert lines[1:] == ["Methods", "The random seed was fixed to seven for every run."]


def test_the_commands_json_is_an_array_of_sentences(project: Project) -> None:
    result = run("which seed was used", "--project", project.root, "--json")
    rows = json.loads(result.stdout)
    assert len(rows) == 3 + 2 + 2
    assert rows[0]["paper"] == "beetles"
    assert set(rows[0]) == {
        *("paper", "title", "cosine", "id", "text", "section", "kind", "page"),
        *("start", "end", "box", "element", "links"),
    }


def test_a_paper_that_cannot_be_read_is_named_and_the_others_are_searched(project: Project) -> None:
    (project.papers_dir / "empty.pdf").write_bytes(b"")
    result = run("seeds", "--project", project.root)
    assert result.exit_code == INCOMPLETE
    assert "empty.pdf" in result.stderr
    assert "The random seed" in result.stdout
    named = run("seeds", "--project", project.root, "--paper", "empty")
    assert (named.exit_code, "empty.pdf" in named.output) == (1, True)


def test_a_project_without_papers_is_told_so(project: Project) -> None:
    for path in project.papers():
        path.unlink()
    result = run("seeds", "--project", project.root)
    assert result.exit_code == 1
    assert "no papers; add some" in result.output
    assert "Traceback" not in result.output


def test_papers_without_a_sentence_give_none(project: Project) -> None:
    for path in project.papers():
        path.unlink()
    write(project, "short", "# Short\n\nToo short.\n")
    result = run("seeds", "--project", project.root)
    assert (result.exit_code, result.stdout) == (0, "(no sentences found)\n")
