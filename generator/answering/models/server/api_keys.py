"""Keys of servers: which environment variable may go to which server, and how a key is kept secret.

A project's settings name a variable and an address, and a project may be a stranger's. So the variable's name
must begin with ANSWERBOOK_, or a file of the user's own, outside of any project, must bind it to addresses::

    OPENAI_API_KEY: https://api.openai.com
    ANSWERBOOK_LAB: [https://gpu.example.org, http://127.0.0.1:8080]

A bound variable is sent nowhere else, whatever its name.
"""

from __future__ import annotations

import functools
import html
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from generator.answering.models.server.options import ServerOptions
from generator.errors import ModelError

__all__ = ["HIDDEN", "KEYS_VARIABLE", "PREFIX", "key_of", "keys_file", "without_key"]

PREFIX = "ANSWERBOOK_"
KEYS_VARIABLE = "ANSWERBOOK_KEYS"
HIDDEN = "[key]"
# A shorter key could be a word of an answer, which would be removed as if it were the key.
_MIN_KEY_CHARS = 8
_PORTS = {"http": 80, "https": 443}


def key_of(options: ServerOptions) -> str | None:
    """Return the key from the environment; None if none is needed.

    Raises ModelError if it must not be sent to this server, or if it is missing or malformed.
    """
    variable = options.key_variable
    if not variable:
        return None
    _refuse_other_server(variable, options)
    key = os.environ.get(variable, "").strip()
    if not key:
        raise ModelError(
            f"the environment variable {variable} is not set; put the key for {options.shown} into it, or "
            "remove `key_variable`"
        )
    # Such a key fits into no header, and the HTTP library would print it in its error.
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ModelError(
            f"the environment variable {variable} contains no key, because it has blanks or "
            "characters that no key has; set it again"
        )
    if len(key) < _MIN_KEY_CHARS:
        raise ModelError(
            f"the key in the environment variable {variable} is shorter than {_MIN_KEY_CHARS} characters, "
            "and could be a word of an answer; set a longer one, or remove `key_variable` if the server "
            "needs none"
        )
    return key


def keys_file() -> Path:
    """Return the path of the user's file of bindings, which may be missing."""
    if named := os.environ.get(KEYS_VARIABLE, ""):
        return Path(named).expanduser()
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "answerbook" / "keys.yml"


def without_key(data: Any, key: str | None) -> Any:
    """Return plain data (text, lists, mappings) with the key removed, which a server may send back.

    The key is found in upper or lower case, and as addresses and HTML encode it.
    """
    return data if not key else _without(data, _pattern(key))


def _without(data: Any, key: re.Pattern[str]) -> Any:
    if isinstance(data, str):
        return key.sub(HIDDEN, data)
    if isinstance(data, list):
        return [_without(item, key) for item in data]
    if isinstance(data, dict):
        return {_without(name, key): _without(value, key) for name, value in data.items()}
    return data


@functools.lru_cache(maxsize=8)
def _pattern(key: str) -> re.Pattern[str]:
    forms = sorted({key, quote(key, safe=""), quote(key), html.escape(key)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms)), re.IGNORECASE)


def _refuse_other_server(variable: str, options: ServerOptions) -> None:
    file = keys_file()
    bound = _bindings(file).get(variable)
    if bound is None and not variable.startswith(PREFIX):
        raise ModelError(
            f"the environment variable {variable} is not sent to {options.shown}, because only a "
            f"project's settings name it; give it a name that begins with {PREFIX}, or write "
            f"`{variable}: {_origin(options.root)}` into {file}"
        )
    if bound is not None and _origin(options.root) not in bound:
        raise ModelError(
            f"the environment variable {variable} is not sent to {options.shown}: {file} binds it to "
            f"{', '.join(bound)}; fix `url`, or write this server there too"
        )


def _bindings(file: Path) -> Mapping[str, tuple[str, ...]]:
    """Return the origins of each variable that the file binds. Raises ModelError."""
    try:
        changed = file.stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ModelError(f"{file} cannot be read ({error.strerror}); make it readable") from error
    return _read(file, changed)


@functools.lru_cache(maxsize=4)
def _read(file: Path, changed: int) -> Mapping[str, tuple[str, ...]]:
    import yaml

    from generator.storage.plain_yaml import PlainLoader

    try:
        data = yaml.load(file.read_bytes(), PlainLoader) or {}
        if not isinstance(data, dict):
            raise ValueError("no lines of the form NAME: address")
        return {str(name): _origins(value) for name, value in data.items()}
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        # Without the content: a key may have been written instead of an address.
        raise ModelError(
            f"{file} cannot be read ({type(error).__name__}); write lines such as "
            "`OPENAI_API_KEY: https://api.openai.com`, or a list of addresses"
        ) from None


def _origins(value: Any) -> tuple[str, ...]:
    addresses = value if isinstance(value, list) else [value]
    return tuple(_origin(str(address)) for address in addresses)


def _origin(address: str) -> str:
    """Return scheme, host and port of an address. Raises ValueError if it is none."""
    parts = urlsplit(address.strip())
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("no address")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"
