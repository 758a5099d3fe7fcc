"""A repository that came in an archive has settings of its own; what reads it runs none of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.commands.revisions import RevisionSide, side
from generator.errors import AnswerbookError

NAME = "beetles/quotes.jsonl"


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_fetches_nothing_and_runs_no_program_of_the_repository(tmp_path: Path) -> None:
    root = tmp_path / "p"
    file = root / "content/answers" / NAME
    file.parent.mkdir(parents=True)
    file.write_text("{}\n")

    def git(*words: str) -> str:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        done = subprocess.run(
            ["git", *identity, *words], cwd=root, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    blob = git("rev-parse", f"HEAD:content/answers/{NAME}")
    mark = tmp_path / "mark"
    # Of a partial clone: what is missing is fetched when it is asked for, by the command that is set here.
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.url": "ssh://stranger.example/x",
        "remote.origin.promisor": "true",
        "core.sshCommand": f"touch {mark};",
        "core.fsmonitor": f"touch {mark};",
        "protocol.ssh.allow": "always",
    }.items():
        git("config", name, value)
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    found = side("HEAD", root)
    assert isinstance(found, RevisionSide)
    assert list(found.files) == [NAME]
    with pytest.raises(AnswerbookError, match="git cannot read"):
        found.read(NAME)
    assert not mark.exists()
