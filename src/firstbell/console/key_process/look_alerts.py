"""Somebody who looks at unusually many people: the desk's alerts are told, once within each hour."""

from __future__ import annotations

import hashlib
from typing import Protocol

from firstbell.base.clock import NS_PER_S, format_time
from firstbell.console.key_process.access_log import HOUR_S, AccessLog
from firstbell.console.key_process.answerer import WorkAnswerer
from firstbell.console.key_process.work import WorkOrder

ALERT = "tell-looks"
_CONSOLE = "the console"


class LookAnswerer(WorkAnswerer, Protocol):
    """What the service gives."""

    looks: AccessLog


class LookAlerts:
    """Starts what sends them: work like any other, that stands on the page Work with what became of it."""

    def __init__(self, service: LookAnswerer) -> None:
        self._service = service
        self._told_ns: dict[tuple[str, str], int] = {}

    def tell(self) -> None:
        """Start an alert about each person of whom none was told within the last hour.

        Raises: OSError, ConsoleError.
        """
        service = self._service
        if not service.places.has_configuration:
            return
        now_ns, hour_ns = service.clock.now_ns(), HOUR_S * NS_PER_S
        for who, role, _ in service.looks.list_many():
            if now_ns - self._told_ns.get((who, role), -hour_ns) < hour_ns:
                continue
            self._told_ns[who, role] = now_ns
            # a key process that was started anew asks for the same work, which runs once
            about = f"{ALERT}\n{who}\n{role}\n{now_ns // hour_ns}"
            service.shelf.start(
                WorkOrder(
                    id=hashlib.sha256(about.encode()).hexdigest()[:16],
                    name=ALERT,
                    title=f"Tell that {who} looked at many people",
                    words=(
                        "console",
                        "looks",
                        "--alert",
                        "--person",
                        who,
                        "--desk",
                        str(service.places.desk),
                    ),
                    who=_CONSOLE,
                    role="",
                    at=format_time(now_ns),
                )
            )
