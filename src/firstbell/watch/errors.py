"""What can go wrong with the examiner."""

from __future__ import annotations

from firstbell.base.errors import Error


class WatchError(Error):
    """The root of this room's errors."""

    code = "watch.failed"


class WatchBusyError(WatchError):
    """Another examiner judges the vault."""

    code = "watch.busy"


class UnprovenError(WatchError):
    """An object that is not what it should be, and why; raised and handled in this room."""

    code = "watch.unproven"


class AlertAddressError(WatchError):
    """An address of `[alerts]` that cannot be one."""

    code = "watch.address"


class DeliveryError(WatchError):
    """An alert did not get through; it is tried again."""

    code = "watch.delivery"
