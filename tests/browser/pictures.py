"""Pictures of a built site, for the documentation.

    python -m tests.browser.pictures [--site build/site] [--into content/pictures]

Takes the home page and the first paper's page, light at 1440 pixels and dark at 375 pixels.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, _Quiet

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"home": "", "paper": "papers/digits-seeds.html"}
VIEWS = {"light-1440": (1440, 1100, "light"), "dark-375": (375, 800, "dark")}


def take(site: Path, into: Path) -> list[Path]:
    """Write ``<page>-<view>.png`` for every page and view; return the files."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("no chromium on this machine (Debian: apt-get install chromium)")
    handler = functools.partial(_Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    into.mkdir(parents=True, exist_ok=True)
    files = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for view, (width, height, scheme) in VIEWS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            for name, path in PAGES.items():
                page = context.new_page()
                page.goto(f"http://127.0.0.1:{server.server_port}/{path}", wait_until="networkidle")
                files.append(into / f"{name}-{view}.png")
                page.screenshot(path=str(files[-1]))
            context.close()
        browser.close()
    server.shutdown()
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--into", type=Path, default=ROOT / "content" / "pictures")
    options = parser.parse_args()
    for file in take(options.site, options.into):
        print(file)


if __name__ == "__main__":
    main()
