"""Question and snippets in, draft out: the reply of a model, before it is checked.

`Quotes` picks the sentences that answer, verbatim, or abstains. `Generated` asks a language model (see
`generator.answering.models`) and reads its reply. Both are an `Answerer`. `load` makes either from a
`ModelSpec`, and `fingerprint` describes it without loading it.
"""

from generator.answering.answerers import (
    BUILT_IN,
    ContextMode,
    ModelSpec,
    fingerprint,
    load,
    load_model,
    prepare,
    rehashed_fingerprint,
    settings_of,
)
from generator.answering.generating import EarlierReply, Generated, redraft
from generator.answering.models.ggml.model import GgmlOptions
from generator.answering.models.llama.model import LlamaOptions
from generator.answering.models.plugins import PluginOptions
from generator.answering.models.server.options import ServerOptions
from generator.answering.models.server.options import problems as server_problems
from generator.answering.parsing import abstains, parse_reply
from generator.answering.prompt import PROMPT, build_prompt, grammar
from generator.answering.protocol import Answerer, Context
from generator.answering.quotes_model import Quotes

__all__ = [
    "BUILT_IN",
    "PROMPT",
    "Answerer",
    "Context",
    "ContextMode",
    "EarlierReply",
    "Generated",
    "GgmlOptions",
    "LlamaOptions",
    "ModelSpec",
    "PluginOptions",
    "Quotes",
    "ServerOptions",
    "abstains",
    "build_prompt",
    "fingerprint",
    "grammar",
    "load",
    "load_model",
    "parse_reply",
    "prepare",
    "redraft",
    "rehashed_fingerprint",
    "server_problems",
    "settings_of",
]
