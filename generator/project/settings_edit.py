"""Adding a question set to a settings file, without changing its comments and layout."""

from __future__ import annotations

import yaml

from generator.project.settings import Settings
from generator.storage.plain_yaml import PlainLoader

__all__ = ["with_question_set"]

_KEY = "question_sets"


def with_question_set(text: str, name: str) -> str | None:
    """Return the text of a settings file with ``name`` added at the end of its ``question_sets``.

    text: of a file that `load_settings` accepts. Returns None if the list is written in a way that cannot be
    extended here; the file must then be edited by hand.
    """
    before = _settings(text)
    end = "\r\n" if "\r\n" in text else "\n"
    node = _node(text)
    if node is None:
        listed = ", ".join([*before.question_sets, name])
        changed = f"{text}{'' if text.endswith(end) else end}{end}{_KEY}: [{listed}]{end}"
    elif not node.value:
        return None
    elif node.flow_style:
        place = node.value[-1].end_mark.index
        changed = f"{text[:place]}, {name}{text[place:]}"
    else:
        last = node.value[-1]
        begins = text.rfind("\n", 0, last.start_mark.index) + 1
        over = text.find("\n", last.end_mark.index)
        line, rest = (text[:over], text[over + 1 :]) if over >= 0 else (text, "")
        dash = text[begins : last.start_mark.index]
        changed = f"{line.removesuffix(chr(13))}{end}{dash}{name}{end}{rest}"
    try:
        after = _settings(changed)
    except (ValueError, yaml.YAMLError):
        return None
    wanted = before.model_copy(update={_KEY: (*before.question_sets, name)})
    return changed if after == wanted else None


def _settings(text: str) -> Settings:
    return Settings.model_validate(yaml.load(text, Loader=PlainLoader))


def _node(text: str) -> yaml.SequenceNode | None:
    root = yaml.compose(text, Loader=PlainLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == _KEY), None)
