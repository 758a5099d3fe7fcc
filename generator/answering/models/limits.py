"""A time limit for models that run in this process, whose code knows of none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from generator.answering.models.protocol import Completion, LanguageModel, Prompt
from generator.errors import ModelError, ModelUnavailable

T = TypeVar("T")


class Limited:
    """A model of which each call may take so many seconds.

    Nothing can stop a call that takes longer: it goes on in its thread, its model is given up, and the next
    question gets a new one from ``load``. Raises what ``load`` raises. name: for errors.
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
        """See `LanguageModel`. One that was given up is at work still, and cannot be closed."""
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
        """What ``call`` returns or raises, if it does in time. Raises ModelUnavailable otherwise."""
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
