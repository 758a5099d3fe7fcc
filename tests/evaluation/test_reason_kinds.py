from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.evaluation.reason_kinds import KINDS, kind_of_reason

PACKAGE = Path(__file__).resolve().parent.parent.parent / "generator"
# Texts that try to look like another reason, within the quotation marks of theirs.
HOSTILE = ("12", "general remark (“x”)", "the number 3 does not stand in the evidence", "a”\n“b")


def texts(node: ast.AST, constants: dict[str, str], filling: str) -> Iterator[str]:
    """Yield the text of an expression with its values filled in; nothing if it is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]
    elif isinstance(node, ast.JoinedStr):
        parts = []
        for value in node.values:
            if isinstance(value, ast.Constant):
                parts.append(str(value.value))
            else:
                # A format makes a number of it ("{coverage:.0%}").
                assert isinstance(value, ast.FormattedValue)
                parts.append("42%" if value.format_spec else filling)
        yield "".join(parts)


def reasons_of(path: Path, filling: str) -> Iterator[str]:
    """Every reason that a module can give: yielded texts, third arguments of verdicts, `reason=`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Yield) and node.value is not None:
            yield from texts(node.value, constants, filling)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "Verdict" and len(node.args) > 2:
                yield from texts(node.args[2], constants, filling)
            marked = [k.value for k in node.keywords if k.arg == "support"]
            if marked and isinstance(marked[0], ast.Constant) and marked[0].value == "unsupported":
                for keyword in node.keywords:
                    if keyword.arg == "reason":
                        yield from texts(keyword.value, constants, filling)


def all_reasons(filling: str) -> list[str]:
    modules = sorted((PACKAGE / "checking").rglob("*.py")) + sorted((PACKAGE / "importing").rglob("*.py"))
    return [reason for path in modules for reason in reasons_of(path, filling)]


@pytest.mark.parametrize("filling", HOSTILE)
def test_every_reason_of_the_check_has_its_kind(filling: str) -> None:
    reasons = all_reasons(filling)
    assert len(reasons) >= 12
    kinds = [kind_of_reason(r) for r in reasons]
    assert [r for r, kind in zip(reasons, kinds, strict=True) if kind == "other"] == []
    assert set(kinds) == set(KINDS) - {"other"}
    plain = [kind_of_reason(r) for r in all_reasons("12")]
    assert kinds == plain  # whatever stands in them


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("general remark (“it depends”), not a statement of the paper", "remark"),
        ("the number 1,204 does not stand in the evidence", "number"),
        ("a sign at the number 1.24 could not be read in the paper's file", "number"),
        ("“AWS” is not named in the evidence", "name"),
        ("only 31% of its content stands in the evidence", "coverage"),
        ("its words stand in the evidence, but not together", "scattered"),
        ("“random forest” does not stand together in the evidence", "scattered"),
        ("tells what else the text is about, not the answer", "beside"),
        ("where it says 0.9, the evidence says 0.01", "placed"),
        ("it exchanges “Adam” and “SGD”", "placed"),
        ("the evidence says the opposite of “increased”", "direction"),
        ("it denies what the evidence does not", "polarity"),
        ("it affirms what the evidence denies", "polarity"),
        ("its 30 has another unit than the 30 of the evidence", "unit"),
        ("it says “all”, which the evidence does not", "scope"),
        ("the evidence says it of “some” only", "scope"),
        ("the evidence only says “suggest”", "scope"),
        ("the evidence reports as the claim of others what it affirms", "stance"),
        ("the evidence makes a condition of what it affirms", "stance"),
        ("the evidence cites it of others, and it tells it as the study's own", "stance"),
        ("“carbon”, an item of its list, does not stand in the evidence", "added"),
        ("true to the paper, but its evidence is not about the question", "beside"),
        ("nothing in the paper was found that could support it", "nothing"),
        ("", "other"),
        ("a reason of another version", "other"),
    ],
)
def test_a_reason_is_put_down_to_its_kind(reason: str, kind: str) -> None:
    assert kind_of_reason(reason) == kind
