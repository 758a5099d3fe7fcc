"""`answerbook serve`: show the built site, on this machine only."""

from __future__ import annotations

import functools
import http.server
from collections.abc import Callable
from pathlib import Path

from generator.errors import SiteError


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Log no requests."""

    def end_headers(self) -> None:
        # A normal reload must show the next build.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


def serve_folder(folder: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve ``folder`` at 127.0.0.1 until interrupted; ``ready`` is called with the address.

    Raises SiteError if there is no site, or if the port is in use.
    """
    if not (folder / "index.html").is_file():
        raise SiteError(f"{folder}: no site yet; run `answerbook build` first")
    handler = functools.partial(_Quiet, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise SiteError(
            f"port {port} cannot be used ({error.strerror}); choose another with --port"
        ) from error
    with server:
        ready(f"http://127.0.0.1:{server.server_port}/")
        server.serve_forever()
