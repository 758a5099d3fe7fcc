"""JSON-RPC 2.0 as MCP uses it over stdio: one message per line in each direction; only tools are supported.

Written by hand: a server of a few read-only tools needs only this module. The SDK of the protocol (mcp 2.3)
would bring 28 packages, most of them for HTTP and OAuth, which would never run here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from generator import __version__

__all__ = ["Tool", "ToolError", "reply_to", "serve_messages"]

# Versions that do not differ in what is used here; the last is offered to clients that request another.
_VERSIONS = ("2024-11-05", "2025-03-26", "2025-11-25", "2025-06-18")
_MAX_BYTES = 1_000_000  # of a message: calls of these tools are short
_NO_JSON, _NO_REQUEST, _NO_METHOD, _BAD_PARAMS, _FAULT = -32700, -32600, -32601, -32602, -32603


class ToolError(Exception):
    """A failure of a tool; the message is a sentence for the assistant."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool.

    properties: JSON Schema of each argument. run: takes the arguments by name; raises ToolError.
    """

    name: str
    description: str
    properties: Mapping[str, Mapping[str, Any]]
    required: Sequence[str]
    run: Callable[..., dict[str, Any]]

    def described(self) -> dict[str, Any]:
        """Return the description of the tool for clients."""
        schema = {
            "type": "object",
            "properties": self.properties,
            "required": list(self.required),
            "additionalProperties": False,
        }
        hints = {"readOnlyHint": True, "destructiveHint": False, "openWorldHint": False}
        return {
            "name": self.name,
            "description": self.description,
            "inputSchema": schema,
            "annotations": hints,
        }


def serve_messages(source: BinaryIO, target: BinaryIO, tools: Sequence[Tool], instructions: str) -> None:
    """Answer messages from ``source`` until it ends, or until the client is gone."""
    while line := source.readline(_MAX_BYTES + 1):
        if len(line) > _MAX_BYTES:
            while line and not line.endswith(b"\n"):  # skip the rest of the message
                line = source.readline(_MAX_BYTES)
            reply: dict[str, Any] | None = _error(None, _NO_REQUEST, "the message is too long")
        elif not line.strip():
            continue
        else:
            reply = reply_to(line, tools, instructions)
        if reply is not None:
            try:
                # ASCII, so that no character of a paper's text can be mistaken for an end of line.
                target.write(json.dumps(reply, separators=(",", ":")).encode("ascii") + b"\n")
                target.flush()
            except BrokenPipeError:
                return


def reply_to(line: bytes, tools: Sequence[Tool], instructions: str) -> dict[str, Any] | None:
    """Return the reply to a message; None if it needs no reply."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return _error(None, _NO_JSON, "the message is not JSON")
    if not isinstance(message, dict) or not isinstance(message.get("method"), str):
        if isinstance(message, dict) and ("result" in message or "error" in message):
            return None  # a reply, although nothing was requested
        return _error(None, _NO_REQUEST, "the message is not a JSON-RPC 2.0 request")
    if "id" not in message:
        return None  # a notification
    name = message["id"]
    if isinstance(name, bool) or not isinstance(name, (str, int)):
        return _error(None, _NO_REQUEST, "the id must be a string or a number")
    params = message.get("params", {})
    if not isinstance(params, dict):
        return _error(name, _BAD_PARAMS, "params must be an object")
    match message["method"]:
        case "initialize":
            return _result(name, _introduction(params, instructions))
        case "ping":
            return _result(name, {})
        case "tools/list":
            return _result(name, {"tools": [tool.described() for tool in tools]})
        case "tools/call":
            return _called(name, params, {tool.name: tool for tool in tools})
    return _error(name, _NO_METHOD, "this server has no such method")


def _introduction(params: Mapping[str, Any], instructions: str) -> dict[str, Any]:
    asked = params.get("protocolVersion")
    return {
        "protocolVersion": asked if asked in _VERSIONS else _VERSIONS[-1],
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "answerbook", "version": __version__},
        "instructions": instructions,
    }


def _called(name: str | int, params: Mapping[str, Any], tools: Mapping[str, Tool]) -> dict[str, Any]:
    tool = tools.get(str(params.get("name")))
    if tool is None:
        return _error(name, _BAD_PARAMS, f"no such tool; the tools are {', '.join(tools)}")
    given = params.get("arguments") or {}
    try:
        found = tool.run(**_arguments(tool, given))
    except ToolError as error:
        return _result(name, {"content": [{"type": "text", "text": str(error)}], "isError": True})
    except (OSError, ValueError, KeyError, TypeError) as error:  # the site is incomplete
        fault = f"the site's data cannot be read ({type(error).__name__}); build the site again"
        return _error(name, _FAULT, fault)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    return _result(
        name,
        {"content": [{"type": "text", "text": text}], "structuredContent": found, "isError": False},
    )


def _arguments(tool: Tool, given: Any) -> dict[str, Any]:
    """Return the arguments of a call after checking them. Raises ToolError."""
    if not isinstance(given, dict):
        raise ToolError("the arguments must be an object")
    for name in given:
        if name not in tool.properties:
            raise ToolError(
                f"unknown argument; {tool.name} takes {', '.join(tool.properties) or 'no arguments'}"
            )
    for name in tool.required:
        if name not in given:
            raise ToolError(f"{tool.name} needs the argument {name}")
    taken: dict[str, Any] = {}
    for name, value in given.items():
        schema = tool.properties[name]
        if isinstance(value, float) and value.is_integer() and schema["type"] == "integer":
            value = int(value)  # 20.0 is an integer of JSON Schema, and some clients write it so
        if schema["type"] == "string":
            if not isinstance(value, str) or len(value) > schema["maxLength"]:
                raise ToolError(f"{name} must be a text of at most {schema['maxLength']} characters")
        elif isinstance(value, bool) or not isinstance(value, int):
            raise ToolError(f"{name} must be a whole number")
        elif not schema["minimum"] <= value <= schema["maximum"]:
            raise ToolError(f"{name} must be from {schema['minimum']} to {schema['maximum']}")
        taken[name] = value
    return taken


def _result(name: str | int, result: dict[str, Any]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": name, "result": result}


def _error(name: str | int | None, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": name, "error": {"code": code, "message": message}}
