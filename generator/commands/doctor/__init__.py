"""`answerbook doctor`: find what keeps a build from working well on this machine, and how to fix it.

Takes a folder, which may be in a project, and yields `Finding`s as they are made. Nothing is changed except
the cache of model files' hashes. Nothing is fetched, and no network is used unless it is requested. Of the
models, only the encoder and the scorer are loaded, each in a separate process.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.commands.doctor.check_result import Finding, State, failing

__all__ = ["Finding", "State", "examine", "failing", "finding_json", "readable", "verdict"]

_MARKS: Mapping[State, str] = {"ok": "ok", "warning": "warning", "failing": "FAILING"}
_MARK_WIDTH, _NAME_WIDTH = 8, 24  # columns
_BUILT_IN_SET = "content/questions/deep-learning.yml"


def examine(folder: Path, *, named: bool = False, network: bool = False) -> Iterator[Finding]:
    """Check the machine, the engines, and the project that contains ``folder``, or else the built-in models.

    named: whether it is an error if there is no project. network: query servers and plugins.
    """
    from generator.answering import BUILT_IN
    from generator.commands.doctor import engines
    from generator.commands.doctor import machine_checks as machine
    from generator.commands.doctor import model_checks as models
    from generator.commands.doctor import project_checks as project
    from generator.project import shipped
    from generator.project.question_files import load_question_sets
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
    yield from models.examine_models(specs, models.CheckContext(questions, cache, free, network))
    try:
        encoder_here = encoder_folder(encoder) is not None
    except ImportError:
        encoder_here = False
    yield models.offline(specs, cache, encoder_here)

    if found:
        yield project.site_address(found)
        yield project.own_templates(found)
        yield project.write_access("answers", found.answers_dir)
        yield project.write_access("cache", found.cache_dir)
        yield project.write_access("build", found.build_dir)
    yield machine.git()
    yield machine.browser()
    yield machine.energy()


def readable(finding: Finding) -> str:
    """Return a finding as one line of columns, and a second line with the hint if there is one."""
    line = f"{_MARKS[finding.state]:<{_MARK_WIDTH}} {finding.name:<{_NAME_WIDTH}} {finding.found}"
    if finding.hint:
        line += f"\n{'':<{_MARK_WIDTH}} {'':<{_NAME_WIDTH}} -> {finding.hint}"
    return line


def finding_json(finding: Finding) -> dict[str, str]:
    """Return a finding as plain data. The key of the hint stays "mend", because programs may read it."""
    return {
        "name": finding.name,
        "state": finding.state,
        "found": finding.found,
        "mend": finding.hint,
    }


def verdict(findings: Sequence[Finding]) -> str:
    """Return the result of all checks in one sentence."""
    states = Counter(finding.state for finding in findings)
    if not states["failing"] and not states["warning"]:
        return "No problems found."
    counts = [(states["failing"], "failed"), (states["warning"], "gave a warning")]
    return f"Of {len(findings)} checks, {' and '.join(f'{n} {what}' for n, what in counts if n)}."
