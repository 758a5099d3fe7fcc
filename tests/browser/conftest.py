"""A chromium and a served site. Skips, saying so, where there is no chromium."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.opening import browsing, served
from tests.site.small_collection import build, small_collection

# Of a machine that other tests keep busy; what is there is found at once.
expect.set_options(timeout=30_000)

Scheme = Literal["light", "dark"]
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with contextlib.ExitStack() as stack:
        try:
            browser = stack.enter_context(browsing())
        except FileNotFoundError as error:
            pytest.skip(str(error))
        yield browser


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site of the small collection is served; ends with a slash."""
    with served(build(small_collection(), tmp_path_factory.mktemp("browser"))) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Open]:
    """Open pages of the site; fail if one complains or asks another site for anything."""
    complaints: list[str] = []
    contexts = []

    def visit(path: str = "", *, width: int = 1280, scheme: Scheme = "light", script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.on("console", lambda m: complaints.append(f"{m.type}: {m.text}") if m.type != "log" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((address, "data:", "blob:"))
                else complaints.append(f"asks another site: {request.url}")
            ),
        )
        page.goto(f"{address}{path}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []
