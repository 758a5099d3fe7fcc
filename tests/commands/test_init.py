"""``answerbook init``: a whole project, or nothing."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.commands.init import add_slurm, create_project, is_project
from generator.commands.init.remote import Remote
from generator.errors import AnswerbookError
from generator.project import Project, shipped
from generator.site.publishing.mkdocs_config import configuration, inherited_text
from generator.storage.site_config import site_config
from tests.published_sites import Site


def tree(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def made(tmp_path: Path) -> Path:
    create_project(tmp_path / "book")
    return tmp_path / "book"


def test_a_new_project_holds_what_is_its_own_and_no_template(made: Path) -> None:
    assert tree(made) == [
        ".gitattributes",
        ".github/workflows/answerbook.yml",
        ".github/workflows/answers.yml",
        ".github/workflows/preview.yml",
        ".gitignore",
        "README.md",
        "content/answerbook.yml",
        "content/pages/how-to-read.md",
        "content/papers/.gitkeep",
        "content/questions/deep-learning.yml",
        "mkdocs.yml",
        "requirements/answerbook.txt",
        "requirements/base.txt",
        "requirements/models.txt",
        "requirements/torch.txt",
    ]


def test_the_files_named_are_the_files_written(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "book"
    done = create_project(folder)
    assert sorted(p.relative_to(folder).as_posix() for p in done.files) == tree(folder)
    assert done.extended == ()


def test_a_new_project_holds_nothing_of_the_demonstration(made: Path) -> None:
    assert [name for name in tree(made) if name.startswith(("content/papers/", "content/answers/"))] == [
        "content/papers/.gitkeep"
    ]
    assert [name for name in tree(made) if "__pycache__" in name or name.endswith(".pyc")] == []


def test_a_new_project_can_be_opened(made: Path) -> None:
    project = Project.find(made)
    assert project.papers() == ()
    assert [len(s.questions) for s in project.question_sets()] == [25]
    assert project.templates_dir == shipped("site_templates") / "pages"


@pytest.mark.parametrize("title", ['My "book": #1', "Ünïcode – 本", "yes", "\\1 back"])
def test_the_title_reaches_the_settings_and_the_site(tmp_path: Path, title: str) -> None:
    create_project(tmp_path, title)
    assert Project.find(tmp_path).settings.title == title
    mkdocs = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    assert [yaml.safe_load(line) for line in mkdocs.splitlines() if line.startswith("site_name:")] == [
        {"site_name": title}
    ]


def test_a_blank_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnswerbookError, match="--title: empty"):
        create_project(tmp_path / "book", "  ")
    assert not (tmp_path / "book").exists()


THEIRS = {
    "mkdocs.yml": "site_name: Documentation\n",
    "README.rst": "My lab\n",
    ".gitlab-ci.yml": "test:\n  script: [make]\n",
    ".github/workflows/answerbook.yml": "name: theirs\n",
    ".github/workflows/preview.yml": "name: theirs\n",
    "requirements/base.txt": "django\n",
    "content/questions/deep-learning.yml": "theirs\n",
}


@pytest.fixture
def lived_in(tmp_path: Path) -> Path:
    """Return a folder in which most of our names are taken."""
    for name, text in THEIRS.items():
        (tmp_path / "lab" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lab" / name).write_text(text, encoding="utf-8")
    return tmp_path / "lab"


@pytest.mark.parametrize("gitlab", [False, True])
def test_files_that_are_there_stay_and_ours_get_names_beside_them(lived_in: Path, gitlab: bool) -> None:
    done = create_project(lived_in, "Seeds", gitlab=gitlab)
    assert {name: (lived_in / name).read_text(encoding="utf-8") for name in THEIRS} == THEIRS
    written = sorted(p.relative_to(lived_in).as_posix() for p in done.files)
    assert sorted(tree(lived_in)) == sorted([*written, *THEIRS])
    assert {"answerbook-mkdocs.yml", "README-answerbook.md", "answerbook-requirements/base.txt"} <= set(
        written
    )
    taken = {"mkdocs.yml", "requirements/base.txt", "content/questions/deep-learning.yml"}
    taken |= (
        {".gitlab-ci.yml"}
        if gitlab
        else {".github/workflows/answerbook.yml", ".github/workflows/preview.yml"}
    )
    told = done.notes[0]
    assert told.startswith("left alone, as they were here before: ")
    assert {part.partition(" (")[0] for part in told.partition(": ")[2].split(", ")} == taken
    assert any(".gitlab/answerbook.yml" in note for note in done.notes) == gitlab
    for name in written:
        if name.endswith((".yml", "README-answerbook.md")) and "questions" not in name:
            text = (lived_in / name).read_text(encoding="utf-8")
            assert "requirements/" not in text.replace("answerbook-requirements/", ""), name


def test_jobs_beside_those_of_others_change_nothing_for_them(lived_in: Path) -> None:
    create_project(lived_in, gitlab=True)
    jobs = yaml.safe_load((lived_in / ".gitlab/answerbook.yml").read_text(encoding="utf-8"))
    assert jobs.keys() == {".answerbook", "pages", "preview"}  # no image, variables or stages for all
    assert jobs[".answerbook"]["image"] == "python:3.11-slim"


def test_the_site_is_built_from_our_configuration_where_theirs_is_of_another_site(lived_in: Path) -> None:
    assert site_config(lived_in) == lived_in / "mkdocs.yml"
    create_project(lived_in, "Seeds")
    assert site_config(lived_in) == lived_in / "answerbook-mkdocs.yml"
    assert configuration(lived_in)["site_name"] == "Seeds"
    assert inherited_text(lived_in) is not None


def test_a_configuration_of_another_ending_is_another_site_too(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yaml").write_text("site_name: Documentation\n", encoding="utf-8")
    create_project(tmp_path)
    assert (tmp_path / "answerbook-mkdocs.yml").is_file()
    assert not (tmp_path / "mkdocs.yml").exists()


def test_a_site_is_published_beside_another_and_again_when_its_configuration_changes(lived_in: Path) -> None:
    site = Site(lived_in)
    site.paper("moths.md", "# Moths\n\n## Methods\n\nMoths were counted twice.\n")
    first = (site.publish() / "index.html").read_text(encoding="utf-8")
    assert "Small things" in first
    assert "Documentation" not in first
    own = lived_in / "answerbook-mkdocs.yml"
    own.write_text(own.read_text(encoding="utf-8").replace("Small things", "Large things"), encoding="utf-8")
    assert "Large things" in (site.publish() / "index.html").read_text(encoding="utf-8")
    assert not list(lived_in.glob(".mkdocs-*"))


def test_a_second_project_in_the_place_of_one_finds_its_own_files(made: Path) -> None:
    before = tree(made)
    (made / "content/answerbook.yml").unlink()
    done = create_project(made)
    assert (tree(made), [p.name for p in done.files]) == (before, ["answerbook.yml"])
    assert done.extended == ()
    assert not [note for note in done.notes if "left alone" in note]


def test_a_project_is_not_made_twice(made: Path) -> None:
    before = {name: (made / name).read_bytes() for name in tree(made)}
    with pytest.raises(AnswerbookError, match="already a project"):
        create_project(made)
    assert {name: (made / name).read_bytes() for name in tree(made)} == before


def test_a_repository_that_is_there_keeps_its_files_and_gets_lines_below_a_mark(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("data/\n/build/", encoding="utf-8")
    (tmp_path / ".gitattributes").write_text("*.pdf binary\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("# My lab\n\nHello.\n", encoding="utf-8")
    (tmp_path / "content/papers").mkdir(parents=True)
    (tmp_path / "content/papers/a.md").write_text("# A\n", encoding="utf-8")
    done = create_project(tmp_path, "Seeds")
    assert {p.name for p in done.extended} == {".gitignore", ".gitattributes", "README.md"}
    ignored = (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ignored[:2] == ["data/", "/build/"]
    assert ignored.count("/build/") == 1
    assert ignored.index("/.venv/") > ignored.index("# Answerbook")
    attributes = (tmp_path / ".gitattributes").read_text(encoding="utf-8")
    assert attributes.startswith("*.pdf binary\n")
    assert "content/answers/** merge=answerbook" in attributes
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# My lab\n\nHello.\n")
    assert "\n<!-- Answerbook -->\n## Seeds\n" in readme
    assert [line for line in readme.splitlines() if line.startswith("# ")] == ["# My lab"]
    assert not (tmp_path / "content/papers/.gitkeep").exists()


@pytest.mark.parametrize(
    ("address", "repository", "site"),
    [
        (
            "git@github.com:Lab-X/seeds.git",
            "https://github.com/Lab-X/seeds",
            "https://lab-x.github.io/seeds/",
        ),
        ("https://me:tok@github.com/a/b", "https://github.com/a/b", "https://a.github.io/b/"),
        ("https://github.com/a/A.github.io.git", "https://github.com/a/A.github.io", "https://a.github.io/"),
        ("ssh://git@gitlab.com:22/g/sub/p.git", "https://gitlab.com/g/sub/p", "https://g.gitlab.io/sub/p/"),
        ("git@codeberg.org:a/b.git", "https://codeberg.org/a/b", "https://a.codeberg.page/b/"),
        ("https://codeberg.org/a/pages", "https://codeberg.org/a/pages", "https://a.codeberg.page/"),
        ("https://git.example.org/a/b.git", "https://git.example.org/a/b", ""),
        ("/srv/git/b.git", None, None),
        ("file:///srv/git/b.git", None, None),
        ("https://github.com/a/../b", None, None),
        ("server:b.git", None, None),
        ("", None, None),
    ],
)
def test_a_remote_tells_where_repository_and_site_are(
    address: str, repository: str | None, site: str | None
) -> None:
    found = Remote.of(address)
    assert (found and found.repository, found and found.site_url) == (repository, site)


def test_addresses_and_host_come_from_the_remote_of_the_repository(tmp_path: Path) -> None:
    for words in (["init", "-q"], ["remote", "add", "origin", "git@gitlab.com:lab/seeds.git"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    create_project(tmp_path)
    settings = Project.find(tmp_path).settings
    assert (settings.site_url, settings.repository) == (
        "https://lab.gitlab.io/seeds/",
        "https://gitlab.com/lab/seeds",
    )
    assert not (tmp_path / ".github").exists()
    jobs = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert jobs["pages"]["artifacts"] == {"paths": ["public"]}
    assert jobs["pages"]["script"] == ["answerbook build --frozen --strict", "mv build/site public"]
    done = create_project(tmp_path / "part", gitlab=False)
    assert (tmp_path / "part/.github").is_dir()
    assert any("only at the root of the repository" in note for note in done.notes)


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    create_project(tmp_path)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book").write_text("", encoding="utf-8")
    with pytest.raises(AnswerbookError, match="a file, not a folder"):
        create_project(tmp_path / "book")


def test_a_project_that_cannot_be_written_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "requirements").write_text("a file where a folder belongs", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("mine", encoding="utf-8")
    with pytest.raises(AnswerbookError, match="nothing was kept"):
        create_project(tmp_path)
    assert tree(tmp_path) == [".gitignore", "requirements"]
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine"


def workflow(made: Path, name: str = "answerbook") -> dict[Any, Any]:
    loaded = yaml.safe_load((made / f".github/workflows/{name}.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_the_workflow_publishes_from_the_ledger_with_the_least_rights(made: Path) -> None:
    flow = workflow(made)
    runs = [step.get("run", "") for step in flow["jobs"]["build"]["steps"]]
    assert "answerbook build --frozen --strict" in runs
    assert flow["permissions"] == {"contents": "read"}
    assert flow["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert flow["jobs"]["deploy"]["needs"] == "build"
    uploaded = [
        step["with"]["path"] for step in flow["jobs"]["build"]["steps"] if "upload" in step.get("uses", "")
    ]
    assert uploaded == ["build/site"]


def test_answers_come_from_shards_by_a_pull_request(made: Path) -> None:
    flow = workflow(made, "answers")
    answer, propose = flow["jobs"]["answer"], flow["jobs"]["propose"]
    shards = answer["strategy"]["matrix"]["shard"]
    runs = "\n".join(step.get("run", "") for job in (answer, propose) for step in job["steps"])
    assert shards == list(range(1, len(shards) + 1))
    assert f'--shard "$SHARD/{len(shards)}"' in runs
    assert "answerbook merge content/answers parts/*" in runs
    assert "gh pr create" in runs
    assert flow["permissions"] == {"contents": "read"}
    assert "permissions" not in answer  # what runs models may write nothing
    assert propose["permissions"] == {"contents": "write", "pull-requests": "write"}


def test_a_pull_request_of_a_stranger_gets_a_preview_and_nothing_else(made: Path) -> None:
    flow = workflow(made, "preview")
    assert list(flow[True]) == ["pull_request"]  # "on"; not pull_request_target, which has secrets
    assert flow["permissions"] == {"contents": "read"}
    (job,) = flow["jobs"].values()
    assert not {"permissions", "environment", "secrets"} & job.keys()
    text = (made / ".github/workflows/preview.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "github.token" not in text
    uploaded = [s["with"]["path"] for s in job["steps"] if "upload-artifact@" in s.get("uses", "")]
    assert uploaded == ["build/site"]
    assert not [s for s in job["steps"] if "pages" in s.get("uses", "")]


class _Installed:
    def __init__(self, origin: dict[str, object] | None) -> None:
        self.origin = origin

    def read_text(self, name: str) -> str | None:
        if name != "direct_url.json":  # an installation that records no files
            return None
        return None if self.origin is None else json.dumps(self.origin)


@pytest.mark.parametrize(
    ("origin", "wanted"),
    [
        (None, ["answerbook==0.1.0"]),
        (
            {"url": "https://a.org/b.git", "vcs_info": {"vcs": "git", "commit_id": "c0ffee"}},
            ["answerbook @ git+https://a.org/b.git@c0ffee"],
        ),
        ({"url": "https://a.org/b.whl", "archive_info": {}}, ["answerbook @ https://a.org/b.whl"]),
        (
            {"url": "https://a.org/b.whl", "archive_info": {"hashes": {"sha256": "c0ffee"}}},
            ["answerbook @ https://a.org/b.whl --hash=sha256:c0ffee"],
        ),
        ({"url": "file:///home/me/answerbook", "dir_info": {"editable": True}}, []),
    ],
)
def test_the_publishing_machine_installs_the_answerbook_that_made_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: dict[str, object] | None, wanted: list[str]
) -> None:
    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: _Installed(origin))
    monkeypatch.setattr("generator.commands.init.origin.__version__", "0.1.0")
    create_project(tmp_path)
    lines = (tmp_path / "requirements/answerbook.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == wanted
    assert "/home/me" not in "\n".join(lines)


def test_a_wheel_that_it_was_installed_from_is_taken_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = tmp_path / "some where" / "answerbook-0.1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(b"a wheel")
    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: _Installed({"url": wheel.as_uri()}))
    create_project(tmp_path / "book")
    assert (tmp_path / "book/requirements" / wheel.name).read_bytes() == b"a wheel"
    text = (tmp_path / "book/requirements/answerbook.txt").read_text(encoding="utf-8")
    assert f"./requirements/{wheel.name} --hash=sha256:{hashlib.sha256(b'a wheel').hexdigest()}" in text


def test_a_checkout_that_it_was_installed_from_is_named_by_its_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    origin = {"url": checkout.as_uri(), "dir_info": {"editable": True}}
    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: _Installed(origin))
    (checkout / "a.txt").write_text("a", encoding="utf-8")
    for words in (
        ["init", "-q"],
        ["remote", "add", "origin", "git@github.com:a/answers.git"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "One"],
    ):
        subprocess.run(["git", *words], cwd=checkout, check=True)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=checkout, capture_output=True, check=True)
    named = f"answerbook @ git+https://github.com/a/answers.git@{commit.stdout.decode().strip()}"
    done = create_project(tmp_path / "one")
    assert named in (tmp_path / "one/requirements/answerbook.txt").read_text(encoding="utf-8")
    assert any("push it" in note for note in done.notes)
    (checkout / "a.txt").write_text("changed", encoding="utf-8")
    done = create_project(tmp_path / "two")
    assert named not in (tmp_path / "two/requirements/answerbook.txt").read_text(encoding="utf-8")
    assert any(f"--wheel-dir requirements {checkout}" in note for note in done.notes)


SLURM = ["slurm/answers.sbatch", "slurm/publish.sbatch", "slurm/submit.sh"]
# Stands in for a program: notes how it was called and under which numbers, and ends as it is told to.
STAND_IN = """\
#!/bin/sh
echo "$(basename "$0") $* offline=$HF_HUB_OFFLINE" >> "$NOTES"
test "$(basename "$0")" = sbatch && { echo "4711;cluster"; exit 0; }
code=$(head -n 1 "$CODES"); sed -i 1d "$CODES"; exit "${code:-0}"
"""


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with jobs for Slurm, and stand-ins for the programs that they call; its folder."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("answerbook", "sbatch"):
        (programs / name).write_text(STAND_IN, encoding="utf-8")
        (programs / name).chmod(0o755)
    (tmp_path / "notes").touch()
    (tmp_path / "codes").touch()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("NOTES", str(tmp_path / "notes"))
    monkeypatch.setenv("CODES", str(tmp_path / "codes"))
    monkeypatch.setenv("ANSWERBOOK_WAIT", "0")
    monkeypatch.setenv("SLURM_CPUS_PER_TASK", "4")
    create_project(tmp_path / "slurm-book", slurm=True)
    monkeypatch.setenv("SLURM_SUBMIT_DIR", str(tmp_path / "slurm-book"))
    return tmp_path


def job(cluster: Path, name: str, *codes: int) -> tuple[int, list[str]]:
    """How a script ends where the programs end with these codes, one after the other, and what it called."""
    (cluster / "codes").write_text("".join(f"{code}\n" for code in codes), encoding="utf-8")
    (cluster / "notes").write_text("", encoding="utf-8")
    done = subprocess.run(["bash", str(cluster / "slurm-book/slurm" / name)], check=False, cwd=cluster)
    return done.returncode, (cluster / "notes").read_text(encoding="utf-8").splitlines()


def test_jobs_for_slurm_are_added_to_a_new_project_or_to_one_that_is_there(made: Path, cluster: Path) -> None:
    assert [name for name in SLURM if not (cluster / "slurm-book" / name).is_file()] == []
    assert is_project(made)
    assert [name for name in SLURM if (made / name).exists()] == []
    before = tree(made)
    assert sorted(p.relative_to(made).as_posix() for p in add_slurm(made)) == SLURM
    assert sorted(tree(made)) == sorted([*before, *SLURM])
    with pytest.raises(AnswerbookError, match=r"files already exist: slurm/answers\.sbatch"):
        add_slurm(made)


BUILD = "answerbook build --shard auto --jobs 4 offline=1"


@pytest.mark.parametrize(
    ("codes", "code", "calls"), [((0,), 0, 1), ((3,), 3, 1), ((4,), 4, 1), ((1, 0), 0, 2), ((1, 1, 1), 1, 3)]
)
def test_a_task_waits_for_the_lock_of_one_that_was_stopped(
    cluster: Path, codes: tuple[int, ...], code: int, calls: int
) -> None:
    assert job(cluster, "answers.sbatch", *codes) == (code, [BUILD] * calls)


def test_publishing_waits_for_the_tasks_and_stops_at_a_damaged_ledger(cluster: Path) -> None:
    assert job(cluster, "submit.sh") == (
        0,
        [
            "sbatch --parsable slurm/answers.sbatch offline=",
            "sbatch --dependency=afterany:4711 slurm/publish.sbatch offline=",
        ],
    )
    steps = ["verify", "status", "publish --jobs 4"]
    called = [f"answerbook {step} offline=1" for step in steps]
    assert job(cluster, "publish.sbatch") == (0, called)
    assert job(cluster, "publish.sbatch", 1) == (1, called[:1])


def test_a_script_outside_of_slurm_says_how_to_submit_it(
    cluster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLURM_SUBMIT_DIR")
    code, called = job(cluster, "answers.sbatch")
    assert code != 0
    assert called == []


def test_the_job_asks_slurm_for_what_it_needs(made: Path) -> None:
    text = (add_slurm(made)[0]).read_text(encoding="utf-8")
    asked = dict(re.findall(r"^#SBATCH --([a-z-]+)(?:=(\S+))?$", text, flags=re.MULTILINE))
    assert {"array", "cpus-per-task", "mem", "time", "requeue"} <= asked.keys()
    assert asked["array"] == "0-7"
    assert "gres" not in asked
    assert "##SBATCH --gres=gpu:1" in text
