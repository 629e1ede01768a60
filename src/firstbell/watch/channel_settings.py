"""The ways alerts go, as `[alerts]` of firstbell.toml names them; read again when the file changes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from firstbell.desk.configuration import Configuration
from firstbell.desk.errors import DeskError, NoDeskError
from firstbell.desk.loader import CONFIGURATION_NAME, load_configuration
from firstbell.watch.channels.channel import Channel
from firstbell.watch.channels.registry import make_channels
from firstbell.watch.errors import WatchError

# whom an alert names, in the order in which to call them
_CALLED = ("technician", "director", "counsel")


@dataclass(frozen=True, slots=True)
class Ways:
    """The channels, who the district is, and whom to call: name and number, one after the other."""

    channels: Sequence[Channel] = ()
    district: str = ""
    call: str = ""
    time_zone: str = ""


class ChannelSettings:
    """The channels of a desk. `trouble`: why the file as it stands cannot be used; what was before counts."""

    def __init__(self, desk: Path) -> None:
        self._desk = desk
        self._stamp: tuple[int, int] | None = None
        self.ways = Ways()
        self.trouble = ""

    def load(self) -> Ways:
        """The channels now. Raises: DeskError, AlertAddressError, WatchError where they cannot be read."""
        self._stamp = self._look()
        try:
            configuration = load_configuration(self._desk)
        except NoDeskError:
            self.ways = Ways()
        else:
            channels = make_channels(configuration.alerts, self._desk)
            district = configuration.district
            self.ways = Ways(channels, district.name, _list_callees(configuration), district.time_zone)
        return self.ways

    def refresh(self) -> bool:
        """Whether the file changed and was read; `trouble` says where it could not be."""
        if self._look() == self._stamp:
            return False
        try:
            self.load()
            self.trouble = ""
        except (DeskError, WatchError) as error:
            self.trouble = str(error)
        return True

    def _look(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._desk / CONFIGURATION_NAME)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


def _list_callees(configuration: Configuration) -> str:
    people = [person for person in configuration.person if person.role in _CALLED and person.reach]
    people.sort(key=lambda person: _CALLED.index(person.role))
    return "; ".join(f"{person.name}, {person.reach}" for person in people)
