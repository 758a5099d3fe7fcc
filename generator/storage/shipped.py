"""What comes with Answerbook beside its code: templates, question sets, the configuration of a site."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shipped"]


def shipped(name: str) -> Path:
    """A file or folder that comes with Answerbook: ``mkdocs.yml``, ``site_templates``, ``content/questions``.

    The wheel holds them inside the package; in a checkout they stand beside it.
    """
    package = Path(__file__).resolve().parents[1]
    packed = package / "_shipped"
    return (packed if packed.is_dir() else package.parent) / name
