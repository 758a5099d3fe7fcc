"""The file that configures a project's site for mkdocs."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CONFIG", "CONFIG_NAMES", "OWN_CONFIG", "site_config"]

CONFIG = "mkdocs.yml"
# In a repository whose mkdocs.yml configures another site, such as its documentation.
OWN_CONFIG = "answerbook-mkdocs.yml"
CONFIG_NAMES = (OWN_CONFIG, CONFIG)


def site_config(root: Path) -> Path:
    """Return the configuration of the site of the project in ``root``, which need not exist."""
    own = root / OWN_CONFIG
    return own if own.is_file() else root / CONFIG
