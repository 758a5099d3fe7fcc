"""YAML from untrusted files: no anchors, no aliases, and limits on nesting and on the length of numbers."""

from __future__ import annotations

import re
from typing import Any

import yaml

# Levels of nesting: more than any of our files needs, and far below what would exhaust the composer's stack.
MAX_DEPTH = 40
# A number in base 60 ("1:1:1:...") takes time that grows with the square of its length.
_MAX_NUMBER_CHARS = 60
# Characters that no page, feed or terminal can show, and halves of surrogate pairs, which no file can hold.
# YAML can only write them as an escape in double quotes ("\\0", "\\ud800").
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NO_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")


class PlainLoader(yaml.SafeLoader):
    """Loader whose nodes and values are no larger than the text that they are written in.

    An alias stands for what its anchor holds, so 300 bytes could hold a thousand million words. Raises
    yaml.composer.ComposerError for anchors, aliases, nesting below 40 levels and escapes of characters that
    no text can hold; ConstructorError for a value that does not fit its tag; ValueError for numbers of more
    than 60 characters.
    """

    depth = 0

    def __init__(self, stream: Any) -> None:
        # YAML 1.1 ends a line at these, editors and YAML 1.2 do not: a title that holds one, as copied from a
        # PDF, would end there, and what follows would be read as keys. One for one, so that places stay.
        super().__init__(stream.translate(_NO_BREAKS) if isinstance(stream, str) else stream)

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = yaml.parser.Parser.peek_event(self)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise yaml.composer.ComposerError(
                problem=f"anchors and aliases are not read here ({event.anchor}); "
                "write the value out, or put it in quotes",
                problem_mark=event.start_mark,
            )
        written = event.value if isinstance(event, yaml.ScalarEvent) else ""
        if found := NO_TEXT.search(written):
            raise yaml.composer.ComposerError(
                problem=f"\\u{ord(found[0]):04x} is a character that no text can hold; remove it",
                problem_mark=event.start_mark,
            )
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise yaml.composer.ComposerError(
                problem=f"nested deeper than {MAX_DEPTH} levels; make it flatter",
                problem_mark=event.start_mark,
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        """Return the value of a node. Raises ConstructorError if it does not fit its tag (``!!bool x``)."""
        try:
            return super().construct_object(node, deep)
        except (ArithmeticError, AttributeError, LookupError, TypeError) as error:
            raise yaml.constructor.ConstructorError(
                problem=f"this is not a value of the tag {node.tag}", problem_mark=node.start_mark
            ) from error

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Any) -> Any:
        """Return the pieces of a quoted text. Raises ScannerError for an escape that is beyond Unicode."""
        try:
            return super().scan_flow_scalar_non_spaces(double, start_mark)
        except (OverflowError, ValueError) as error:
            raise yaml.scanner.ScannerError(
                problem="an escape stands for no character; remove it", problem_mark=start_mark
            ) from error

    def construct_number(self, node: Any) -> Any:
        """Return the number that a scalar writes. Raises ValueError if it is too long."""
        if len(node.value) > _MAX_NUMBER_CHARS:
            raise ValueError(f"a number of {len(node.value)} characters")
        whole = node.tag == "tag:yaml.org,2002:int"
        return self.construct_yaml_int(node) if whole else self.construct_yaml_float(node)


for _tag in ("int", "float"):
    PlainLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", PlainLoader.construct_number)
