"""A browser, and a site served on this machine."""

from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    # Connections stay open: a page asks for dozens of files, and each new connection is one that may fail.
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Patient(http.server.ThreadingHTTPServer):
    # A browser asks for many files at once; on a busy machine five of them waiting are soon refused.
    request_queue_size = 128


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """Yield a browser. Raises FileNotFoundError if there is no chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise FileNotFoundError("no chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def served(site: Path) -> Iterator[str]:
    """Yield the address of a site on this machine; it ends with a slash."""
    handler = functools.partial(_Quiet, directory=str(site))
    server = _Patient(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
