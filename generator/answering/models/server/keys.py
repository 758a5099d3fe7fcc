"""Keys of servers: which environment variable may go to which server, and how a key is kept out of sight.

A project's settings name a variable and an address, and a project may be a stranger's. So the variable's
name begins with ANSWERBOOK_, or a file of the user's own, outside of any project, binds it to addresses::

    OPENAI_API_KEY: https://api.openai.com
    ANSWERBOOK_LAB: [https://gpu.example.org, http://127.0.0.1:8080]

What is bound goes nowhere else, whatever its name.
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
# A shorter one could be a word of an answer, where it would be taken for the key.
_MIN_LENGTH = 8
_PORTS = {"http": 80, "https": 443}


def key_of(options: ServerOptions) -> str | None:
    """The key, from the environment; None where none is wanted.

    Raises ModelError where it may not be sent to this server, and where it is missing or broken.
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
    # What no header can carry: the HTTP library would name the key in its error.
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ModelError(
            f"the environment variable {variable} holds no key (blanks or other signs are in it); "
            "set it again"
        )
    if len(key) < _MIN_LENGTH:
        raise ModelError(
            f"the key in the environment variable {variable} is shorter than {_MIN_LENGTH} characters, and "
            "could not be told from words of an answer; set a longer one, or remove `key_variable` where the "
            "server wants none"
        )
    return key


def keys_file() -> Path:
    """The user's file of bindings, which need not be there."""
    if named := os.environ.get(KEYS_VARIABLE, ""):
        return Path(named).expanduser()
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "answerbook" / "keys.yml"


def without_key(said: Any, key: str | None) -> Any:
    """Plain data without the key, which a server may send back: text, lists and mappings of it.

    Found as it is, in capitals or not, and as addresses and HTML write it.
    """
    return said if not key else _without(said, _pattern(key))


def _without(said: Any, key: re.Pattern[str]) -> Any:
    if isinstance(said, str):
        return key.sub(HIDDEN, said)
    if isinstance(said, list):
        return [_without(item, key) for item in said]
    if isinstance(said, dict):
        return {_without(name, key): _without(value, key) for name, value in said.items()}
    return said


@functools.lru_cache(maxsize=8)
def _pattern(key: str) -> re.Pattern[str]:
    forms = sorted({key, quote(key, safe=""), quote(key), html.escape(key)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms)), re.IGNORECASE)


def _refuse_other_server(variable: str, options: ServerOptions) -> None:
    file = keys_file()
    bound = _bindings(file).get(variable)
    if bound is None and not variable.startswith(PREFIX):
        raise ModelError(
            f"the environment variable {variable} is not sent to {options.shown}, for a project's settings "
            f"alone name it; give it a name that begins with {PREFIX}, or write "
            f"`{variable}: {_origin(options.root)}` into {file}"
        )
    if bound is not None and _origin(options.root) not in bound:
        raise ModelError(
            f"the environment variable {variable} is not sent to {options.shown}: {file} binds it to "
            f"{', '.join(bound)}; mend `url`, or write this server there too"
        )


def _bindings(file: Path) -> Mapping[str, tuple[str, ...]]:
    """The origins of each variable that the file binds. Raises ModelError."""
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
        # Never what stands there: somebody may have written a key instead of an address.
        raise ModelError(
            f"{file} cannot be read ({type(error).__name__}); write lines such as "
            "`OPENAI_API_KEY: https://api.openai.com`, or a list of addresses"
        ) from None


def _origins(value: Any) -> tuple[str, ...]:
    addresses = value if isinstance(value, list) else [value]
    return tuple(_origin(str(address)) for address in addresses)


def _origin(address: str) -> str:
    """Scheme, host and port of an address. Raises ValueError where it is none."""
    parts = urlsplit(address.strip())
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("no address")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"
