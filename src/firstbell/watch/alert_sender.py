"""Raising alerts: what they have in common is filled in, and each is raised once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from firstbell.base.clock import NS_PER_S, format_time
from firstbell.vault import Vault
from firstbell.vault.entries import SetAside
from firstbell.watch.alerts import Alert, Kind, SetAsideObject, find_severity, name_alert
from firstbell.watch.channels import ChannelSettings
from firstbell.watch.outbox import Outbox

_TOGETHER_NS = 600 * NS_PER_S
_MOST_OBJECTS = 100
_DAY_CHARACTERS = len("2023-02-18")
Tell = Callable[..., None]


class AlertSender:
    """Raises alerts of one vault. Thread-safe but for what is set aside, which one thread tells."""

    def __init__(self, vault: Vault, outbox: Outbox, settings: ChannelSettings, *, tell: Tell) -> None:
        self._vault = vault
        self._outbox = outbox
        self._settings = settings
        self._tell = tell
        self._held: dict[str, tuple[int, list[SetAside]]] = {}
        self.raised = 0

    def now(self) -> str:
        """By the vault's clock."""
        return format_time(self._vault.clock.now_ns())

    def raise_alert(self, kind: Kind, host: str, *, about: str, subject: str, **fields: Any) -> bool:
        """Raise an alert about something of a host; False where it was raised before. Raises: VaultError."""
        ways = self._settings.ways
        alert = Alert(
            id=name_alert(kind, host, about),
            kind=kind,
            severity=find_severity(kind),
            time=self.now(),
            vault=self._vault.about.id,
            district=ways.district,
            host=host,
            subject=subject,
            **fields,
        )
        if not self._outbox.put(alert, [channel.name for channel in ways.channels]):
            return False
        self.raised += 1
        self._tell("alert", **{name: value for name, value in msgspec.to_builtins(alert).items() if value})
        return True

    def tell_trouble(self, host: str, problem: str) -> None:
        """Something keeps a host from being judged; told once a day for each problem."""
        about = f"{self.now()[:_DAY_CHARACTERS]} {problem}"
        self.raise_alert(
            "trouble",
            host,
            about=about,
            subject=f"{host} cannot be judged: {problem[:120]}",
            text=f"{problem}\nUntil it can be, nothing new of this host is served by `serve --examine`.",
        )

    def tell_set_aside(self, entry: SetAside) -> None:
        """Something was set aside: the first of a host is told now, what follows within a while together."""
        until_ns, held = self._held.get(entry.host, (0, []))
        if self._vault.clock.now_ns() < until_ns:
            held.append(entry)
            return
        self._tell_objects(entry.host, [entry, *held])

    def tend(self) -> None:
        """Tell what was held back long enough. Raises: VaultError."""
        now_ns = self._vault.clock.now_ns()
        for host, (until_ns, held) in list(self._held.items()):
            if now_ns < until_ns:
                continue
            del self._held[host]
            if held:
                self._tell_objects(host, held)

    def flush(self) -> None:
        """Tell everything that is held back."""
        for host, (_, held) in list(self._held.items()):
            if held:
                self._tell_objects(host, held)
            del self._held[host]

    def _tell_objects(self, host: str, entries: list[SetAside]) -> None:
        first = entries[0]
        more = f" and {len(entries) - 1} more" if len(entries) > 1 else ""
        listed = [SetAsideObject(entry.type, entry.name, entry.why) for entry in entries[:_MOST_OBJECTS]]
        self._held[host] = (self._vault.clock.now_ns() + _TOGETHER_NS, [])
        self.raise_alert(
            "set_aside",
            host,
            about=f"{first.type}/{first.name} {len(entries)}",
            subject=f"{host} sent what is not what it should be: {first.type}/{first.name[:8]}{more}",
            text="It is set aside: it stays on the disk, and no reader of the vault is served it. No backup"
            " program makes such; look at the host. `firstbell vault quarantine` lists what is set aside.",
            objects=tuple(listed),
        )
