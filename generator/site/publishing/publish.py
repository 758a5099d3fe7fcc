"""Docs folder -> site: built by mkdocs, made searchable and secure, inspected, and only then put in place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from generator.core.counting import pluralize
from generator.errors import SiteError
from generator.site.content.interface import interface_words
from generator.site.inspection.inspect import inspect
from generator.site.inspection.security import secure
from generator.site.publishing import published
from generator.site.publishing.disk import recover, swap_in, unwritable
from generator.site.publishing.finished import FinishedFiles, PrebuiltFiles, restore, stamps
from generator.site.publishing.mkdocs_config import CONFIG, refuse_code
from generator.site.publishing.mkdocs_run import MkdocsOptions
from generator.site.publishing.sharding import build_parts, remove_leftovers, separable
from generator.site.publishing.zensical_run import warn_of_version
from generator.site.search import engine_of, index_site

_SHOWN = 20


def publish(
    options: MkdocsOptions,
    docs: Path,
    site: Path,
    *,
    finished: FinishedFiles | None = None,
    jobs: int | None = None,
) -> bool:
    """Build the site from ``docs``, inspect it, and only then put it at ``site``.

    Pages that were built before from the same text are taken over from there; where nothing changed, nothing
    is done. A build that fails leaves the site of the last one in place. finished: files that the site takes
    over as they are. jobs: processes; None takes as many as there are cores. Returns whether anything was to
    be done. Raises SiteError with the cause and the lines of the log that tell of it, and for code of a
    project that is not trusted.
    """
    root, extra = options.root, finished.folder if finished else None
    meanwhile = finished.make if finished else None
    if not (root / CONFIG).is_file():
        raise SiteError(f"{root}: there is no {CONFIG}; run `answerbook init` or restore it.")
    if not options.trusted:
        refuse_code(root)
    if options.builder == "zensical":
        warn_of_version()
    # A name of its own: a program that a killed build left behind may be writing for a moment yet.
    building = site.with_name(f".{site.name}.building-{os.getpid()}")
    record = site.with_name(f".{site.name}.json")
    try:
        building.parent.mkdir(parents=True, exist_ok=True)
        restore(site)
        recover(site)
        remove_leftovers(root, building.parent)
        engine = engine_of(docs, strict=options.strict)
        settings = [
            str(engine),
            options.site_url,
            repr(dict(options.extra)),
            options.builder,
            options.language,
        ]
        docs_now = published.of_docs(root, docs, options.theme, settings)
        before = published.read(record) if (site / "index.html").is_file() else None
        if before is not None and docs_now == replace(before, extra={}):
            if meanwhile is not None:
                meanwhile()
            meanwhile = None
            if stamps(extra) == before.extra:
                return False
        record.unlink(missing_ok=True)
        same = docs_now.same_pages(before) if separable(root) else frozenset()
        kept = {p for p in same if (site / _built(p)).is_file()}
        with ThreadPoolExecutor(1) as pool:
            built = pool.submit(
                build_parts,
                # Which of the two our search dialog asks; without it, the theme's own takes its place.
                replace(options, extra={**options.extra, **_template_values(options, engine)}),
                docs,
                building,
                changed={p for p in docs_now.files if p not in kept} if kept else None,
                jobs=jobs or os.cpu_count() or 1,
            )
            if meanwhile is not None:
                meanwhile()
            built.result()
        now = replace(docs_now, extra=stamps(extra))
        _link_kept(kept, site, building)
        index_site(docs, building, engine)
        secure(building)
        looks = site.with_name(f".{site.name}.looks.json")
        _refuse(inspect(building, beside=extra, stamps=now.extra, jobs=jobs, record=looks))
        takeover = PrebuiltFiles(extra, now.extra, before.extra if before else None, site)
        takeover.link(building)
        takeover.move(building)
        swap_in(building, site)
        published.write(record, now)
    except OSError as error:
        raise unwritable(site, "the site", error) from error
    finally:
        restore(site)
        shutil.rmtree(building, ignore_errors=True)  # what is left goes before the next build
    return True


def _template_values(options: MkdocsOptions, engine: str | None) -> dict[str, object]:
    """What the theme's templates are told: the engine of the search, and texts in another language."""
    told: dict[str, object] = {"search": engine} if engine else {}
    return told | ({"words": interface_words(options.language)} if options.language else {})


def _built(page: str) -> str:
    return f"{page.removesuffix('.md')}.html"


def _refuse(problems: tuple[str, ...]) -> None:
    if not problems:
        return
    shown = [f"  {p}" for p in problems[:_SHOWN]]
    more = len(problems) - len(shown)
    raise SiteError(
        "\n".join(
            [
                f"the built site has {pluralize(len(problems), 'problem')} and was not published:",
                *shown,
                *([f"  and {more} more"] if more else []),
            ]
        )
    )


def _link_kept(pages: Iterable[str], site: Path, building: Path) -> None:
    """Pages of the last site in the new one as well; copies where the disk knows no links."""
    for page in pages:
        file, target = site / _built(page), building / _built(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(file)
        except OSError:
            shutil.copyfile(file, target)
