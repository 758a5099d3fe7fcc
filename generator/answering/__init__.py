"""Question and snippets in, draft out: what a model says, before anything of it is believed.

`Quotes` picks the sentences that answer, verbatim, or abstains. `Generated` asks a language model
(see `generator.answering.models`) and reads its reply. Both are an `Answerer`; `load` makes either
from a `ModelSpec`, and `fingerprint` describes it without loading it.
"""

from generator.answering.generating import Generated, Said, redrafted
from generator.answering.kinds import (
    BUILT_IN,
    ContextMode,
    ModelSpec,
    fingerprint,
    load,
    load_model,
    prepare,
    proof,
    settings_of,
)
from generator.answering.models.ggml.model import GgmlOptions
from generator.answering.models.llama.model import LlamaOptions
from generator.answering.models.plugins import PluginOptions
from generator.answering.models.server.options import ServerOptions
from generator.answering.models.server.options import problems as server_problems
from generator.answering.parsing import abstains, parse_reply
from generator.answering.prompt import PROMPT, ask, grammar
from generator.answering.protocol import Answerer, Context
from generator.answering.quoting import Quotes

__all__ = [
    "BUILT_IN",
    "PROMPT",
    "Answerer",
    "Context",
    "ContextMode",
    "Generated",
    "GgmlOptions",
    "LlamaOptions",
    "ModelSpec",
    "PluginOptions",
    "Quotes",
    "Said",
    "ServerOptions",
    "abstains",
    "ask",
    "fingerprint",
    "grammar",
    "load",
    "load_model",
    "parse_reply",
    "prepare",
    "proof",
    "redrafted",
    "server_problems",
    "settings_of",
]
