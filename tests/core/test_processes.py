"""Processes import nothing that lies in the current folder, which may be that of a stranger's project."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from generator.core.parent import spawning

PACKAGE = Path(__file__).resolve().parents[2] / "generator"


def test_a_worker_takes_no_module_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    monkeypatch.chdir(tmp_path)
    for name in ("pickle", "threading", "signal", "multiprocessing"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'mark')!r}, 'w')\n")
    worker = spawning().Process(target=os.getpid)
    worker.start()
    worker.join(120)
    assert worker.exitcode == 0
    assert not (tmp_path / "mark").exists()


def test_every_python_that_is_started_leaves_the_current_folder_out() -> None:
    started, strays = 0, []
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            words = [ast.unparse(e) for e in node.elts[:2]] if isinstance(node, ast.List) else []
            if words[:1] == ["sys.executable"]:
                started += 1
                strays += [str(file)] if words[1:] != ["'-P'"] else []
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name.endswith(("get_context", "fork", "multiprocessing.Process")) and file.name != "parent.py":
                strays.append(str(file))
    assert started >= 4
    assert strays == []
