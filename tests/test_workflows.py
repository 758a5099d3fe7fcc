"""Workflows, ours and those of a new project: what they run is pinned, and what they may do is little."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.commands.init import create_project

ROOT = Path(__file__).resolve().parent.parent
OURS = sorted((ROOT / ".github/workflows").glob("*.yml"))
STARTERS = [ROOT / f"generator/commands/starter/{name}.yml" for name in ("workflow", "answers", "preview")]
WORKFLOWS = [*OURS, *STARTERS]
USES = re.compile(r"uses: (?P<action>[\w./-]+)@(?P<hash>[0-9a-f]{40}) # v\d+\.\d+\.\d+$", re.MULTILINE)


def steps(file: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_every_action_is_pinned_by_its_hash_and_names_its_version(file: Path) -> None:
    used = [line.strip().removeprefix("- ") for line in file.read_text().splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not USES.match(line)] == []


def test_one_action_has_one_hash_everywhere() -> None:
    found: dict[str, set[str]] = {}
    for use in (use for file in WORKFLOWS for use in USES.finditer(file.read_text(encoding="utf-8"))):
        found.setdefault(use["action"], set()).add(use["hash"])
    assert len(found) >= 6
    assert {action: hashes for action, hashes in found.items() if len(hashes) > 1} == {}


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_no_checkout_keeps_credentials_and_rights_are_none_unless_given(file: Path) -> None:
    checkouts = [s for s in steps(file) if s.get("uses", "").startswith("actions/checkout@")]
    assert [s for s in checkouts if s.get("with", {}).get("persist-credentials") is not False] == []
    flow = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert flow["permissions"] == {"contents": "read"}
    assert not {"pull_request_target", "workflow_run"} & set(flow[True])


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_every_package_is_installed_by_hash_but_for_torch_and_answerbook_itself(file: Path) -> None:
    runs = "\n".join(step.get("run", "") for step in steps(file)).splitlines()
    installs = [line.strip() for line in runs if "pip install" in line]
    free = [line for line in installs if "--require-hashes" not in line]
    assert {line.rpartition("-r ")[2] for line in free} <= {
        "requirements/torch.txt",
        "requirements/answerbook.txt",
    }
    assert [line for line in installs if "--require-hashes" in line and "--no-deps" not in line] == []


@pytest.mark.skipif(
    shutil.which("zizmor", path=str(Path(sys.executable).parent)) is None, reason="needs zizmor"
)
def test_the_auditor_of_workflows_finds_nothing(tmp_path: Path) -> None:
    create_project(tmp_path / "book")
    zizmor = str(Path(sys.executable).parent / "zizmor")
    for folder in (tmp_path / "book/.github/workflows", ROOT / ".github/workflows"):
        command = [zizmor, "--offline", "--no-progress", "--persona", "pedantic", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "No findings" in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["workflow", "answers", "preview"])
def test_a_workflow_stops_where_nobody_has_said_from_where_to_install(name: str, tmp_path: Path) -> None:
    runs = [step["run"] for step in steps(ROOT / f"generator/commands/starter/{name}.yml") if "run" in step]
    for run in runs:
        subprocess.run(["bash", "-n"], input=run.encode(), check=True)
    asks = [run for run in runs if "::error" in run]
    assert len(asks) == sum("-r requirements/answerbook.txt" in run for run in runs) > 0
    create_project(tmp_path / "book")
    file = tmp_path / "book/requirements/answerbook.txt"
    for text, code in (("# nothing yet\n\n", 1), ("# here\nanswerbook==0.1.0\n", 0)):
        file.write_text(text, encoding="utf-8")
        done = [subprocess.run(["bash", "-e", "-c", run], cwd=tmp_path / "book", check=False) for run in asks]
        assert {one.returncode for one in done} == {code}


LOCKED = sorted(file for file in (ROOT / "requirements").glob("*.txt") if file.stem not in ("torch",))


@pytest.mark.parametrize("file", LOCKED, ids=lambda file: file.stem)
def test_locked_requirements_are_the_versions_that_were_tested_each_with_hashes(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) > 30
    assert [line[:60] for line in lines if "--hash=sha256:" not in line] == []
    tested = {
        _name(line): line.partition("==")[2]
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    pins = {_name(line): re.split(r"[ ;]", line.partition("==")[2])[0] for line in lines}
    here = {name: version for name, version in pins.items() if name != "httpx2-jsfetch"}  # in browsers alone
    assert {name: version for name, version in here.items() if tested.get(name) != version} == {}
    assert "torch" not in pins


def test_torch_is_pinned_to_the_version_that_was_tested() -> None:
    wanted = (ROOT / "requirements/torch.txt").read_text(encoding="utf-8").splitlines()[-1]
    assert wanted in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def _name(line: str) -> str:
    return re.sub(r"[-_.]+", "-", line.partition("==")[0].strip()).lower()
