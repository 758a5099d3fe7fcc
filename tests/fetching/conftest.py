"""A small internet for tests that fetch papers, and a project to put them into."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.fetching import http_client as client_module
from generator.fetching.exchange import RequestLimits
from tests.fetching.internet import Internet, environment
from tests.fetching.serving import Server

Add = Callable[..., Result]


@pytest.fixture
def internet() -> Internet:
    return Internet()


@pytest.fixture
def server(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Start the services of the internet on this machine, for commands too; patience is short."""
    quick = dataclasses.replace(RequestLimits(), read=5, total=8, wait=0.01, tries=2)
    monkeypatch.setattr(client_module, "RequestLimits", lambda: quick)
    with Server(internet) as server:
        monkeypatch.setenv("ANSWERBOOK_SERVICES", environment(server))
        yield server


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project without papers."""
    root = tmp_path / "project"
    (root / "content/papers").mkdir(parents=True)
    (root / "content/answerbook.yml").write_text("fetching: {contact: ada@example.org}\n")
    return root


@pytest.fixture
def add(server: Server, project: Path) -> Add:
    """`answerbook add`, by command."""

    def run(*names: object, code: int = 0) -> Result:
        done = CliRunner().invoke(main, ["add", *map(str, names), "--project", str(project)])
        assert done.exit_code == code, (done.output, done.exception)
        return done

    return run
