"""Docs folder -> site: built by mkdocs, made searchable and secure, inspected, and only then swapped in."""

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
from generator.site.publishing import published_input as published
from generator.site.publishing.disk import recover, swap_in, unwritable
from generator.site.publishing.finished import FinishedFiles, PrebuiltFiles, restore, stamps
from generator.site.publishing.mkdocs_config import refuse_code
from generator.site.publishing.mkdocs_run import MkdocsOptions
from generator.site.publishing.sharding import build_parts, remove_leftovers, separable
from generator.site.publishing.zensical_run import warn_of_version
from generator.site.search import engine_of, index_site
from generator.storage.site_config import CONFIG, site_config

_MAX_SHOWN = 20  # problems in an error message


def publish(
    options: MkdocsOptions,
    docs: Path,
    site: Path,
    *,
    finished: FinishedFiles | None = None,
    jobs: int | None = None,
) -> bool:
    """Build the site from ``docs``, inspect it, and only then put it at ``site``.

    Pages already built from the same text are taken over from the last site; if nothing changed, nothing is
    done. A failed build leaves the last site in place. finished: files that the site takes over unchanged.
    jobs: number of processes; None: one per core. Returns False if there was nothing to do. Raises SiteError
    with the cause and the relevant lines of the log, and for code of a project that is not trusted.
    """
    root, extra = options.root, finished.folder if finished else None
    meanwhile = finished.make if finished else None
    if not site_config(root).is_file():
        raise SiteError(f"{root}: there is no {CONFIG}; run `answerbook init` or restore it.")
    if not options.trusted:
        refuse_code(root)
    if options.builder == "zensical":
        warn_of_version()
    # Unique to this process: a program of a killed build may still be writing into its folder.
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
                # Tells our search dialog which engine to query; without it, the theme's own dialog is used.
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
        index_site(docs, building, engine, site)
        secure(building)
        checks = site.with_name(f".{site.name}.looks.json")
        _refuse(inspect(building, beside=extra, stamps=now.extra, jobs=jobs, record=checks))
        prebuilt = PrebuiltFiles(extra, now.extra, before.extra if before else None, site)
        prebuilt.link(building)
        prebuilt.move(building)
        swap_in(building, site)
        published.write(record, now)
    except OSError as error:
        raise unwritable(site, "the site", error) from error
    finally:
        restore(site)
        shutil.rmtree(building, ignore_errors=True)  # the next build deletes what is left
    return True


def _template_values(options: MkdocsOptions, engine: str | None) -> dict[str, object]:
    """Return values for the theme's templates: the search engine, and interface texts in another language."""
    values: dict[str, object] = {"search": engine} if engine else {}
    return values | ({"words": interface_words(options.language)} if options.language else {})


def _built(page: str) -> str:
    return f"{page.removesuffix('.md')}.html"


def _refuse(problems: tuple[str, ...]) -> None:
    if not problems:
        return
    shown = [f"  {p}" for p in problems[:_MAX_SHOWN]]
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
    """Link unchanged pages of the last site into the new one; copy them if the disk has no hard links."""
    for page in pages:
        file, target = site / _built(page), building / _built(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(file)
        except OSError:
            shutil.copyfile(file, target)
