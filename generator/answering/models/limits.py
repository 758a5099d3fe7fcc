"""A time limit for models that run in this process and have none of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from generator.answering.models.model_protocol import Completion, LanguageModel, Prompt
from generator.errors import ModelError, ModelUnavailable

T = TypeVar("T")


class TimeLimitedModel:
    """A model with a time limit, in seconds, for each call.

    A call that takes longer cannot be stopped: it continues in its thread, its model is abandoned, and the
    next question gets a new one from ``load``. Raises what ``load`` raises. name: for errors.
    """

    def __init__(self, load: Callable[[], LanguageModel], name: str, seconds: float) -> None:
        self._load, self._name, self._seconds = load, name, seconds
        self._model: LanguageModel | None = self._within(load)
        self._closed = False

    @property
    def room(self) -> int:
        """See `LanguageModel`."""
        return self._loaded().room

    def tokens(self, prompt: Prompt) -> int:
        """See `LanguageModel`."""
        model = self._loaded()
        return self._within(lambda: model.tokens(prompt))

    def complete(self, prompt: Prompt, *, grammar: str) -> Completion:
        """See `LanguageModel`."""
        model = self._loaded()
        return self._within(lambda: model.complete(prompt, grammar=grammar))

    def close(self) -> None:
        """See `LanguageModel`. An abandoned model is still running and cannot be closed."""
        self._closed = True
        if self._model is not None:
            self._model.close()

    def _loaded(self) -> LanguageModel:
        if self._closed:
            raise ModelError(f"the model {self._name} was closed; load it again to ask it")
        if self._model is None:
            self._model = self._within(self._load)
        return self._model

    def _within(self, call: Callable[[], T]) -> T:
        """Return what ``call`` returns, or raise what it raises; raise ModelUnavailable if it is too slow."""
        returned: list[T] = []
        raised: list[BaseException] = []

        def run() -> None:
            try:
                returned.append(call())
            except BaseException as error:  # raised again, by the thread that waits
                raised.append(error)

        thread = threading.Thread(target=run, name=f"model {self._name}", daemon=True)
        thread.start()
        thread.join(self._seconds)
        if returned:
            return returned[0]
        if raised:
            raise raised[0]
        self._model = None
        raise ModelUnavailable(
            f"the model {self._name} took longer than {self._seconds:g} s and was given up; "
            "raise its `timeout`"
        )
