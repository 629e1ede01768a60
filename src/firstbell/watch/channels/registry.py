"""Every way alerts go: those of the modules here, in one order."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from firstbell.desk.configuration import Alerts
from firstbell.watch.channels import __name__ as package_name
from firstbell.watch.channels import __path__ as package_path
from firstbell.watch.channels.channel import AlertDesk, Channel
from firstbell.watch.errors import AlertAddressError

Opener = Callable[[AlertDesk], Iterator[Channel]]
# in this order alerts have always been listed; what is added comes behind them by name
_FIRST = ("mail", "webhook", "cards", "syslog")


@cache
def _load_openers() -> tuple[Opener, ...]:
    found = {info.name for info in pkgutil.iter_modules(package_path)} - {"registry", "channel"}
    names = sorted(found, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    return tuple(importlib.import_module(f"{package_name}.{name}").open_channels for name in names)


def make_channels(alerts: Alerts, folder: Path) -> list[Channel]:
    """The ways that `[alerts]` of the desk in FOLDER names. Raises: AlertAddressError."""
    desk = AlertDesk(folder, alerts)
    if desk.ca_file and not Path(desk.ca_file).is_file():
        raise AlertAddressError(f"alerts.ca_file: there is no file {desk.ca_file}")
    return [channel for opener in _load_openers() for channel in opener(desk)]
