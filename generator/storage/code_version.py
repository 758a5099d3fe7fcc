"""The version of our own code: a hash of its source, so that results of older versions are redone."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from generator.core.fingerprint import digest
from generator.storage.files import files_within

__all__ = ["code_of"]


@cache
def code_of(*packages: str) -> str:
    """Return a hash of all files in whole ``packages`` (``generator.reading``): their paths and contents.

    Files that are not Python (weights, templates) count as code; compiled files do not. Packages are found by
    name, not by the path of the caller's file: a module that moves to another folder still hashes the same
    files. Raises ImportError if a name is not a package, and FileNotFoundError if it has no files: the hash
    of nothing would never change, and nobody would notice an upgrade.
    """
    hashes = []
    for name in packages:
        spec = importlib.util.find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            raise ImportError(f"{name} is not a package; its code cannot be hashed")
        folder = Path(next(iter(spec.submodule_search_locations)))
        files = [path for path, _ in files_within(folder) if "__pycache__" not in path.split("/")]
        if not files:
            raise FileNotFoundError(f"{folder}: no files of {name}; its code cannot be hashed")
        hashes += [[name, path, digest((folder / path).read_bytes())] for path in files]
    return digest(hashes)
