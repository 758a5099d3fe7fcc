"""Requests are paced, limited, guarded, kept, and sent again where that may help."""

from __future__ import annotations

import email.utils
import gzip
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import FetchError
from generator.fetching import Client, RequestLimits, Secret, Services
from generator.fetching import reply_cache as kept_module
from generator.fetching.guard import is_public
from generator.fetching.request_pauses import RequestPace
from generator.fetching.services import KNOWN, VARIABLE, origin
from tests.fetching.serving import NOT_THERE, Asked, Say, Server, dripping, endless, in_turn

QUICK = RequestLimits(connect=2, read=2, total=5, wait=0.01, tries=3)


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


def client(server: Server, folder: Path | None = None, **more: Any) -> Client:
    """Return a client for which ``server`` is Crossref."""
    services = more.pop("services", None) or Services.at({"crossref": f"{server.url}/api"})
    return Client(services, folder, **{"limits": QUICK, "pace": RequestPace(sleep=lambda _: None), **more})


def failing(ask: Callable[[], object]) -> FetchError:
    with pytest.raises(FetchError) as found:
        ask()
    return found.value


def test_a_service_is_asked_with_who_asks() -> None:
    with Server(lambda asked: Say({"path": asked.path})) as server:
        told = client(server, contact="ada@example.org").get("/works/10.1%2Fx", {"rows": "2"}, of="crossref")
        assert told.json() == {"path": "/api/works/10.1%2Fx"}
        (asked,) = server.asked
    assert asked.query == {"rows": "2"}
    assert asked.headers["user-agent"].startswith("Answerbook/")
    assert "mailto:ada@example.org" in asked.headers["user-agent"]
    assert "cookie" not in asked.headers


def test_what_fails_in_passing_is_asked_again_and_retry_after_is_heeded() -> None:
    clock = Clock()
    busy = [
        Say(status=500),
        Say(status=429, headers={"Retry-After": "7"}),
        Say(b"cut", lost=5),
        Say({"a": 1}),
    ]
    with Server(in_turn(*busy)) as server:
        asking = client(server, pace=RequestPace(clock, clock.sleep), limits=RequestLimits(read=2, wait=1))
        assert asking.get("/x", of="crossref").json() == {"a": 1}
        assert len(server.asked) == 4
    assert clock.slept == [1, 7, 4]


def test_who_asks_for_an_hour_is_not_asked_again() -> None:
    with Server(lambda _: Say(status=429, headers={"Retry-After": "3600"})) as server:
        error = failing(lambda: client(server).get("/x", of="crossref"))
        assert "60 min" in str(error)
        assert error.passing
        assert len(server.asked) == 1


def test_a_server_that_is_away_is_tried_once_with_the_next_request() -> None:
    with Server(lambda _: Say(status=503)) as server:
        asking = client(server)
        assert "asked 3 times" in str(failing(lambda: asking.get("/x", of="crossref")))
        assert "asked once" in str(failing(lambda: asking.get("/y", of="crossref")))
        server.answer = lambda _: Say({})
        assert asking.get("/z", of="crossref").json() == {}
        server.answer = in_turn(Say(status=500), Say({}))
        assert asking.get("/again", of="crossref").json() == {}


@pytest.mark.parametrize(
    ("status", "words"), [(404, "does not have it"), (403, "refuses"), (401, "wants a key"), (418, "refuses")]
)
def test_what_is_refused_is_asked_once(status: int, words: str) -> None:
    with Server(lambda _: Say("no", status=status)) as server:
        error = failing(lambda: client(server).get("/x", of="crossref"))
        assert (error.status, error.passing, len(server.asked)) == (status, False, 1)
        assert words in str(error)


def test_sizes_and_times_have_limits() -> None:
    answers = {
        "/announced": Say(b"x", headers={"Content-Length": str(2 << 30)}),
        "/streamed": Say(endless()),
        "/bomb": Say(gzip.compress(bytes(60_000_000)), headers={"Content-Encoding": "gzip"}),
        "/led on": Say(endless(), status=302, headers={"Location": "/x"}),
        "/slow": Say({}, slow=30),
        "/dripping": Say(dripping(0.05)),
    }
    limits = RequestLimits(read=0.3, total=0.6, tries=1)
    with Server(lambda asked: answers[unquote(asked.path)]) as server:
        asking = Client(
            Services.at({"web": server.url}), limits=limits, pace=RequestPace(sleep=lambda _: None)
        )
        for path in ("/announced", "/streamed", "/bomb", "/led on"):
            error = failing(lambda path=path: asking.get(server.url + path, max_bytes=1_000_000))
            assert "more than the limit of 1 MB" in str(error)
        assert "nothing came" in str(failing(lambda: asking.get(f"{server.url}/slow")))
        asking = Client(
            Services.at({"web": server.url}), limits=limits, pace=RequestPace(sleep=lambda _: None)
        )
        assert "no whole reply" in str(failing(lambda: asking.get(f"{server.url}/dripping")))


PRIVATE = (
    "http://127.0.0.1:1/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[fd00::1]/",
    "http://[64:ff9b::7f00:1]/",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_asked_itself_or_by_redirect(address: str) -> None:
    with Server(lambda _: Say(status=302, headers={"Location": address})) as server:
        asking = client(server)
        for ask in (lambda: asking.get(address), lambda: asking.get("/to", of="crossref")):
            assert "is not a public address" in str(failing(ask))


def test_a_redirect_leads_to_no_other_server_of_this_machine() -> None:
    with Server(lambda _: Say("a secret")) as inner:
        with Server(lambda _: Say(status=302, headers={"Location": f"{inner.url}/x"})) as server:
            assert "not a public address" in str(failing(lambda: client(server).get("/x", of="crossref")))
        assert inner.asked == []


def test_behind_a_proxy_no_private_address_is_asked_either(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(lambda _: Say("by proxy")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        asking = Client(limits=QUICK, pace=RequestPace(sleep=lambda _: None))
        assert "not a public address" in str(failing(lambda: asking.get("http://10.0.0.1/x")))
        assert proxy.asked == []
        assert asking.get("http://papers.invalid/x").body == b"by proxy"


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("ftp://example.org/x", "'ftp'"),
        ("file:///etc/passwd", "'file'"),
        ("javascript:alert(1)", "'javascript'"),
        ("http://user:word@example.org/", "name or a password"),
        ("http://[::1/", "address"),
        ("", "does not say where"),
        ("/around", "more than 8 times"),
    ],
)
def test_redirects_that_are_not_followed(location: str, words: str) -> None:
    with Server(lambda _: Say(status=302, headers={"Location": location})) as server:
        assert words in str(failing(lambda: client(server).get("/x", of="crossref")))


def test_redirects_that_are_followed_bring_cookies_back_and_no_keys_along() -> None:
    def answer(asked: Asked) -> Say:
        if asked.path == "/api/x":
            return Say(status=302, headers={"Location": "/there is?a=1#b", "Set-Cookie": "open=yes; Path=/"})
        return Say(asked.headers.get("cookie", ""), "text/plain")

    secret = Secret({"X-Key": "of-the-service"}, {"api_key": "another-one"})
    with Server(answer) as server:
        reply = client(server).get("/x", of="crossref", secret=secret)
        first, second = server.asked
    assert reply.body == b"open=yes"
    assert reply.address == f"{server.url}/there%20is?a=1"
    assert (first.headers["x-key"], first.query["api_key"]) == ("of-the-service", "another-one")
    assert "x-key" not in second.headers
    assert second.query == {"a": "1"}


def test_a_key_is_in_no_file_and_in_no_error(tmp_path: Path) -> None:
    secret = Secret({"X-Key": "of-the-service"}, {"api_key": "another-one"})
    echo = {"Location": "/y?api_key=another-one"}
    with Server(lambda asked: Say(status=302, headers=echo) if asked.path == "/api/x" else Say({})) as server:
        asking = client(server, tmp_path)
        assert "another-one" not in asking.get("/x", of="crossref", secret=secret).address
        server.answer = lambda _: Say(status=500)
        error = failing(lambda: asking.get("/z", of="crossref", secret=secret))
    assert "another-one" not in str(error)
    files = [file.read_bytes() for file in tmp_path.iterdir()]
    assert len(files) == 2
    assert not any(b"another-one" in data or b"of-the-service" in data for data in files)


def test_passwords_of_the_user_are_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ada password word\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with Server(lambda _: Say({})) as server:
        client(server).get("/x", of="crossref")
        assert "authorization" not in server.asked[0].headers


def test_a_reply_is_kept_and_looked_at_again_when_it_is_old(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Say:
        if asked.headers.get("if-none-match") == '"1"':
            return Say(status=304)
        return Say({"n": len(server.asked)}, headers={"ETag": '"1"', "Last-Modified": "yesterday"})

    with Server(answer) as server:
        for _ in range(2):
            assert client(server, tmp_path).get("/x", of="crossref").json() == {"n": 1}
        assert len(server.asked) == 1
        old = client(server, tmp_path, limits=RequestLimits(max_age=0))
        assert old.get("/x", of="crossref").json() == {"n": 1}
        assert server.asked[1].headers["if-modified-since"] == "yesterday"
        for file in tmp_path.glob("*.body"):
            file.write_bytes(b"{}")  # damaged: asked for anew
        assert client(server, tmp_path).get("/x", of="crossref").json() == {"n": 3}
        old.forget("/x", of="crossref")
        assert list(tmp_path.iterdir()) == []


def test_that_something_is_not_there_is_kept_for_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(lambda _: NOT_THERE) as server:
        for _ in range(2):
            assert failing(lambda: client(server, tmp_path).get("/x", of="crossref")).status == 404
        assert len(server.asked) == 1
        (record,) = tmp_path.glob("*.json")
        data = json.loads(record.read_text())
        data["content"]["at"] -= 4000
        record.write_text(json.dumps(data))
        failing(lambda: client(server, tmp_path).get("/x", of="crossref"))
        assert len(server.asked) == 2
    monkeypatch.setattr(kept_module, "_MAX_AGE", -1.0)
    client(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_costs_what_is_kept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with Server(lambda _: Say({})) as server:
        assert client(server, tmp_path / "file").get("/x", of="crossref").json() == {}


def test_what_is_sent_is_sent_again_only_if_nothing_was_taken() -> None:
    with Server(in_turn(Say(status=503), Say({"ok": 1}))) as server:
        told = client(server).send("POST", "/n", b"[]", of="crossref", headers={"Content-Type": "text/x"})
        assert told.json() == {"ok": 1}
        assert [(asked.method, asked.body) for asked in server.asked] == [("POST", b"[]")] * 2
    for said in (Say(status=500), Say(status=307, headers={"Location": "/y"})):
        with Server(lambda _, said=said: said) as server:
            failing(lambda: client(server).send("POST", "/n", b"[]", of="crossref"))
            assert len(server.asked) == 1


def test_requests_of_a_bucket_take_turns() -> None:
    clock = Clock()
    pace = RequestPace(clock, clock.sleep)
    for bucket, gap in (("a", 3), ("a", 3), ("b", 1), ("a", 3)):
        pace.wait_for_turn(bucket, gap)
    assert clock.slept == [3, 3]
    pace.heed("b", {"x-rate-limit-limit": "5", "x-rate-limit-interval": "10s"})
    pace.wait_for_turn("b", 0.1)
    pace.wait_for_turn("b", 0.1)
    assert clock.slept[2:] == [2]
    pace.pause("c", 9)
    pace.wait_for_turn("c", 0)
    assert clock.slept[3:] == [9]


@given(st.text(), st.text())
def test_no_header_stops_the_clock(limit: str, interval: str) -> None:
    clock = Clock()
    pace = RequestPace(clock, clock.sleep)
    pace.heed("a", {"x-rate-limit-limit": limit, "x-rate-limit-interval": interval})
    pace.wait_for_turn("a", 0)
    pace.wait_for_turn("a", 0)
    assert sum(clock.slept) <= 60


def test_threads_share_a_pace() -> None:
    clock, lock = Clock(), threading.Lock()

    def sleep(seconds: float) -> None:
        with lock:
            clock.slept.append(round(seconds, 3))

    pace = RequestPace(clock, sleep)
    threads = [threading.Thread(target=pace.wait_for_turn, args=("arxiv", 3.0)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(clock.slept) == [3, 6, 9, 12]


def test_arxiv_is_asked_once_in_three_seconds_whatever_its_server_is_called() -> None:
    services = Services()
    assert services.gap("", "arxiv") == services.gap("", "arxiv-oai") == ("arxiv", 3.0)
    assert services.gap("https://arxiv.org/html/2401.00010", "") == ("arxiv", 3.0)
    assert services.gap("https://notarxiv.org/", "")[0] == "notarxiv.org"
    assert all(service.gap > 0 for service in KNOWN.values())


def test_services_are_elsewhere_only_if_the_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert Services.from_environment() == Services()
    monkeypatch.setenv(VARIABLE, "crossref=http://127.0.0.1:8/c/ web=http://10.0.0.1")
    services = Services.from_environment()
    assert services.by_name["crossref"].base == "http://127.0.0.1:8/c"
    assert services.by_name["pmc"] == KNOWN["pmc"]
    assert services.private_origins == {"http://10.0.0.1:80"}
    for wrong in ("corssref=http://x", "crossref=x", "web=ftp://x"):
        monkeypatch.setenv(VARIABLE, wrong)
        with pytest.raises(FetchError):
            Services.from_environment()


@pytest.mark.parametrize("address", ["http://[::1", "http://x:port/", "x", "", "http:///x", "ftp://x/"])
def test_what_is_no_address(address: str) -> None:
    assert failing(lambda: origin(address))


@given(st.ip_addresses())
def test_an_address_is_public_or_private_however_it_is_wrapped(ip: Any) -> None:
    public = is_public(str(ip))
    if ip.version == 4:
        assert is_public(f"::ffff:{ip}") == public
    assert not (public and (ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast))


def test_a_server_that_speaks_no_http_and_one_that_is_not_there() -> None:
    with Server(lambda _: Say({})) as server:
        url = server.url
    asking = Client(Services.at({"crossref": url}), limits=QUICK, pace=RequestPace(sleep=lambda _: None))
    error = failing(lambda: asking.get("/x", of="crossref"))
    assert error.passing
    assert "Connection refused" in str(error)


def test_garbage_is_no_json() -> None:
    for body in ("<html>", b"\xff\xfe", "[" * 100_000):
        with Server(lambda _, body=body: Say(body)) as server:
            reply = client(server).get("/x", of="crossref")
            assert "not JSON" in str(failing(reply.json))


def test_a_date_to_retry_after_counts() -> None:
    soon = email.utils.formatdate(time.time() + 3000, usegmt=True)
    with Server(lambda _: Say(status=503, headers={"Retry-After": soon})) as server:
        assert "50 min" in str(failing(lambda: client(server).get("/x", of="crossref")))
