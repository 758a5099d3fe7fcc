from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.small_collection import build, small_collection


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the small collection, built by mkdocs once."""
    return build(small_collection(), tmp_path_factory.mktemp("site"))
