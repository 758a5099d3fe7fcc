"""Lighthouse of a built site's pages: as on a slow phone, and as on a desktop computer.

    python -m tests.benchmarks.lighthouse [--site build/site] [--page papers/digits-seeds.html] [--plain]

Without ``--page``: the first page, a paper, and an answer of that paper. Lighthouse is a program of npm:
``npm install --prefix build/tools lighthouse``. Pages are served compressed, as every host of static pages
does; ``--plain`` leaves that out. Exit code 1 if a page is below the goal in a category that has one.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GOAL = 0.98
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# A site that is served from this machine has no canonical address, which the fourth category asks for.
WITH_GOAL = CATEGORIES[:3]
DEVICES = {"phone": (), "desktop": ("--preset=desktop",)}
_PAPER = "papers/digits-seeds.html"
_ANSWER = re.compile(r"a/[0-9a-f]{24}/index\.html")
_FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
_TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", "/")


class _Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves a folder; texts compressed."""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if file.is_dir():
            file /= "index.html"
        if not file.name.endswith(_TEXT) or not file.is_file():
            return super().do_GET()
        data = gzip.compress(file.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def program() -> str:
    """Return the Lighthouse of this machine. Raises SystemExit that says how to get it."""
    here = ROOT / "build" / "tools" / "node_modules" / ".bin" / "lighthouse"
    found = os.environ.get("LIGHTHOUSE") or (str(here) if here.is_file() else shutil.which("lighthouse"))
    if not found:
        raise SystemExit("no lighthouse on this machine: npm install --prefix build/tools lighthouse")
    return found


def audit(address: str, device: str) -> dict[str, Any]:
    """Return Lighthouse's report of one page. device: one of `DEVICES`."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no chromium on this machine (Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [program(), address, "--quiet", "--output=json", f"--output-path={report}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={_FLAGS}"]
        command += DEVICES[device]
        subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium}, check=True, timeout=300)
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found


def pages_of(site: Path) -> list[str]:
    """Return the first page, a paper, and an answer to which that paper links."""
    found = _ANSWER.search((site / _PAPER).read_text(encoding="utf-8"))
    return ["index.html", _PAPER, *([found[0]] if found else [])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--page", action="append", help="a path within the site; may be given again")
    parser.add_argument("--plain", action="store_true", help="serve without compression")
    options = parser.parse_args()
    kind = http.server.SimpleHTTPRequestHandler if options.plain else _Compressing
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(kind, directory=str(options.site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    missed = False
    for path in options.page or pages_of(options.site):
        for device in DEVICES:
            report = audit(f"http://127.0.0.1:{server.server_port}/{path}", device)
            scores = {name: report["categories"][name]["score"] for name in CATEGORIES}
            # Below 1,000 the machine is slower, or busier, than what the limits of Lighthouse are made for.
            speed = f"(benchmark index {report['environment']['benchmarkIndex']:.0f})"
            print(path, device, "  ".join(f"{name} {score:.2f}" for name, score in scores.items()), speed)
            for name, found in report["audits"].items():
                if found.get("score") is not None and found["score"] < 0.9:
                    print(
                        f"    {found['score']:.2f} {name}: {found['title']} {found.get('displayValue', '')}"
                    )
            missed |= min(scores[name] for name in WITH_GOAL) < GOAL
    server.shutdown()
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
