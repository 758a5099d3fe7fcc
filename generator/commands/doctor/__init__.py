"""What keeps a build from working well on this machine: one line for each thing, with its mend.

In comes a folder, which may lie in a project; out go `Finding`s, one by one as they are made. Nothing
is changed but the memory of model files' hashes, nothing is fetched, and no model is loaded but the
encoder, in a process of its own. No network is used unless it is asked for.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.commands.doctor.finding import Finding, State, failing

__all__ = ["Finding", "State", "examine", "failing", "readable", "verdict"]

_MARKS: Mapping[State, str] = {"ok": "ok", "warning": "warning", "failing": "FAILING"}
_MARK, _NAME = 8, 24  # columns
_BUILT_IN_SET = "content/questions/deep-learning.yml"


def examine(folder: Path, *, named: bool = False, network: bool = False) -> Iterator[Finding]:
    """Look at the machine, the engines, and the project that ``folder`` lies in, or the built-in models.

    named: a project is meant to be there, and it is a fault where none is. network: ask servers and plugins.
    """
    from generator.answering import BUILT_IN
    from generator.commands.doctor import engines, machine, models, project
    from generator.project import shipped
    from generator.project.questions import load_question_sets
    from generator.project.settings import RetrievalSettings
    from generator.retrieval import PACKAGED
    from generator.retrieval.encoder import encoder_folder
    from generator.run.config import RunConfig

    total, free = machine.memory()
    yield machine.python_version()
    yield machine.processor()
    yield machine.memory_finding(total, free)
    found, about = project.find_project(folder)
    yield machine.disk(found.root if found else folder)
    if named and found is None and about.state == "ok":
        about = dataclasses.replace(about, state="failing", found=f"none in {folder}")
    yield about

    specs = RunConfig.of(found).specs if found else tuple(BUILT_IN.values())
    sets = found.question_sets() if found else load_question_sets([shipped(_BUILT_IN_SET)])
    cache = found.cache_dir if found else None
    encoder = found.located(found.settings.retrieval.encoder) if found else PACKAGED
    options = found.settings.retrieval if found else RetrievalSettings()
    scorer, calibration = options.scorer, options.calibration
    if found:
        scorer, calibration = found.located(scorer), found.located(calibration)
    kinds = {spec.kind for spec in specs}
    for probe in engines.PROBES:
        yield engines.engine(probe, kinds)
    yield engines.encoder(encoder)
    yield engines.scorer(scorer, calibration)

    questions = [question for one in sets for question in one.questions]
    yield from models.examine_models(specs, models.Surroundings(questions, cache, free, network))
    try:
        encoder_here = encoder_folder(encoder) is not None
    except ImportError:
        encoder_here = False
    yield models.offline(specs, cache, encoder_here)

    if found:
        yield project.own_templates(found)
        yield project.write_access("answers", found.answers_dir)
        yield project.write_access("cache", found.cache_dir)
        yield project.write_access("build", found.build_dir)
    yield machine.git()
    yield machine.browser()
    yield machine.energy()


def readable(finding: Finding) -> str:
    """A finding as one line of columns, and a second one with the mend where there is one."""
    line = f"{_MARKS[finding.state]:<{_MARK}} {finding.name:<{_NAME}} {finding.found}"
    if finding.mend:
        line += f"\n{'':<{_MARK}} {'':<{_NAME}} -> {finding.mend}"
    return line


def verdict(findings: Sequence[Finding]) -> str:
    """What it comes to, in one sentence."""
    states = Counter(finding.state for finding in findings)
    if not states["failing"] and not states["warning"]:
        return "All is well."
    parts = [
        f"{count} {'is' if count == 1 else 'are'} failing"
        if state == "failing"
        else f"{count} warning{'' if count == 1 else 's'}"
        for state in ("failing", "warning")
        if (count := states[state])
    ]
    return f"Of {len(findings)} lines, {' and '.join(parts)}."
