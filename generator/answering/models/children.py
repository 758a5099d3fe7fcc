"""What processes of our own need from their parent to find this package, wherever they start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_PACKAGE_ROOT = Path(__file__).resolve().parents[3]


def environment(parent: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The parent's environment, with the folder of this package first on the path of imports."""
    folders = [str(_PACKAGE_ROOT), *filter(None, [parent.get("PYTHONPATH")])]
    return {**parent, "PYTHONPATH": os.pathsep.join(folders)}
