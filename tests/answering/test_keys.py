"""Keys go where their owner says, not where a project says, and come back from no server."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.answering.models.model_protocol import Prompt
from generator.answering.models.server.api_keys import HIDDEN, key_of, keys_file, without_key
from generator.answering.models.server.model import ServerModel
from generator.answering.models.server.options import ServerOptions
from generator.errors import ModelError
from tests.answering.faulty_server import CHAT, FaultyServer, Step, chat

KEY = "sk-secret/0123+456789<abc>"
BINDINGS = """\
TOKEN: https://models.example.org/v1
ANSWERBOOK_LAB: [https://gpu.example.org:8443, "http://[::1]:8080"]
"""


@pytest.fixture(autouse=True)
def bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's file of bindings, and set every variable."""
    file = tmp_path / "keys.yml"
    file.write_text(BINDINGS)
    monkeypatch.setenv("ANSWERBOOK_KEYS", str(file))
    for name in ("TOKEN", "ANSWERBOOK_LAB", "ANSWERBOOK_KEY", "GITHUB_TOKEN", "MY_ANSWERBOOK_KEY"):
        monkeypatch.setenv(name, KEY)
    return file


@pytest.mark.parametrize(
    ("variable", "url", "refused"),
    [
        ("ANSWERBOOK_KEY", "https://anywhere.example", ""),
        ("TOKEN", "https://models.example.org", ""),
        ("TOKEN", "https://MODELS.example.org:443/v1", ""),
        ("ANSWERBOOK_LAB", "http://[::1]:8080/v1", ""),
        (
            "GITHUB_TOKEN",
            "https://models.example.org",
            "begins with ANSWERBOOK_, or write `GITHUB_TOKEN: https:",
        ),
        ("GITHUB_TOKEN", "http://127.0.0.1:1", "because only a project's settings name it"),
        ("MY_ANSWERBOOK_KEY", "https://models.example.org", "begins with ANSWERBOOK_"),
        ("TOKEN", "https://models.example.org.evil.example", "binds it to https://models.example.org"),
        ("TOKEN", "https://models.example.org:8443", "binds it to"),
        ("ANSWERBOOK_LAB", "https://gpu.example.org", "binds it to https://gpu.example.org:8443, http://"),
    ],
)
def test_a_variable_goes_where_the_user_lets_it_go(variable: str, url: str, refused: str) -> None:
    options = ServerOptions(url=url, key_variable=variable)
    if not refused:
        assert key_of(options) == KEY
        return
    with pytest.raises(ModelError) as error:
        key_of(options)
    assert refused in str(error.value)
    assert KEY not in str(error.value)


def test_what_is_refused_is_not_sent() -> None:
    with FaultyServer() as server:
        with pytest.raises(ModelError, match="GITHUB_TOKEN is not sent to"):
            ServerModel(ServerOptions(url=server.url, key_variable="GITHUB_TOKEN"))
        assert server.asked == []


@pytest.mark.parametrize(
    "content", [KEY, f"[{KEY}]", f"TOKEN: {KEY}", f"TOKEN: [{{a: {KEY}}}]", "[" * 1200, "\0"]
)
def test_a_broken_file_of_bindings_is_one_sentence_that_repeats_nothing(content: str, bound: Path) -> None:
    bound.write_text(content)
    with pytest.raises(ModelError, match="write lines such as") as error:
        key_of(ServerOptions(url="https://models.example.org", key_variable="TOKEN"))
    assert KEY not in str(error.value)
    assert str(bound) in str(error.value)


def test_the_file_of_bindings_has_its_usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSWERBOOK_KEYS")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert keys_file() == tmp_path / "config" / "answerbook" / "keys.yml"
    assert key_of(ServerOptions(key_variable="ANSWERBOOK_KEY")) == KEY


def test_a_key_that_could_be_a_word_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSWERBOOK_KEY", "test")
    with pytest.raises(ModelError, match="shorter than 8"):
        key_of(ServerOptions(key_variable="ANSWERBOOK_KEY"))


@pytest.mark.parametrize(
    "said", [KEY, KEY.upper(), quote(KEY), quote(KEY, safe=""), "sk-secret/0123+456789&lt;abc&gt;"]
)
def test_a_key_is_found_however_it_is_written(said: str) -> None:
    assert without_key(f"It is {said}.", KEY) == f"It is {HIDDEN}."
    assert without_key({said: [{"a": said}, 1, None]}, KEY) == {HIDDEN: [{"a": HIDDEN}, 1, None]}
    assert without_key(said, None) == said


def test_a_server_that_sends_the_key_back_brings_it_nowhere() -> None:
    escaped = "".join(f"\\u{ord(c):04x}" for c in KEY)
    reply = json.dumps(chat("The key is @@ [1].")).replace("@@", escaped).encode()
    pages = {"/v1/models": {"data": [{"id": f"model-{KEY}"}]}}
    with FaultyServer(Step(reply), pages=pages) as server:
        model = ServerModel(ServerOptions(url=server.url, key_variable="ANSWERBOOK_KEY"))
        assert model.complete(Prompt("system", "", "user"), grammar="").text == f"The key is {HIDDEN} [1]."
        assert model.facts.model == f"model-{HIDDEN}"
        model.close()
        assert server.chats[0].headers["authorization"] == f"Bearer {KEY}"


def test_the_path_of_an_address_stays_out_of_messages() -> None:
    with FaultyServer() as server:
        server.pages[f"/a-secret-path{CHAT}"] = Step({"error": "no such page: /a-secret-path/v1"}, 500)
        server.pages["/a-secret-path/v1/models"] = server.pages["/v1/models"]
        model = ServerModel(ServerOptions(url=f"{server.url}/a-secret-path/v1", tries=1))
        with pytest.raises(ModelError, match=r"was asked once .*HTTP 500: no such page: /\.\.\./v1") as error:
            model.complete(Prompt("system", "", "user"), grammar="")
        model.close()
    assert "a-secret-path" not in str(error.value)
