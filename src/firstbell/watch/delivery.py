"""Sending what is in the outbox, each way by itself: one that is down holds up no other."""

from __future__ import annotations

import threading
from collections.abc import Callable

from firstbell.base.clock import monotonic_s
from firstbell.base.errors import Error
from firstbell.watch.alerts import Alert
from firstbell.watch.channels.channel import Channel
from firstbell.watch.errors import STUMBLES, DeliveryError, explain
from firstbell.watch.outbox import Outbox

FIRST_PAUSE_S = 5.0
LONGEST_PAUSE_S = 900.0
_LOOK_S = 0.5
Tell = Callable[..., None]


class AlertCarrier:
    """Carries alerts one way, by a thread of its own until it is stopped. `tell`: says what happened."""

    def __init__(
        self, outbox: Outbox, channel: Channel, tell: Tell, *, pause_s: float = FIRST_PAUSE_S
    ) -> None:
        self.channel = channel
        self._outbox = outbox
        self._tell = tell
        self._first_pause_s = self._pause_s = pause_s
        self._next_s = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"alerts {channel.name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is under way, or after a while."""
        self._stop.set()
        self._thread.join(2.0)

    def _run(self) -> None:
        at = 0
        while not self._stop.wait(_LOOK_S):
            waiting = self._outbox.list_waiting(self.channel.name)
            if not waiting or monotonic_s() < self._next_s:
                continue
            # after a failure another one's turn: one that cannot go must not stop those that can
            at = at % len(waiting)
            at = 0 if self.carry(waiting[at]) else at + 1

    def carry(self, alert: Alert) -> bool:
        """Whether the alert went this way now; if not, nothing is tried for a while."""
        channel = self.channel
        try:
            note = channel.send(alert)
            self._outbox.note_sent(alert.id, channel.name, place=channel.place, note=note)
        except (DeliveryError, *STUMBLES) as error:
            self._next_s = monotonic_s() + self._pause_s
            self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)
            self._note_failed(alert, explain(error))
            return False
        except Error as error:  # sent, but not written down: it will go twice
            self._next_s = monotonic_s() + self._pause_s
            self._tell("warning", message=f"alert {alert.id[:8]}: {error}")
            return False
        self._pause_s = self._first_pause_s
        self._tell("alert_sent", id=alert.id, channel=channel.name, place=channel.place, note=note)
        return True

    def _note_failed(self, alert: Alert, problem: str) -> None:
        self._tell("alert_failed", id=alert.id, channel=self.channel.name, problem=problem)
        try:
            self._outbox.note_failed(alert.id, self.channel.name, place=self.channel.place, problem=problem)
        except Error as error:
            self._tell("warning", message=f"alert {alert.id[:8]}: {error}")
