from __future__ import annotations

import getpass
import json
import platform
from pathlib import Path

import pytest

from generator.run.machine import cpu_name, machine


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("processor\t: 0\nmodel name\t: A  CPU @ 3.00GHz\n\nmodel name\t: another\n", "A CPU @ 3.00GHz"),
        ("processor : 0\nBogoMIPS : 50.0\n", ""),
        ("", ""),
    ],
)
def test_a_processor_is_named_as_it_names_itself(tmp_path: Path, text: str, name: str) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text(text, encoding="utf-8")
    assert cpu_name(file) == name


def test_a_platform_that_does_not_tell_gives_no_name(tmp_path: Path) -> None:
    assert cpu_name(tmp_path / "absent") == ""


def test_neither_the_name_of_the_machine_nor_that_of_its_user_nor_a_path_is_told() -> None:
    found = machine()
    assert set(found) == {"cpu", "cores", "python", "platform"}
    assert int(found["cores"]) >= 1
    text = json.dumps(found)
    assert platform.node() not in text or len(platform.node()) < 3
    assert str(Path.home()) not in text or str(Path.home()) == "/"
    assert getpass.getuser() not in text.split()
