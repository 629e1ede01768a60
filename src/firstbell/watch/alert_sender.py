"""Raising alerts: what they have in common is filled in, and each is raised once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, get_args

import msgspec

from firstbell.base.clock import DAY_NS, format_second, format_time, parse_time
from firstbell.base.counts import choose_word, say_count
from firstbell.base.zones import UnknownZoneError, load_zone, write_moment
from firstbell.vault import Vault
from firstbell.vault.entries import EVERY_HOST, EXAMINER, Flagged, Refused, SetAside
from firstbell.vault.inventory import SNAPSHOTS
from firstbell.vault.looks import Silence
from firstbell.watch.alerts import Alert, Kind, SetAsideObject, find_severity, name_alert, say_times
from firstbell.watch.channel_settings import ChannelSettings
from firstbell.watch.digests import Digest
from firstbell.watch.outbox import Outbox

_RECALLED_NS = DAY_NS
# 24 alerts a host and day: whoever makes a noise with one kind takes no place of what matters more
_EVENTS, _SUSPECTS = frozenset({"event"}), frozenset({"suspect"})
_OTHERS = frozenset(get_args(Kind)) - _EVENTS - _SUSPECTS
_A_DAY = {_EVENTS: 8, _SUSPECTS: 4, _OTHERS: 12}
_LAST = (
    "This host has had its alerts of the kind for this day. Further ones are kept and not sent:"
    " `firstbell vault alerts` shows them."
)
_ATTEMPTS = {"remove": "remove from", "add": "add to"}
_MOST_OBJECTS = 100
_DAY_CHARACTERS = len("2023-02-18")
Tell = Callable[..., None]


# what nobody may sleep over
_CALLING = frozenset({"event", "silent"})


class AlertSender:
    """Raises alerts of one vault. Thread-safe."""

    def __init__(self, vault: Vault, outbox: Outbox, settings: ChannelSettings, *, tell: Tell) -> None:
        self._vault = vault
        self._outbox = outbox
        self._settings = settings
        self._tell = tell
        self._set_aside = Digest(self._raise_set_aside)
        self._flagged = Digest(self._raise_flagged)
        self._refused = Digest(self._raise_refused)
        self.raised = 0

    def now(self) -> str:
        """By the vault's clock."""
        return format_time(self._vault.clock.now_ns())

    def today(self) -> str:
        """The date of now in the district's time zone, in UTC where it names none."""
        name = self._settings.ways.time_zone
        try:
            zone = load_zone(name) if name else None
        except UnknownZoneError:
            zone = None
        return write_moment(self._vault.clock.now_ns(), zone)[:_DAY_CHARACTERS]

    def tell_silence(self, silence: Silence) -> bool:
        """Nobody judges what comes; told once a day for each silence. False where it was told before."""
        unjudged, last = silence.unjudged, silence.last_look
        waits = (
            say_count(unjudged.snapshots, "snapshot")
            if unjudged.snapshots
            else say_count(unjudged.objects, "object")
        )
        return self.raise_alert(
            "silent",
            EVERY_HOST,
            about=f"{silence.last_look} {self.now()[:_DAY_CHARACTERS]}",
            subject=f"nobody judges what hosts send: {waits} not judged,"
            f" since {format_second(unjudged.since)}",
            text=f"The examiner {f'last looked at {last}' if last else 'has never looked'}."
            " A strike would not be seen now. Start the examiner (`systemctl start firstbell-examiner`, or"
            " `firstbell watch`), and read in its log why it stopped.",
        )

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
            time_zone=ways.time_zone,
            call=ways.call if kind in _CALLING else "",
            host=host,
            subject=subject,
            **fields,
        )
        alert = msgspec.structs.replace(alert, subject=say_times(alert, subject))
        left = self._count_left(kind, host)
        if left == 1:
            alert = msgspec.structs.replace(alert, text=f"{alert.text}\n{_LAST}".strip())
        if not self._outbox.put(alert, [channel.name for channel in ways.channels], held=left < 1):
            return False
        if left < 1:
            self._tell("alert_held", kind=kind, host=host, id=alert.id, subject=subject)
            return True
        self.raised += 1
        self._tell("alert", **{name: value for name, value in msgspec.to_builtins(alert).items() if value})
        return True

    def _count_left(self, kind: Kind, host: str) -> int:
        """How many alerts of such kinds may still go out for the host within a day."""
        if host == EVERY_HOST:
            return max(_A_DAY.values())
        kinds, most = next((kinds, most) for kinds, most in _A_DAY.items() if kind in kinds)
        since_ns = self._vault.clock.now_ns() - _RECALLED_NS
        return most - self._outbox.count_told(host, kinds, since_ns=since_ns)

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
        """Something was set aside."""
        self._set_aside.add(entry.host, entry, now_ns=self._vault.clock.now_ns())

    def tell_flagged(self, entry: Flagged, snapshot_time: str) -> None:
        """A snapshot's time, "" where it is not known now, is not when it came."""
        self._flagged.add(entry.host, (entry, snapshot_time), now_ns=self._vault.clock.now_ns())

    def tell_refused(self, entry: Refused) -> None:
        """The server refused to remove something, or to add a key."""
        self._refused.add(entry.host, entry, now_ns=self._vault.clock.now_ns())

    def find_last(self, kind: Kind, host: str) -> int:
        """When an alert of the kind was raised last for the host, in ns; 0 for never."""
        return max(
            (
                parse_time(kept.alert.time)
                for kept in self._outbox.list_alerts()
                if kept.alert.kind == kind and kept.alert.host == host
            ),
            default=0,
        )

    def recall(self) -> None:
        """Take up what an examiner before this one was about to tell, and was ended. Raises: VaultError."""
        judgements = self._vault.judgements
        for aside in judgements.list_set_aside():
            if aside.by == EXAMINER and self._is_untold("set_aside", aside):
                self.tell_set_aside(aside)
        for flagged in list(judgements.flags.values()):
            if self._is_untold("time", flagged):
                self.tell_flagged(flagged, "")

    def _is_untold(self, kind: Kind, entry: SetAside | Flagged) -> bool:
        at_ns = parse_time(entry.time)
        is_fresh = self._vault.clock.now_ns() - at_ns < _RECALLED_NS
        return is_fresh and at_ns > self.find_last(kind, entry.host)

    def tend(self, *, every: bool = False) -> None:
        """Tell what was held back long enough, or all of it. Raises: VaultError."""
        now_ns = self._vault.clock.now_ns()
        self._set_aside.tend(now_ns=now_ns, every=every)
        self._flagged.tend(now_ns=now_ns, every=every)
        self._refused.tend(now_ns=now_ns, every=every)

    def _raise_set_aside(self, host: str, entries: list[SetAside]) -> None:
        first = entries[0]
        named, count = f"{first.type}/{first.name[:8]}", len(entries)
        what = f"{count:,} files that are not valid, such as" if count > 1 else "a file that is not valid:"
        listed = [SetAsideObject(entry.type, entry.name, entry.why) for entry in entries[:_MOST_OBJECTS]]
        self.raise_alert(
            "set_aside",
            host,
            about=f"{first.type}/{first.name} {count}",
            subject=f"{host} sent {what} {named}",
            text="The vault keeps such files in quarantine: they stay on the disk, and nobody who reads the"
            " vault gets them. No backup program makes such files, so check the host."
            " `firstbell vault quarantine` lists them.",
            objects=tuple(listed),
        )

    def _raise_flagged(self, host: str, flagged: list[tuple[Flagged, str]]) -> None:
        (first, snapshot_time), count = flagged[0], len(flagged)
        listed = [SetAsideObject(SNAPSHOTS, entry.name, entry.why) for entry, _ in flagged[:_MOST_OBJECTS]]
        many = count > 1
        said = f"It says {snapshot_time}, and {first.why}." if snapshot_time else f"{first.why}.".capitalize()
        self.raise_alert(
            "time",
            host,
            about=f"{first.name} {count}" if many else first.name,
            subject=f"{host} sent {count:,} snapshots whose times are not when they came"
            if many
            else f"{host} sent a snapshot whose time is not when it came",
            text=f"{'The first: ' if many else ''}{said} It is served, and never counts as newest."
            " A clock is wrong, an old backup was copied in, or the time is invented.",
            snapshot_id=first.name,
            snapshot_time=snapshot_time,
            objects=tuple(listed) if many else (),
        )

    def _raise_refused(self, host: str, entries: list[Refused]) -> None:
        counts: Counter[tuple[str, str, str, str]] = Counter()
        for entry in entries:
            counts[entry.action, entry.type, entry.credential, entry.address] += entry.requests
        lines = [
            f"{say_count(number, 'attempt')} to {_ATTEMPTS[action]} {kind} by credential {credential}"
            + (f" from {address}" if address else "")
            for (action, kind, credential, address), number in counts.most_common(_MOST_OBJECTS)
        ]
        self.raise_alert(
            "refused",
            host,
            about=f"{entries[0].since} {entries[-1].seq}",
            subject=f"{host}: {say_count(counts.total(), 'attempt')} to remove something or add a key"
            f" {choose_word(counts.total(), 'was', 'were')} refused",
            text="Nothing was removed or added. A backup program does not do this by itself. Somebody tries"
            " to delete backups or to get in, or a `forget` or `prune` runs on the host. Ask who uses the"
            " credential; `firstbell host revoke` ends it.\n" + "\n".join(lines),
        )
