"""One run of mkdocs in a process of its own: a docs folder in, a site folder out."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from generator.core.clock import source_date_epoch
from generator.errors import SiteError
from generator.site.publishing.disk import full_disk
from generator.site.publishing.mkdocs_config import OVERRIDES, has_shipped_overrides, inherited_text
from generator.storage.owned import owned
from generator.storage.site_config import site_config

CONFIG_PREFIX = ".mkdocs-"  # of our configurations, next to the project's
_CHILD = Path(__file__).with_name("mkdocs_child.py")
_MAX_BUILDER_EPOCH = 2**32 - 1  # in seconds: compressed files hold times of 32 bits
_MAX_SHOWN = 20  # lines of the log in an error message
# The error in the traceback of a template that fails, or that the sandbox stopped.
_REFUSED = re.compile(r"^jinja2\.exceptions\.\w+: (.*)", re.MULTILINE)
_TEMPLATE = re.compile(
    r'^ *File "([^"<]+)", line (\d+), in (?:template|block|top-level template)', re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class MkdocsOptions:
    """How mkdocs is run.

    root: folder of the configuration. strict: warnings count as errors. site_url: replaces the configured
    one, if not empty. trusted: run the project's own code as well, see `refuse_code`. extra: values for
    ``config.extra`` of the theme's templates, added to the user's. overrides: folder of theme overrides, in
    place of the one that the shipped configuration names; None: the project's own. builder: the program that
    builds the site. language: of the theme, if different from the configured one.
    """

    root: Path
    strict: bool = False
    site_url: str = ""
    trusted: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
    overrides: Path | None = None
    builder: Literal["mkdocs", "zensical"] = "mkdocs"
    language: str = ""

    @property
    def theme(self) -> Path:
        """The folder of theme overrides."""
        return self.overrides or self.root / OVERRIDES


def run_mkdocs(options: MkdocsOptions, docs: Path, site: Path) -> None:
    """Build ``docs`` into ``site``. Raises SiteError with the lines of the log that show the cause."""
    # A configuration that inherits the user's, so that any folder can serve as docs. It must be in the
    # root while mkdocs runs, because mkdocs resolves all paths from the folder of its configuration.
    handle, name = tempfile.mkstemp(dir=options.root, prefix=owned(CONFIG_PREFIX), suffix=".yml")
    config = Path(name)
    own = Path(f"{name}.own")
    try:
        inherited = site_config(options.root).name
        if (text := inherited_text(options.root)) is not None:
            own.write_text(text, encoding="utf-8")
            inherited = own.name
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"INHERIT: {inherited}\ndocs_dir: {_quoted(docs)}\nsite_dir: {_quoted(site)}\n")
            theme = (
                {"custom_dir": str(options.theme.resolve())} if has_shipped_overrides(options.root) else {}
            )
            theme |= {"language": options.language} if options.language else {}
            if theme:
                file.write(f"theme: {json.dumps(theme)}\n")
            file.write("use_directory_urls: false\n")  # as `Links` writes them
            if options.site_url:
                file.write(f"site_url: {json.dumps(options.site_url)}\n")
            if options.extra:
                file.write(
                    "extra:\n"
                    + "".join(f"  {key}: {json.dumps(value)}\n" for key, value in options.extra.items())
                )
        # Without -P, Python would look for modules in the project first.
        command = [sys.executable, "-P", str(_CHILD), "trusted" if options.trusted else "sandboxed"]
        command += ["build", "--config-file", str(config), "--clean"]
        command += ["--strict"] if options.strict else []
        done = run_builder(command, options.root, {"NO_MKDOCS_2_WARNING": "1"})
    finally:
        for file_of_ours in (config, own):
            file_of_ours.unlink(missing_ok=True)
    if done.returncode != 0:
        log = done.stdout + done.stderr
        raise full_disk(site, log) or SiteError(_cause(done.returncode, log))


def _environment() -> dict[str, str]:
    """Return the environment of this process, without a SOURCE_DATE_EPOCH that site builders fail at."""
    found = dict(os.environ)
    epoch = source_date_epoch()
    if epoch is None or epoch > _MAX_BUILDER_EPOCH:
        found.pop("SOURCE_DATE_EPOCH", None)
    return found


def run_builder(
    command: list[str], folder: Path, variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a site builder in ``folder`` until it ends; it also ends if this process does.

    variables: environment variables, added to those of this process.
    """
    with parent_pipe() as stdin:
        return subprocess.run(
            command,
            cwd=folder,
            env={**_environment(), "PYTHONUTF8": "1", **variables},
            stdin=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )


@contextlib.contextmanager
def parent_pipe() -> Iterator[int]:
    """Yield the reading end of a pipe that closes when this process ends, for a child to wait on."""
    reader, writer = os.pipe()
    try:
        yield reader
    finally:
        os.close(reader)
        os.close(writer)


def _quoted(path: Path) -> str:
    return '"' + str(path.resolve()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _cause(code: int, log: str) -> str:
    """Return the lines in which mkdocs says what went wrong; the end of its log if it does not say."""
    lines = [line.rstrip() for line in log.splitlines() if line.strip()]
    if any("No module named mkdocs" in line for line in lines):
        return "mkdocs is not installed; install the package with its site dependencies."
    if refused := _REFUSED.search(log):
        places = _TEMPLATE.findall(log)
        where = f"{places[-1][0]}, line {places[-1][1]}" if places else "a template among the pages"
        return f"{where}: cannot be rendered: {' '.join(refused[1].split()).rstrip('.')}; fix the template."
    causes = [
        line for line in lines if line.lstrip().startswith(("WARNING", "ERROR", "Error", "Config", "Aborted"))
    ]
    shown = (causes or lines)[-_MAX_SHOWN:]
    return "\n".join([f"mkdocs stopped with exit code {code}:", *(f"  {line}" for line in shown)])
