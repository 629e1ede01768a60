"""What can go wrong before a page is served."""

from __future__ import annotations

from firstbell.base.errors import Error


class ConsoleError(Error):
    """The console cannot start, or something it keeps does not read."""

    code = "console"


class ConsoleAddressError(ConsoleError):
    """An address that the console does not listen on."""

    code = "usage.console_address"


class LinkBrokenError(ConsoleError):
    """The other process did not answer."""

    code = "console.link"
