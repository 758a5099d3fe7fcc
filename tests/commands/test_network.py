"""Commands that only look at a project use no network: a stranger may have named the servers."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.answering.models import fetching
from generator.build import BuildOptions
from generator.cli import main
from generator.commands.doctor import Finding, engines
from generator.commands.plan import plan
from generator.project import Project
from tests.answering.faulty_server import FaultyServer

SETTINGS = """\
question_sets: [five]
models:
  - {{name: there, kind: server, url: "{url}", key_variable: ANSWERBOOK_KEY}}
"""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that are not looked at."""
    monkeypatch.setattr(engines, "PROBES", ())
    for name in ("encoder", "scorer"):
        monkeypatch.setattr(engines, name, lambda *names, name=name: Finding(name, "ok", "not looked at"))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("command", ["status", "why beetles metrics", "plan", "doctor"])
def test_a_server_is_asked_only_with_network(
    command: str, project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERBOOK_KEY", "a-key-of-ours")
    with FaultyServer() as server:
        file = project_folder / "content/answerbook.yml"
        file.write_text(SETTINGS.format(url=server.url), encoding="utf-8")
        for options in ([], ["--json"]):
            done = CliRunner().invoke(main, [*command.split(), *options, "--project", str(project_folder)])
            assert done.exit_code == 0, done.output
            assert "there" in done.output
            assert server.asked == []
        CliRunner().invoke(main, [*command.split(), "--network", "--project", str(project_folder)])
        assert server.asked


def test_a_plan_fetches_no_model(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetched(*_: object, **__: object) -> Path:
        raise AssertionError("a file was to be fetched")

    monkeypatch.setattr(fetching, "fetch_model_file", fetched)
    models = '  - {name: far, kind: llama, file: "hf:ada/small/model.gguf@main"}\n'
    file = project_folder / "content/answerbook.yml"
    file.write_text(f"question_sets: [five]\nmodels:\n{models}", encoding="utf-8")
    (of_far,) = plan(Project.find(project_folder))
    assert (of_far.answers, of_far.estimate) == (10, None)
    assert "--network" in of_far.sample.problem


def test_a_frozen_build_asks_nobody() -> None:
    assert not BuildOptions.frozen().query_servers
