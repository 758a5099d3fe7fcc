"""Question and snippets in, draft out: what a model says, before anything of it is believed.

`Quotes` picks the sentences that answer, verbatim, or abstains. `Generated` asks a language model
(see `generator.answering.models`) and reads its reply. Both are an `Answerer`; `load` makes either
from a `ModelSpec`, and `fingerprint` describes it without loading it.
"""

from generator.answering.generating import Generated
from generator.answering.kinds import BUILT_IN, ModelSpec, fingerprint, load
from generator.answering.models.llama import LlamaOptions
from generator.answering.parsing import abstains, parse_reply
from generator.answering.prompt import PROMPT, build_prompt, grammar
from generator.answering.protocol import Answerer
from generator.answering.quoting import Quotes

__all__ = [
    "BUILT_IN",
    "PROMPT",
    "Answerer",
    "Generated",
    "LlamaOptions",
    "ModelSpec",
    "Quotes",
    "abstains",
    "build_prompt",
    "fingerprint",
    "grammar",
    "load",
    "parse_reply",
]
