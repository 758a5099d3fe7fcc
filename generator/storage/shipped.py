"""Files that come with Answerbook besides its code: templates, question sets, the configuration of a site."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shipped"]


def shipped(name: str) -> Path:
    """Return a file or folder that comes with Answerbook, such as ``mkdocs.yml`` or ``site_templates``.

    In a wheel these are inside the package; in a checkout they are next to it.
    """
    package = Path(__file__).resolve().parents[1]
    packed = package / "_shipped"
    return (packed if packed.is_dir() else package.parent) / name
