"""The version of our own code: a hash of its source, so that what an older version made is made again."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from generator.core.fingerprint import digest

__all__ = ["code_of"]


@cache
def code_of(*packages: str) -> str:
    """Hash every file of whole ``packages`` (``generator.reading``): paths within them and contents.

    Files that are not Python (weights, templates) belong to the code; what Python compiled does not. Packages
    are found by name, not by the place of the caller's file: a module that moves to another folder keeps what
    it hashed. Raises ImportError if a name is no package, and FileNotFoundError if it has no files: the hash
    of nothing would never change, and an upgrade would go unnoticed.
    """
    hashes = []
    for name in packages:
        spec = importlib.util.find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            raise ImportError(f"{name} is no package; its code cannot be hashed")
        folder = Path(next(iter(spec.submodule_search_locations)))
        files = sorted(p for p in folder.rglob("*") if "__pycache__" not in p.parts and p.is_file())
        if not files:
            raise FileNotFoundError(f"{folder}: no files of {name}; its code cannot be hashed")
        hashes += [[name, p.relative_to(folder).as_posix(), digest(p.read_bytes())] for p in files]
    return digest(hashes)
