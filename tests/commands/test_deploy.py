"""`answerbook deploy`: to a branch of a real repository, and into a folder."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.commands.deploy import branch
from generator.commands.deploy.host_folder import names_host
from generator.errors import AnswerbookError
from generator.project import Project


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def deployed(root: Path, *words: object) -> Result:
    return CliRunner().invoke(main, ["deploy", "--project", str(root), *map(str, words)])


def ok(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def repository(built_folder: Path, tmp_path: Path) -> Path:
    """Return the bare repository that a built project pushes to; it holds the project, committed."""
    bare = tmp_path / "bare.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(bare))
    git(built_folder, "init", "-q", "-b", "main")
    git(built_folder, "config", "user.name", "Ada")
    git(built_folder, "config", "user.email", "ada@example.org")
    git(built_folder, "config", "core.autocrlf", "true")
    git(built_folder, "remote", "add", "origin", str(bare))
    git(built_folder, "add", "--all")
    git(built_folder, "commit", "-qm", "Answers")
    git(built_folder, "push", "-q", "origin", "main")
    return bare


def shown(bare: Path, name: str = "gh-pages") -> set[str]:
    return set(git(bare, "ls-tree", "-r", "--name-only", name).splitlines())


def test_a_branch_holds_the_site_byte_for_byte_and_nothing_else_is_touched(
    built_folder: Path, repository: Path
) -> None:
    before = git(built_folder, "status", "--porcelain"), git(built_folder, "rev-parse", "HEAD")
    assert "which is new" in ok(deployed(built_folder, "--dry-run"))
    assert git(repository, "branch", "--list", "gh-pages") == ""
    refused = deployed(built_folder)  # nobody to ask
    assert (refused.exit_code, git(repository, "branch", "--list", "gh-pages")) == (1, "")
    ok(deployed(built_folder, "--yes"))
    site = built_folder / "build/site"
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    assert shown(repository) == files | {".nojekyll"}
    index = subprocess.run(
        ["git", "show", "gh-pages:index.html"], cwd=repository, capture_output=True, check=True
    )
    assert index.stdout == (site / "index.html").read_bytes()
    assert (git(built_folder, "status", "--porcelain"), git(built_folder, "rev-parse", "HEAD")) == before
    assert "Nothing to deploy" in ok(deployed(built_folder, "--yes"))


def test_a_deployment_is_a_commit_upon_the_last_and_keeps_the_domain(
    built_folder: Path, repository: Path, tmp_path: Path
) -> None:
    ok(deployed(built_folder, "--yes"))
    first = git(repository, "rev-parse", "gh-pages")
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", "-b", "gh-pages", str(repository), str(other))
    (other / "CNAME").write_text("answers.example.org\n", encoding="utf-8")
    for words in (
        ["add", "."],
        ["-c", "user.name=B", "-c", "user.email=b@example.org", "commit", "-qm", "Domain"],
    ):
        git(other, *words)
    git(other, "push", "-q")
    site = built_folder / "build/site"
    (site / "index.html").write_text("<!doctype html>\nanew\n", encoding="utf-8")
    (gone,) = [next(p for p in sorted((site / "a").iterdir()) if p.is_dir())]
    shutil.rmtree(gone)
    told = ok(deployed(built_folder, "--yes"))
    assert "changed: 1 file (index.html)" in told
    assert "Warning: 1 page of papers, questions or answers would vanish" in told
    assert f"a/{gone.name}/index.html" in told
    assert {"CNAME", ".nojekyll"} <= shown(repository)
    history = git(repository, "log", "--format=%H", "gh-pages").splitlines()
    assert (len(history), history[-1]) == (3, first)


def test_a_branch_with_another_site_is_refused_and_one_with_files_of_hosts_is_not(
    built_folder: Path, repository: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(repository), str(other))
    git(other, "checkout", "-q", "--orphan", "gh-pages")
    git(other, "rm", "-rqf", ".")
    git(other, "config", "user.name", "B")
    git(other, "config", "user.email", "b@example.org")
    for name, code in (("CNAME", 0), ("guide.html", 1)):
        (other / name).write_text("docs.example.org\n", encoding="utf-8")
        git(other, "add", ".")
        git(other, "commit", "-qm", name)
        git(other, "push", "-q", "origin", "gh-pages")
        told = deployed(built_folder, "--dry-run")
        assert told.exit_code == code, told.output
    assert "holds something else (1 file, such as guide.html)" in told.output


def test_what_somebody_else_pushed_meanwhile_is_not_overwritten(built_folder: Path, repository: Path) -> None:
    ok(deployed(built_folder, "--yes"))
    (built_folder / "build/site/index.html").write_text("mine\n", encoding="utf-8")
    mine = branch.plan_branch(Project.find(built_folder), "origin", "gh-pages")
    (built_folder / "build/site/index.html").write_text("theirs\n", encoding="utf-8")
    branch.push(branch.plan_branch(Project.find(built_folder), "origin", "gh-pages"))
    with pytest.raises(AnswerbookError, match="deploy again"):
        branch.push(mine)
    assert git(repository, "show", "gh-pages:index.html") == "theirs"


def test_a_ledger_with_a_fault_or_no_site_is_not_deployed(built_folder: Path, repository: Path) -> None:
    with (built_folder / "content/answers/trees/quotes.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    refused = deployed(built_folder, "--yes")
    assert refused.exit_code == 1
    assert "`answerbook verify` finds" in refused.output
    shutil.rmtree(built_folder / "build/site")
    assert "no site yet; run `answerbook build` first" in deployed(built_folder, "--yes").output
    assert git(repository, "branch", "--list", "gh-pages") == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--branch", "main"), "holds a project, not a site"),
        (("--branch", "a..b"), "not a valid branch name"),
        (("--branch", "--force"), "not a valid branch name"),
        (("--remote", "upstream"), "not a repository with a remote 'upstream'"),
        (("--remote", "--all"), "not a valid remote name"),
        (("--folder", "."), "contains the project"),
        (("--folder", "content/papers"), "contains the project or a part of it"),
        (("--folder", "mkdocs.yml"), "a file, not a folder"),
    ],
)
def test_places_that_are_none_are_refused(
    built_folder: Path, repository: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(built_folder)
    refused = deployed(built_folder, *words, "--yes")
    assert (refused.exit_code, said in refused.output) == (1, True), refused.output
    assert git(repository, "branch", "--list").split() == ["*", "main"]


def test_a_folder_gets_new_files_and_loses_only_what_was_deployed(built_folder: Path, tmp_path: Path) -> None:
    site, target = built_folder / "build/site", tmp_path / "www"
    target.mkdir()
    (target / "mine.txt").write_text("mine", encoding="utf-8")
    ok(deployed(built_folder, "--folder", target, "--yes"))
    files = {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    there = {p.relative_to(target).as_posix(): p.read_bytes() for p in target.rglob("*") if p.is_file()}
    assert {name: there[name] for name in files} == files
    assert there.keys() - files.keys() == {"mine.txt", ".answerbook-deployed.json"}
    (site / "data.html").unlink()
    told = ok(deployed(built_folder, "--folder", target, "--yes"))
    assert "removed: 1 file (data.html)" in told
    assert not (target / "data.html").exists()
    assert (target / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert "Nothing to deploy" in ok(deployed(built_folder, "--folder", target, "--yes"))


def test_a_folder_with_somebody_elses_pages_or_links_out_of_it_is_refused(
    built_folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "www"
    target.mkdir()
    (target / "index.html").write_text("mine", encoding="utf-8")
    refused = deployed(built_folder, "--folder", target, "--yes")
    assert "the site would replace 1 file that no deployment wrote (index.html)" in refused.output
    (target / "index.html").unlink()
    (target / "a").symlink_to(built_folder / "content")
    assert "is a link that leads out" in deployed(built_folder, "--folder", target, "--yes").output
    assert sorted(p.name for p in target.iterdir()) == ["a"]


@pytest.mark.parametrize(
    ("target", "is_host"),
    [
        ("www.example.org:/srv/www", True),
        ("ada@web:answers", True),
        ("ada@192.0.2.7:~/a b", True),
        ("/srv/www", False),
        ("C:/www", False),
        ("www:", False),
        ("-e:x", False),
        ("--rsh=x@y:z", False),
        ("a/b:c", False),
        ("web::module", False),
    ],
)
def test_a_folder_of_another_machine_is_told_by_its_colon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, is_host: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    assert names_host(Path(target)) == is_host
    if "/" not in target:
        (tmp_path / target).mkdir()
        assert not names_host(Path(target))  # a folder of this machine that is called so


# Takes the place of ssh: leaves out the host, and runs the command on this machine.
SHELL = """\
#!/bin/sh
while [ "$1" != web.example.org ]; do shift; done
shift
exec sh -c "$*"
"""


@pytest.mark.skipif(shutil.which("rsync") is None, reason="needs rsync")
def test_a_folder_of_another_machine_is_treated_as_one_of_this(
    built_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, there = tmp_path / "shell", tmp_path / "a server's www"
    shell.write_text(SHELL, encoding="utf-8")
    shell.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(shell))
    place, site = f"ada@web.example.org:{there}", built_folder / "build/site"
    files = {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    assert f"new: {len(files)} files" in ok(deployed(built_folder, "--folder", place, "--dry-run"))
    assert not there.exists()
    there.mkdir()
    (there / "mine.txt").write_text("mine", encoding="utf-8")
    (there / "index.html").write_text("mine", encoding="utf-8")
    refused = deployed(built_folder, "--folder", place, "--yes")
    assert "would replace 1 file that no deployment wrote (index.html)" in refused.output
    (there / "index.html").unlink()

    told = ok(deployed(built_folder, "--folder", place, "--yes"))
    assert told.endswith("Deployed.\n")
    found = {p.relative_to(there).as_posix(): p.read_bytes() for p in there.rglob("*") if p.is_file()}
    assert {name: found[name] for name in files} == files
    assert found.keys() - files.keys() == {"mine.txt", ".answerbook-deployed.json"}
    assert "Nothing to deploy" in ok(deployed(built_folder, "--folder", place, "--yes"))

    (site / "data.html").unlink()
    (site / "index.html").write_text("anew\n", encoding="utf-8")
    told = ok(deployed(built_folder, "--folder", place, "--yes"))
    assert "changed: 1 file (index.html)" in told
    assert "removed: 1 file (data.html)" in told
    assert not (there / "data.html").exists()
    assert (there / "index.html").read_text(encoding="utf-8") == "anew\n"
    assert (there / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_host_that_cannot_be_reached_or_no_rsync_is_said(
    built_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = deployed(built_folder, "--folder", "web.example.org:www", "--yes")
    assert (refused.exit_code, "rsync cannot be started" in refused.output) == (1, True)
    (tmp_path / "rsync").write_text("#!/bin/sh\necho 'ssh: no such host' >&2\nexit 255\n", encoding="utf-8")
    (tmp_path / "rsync").chmod(0o755)
    refused = deployed(built_folder, "--folder", "web.example.org:www", "--yes")
    assert (refused.exit_code, "ssh: no such host" in refused.output) == (1, True)


def test_a_site_without_an_address_is_deployed_with_a_word_on_what_it_lacks(
    built_folder: Path, tmp_path: Path
) -> None:
    settings = built_folder / "content/answerbook.yml"
    text = "".join(
        line for line in settings.read_text(encoding="utf-8").splitlines(True) if "site_url" not in line
    )
    for address, notes in (("", 1), ("site_url: https://example.org/\n", 0)):
        settings.write_text(text + address, encoding="utf-8")
        told = ok(deployed(built_folder, "--folder", tmp_path / "www", "--dry-run"))
        assert told.count("Note: `site_url` is not set") == notes


def test_a_folder_and_a_branch_at_once_are_refused(tmp_path: Path) -> None:
    for words in (["--branch", "pages"], ["--remote", "origin"]):
        refused = deployed(tmp_path, "--folder", tmp_path / "www", *words, "--yes")
        assert (refused.exit_code, "leave out --branch and --remote" in refused.output) == (2, True)
