"""The child process of a `ctransformers` model: requests and replies are JSON, one per line.

`model.py` starts it as `python -m generator.answering.models.ggml.child`. The native library writes to
standard output as it likes, so replies go through a copy of that descriptor, and everything else to standard
error. The first request loads the model; the process ends with its standard input.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from typing import Any

from generator.answering.models.ggml.runtime import LoadOptions, Runtime
from generator.answering.models.model_protocol import Prompt
from generator.answering.models.model_replies import final_reply, predicted_reply
from generator.errors import ModelError


def main() -> None:
    """Answer requests until the standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the parent, which ends this process
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    runtime: Runtime | None = None
    for line in requests:
        request = json.loads(line)
        try:
            if request["do"] == "load":
                runtime = Runtime(LoadOptions(**request["loading"]))
                reply: dict[str, Any] = {"context": runtime.context}
            else:
                assert runtime is not None, "the first request loads the model"
                reply = _ACTIONS[request["do"]](runtime, request)
        except ModelError as error:
            reply = {"error": str(error)}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def _prompt(request: Mapping[str, Any]) -> Prompt:
    return Prompt(request["system"], request["shared"], request["own"], tuple(request["quotable"]))


def _tokens(runtime: Runtime, request: Mapping[str, Any]) -> dict[str, Any]:
    ids, same = runtime.tokens(_prompt(request))
    return {"tokens": ids, "same": same}


def _complete(runtime: Runtime, request: Mapping[str, Any]) -> dict[str, Any]:
    prompt = _prompt(request)
    ids, same = runtime.tokens(prompt)
    if len(ids) > request["room"]:
        return {"too_long": len(ids)}
    reused = runtime.read(ids, same)
    limit = request["limit"]
    written, new, text = b"", 0, None
    for token in runtime.replies(len(ids), limit, request["temperature"], request["seed"]):
        written += runtime.string(token)
        new += 1
        # A model without a chat template does not know where to stop: an empty line ends its reply.
        ended = not runtime.chats and b"\n\n" in written.lstrip()
        so_far = written.decode("utf-8", "replace" if ended else "ignore").lstrip()
        if ended:
            text = final_reply(so_far.strip(), quotable=prompt.quotable, cut=False)
        elif so_far:
            text = predicted_reply(so_far, quotable=prompt.quotable, tokens=new, limit=limit)
        if text is not None:
            break
    if text is None:
        whole = written.decode("utf-8", "replace").strip()
        text = final_reply(whole, quotable=prompt.quotable, cut=new == limit)
    return {
        "text": text,
        "prompt_tokens": len(ids) - reused,
        "reused_tokens": reused,
        "new_tokens": new,
    }


def _along(runtime: Runtime, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the likeliest token at the end of a prompt, and after each token of the reply but the last."""
    ids, same = runtime.tokens(_prompt(request))
    runtime.read(ids, same)
    likeliest = [runtime.likeliest()]
    for number, token in enumerate(request["reply"][:-1]):
        runtime.follow([token], len(ids) + number)
        likeliest.append(runtime.likeliest())
    return {"tokens": ids, "likeliest": likeliest}


_ACTIONS = {"tokens": _tokens, "complete": _complete, "along": _along}

if __name__ == "__main__":
    main()
