"""Docs folder -> site, by mkdocs in a process of its own; then a look at what came out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from generator.errors import SiteError
from generator.site.inspection import inspect

_CONFIG = "mkdocs.yml"
_SHOWN = 20


def publish(root: Path, docs: Path, site: Path, *, strict: bool) -> None:
    """Build the site from ``docs`` with ``root/mkdocs.yml``, inspect it, and only then put it at ``site``.

    A build that fails leaves the site of the last one in place. strict: warnings of mkdocs count
    as errors. Raises SiteError with the cause and the lines of the log that tell of it.
    """
    if not (root / _CONFIG).is_file():
        raise SiteError(f"{root}: there is no {_CONFIG}; run `answerbook init` or restore it.")
    building = site.with_name(f".{site.name}.building")
    _remove(building)
    building.parent.mkdir(parents=True, exist_ok=True)
    try:
        _mkdocs(root, docs, building, strict)
        problems = inspect(building)
        if problems:
            shown = [f"  {p}" for p in problems[:_SHOWN]]
            more = len(problems) - len(shown)
            raise SiteError(
                "\n".join(
                    [
                        f"the built site has {len(problems)} problem{'s' if len(problems) != 1 else ''} "
                        "and was not published:",
                        *shown,
                        *([f"  and {more} more"] if more else []),
                    ]
                )
            )
        _swap(building, site)
    except OSError as error:
        raise SiteError(f"{site}: the site cannot be written: {error}.") from error
    finally:
        _remove(building)


def _mkdocs(root: Path, docs: Path, site: Path, strict: bool) -> None:
    # A configuration that inherits the user's, so that any folder can serve as docs. It stands in
    # the root for the while, because mkdocs reads all paths from where its configuration stands.
    handle, name = tempfile.mkstemp(dir=root, prefix=".mkdocs-", suffix=".yml")
    config = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"INHERIT: {_CONFIG}\ndocs_dir: {_quoted(docs)}\nsite_dir: {_quoted(site)}\n")
        command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config), "--clean"]
        done = subprocess.run(
            [*command, "--strict"] if strict else command,
            cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    finally:
        config.unlink(missing_ok=True)
    if done.returncode != 0:
        raise SiteError(_cause(done.returncode, done.stdout + done.stderr))


def _quoted(path: Path) -> str:
    return '"' + str(path.resolve()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _cause(code: int, log: str) -> str:
    """What mkdocs said went wrong, in its own lines; the end of its log where it did not say."""
    lines = [line.rstrip() for line in log.splitlines() if line.strip()]
    if any("No module named mkdocs" in line for line in lines):
        return "mkdocs is not installed; install the package with its site dependencies."
    told = [
        line for line in lines if line.lstrip().startswith(("WARNING", "ERROR", "Error", "Config", "Aborted"))
    ]
    shown = (told or lines)[-_SHOWN:]
    return "\n".join([f"mkdocs stopped with exit code {code}:", *(f"  {line}" for line in shown)])


def _swap(new: Path, site: Path) -> None:
    old = site.with_name(f".{site.name}.old")
    _remove(old)
    if site.exists():
        site.rename(old)
    new.rename(site)
    _remove(old)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
