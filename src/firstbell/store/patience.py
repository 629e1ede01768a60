"""How long one waits for a server: how often a request is tried again, and with what pauses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.deferral import defer

if TYPE_CHECKING:
    import random
else:
    random = defer("random")

PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 15.0


class Patience(msgspec.Struct, frozen=True):
    """`tries` in all; `connect_s`, `read_s`: time limits of one. `tell` gets a line when it takes long."""

    tries: int = 8
    connect_s: float = 10.0
    read_s: float = 120.0
    tell: Callable[[str], None] | None = None


# by then a second has passed
_TELLING_TRY = 3
_SILENCE_S = 5.0


class WaitTeller:
    """Tells whoever waits for one server that it is silent, and what is tried again. Thread-safe."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._is_heard = False
        self._told = 0  # the last try whose silence was told, of whichever thread

    @contextmanager
    def ask(self, url: str, attempt: int) -> Iterator[None]:
        """Around one try: while a server was not heard yet, its silence is told after some seconds."""
        if self._is_heard or self._patience.tell is None:  # a timer takes as long as a near server's answer
            yield
            return
        timer = threading.Timer(_SILENCE_S, self._tell_silence, [url, attempt])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def hear(self) -> None:
        """It answered."""
        self._is_heard, self._told = True, 0

    def fail(self, url: str, attempt: int, problem: str) -> None:
        """A try got no answer."""
        self._is_heard = False
        if attempt == _TELLING_TRY < self._patience.tries and self._patience.tell is not None:
            self._patience.tell(f"{url} cannot be reached ({problem}); trying again")

    def _tell_silence(self, url: str, attempt: int) -> None:
        if attempt <= self._told or self._patience.tell is None:
            return
        self._told = attempt
        which = f"try {attempt} of {self._patience.tries}"
        self._patience.tell(f"{url} has not answered for {_SILENCE_S:.0f} seconds ({which}); still waiting")


def draw_pause_s(attempt: int) -> float:
    """The pause after a failed attempt, counted from 1, in seconds; it doubles with each."""
    # scattered, so that many hosts do not all come back at the same moment
    longest_s = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** (attempt - 1))
    return longest_s * random.uniform(0.5, 1.0)
