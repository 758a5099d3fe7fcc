"""One run of Zensical, which reads the same configuration: a docs folder in, a site folder out.

Differences from mkdocs are removed here, so that later steps find the same site: the classic look of the
theme, and the search (`zensical_search`). Zensical takes the symbols that a page draws for broken links, and
warns of each. Its link check is switched off, because the finished site is inspected as a whole
(`generator.site.inspection`).
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.errors import SiteError
from generator.site.publishing.disk import full_disk
from generator.site.publishing.mkdocs_config import (
    PLUGINS,
    configuration,
    has_shipped_overrides,
    plugins,
)
from generator.site.publishing.mkdocs_run import MkdocsOptions, run_builder
from generator.site.publishing.zensical_search import match_mkdocs_search
from generator.storage.installed import install_command
from generator.storage.site_config import site_config

log = logging.getLogger(__name__)

# Newer versions depend on a theme package that no index has; pip then silently installs an older one.
TESTED = "0.0.73"
_MAX_SHOWN = 20  # lines of the log in an error message


def run_zensical(options: MkdocsOptions, docs: Path, site: Path) -> None:
    """Build ``docs`` into ``site``, both in one folder. Raises SiteError with the end of Zensical's
    output.
    """
    _refuse_ignored_keys(options.root)
    # Zensical resolves paths from the folder of its configuration, and keeps a cache there.
    config = docs.parent / f"zensical-{docs.name}.yml"
    config.write_text(_configured(options, docs, site), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "zensical", "build", "--clean", "--config-file", str(config)]
    command += ["--strict"] if options.strict else []
    done = run_builder(command, docs.parent, {"NO_COLOR": "1"})
    output = f"{done.stdout}{done.stderr}"
    if done.returncode != 0:
        lines = [line.rstrip() for line in output.splitlines() if line.strip()][-_MAX_SHOWN:]
        failure = SiteError(
            "\n".join([f"Zensical stopped with exit code {done.returncode}:", *(f"  {x}" for x in lines)])
        )
        raise full_disk(site, output) or failure
    match_mkdocs_search(site)


def version() -> str:
    """Return the installed version. Raises SiteError if Zensical is not installed."""
    if importlib.util.find_spec("zensical") is None:
        raise SiteError(
            "`builder: zensical` (of `site`) needs Zensical, which is not installed; run "
            f"`{install_command('zensical')}`, or set `builder: mkdocs`."
        )
    return importlib.metadata.version("zensical")


@cache
def warn_of_version() -> None:
    """Warn if the installed version is not the one whose pages were compared with those of mkdocs."""
    if (found := version()) != TESTED:
        log.warning("Zensical %s is installed; the site was compared with mkdocs' under %s", found, TESTED)


def _refuse_ignored_keys(root: Path) -> None:
    """Refuse hooks and unknown plugins, which Zensical ignores silently: the site would lack their work."""
    data = configuration(root)
    lost = sorted({"hooks"} if data.get("hooks") else set()) + sorted(set(plugins(data)) - PLUGINS)
    if lost:
        raise SiteError(
            f"{site_config(root)}: Zensical does not run {', '.join(lost)}; take this out, or set "
            "`builder: mkdocs`."
        )


def _configured(options: MkdocsOptions, docs: Path, site: Path) -> str:
    """Return the project's configuration as one file: if it inherits, Zensical would repeat items of
    lists.
    """
    data = configuration(options.root)
    theme = data.get("theme")
    theme = dict(theme) if isinstance(theme, dict) else {"name": theme or "material"}
    theme.setdefault("variant", "classic")
    if has_shipped_overrides(options.root):
        theme["custom_dir"] = str(options.theme.resolve())
    elif theme.get("custom_dir"):
        theme["custom_dir"] = str((options.root / str(theme["custom_dir"])).resolve())
    if options.language:
        theme["language"] = options.language
    extra = data.get("extra")
    data |= {
        "theme": theme,
        "extra": {**(extra if isinstance(extra, dict) else {}), **options.extra},
        "docs_dir": docs.name,
        "site_dir": site.name,
        "use_directory_urls": False,
        "validation": False,
        "markdown_extensions": _known(data.get("markdown_extensions") or []),
    }
    if options.site_url:
        data["site_url"] = options.site_url
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _known(value: Any) -> Any:
    """Return options without those that name a function, which Zensical replaces by its own."""
    if isinstance(value, dict):
        return {key: _known(item) for key, item in value.items() if item is not None}
    return [_known(item) for item in value] if isinstance(value, list) else value
