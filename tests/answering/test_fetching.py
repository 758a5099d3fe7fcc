"""Model files by the name of the hub, from a hub that runs in the test."""

from __future__ import annotations

import hashlib
import http.server
import json
import logging
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.answering.models.fetching import HubFile, fetch_model_file, local_model_file, parse_hub_name
from generator.errors import ModelError

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = b"GGUF" + bytes(range(256)) * 40
NAME = f"hf:ada/small/q8/model.gguf@{COMMIT}"


@dataclass
class Hub:
    """What the hub holds, and what it was asked. lies: the SHA-256 that it tells for a path, where wrong."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)  # by owner/repo/file
    gated: set[str] = field(default_factory=set)
    lies: dict[str, str] = field(default_factory=dict)
    broken: bool = False
    asked: list[str] = field(default_factory=list)


class _Handler(http.server.BaseHTTPRequestHandler):
    hub: Hub

    def do_HEAD(self) -> None:
        self._serve(body=False)

    def do_GET(self) -> None:
        self._serve(body=True)

    def _serve(self, *, body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.asked.append(f"{self.command} {path}")
        if self.hub.broken:
            return self._refuse(503, "")
        repo, _, rest = path.strip("/").partition("/resolve/")
        revision, _, file = rest.partition("/")
        if repo in self.hub.gated:
            return self._refuse(403, "GatedRepo")
        if not any(key.startswith(f"{repo}/") for key in self.hub.files):
            return self._refuse(404, "RepoNotFound")
        if revision not in ("main", "v1", COMMIT):
            return self._refuse(404, "RevisionNotFound")
        content = self.hub.files.get(f"{repo}/{file}")
        if content is None:
            return self._refuse(404, "EntryNotFound")
        sha256 = self.hub.lies.get(f"{repo}/{file}", hashlib.sha256(content).hexdigest())
        self.send_response(200)
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("X-Linked-Etag", f'"{sha256}"')
        self.send_header("X-Linked-Size", str(len(content)))
        self.send_header("ETag", f'"{sha256}"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def _refuse(self, status: int, code: str) -> None:
        self.send_response(status)
        if code:
            self.send_header("X-Error-Code", code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    """Yield a hub of one repository, and name it in the environment."""
    import huggingface_hub.constants

    found = Hub(files={"ada/small/q8/model.gguf": WEIGHTS})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": found}))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("HF_ENDPOINT", found.address)
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_TOKEN"):
        monkeypatch.delenv(variable, raising=False)
    # Read by the hub's client when it was imported, by whichever test was first.
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(huggingface_hub.constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("hf:ada/small/model.gguf", HubFile("ada/small", "model.gguf", "main")),
        ("hf:ada/small/model.gguf@v1.0", HubFile("ada/small", "model.gguf", "v1.0")),
        (NAME, HubFile("ada/small", "q8/model.gguf", COMMIT)),
        ("hf:Ada-1/Small.2_B/a b+c.bin@main", HubFile("Ada-1/Small.2_B", "a b+c.bin", "main")),
    ],
)
def test_a_name_is_read(name: str, file: HubFile) -> None:
    assert parse_hub_name(name) == file
    assert parse_hub_name(file.name) == file


@pytest.mark.parametrize(
    "name",
    [
        "",
        "hf:",
        "hf:ada/small",
        "hf:model.gguf@main",
        "ada/small/model.gguf",
        "hf:ada/small/model.gguf@",
        "hf:ada/small/../model.gguf",
        "hf:../small/model.gguf",
        "hf:ada/sm..all/model.gguf",
        "hf:ada//model.gguf",
        "hf:/etc/passwd/x",
        "hf:ada/small/.hidden",
        "hf:ada/small/a\\b.gguf",
        "hf:ada/small/model.gguf@refs/pr/1",
        "hf:ada/small/model.gguf@..",
        "hf:ada/small/model\n.gguf",
        "hf:ada/small/modèle.gguf",
    ],
)
def test_a_bad_name_is_refused_with_the_form_of_a_good_one(name: str, cache: Path) -> None:
    for use in (parse_hub_name, lambda n: fetch_model_file(n, cache), lambda n: local_model_file(n, cache)):
        with pytest.raises(ModelError, match=r"hf:owner/repository/file\.gguf@revision"):
            use(name)
    assert not cache.exists()


@given(st.text(alphabet="hf:ab/.@ -\\\n0", max_size=40))
def test_a_name_is_read_as_a_place_inside_the_cache_or_refused(rest: str) -> None:
    cache = Path("/nowhere/cache")
    try:
        file = parse_hub_name("hf:" + rest)
    except ModelError:
        return
    place = file.place(cache)
    assert Path(os.path.normpath(place)) == place
    assert place.is_relative_to(cache / "models")
    assert parse_hub_name(file.name) == file


def test_a_file_is_fetched_once_and_recorded(hub: Hub, cache: Path) -> None:
    path = fetch_model_file(NAME, cache)
    assert path == cache / "models" / "ada" / "small" / COMMIT / "q8" / "model.gguf"
    assert path.read_bytes() == WEIGHTS
    record = json.loads(path.with_name("model.gguf.json").read_text(encoding="utf-8"))
    assert record["sha256"] == hashlib.sha256(WEIGHTS).hexdigest()
    assert (record["commit"], record["size"], record["name"]) == (COMMIT, len(WEIGHTS), NAME)
    hub.asked.clear()
    assert fetch_model_file(NAME, cache) == path
    assert fetch_model_file(NAME, cache, offline=True) == path
    assert hub.asked == []
    left = sorted(p.name for p in path.parent.iterdir() if not p.name.endswith(".lock"))
    assert left == ["model.gguf", "model.gguf.json"]


def test_several_at_once_fetch_it_once(hub: Hub, cache: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        paths = set(pool.map(lambda _: fetch_model_file(NAME, cache), range(4)))
    assert len(paths) == 1
    assert [asked.split()[0] for asked in hub.asked].count("GET") == 1


def test_what_is_recorded_is_known_without_the_hub(hub: Hub, cache: Path) -> None:
    assert local_model_file(NAME, cache) is None
    assert hub.asked == []
    path = fetch_model_file(NAME, cache)
    hub.asked.clear()
    known = local_model_file(NAME, cache)
    assert known is not None
    assert (known.path, known.size, known.commit) == (path, len(WEIGHTS), COMMIT)
    assert known.sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    assert hub.asked == []


@pytest.mark.parametrize("revision", ["", "@main", "@v1"])
def test_a_revision_that_may_move_is_said_and_its_commit_recorded(
    revision: str, hub: Hub, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="generator"):
        fetch_model_file(f"hf:ada/small/q8/model.gguf{revision}", cache)
    (warning,) = [r for r in caplog.records if r.name.startswith("generator")]
    assert f"@{COMMIT}" in warning.getMessage()
    known = local_model_file(f"hf:ada/small/q8/model.gguf{revision}", cache)
    assert known is not None
    assert known.commit == COMMIT


def test_a_commit_is_fetched_without_a_warning(
    hub: Hub, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="generator"):
        fetch_model_file(NAME, cache)
    assert [r for r in caplog.records if r.name.startswith("generator")] == []


@pytest.mark.parametrize(
    "changed", [WEIGHTS[:-1] + b"!", WEIGHTS + b"more", b""], ids=["changed", "longer", "empty"]
)
def test_a_file_that_changed_is_refused_until_it_is_deleted(changed: bytes, hub: Hub, cache: Path) -> None:
    path = fetch_model_file(NAME, cache)
    path.write_bytes(changed)
    os.utime(path, ns=(1, 1))  # a change within one tick of the clock is one too
    for use in (fetch_model_file, local_model_file):
        with pytest.raises(ModelError, match="delete it") as caught:
            use(NAME, cache)
        assert str(path) in str(caught.value)
    path.unlink()
    assert fetch_model_file(NAME, cache).read_bytes() == WEIGHTS


def test_a_file_that_was_only_touched_is_hashed_again_once(
    hub: Hub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fetch_model_file(NAME, cache)
    os.utime(path, ns=(1, 1))
    hashed: list[str] = []
    digest = hashlib.file_digest

    def counted(stream: BinaryIO, name: str) -> object:
        hashed.append(name)
        return digest(stream, name)

    monkeypatch.setattr(hashlib, "file_digest", counted)
    for _ in range(3):
        assert fetch_model_file(NAME, cache) == path
    assert hashed == ["sha256"]
    known = local_model_file(NAME, cache)
    assert known is not None
    assert known.commit == COMMIT


def test_a_damaged_record_is_none(hub: Hub, cache: Path) -> None:
    path = fetch_model_file(NAME, cache)
    path.with_name("model.gguf.json").write_text("{", encoding="utf-8")
    known = local_model_file(NAME, cache)
    assert known is not None
    assert known.sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    assert known.commit is None


@pytest.mark.parametrize("by", ["argument", "environment"])
def test_offline_the_error_names_the_file_and_its_place(
    by: str, hub: Hub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by == "environment":
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError) as caught:
        fetch_model_file(NAME, cache, offline=True if by == "argument" else None)
    place = cache / "models" / "ada" / "small" / COMMIT / "q8" / "model.gguf"
    message = str(caught.value)
    assert message.endswith(f"put it at {place}")
    assert f"{hub.address}/ada/small/resolve/{COMMIT}/q8/model.gguf" in message
    assert NAME in message
    assert "\n" not in message
    assert hub.asked == []


@pytest.mark.parametrize("how", ["nobody listens", "out of order"])
def test_a_hub_that_does_not_answer_is_one_error_with_the_place(
    how: str, hub: Hub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "out of order":
        hub.broken = True
    else:
        monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    place = HubFile("ada/small", "q8/model.gguf", COMMIT).place(cache)
    with pytest.raises(ModelError) as caught:
        fetch_model_file(NAME, cache)
    assert str(caught.value).endswith(f"put it at {place}")
    assert not place.exists()


def test_a_file_placed_by_hand_is_taken_and_recorded_at_first_use(cache: Path) -> None:
    place = parse_hub_name(NAME).place(cache)
    place.parent.mkdir(parents=True)
    place.write_bytes(WEIGHTS)
    assert fetch_model_file(NAME, cache, offline=True) == place
    known = local_model_file(NAME, cache)
    assert known is not None
    assert known.sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    assert known.commit is None
    place.write_bytes(WEIGHTS[::-1])
    os.utime(place, ns=(1, 1))
    with pytest.raises(ModelError, match="is not the file that was recorded"):
        fetch_model_file(NAME, cache, offline=True)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("hf:ada/other/model.gguf@main", "no repository ada/other"),
        ("hf:ada/small/q8/model.gguf@v9", "no revision v9"),
        ("hf:ada/small/q4/model.gguf@main", "no file q4/model.gguf"),
    ],
)
def test_what_the_hub_does_not_have_is_named(name: str, message: str, hub: Hub, cache: Path) -> None:
    with pytest.raises(ModelError, match=message):
        fetch_model_file(name, cache)


def test_a_gated_file_says_what_opens_it(hub: Hub, cache: Path) -> None:
    hub.gated.add("ada/small")
    with pytest.raises(ModelError, match=r"licence must be accepted .* HF_TOKEN .* put it at"):
        fetch_model_file(NAME, cache)


def test_a_file_that_arrives_damaged_is_not_kept(hub: Hub, cache: Path) -> None:
    hub.lies["ada/small/q8/model.gguf"] = "0" * 64
    with pytest.raises(ModelError, match="arrived damaged"):
        fetch_model_file(NAME, cache)
    assert local_model_file(NAME, cache) is None
    hub.lies.clear()
    assert fetch_model_file(NAME, cache).read_bytes() == WEIGHTS


def test_a_model_in_parts_is_fetched_whole(hub: Hub, cache: Path) -> None:
    for n in (1, 2, 3):
        hub.files[f"ada/small/big-{n:05}-of-00003.gguf"] = WEIGHTS + bytes([n])
    name = f"hf:ada/small/big-00001-of-00003.gguf@{COMMIT}"
    path = fetch_model_file(name, cache)
    assert path.name == "big-00001-of-00003.gguf"
    parts = sorted(path.parent.glob("big-*.gguf"))
    assert len(parts) == 3
    before = local_model_file(name, cache)
    assert before is not None
    assert before.size == 3 * (len(WEIGHTS) + 1)
    parts[2].unlink()
    assert local_model_file(name, cache) is None
    hub.files["ada/small/big-00003-of-00003.gguf"] = WEIGHTS + b"x"
    fetch_model_file(name, cache)
    after = local_model_file(name, cache)
    assert after is not None
    assert after.sha256 != before.sha256


def test_a_cache_that_cannot_be_written_is_named(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands where the folder should be", encoding="utf-8")
    with pytest.raises(ModelError, match=r"cannot be written .* writable"):
        fetch_model_file(NAME, tmp_path / "cache")
