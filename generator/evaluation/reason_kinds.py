"""Why sentences are withheld, in a few named kinds.

The check gives each withheld sentence a reason in words for a reader. To count reasons, each one is assigned
to a kind by its beginning, since its other words differ from sentence to sentence. A test ensures that every
reason of the check has a kind.

>>> kind_of_reason("the number 32 does not stand in the evidence")
'number'
"""

from __future__ import annotations

import re

# Key -> name in tables, in the order in which the check objects.
KINDS = {
    "remark": "general remark",
    "number": "number not in the evidence",
    "name": "name not in the evidence",
    "coverage": "too little of its content",
    "scattered": "its words are apart",
    "placed": "placed wrongly",
    "direction": "says the opposite direction",
    "polarity": "affirms or denies wrongly",
    "unit": "another unit",
    "scope": "says more than the evidence",
    "stance": "the evidence does not say it itself",
    "added": "a clause or an item found nowhere",
    "beside": "beside the question",
    "entailed": "not entailed, says a second model",
    "nothing": "nothing could support it",
    "other": "another reason",
}

# Beginnings of reasons. Names and numbers of the paper come after these words or are in quotation marks, so
# no text of a model can make a reason look like one of another kind.
_BEGINNINGS = (
    ("remark", re.compile(r"general remark \(|an entry of a list of references, ")),
    ("number", re.compile(r"the number .* does not stand in the evidence$", re.DOTALL)),
    ("number", re.compile(r"a sign at the number .* could not be read in the paper's file$", re.DOTALL)),
    ("name", re.compile(r"“.*” is not named in the evidence$", re.DOTALL)),
    ("coverage", re.compile(r"only \d+% of its content ")),
    ("scattered", re.compile(r"its words stand in the evidence, but ")),
    ("scattered", re.compile(r"“.*” does not stand together in the evidence$", re.DOTALL)),
    ("placed", re.compile(r"where it says |it exchanges |it puts together |it gives the numbers ")),
    ("placed", re.compile(r"the evidence does not say “.*” of ", re.DOTALL)),
    ("direction", re.compile(r"the evidence says the opposite of |its .* has another sign than ", re.DOTALL)),
    ("polarity", re.compile(r"it (?:denies|affirms) what the evidence ")),
    (
        "unit",
        re.compile(r"its .* has another unit than |the .* of the evidence has no such unit$", re.DOTALL),
    ),
    ("scope", re.compile(r"it says “|the evidence (?:only )?says (?:it of )?“|the evidence says it only ")),
    ("scope", re.compile(r"it bounds |the evidence has a bound at |it calls significant ")),
    ("scope", re.compile(r"the number .* is one end of a range in the evidence$", re.DOTALL)),
    ("stance", re.compile(r"the evidence (?:denies|asks|plans|makes|only supposes|reports|cites) ")),
    ("added", re.compile(r"“.*” does not stand in the evidence$", re.DOTALL)),
    ("added", re.compile(r"“.*”, (?:of )?an item of its list, does not stand in the evidence$", re.DOTALL)),
    (
        "beside",
        re.compile(
            r"true to the paper, but |the answer as a whole says nothing specific |tells what else the text "
        ),
    ),
    ("entailed", re.compile(r"a second model finds it not entailed \(")),
    ("nothing", re.compile(r"nothing in the paper was found ")),
)


def kind_of_reason(reason: str) -> str:
    """Return the key in `KINDS` of a reason; ``other`` for one that this version does not have."""
    return next((kind for kind, begins in _BEGINNINGS if begins.match(reason)), "other")
