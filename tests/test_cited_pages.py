"""What was cited stays as it was: seventeen ways to change a project, none of which alters a page in silence.

Each change is made to a project whose answers were published; the pages of answers are then laid out anew,
and nothing is computed. A page must say what it said, and what has changed since; of one that is not there
any more, the build and `answerbook verify` must tell.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.build import build
from generator.commands.rename import rename, renamed_text
from generator.commands.verify import verify_ledger
from generator.core import Answer, clock
from generator.core.site_record import DatedSiteRecord
from generator.errors import AnswerbookError
from generator.ledger import Ledger
from generator.ledger.ledger_lines import sealed_line
from generator.ledger.published_list import PUBLISHED_FILE as LIST
from generator.ledger.published_list import add_to_list
from generator.ledger.site_file import read_sites, write_sites
from generator.project import Project
from generator.run.build_context import BuildOptions, started
from generator.run.build_report import silent
from generator.run.computing import compare
from generator.run.output import site_data
from generator.run.read_phase import read_papers
from generator.run.refusals import refuse_incomplete
from generator.site.answer_pages import write_answer_pages

ROOT = Path(__file__).resolve().parent.parent
# What a reader cites: question, paper, status, answer, quotes with their places and links.
CITED = (
    "//h1 | //div[@class='paper'] | //section[@aria-label='Answer'] | //ol | //details | //p[@class='cite']"
)


@dataclass(frozen=True)
class Laid:
    """Pages of answers as laid out: what each says of the answer, what it says has changed, the warnings."""

    cited: dict[str, str]
    since: dict[str, str]
    warnings: tuple[str, ...]


def laid_out(root: Path, **options: Any) -> Laid:
    """Return the pages of all answers of a project by id, without computing or building anything."""
    folder = root / "build/laid"
    with started(Project.find(root), BuildOptions(jobs=1, **options), silent) as context:
        answers = compare(context, read_papers(context))
        refuse_incomplete(context, answers)
        shown = site_data(context, answers).collection
        write_answer_pages(shown, folder, templates=context.project.answer_templates_dir, jobs=1)
        add_to_list(context.project.answers_dir, {p.id for p in (*shown.public, *shown.former_papers)})
    cited, since = {}, {}
    for page in sorted(folder.glob("a/*/index.html")):
        tree = html.document_fromstring(page.read_bytes())
        name, notes = page.parent.name, tree.xpath("//p[@class='stale'] | //*[@role='note']")
        since[name] = " ".join(" ".join(e.text_content().split()) for e in notes)
        for note in notes:
            note.drop_tree()
        # Where the hashes of the inputs stand depends on whether the answer is current; they are of no text.
        for hashes in tree.xpath(
            "//p[starts-with(., 'Input hashes')]/following-sibling::ul | //p[contains(., 'ashes')]"
        ):
            hashes.drop_tree()
        cited[name] = " | ".join(" ".join(e.text_content().split()) for e in tree.xpath(CITED))
        cited[name] += " ".join(tree.xpath("//ul[@class='links']//a/@href"))
    return Laid(cited, since, tuple(map(str, (*context.report.warnings, *context.report.unreadable))))


@pytest.fixture(scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory, _built_once: Path) -> tuple[Path, Laid]:
    """Return a project with published pages, in which one answer was superseded."""
    root = Path(shutil.copytree(_built_once, tmp_path_factory.mktemp("cited") / "project"))
    ledger = Ledger(root / "content/answers")
    answer = ledger.read("beetles", "quotes")["random-seeds"]
    bare = replace(answer, sentences=(), evidence=(), searched=(), status="not_reported", reason="Not told.")
    ledger.record([bare])
    before = laid_out(root)
    assert len(before.cited) == 11
    assert verify_ledger(Project.find(root)).problems == []
    return root, before


@pytest.fixture
def published(_published: tuple[Path, Laid], tmp_path: Path) -> tuple[Path, Laid]:
    root, before = _published
    return Path(shutil.copytree(root, tmp_path / "project")), before


def edited(file: Path, old: str, new: str, count: int = -1) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new, count), encoding="utf-8")


def line_edited(root: Path, question: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a line of the ledger, as somebody does who does not know what its seal is."""
    file = root / "content/answers/beetles/quotes.jsonl"
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        if data["question"] == question:
            change(data)
            line = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        lines.append(line)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


QUESTIONS, PAPERS, ANSWERS = "content/questions/five.yml", "content/papers", "content/answers/beetles"
SETTINGS = "content/answerbook.yml"


def reworded(root: Path) -> None:
    edited(root / QUESTIONS, "Which optimiser was used?", "Did the authors hide their optimiser?")


def other_parts(root: Path) -> None:
    parts = "parts:\n      - {id: kind, text: Its name}\n      - {id: rate, text: Its rate}\n    "
    edited(root / QUESTIONS, "queries: [The model", f"{parts}queries: [The model")


def other_sidecar(root: Path) -> None:
    words = "title: Moths\nauthors: [Someone Else]\ndoi: 10.9999/moths\n"
    (root / PAPERS / "beetles.yml").write_text(words, encoding="utf-8")


def other_file_of_the_name(root: Path) -> None:
    (root / PAPERS / "beetles.html").write_text(
        "<html><body><h1>Other</h1><p>We measured leaves.</p></body></html>"
    )


def renamed(root: Path) -> None:
    (root / PAPERS / "beetles.md").rename(root / PAPERS / "10.1234_beetles.1.md")


def replaced(root: Path) -> None:
    words = (
        "# Moths\n\n## Methods\n\nNobody trained anything. "
        + "Moths were counted at a lamp every night. " * 9
    )
    (root / PAPERS / "beetles.md").write_text(words, encoding="utf-8")


def edited_line(root: Path) -> None:
    line_edited(root, "optimizer", lambda data: data.update(reason="As everybody knows."))


def edited_history(root: Path) -> None:
    edited(root / ANSWERS / "history.jsonl", '"until":"2', '"until":"1')


def deleted_history_line(root: Path) -> None:
    (root / ANSWERS / "history.jsonl").write_text("")


def deleted_line(root: Path) -> None:
    file = root / ANSWERS / "quotes.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if '"question":"optimizer"' not in line))


def changed_link(root: Path) -> None:
    line_edited(root, "code-link", lambda d: d["evidence"][0].update(links=["https://evil.example"]))


def changed_place(root: Path) -> None:
    line_edited(root, "optimizer", lambda d: d["evidence"][0]["place"].update(section="Results", page=9))


def other_model_of_the_name(root: Path) -> None:
    edited(root / SETTINGS, "kind: quotes}", "kind: llama, file: models/other.gguf}")


def moved_to_another_set(root: Path) -> None:
    file, other = root / QUESTIONS, root / "content/questions/more.yml"
    text = file.read_text(encoding="utf-8")
    cut = text.index("  - id: metrics")
    file.write_text(text[:cut], encoding="utf-8")
    head = "id: more\ntitle: More\ndescription: More.\nsource: Written for the tests.\nquestions:\n"
    other.write_text(head + text[cut:], encoding="utf-8")
    edited(root / SETTINGS, "[five]", "[five, more]")


def renamed_set(root: Path) -> None:
    edited(root / QUESTIONS, "id: five", "id: cinq")
    edited(root / QUESTIONS, "title: Five questions", "title: Cinq questions")
    (root / QUESTIONS).rename(root / "content/questions/cinq.yml")
    edited(root / SETTINGS, "[five]", "[cinq]")


def corrected_entry(root: Path) -> None:
    words = "@misc{beetles, author = {Example, Ada}, journal = {Journal of Beetles}}\n"
    (root / PAPERS / "papers.bib").write_text(words, encoding="utf-8")


def mended_paper(root: Path) -> None:
    edited(root / PAPERS / "beetles.md", "Adam optimiser", "Adem optimiser")


# What is changed, and whether pages go on to show all that they showed, or the change is refused aloud.
KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "reworded question": (reworded, "The question was reworded"),
    "changed parts": (other_parts, ""),
    "another title, authors, DOI in the sidecar": (other_sidecar, "The record of the paper was corrected"),
    "another file of the same name": (other_file_of_the_name, ""),
    "renamed file": (renamed, ""),
    "replaced file": (replaced, "Its paper is no longer in this collection"),
    "edited ledger line": (edited_line, "refused"),
    "edited history": (edited_history, "refused"),
    "deleted history line": (deleted_history_line, "refused"),
    "deleted ledger line": (deleted_line, "refused"),
    "changed link": (changed_link, "refused"),
    "changed place": (changed_place, "refused"),
    "another model of the same name": (other_model_of_the_name, "Changed since this answer was made: prompt"),
    "question in another set": (moved_to_another_set, ""),
    "renamed set": (renamed_set, ""),
    "corrected entry of a bibliography": (corrected_entry, "The record of the paper was corrected"),
    "mended text of a paper": (mended_paper, "Changed since this answer was made: paper text"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_change_alters_a_cited_page_without_a_word(published: tuple[Path, Laid], kind: str) -> None:
    root, before = published
    change, told = KINDS[kind]
    change(root)
    after = laid_out(root)
    altered = {name for name, text in before.cited.items() if after.cited.get(name) != text}
    problems = verify_ledger(Project.find(root)).problems
    if told == "refused":
        assert problems, "verify must see it"
        assert any("would vanish" in warning for warning in after.warnings)
        assert all(name not in after.cited for name in altered)  # nothing is shown in another way
        with pytest.raises(AnswerbookError):
            laid_out(root, strict=True)
        return
    assert altered == set()
    assert problems == []
    assert any(told in note for note in after.since.values())
    if told:
        assert any(told in note and told not in before.since[name] for name, note in after.since.items())


def test_the_list_of_kinds_is_whole() -> None:
    assert len(KINDS) == 17


def test_records_that_are_lost_are_missed_and_the_pages_say_so(published: tuple[Path, Laid]) -> None:
    """Else whoever deletes them could give a cited page another title, other authors and another DOI."""
    root, before = published
    (root / ANSWERS / "paper.json").unlink()
    other_sidecar(root)
    after = laid_out(root)
    assert {name for name, text in before.cited.items() if after.cited[name] != text}
    lost = [
        note for note in after.since.values() if "What was recorded of the paper at that time is lost" in note
    ]
    assert len(lost) == 6
    assert any("1 published record of a paper would vanish" in warning for warning in after.warnings)
    messages = [problem.message for problem in verify_ledger(Project.find(root)).problems]
    assert any(message.startswith("the record ") and "was published" in message for message in messages)
    with pytest.raises(AnswerbookError, match="1 published record of a paper would vanish"):
        laid_out(root, strict=True)


def test_a_new_version_is_told_on_the_pages_about_the_earlier_one(published: tuple[Path, Laid]) -> None:
    root, before = published
    more = " ".join(f"Moth {n} of trap {n % 7} was drawn by hand in night {n * n}." for n in range(20))
    edited(root / PAPERS / "beetles.md", "# Results", f"{more}\n\n# Results")
    after = laid_out(root)
    assert all(after.cited[name] == text for name, text in before.cited.items())
    notes = [note for note in after.since.values() if "The paper was replaced by a new version" in note]
    assert len(notes) == 6
    assert "this answer is about version 1, the collection now holds version 2" in notes[0]


def test_of_a_strange_text_the_build_asks_and_a_person_says_what_it_is(published: tuple[Path, Laid]) -> None:
    root, before = published
    replaced(root)
    after = laid_out(root)
    (asked,) = [w for w in after.warnings if "of the recorded text of the paper 'beetles'" in w]
    assert "answerbook rename beetles beetles.md" in asked
    project = Project.find(root)
    apart = Path(shutil.copytree(root, root.parent / "apart"))
    same = rename(project, "beetles.md", "beetles")
    assert renamed_text(same).startswith("beetles.md is the paper beetles, in version 2.")
    assert not any("another text" in w for w in laid_out(root).warnings)
    other = rename(Project.find(apart), "beetles.md", None)
    assert other.paper != other.before == "beetles"
    now = laid_out(apart)
    assert all(now.cited[name] == text for name, text in before.cited.items())
    assert Project.find(apart).paper_ids()[apart / PAPERS / "beetles.md"] == other.paper


def test_renaming_to_a_paper_that_another_file_holds_is_refused(published: tuple[Path, Laid]) -> None:
    project = Project.find(published[0])
    with pytest.raises(AnswerbookError, match=r"the paper 'trees' still has its file trees.md"):
        rename(project, "beetles.md", "trees")
    with pytest.raises(AnswerbookError, match="no paper 'moths';"):
        rename(project, "beetles.md", "moths")
    with pytest.raises(AnswerbookError, match=r"no file 'moths\.md' of a paper"):
        rename(project, "moths.md", None)


def test_an_edit_that_is_sealed_again_is_seen_by_the_paper_or_the_list(published: tuple[Path, Laid]) -> None:
    root, _ = published

    def change(data: dict[str, Any]) -> None:
        data["evidence"][0]["place"]["section"] = "Results"
        del data["seal"], data["id"]
        data["id"] = Answer.from_json(data).id
        data["seal"] = json.loads(sealed_line(data))["seal"]

    line_edited(root, "optimizer", change)
    messages = [problem.message for problem in verify_ledger(Project.find(root)).problems]
    assert any("is not in the section 'Results'" in message for message in messages)
    assert any("was published, and is no longer in the ledger" in message for message in messages)


# A ledger of before, as it was written for the demonstration.


@pytest.fixture
def of_before(tmp_path: Path) -> Path:
    """Return the demonstration with one paper, its ledger as an earlier Answerbook wrote it."""
    root = tmp_path / "before"
    for name in ("content/answerbook.yml", "content/questions", "content/papers/package-metadata.html"):
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    shutil.copytree(ROOT / "tests/ledger/before", root / "content/answers/package-metadata")
    return root


def test_a_real_ledger_of_before_is_migrated_without_a_model_and_its_addresses_stay(of_before: Path) -> None:
    answers = of_before / "content/answers"
    lines = [json.loads(line) for file in answers.glob("*/*.jsonl") for line in file.open(encoding="utf-8")]
    old = {line["id"]: line for line in lines}
    assert {line["schema"] for line in lines} == {1}
    laid = laid_out(of_before)
    assert old.keys() <= laid.cited.keys()
    for name, line in old.items():
        assert line["provenance"]["asked"] in laid.cited[name]
        for quote in line["evidence"]:
            assert " ".join(quote["text"].split())[:60] in laid.cited[name]
    again = [json.loads(line) for file in answers.glob("*/*.jsonl") for line in file.open(encoding="utf-8")]
    assert {line["schema"] for line in again} == {2}
    assert {line["aliases"][0] for line in again} == set(old)
    assert {line["id"] for line in again} <= laid.cited.keys()
    assert verify_ledger(Project.find(of_before)).problems == []
    listed = (answers / LIST).read_text()
    assert all(name in listed for name in old)
    # From here on, nothing moves any more.
    kept = {path: path.read_bytes() for path in answers.glob("**/*.*") if path.is_file()}
    assert laid_out(of_before).cited == laid.cited
    assert {path: path.read_bytes() for path in answers.glob("**/*.*") if path.is_file()} == kept


# What pages say of the site itself.


def site_set(old: str, new: str) -> Callable[[Path], None]:
    return lambda root: edited(root / SETTINGS, old, new)


def own_template(root: Path) -> None:
    file = root / "site_templates/answers/parts/claim.html.j2"
    file.parent.mkdir(parents=True)
    file.write_text("<section aria-label='Answer'><p>Everything was reported.</p></section>")


SITE_KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "name of the site": (site_set("title: Small", "title: Big"), "name “Small things”"),
    "address of the site": (site_set("a.example", "b.example"), "address “https://a.example/”"),
    "licence of the site": (site_set("licence: CC0-1.0", "licence: CC-BY-4.0"), "licence “CC0-1.0”"),
    "language of the site": (site_set("language: en", "language: de"), "Sprache “en”"),
    "own template": (own_template, "other templates of its pages"),
}


@pytest.fixture
def addressed(built_folder: Path) -> Path:
    with (built_folder / SETTINGS).open("a", encoding="utf-8") as file:
        file.write("site_url: https://a.example/\nsite: {licence: CC0-1.0, language: en}\n")
    build(Project.find(built_folder), BuildOptions.publishing())
    return built_folder


@pytest.mark.parametrize("kind", SITE_KINDS)
def test_pages_say_what_the_site_was(addressed: Path, kind: str) -> None:
    change, told = SITE_KINDS[kind]
    change(addressed)
    now = clock.today().isoformat()
    laid = laid_out(addressed)  # lays pages out, and records nothing of the site
    assert len(laid.since) == 10
    assert all(told in note and now in note for note in laid.since.values()), laid.since
    build(Project.find(addressed), BuildOptions.publishing())
    assert laid_out(addressed).since == laid.since  # recorded, and said from now on
    assert verify_ledger(Project.find(addressed)).problems == []


def test_a_site_that_did_not_change_says_nothing_and_an_earlier_change_is_not_told(addressed: Path) -> None:
    assert all("This site was changed" not in note for note in laid_out(addressed).since.values())
    edited(addressed / SETTINGS, "title: Small", "title: Big")
    ledger = addressed / "content/answers"
    (known,) = (entry.record for entry in read_sites(ledger)[-1:])
    earlier = [
        DatedSiteRecord("2019-01-01", known),
        DatedSiteRecord("2020-01-01", replace(known, title="Big things")),
    ]
    write_sites(ledger, earlier)
    assert all("This site was changed" not in note for note in laid_out(addressed).since.values())


def test_a_record_of_the_site_that_is_lost_is_missed(addressed: Path) -> None:
    (addressed / "content/answers/site.jsonl").unlink()
    messages = [problem.message for problem in verify_ledger(Project.find(addressed)).problems]
    assert any("of the site was published, and is no longer in the ledger" in message for message in messages)
    assert any("records of the site would vanish" in warning for warning in laid_out(addressed).warnings)


def test_a_frozen_build_tells_a_change_that_nobody_recorded(addressed: Path) -> None:
    edited(addressed / SETTINGS, "title: Small", "title: Big")
    frozen = laid_out(addressed, compute=False, complete=True, query_servers=False)
    assert all("This site was changed since. Before, it had: name “Small" in n for n in frozen.since.values())


def test_a_clock_that_is_wrong_hides_no_change(addressed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(addressed / SETTINGS, "title: Small", "title: Big")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")  # 2001, before any of the answers
    build(Project.find(addressed), BuildOptions.publishing())
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    laid = laid_out(addressed)
    assert all("name “Small things”" in note for note in laid.since.values()), laid.since
    days = [entry.since for entry in read_sites(addressed / "content/answers")]
    assert days == sorted(days)
