"""What others start from: the action, the hook of pre-commit, the image. No container engine is needed: the
recipe of the image is read, not run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main

ROOT = Path(__file__).resolve().parent.parent


def action() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_the_action_installs_by_hash_and_takes_inputs_as_environment_alone() -> None:
    steps = action()["runs"]["steps"]
    assert [s["uses"] for s in steps if "uses" in s] == [
        "actions/setup-python@83679a892e2d95755f2dac6acb0bfd1e9ac5d548"
    ]
    runs = [s["run"] for s in steps if "run" in s]
    assert [run for run in runs if "${{" in run] == []
    assert [line for run in runs for line in run.splitlines() if "pip install" in line] == [
        'python -m pip install --require-hashes --no-deps -r "$GITHUB_ACTION_PATH/requirements/base.txt"'
    ]


def test_the_action_checks_and_builds_a_project_without_its_papers(
    built_folder: Path, tmp_path: Path
) -> None:
    shutil.rmtree(built_folder / "build")
    shutil.rmtree(built_folder / "content/papers")
    (step,) = [s for s in action()["runs"]["steps"] if s.get("id") == "build"]
    out = tmp_path / "output"
    env = {**os.environ, "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_OUTPUT": str(out), "STRICT": "true"}
    env |= {"PROJECT": ".", "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=built_folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 of them as last read" in done.stdout
    assert out.read_text(encoding="utf-8") == "site=./build/site\n"
    assert (built_folder / "build/site/index.html").is_file()


@pytest.mark.skipif(
    shutil.which("zizmor", path=str(Path(sys.executable).parent)) is None, reason="needs zizmor"
)
def test_the_auditor_of_workflows_finds_nothing_in_the_action() -> None:
    command = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--no-progress", "--persona"]
    done = subprocess.run(
        [*command, "pedantic", str(ROOT / "action.yml")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def project_table() -> dict[str, Any]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(table, dict)
    return table


def test_the_addresses_of_the_package_are_none_or_those_of_one_public_repository() -> None:
    urls = project_table().get("urls", {})
    if urls:
        assert {"Source", "Issues", "Changelog", "Documentation"} <= urls.keys()
        assert re.fullmatch(r"https://[\w.-]+/[\w.-]+/[\w.-]+", urls["Source"])
        assert [n for n in ("Issues", "Changelog") if not urls[n].startswith(f"{urls['Source']}/")] == []
        assert not re.search(r"example\.|localhost|OWNER|ADDRESS", " ".join(urls.values()))


@pytest.mark.parametrize(
    ("urls", "code"),
    [
        ("", 1),
        ('[project.urls]\nSource = "https://git.example.org/lab/fork"\n', 1),
        ('[project.urls]\nSource = "https://git.example.org/lab/answers"\n', 0),
    ],
)
def test_a_release_stops_if_the_package_does_not_say_where_its_repository_is(
    tmp_path: Path, urls: str, code: int
) -> None:
    flow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    (run,) = [s["run"] for s in flow["jobs"]["build"]["steps"] if "pyproject.toml" in s.get("name", "")]
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "answerbook"\n{urls}', encoding="utf-8")
    where = {"GITHUB_SERVER_URL": "https://git.example.org", "GITHUB_REPOSITORY": "lab/answers"}
    command = ["bash", "-e", "-c", run]
    assert subprocess.run(command, cwd=tmp_path, env={**os.environ, **where}, check=False).returncode == code


def test_the_description_of_the_package_says_what_is_so() -> None:
    table = project_table()
    classifiers = table["classifiers"]
    assert table["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert not [c for c in classifiers if c.startswith("License ::")]  # an expression takes their place
    # Versions that it is tested with, and the systems of these tests.
    versions = {c.rpartition(" ")[2] for c in classifiers if re.search(r":: Python :: 3\.\d+$", c)}
    assert versions == {"3.11"}
    assert table["requires-python"] == ">=3.11"
    assert [c for c in classifiers if c.startswith("Operating System")] == [
        "Operating System :: POSIX :: Linux"
    ]


def test_the_hook_of_pre_commit_is_a_command_that_there_is() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, command = hook["entry"].split()
    assert program in project_table()["scripts"]
    assert CliRunner().invoke(main, [command, "--help"]).exit_code == 0
    files = re.compile(hook["files"])
    looked_at = ["content/answers/a/quotes.jsonl", "content/papers/a.pdf", "content/answerbook.yml"]
    assert [path for path in looked_at if not files.search(path)] == []
    assert not files.search("README.md")


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_runs_as_nobody_special_and_asks_no_hub() -> None:
    made = instructions()
    known = {"ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}
    assert {word for word, _ in made} <= known
    after = [word for word, _ in made[[word for word, _ in made].index("USER") :]]
    assert "RUN" not in after
    (user,) = [rest for word, rest in made if word == "USER"]
    assert user.isdigit()
    assert int(user) > 0
    env = dict(pair.split("=", 1) for word, rest in made if word == "ENV" for pair in shlex.split(rest))
    assert (env["HF_HUB_OFFLINE"], env["TRANSFORMERS_OFFLINE"]) == ("1", "1")
    assert [rest for word, rest in made if word == "ENTRYPOINT"] == ['["answerbook"]']


def test_the_image_is_made_of_files_that_are_there_and_of_packages_by_hash() -> None:
    made = instructions()
    left_out = {
        line for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] not in ("#", "")
    }
    for rest in (rest for word, rest in made if word == "COPY" and "--from" not in rest):
        for source in rest.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert source.split("/")[0] not in left_out
    needed = ("mkdocs.yml", "site_templates", "content/questions", "requirements", "generator", "README.md")
    assert [name for name in needed if name in left_out] == []
    installs = [
        part for word, rest in made if word == "RUN" for part in rest.split("&&") if "pip install" in part
    ]
    free = [part.split()[-1] for part in installs if "--require-hashes" not in part]
    assert free == ["/requirements/torch.txt", "/wheel/*.whl"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_learns_to_complete_commands(shell: str) -> None:
    asked = {"_ANSWERBOOK_COMPLETE": f"{shell}_source"}
    done = CliRunner().invoke(main, [], prog_name="answerbook", env=asked)
    assert done.exit_code == 0
    assert "_ANSWERBOOK_COMPLETE" in done.output
