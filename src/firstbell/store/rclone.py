"""A store behind rclone: `rclone serve restic --stdio`, as restic does it. Only read from.

rclone replaces what stands under a name, and on some of its places a file is there before it is whole. So
nothing can be published once, and nothing is written.
"""

from __future__ import annotations

import shlex
import threading
from collections.abc import Mapping

from firstbell.store.errors import ObjectNotFoundError, StoreError
from firstbell.store.http import HttpReply
from firstbell.store.http2_pipe import Http2Pipe
from firstbell.store.patience import Patience
from firstbell.store.read_only import ReadOnlyStore
from firstbell.store.rest import RestStore
from firstbell.store.store import Kind

_PROGRAM = "rclone"
_ARGUMENTS = "serve restic --stdio --b2-hard-delete"
_OPTIONS = frozenset({"rclone.program", "rclone.args", "rclone.connections", "rclone.timeout"})
_BASE = "http://localhost/"
_HINT = "try `rclone lsd REMOTE:PATH`; `rclone config` shows the remotes"


class RcloneAddressError(StoreError):
    """An address that names no remote, or an option that says nothing."""

    code = "store.rclone_address"


def open_rclone(remote: str, options: Mapping[str, str], patience: Patience | None = None) -> ReadOnlyStore:
    """The store at what follows `rclone:`. The program is started at the first request.

    Raises: RcloneAddressError.
    """
    url = f"rclone:{remote}"
    program = _Program(find_command(remote, options), url, read_s=(patience or Patience()).read_s)
    return ReadOnlyStore(
        _RcloneStore(program, url),
        "rclone has no way to write a file once and whole",
    )


def find_command(remote: str, options: Mapping[str, str]) -> list[str]:
    """The words of the program. `options`: `rclone.program` and `rclone.args`, as restic has them.

    Raises: RcloneAddressError.
    """
    name, colon, _ = remote.partition(":")
    if not colon or name.startswith("-"):
        raise RcloneAddressError(
            f"rclone:{remote} names no remote",
            hint="write it as rclone:REMOTE:PATH, such as rclone:dropbox:backup",
        )
    unknown = sorted(option for option in options if option.startswith("rclone.") and option not in _OPTIONS)
    if unknown:
        raise RcloneAddressError(
            f"-o {unknown[0]} is not known", hint="known: " + ", ".join(sorted(_OPTIONS))
        )
    try:
        program = shlex.split(options.get("rclone.program", _PROGRAM))
        return [*program, *shlex.split(options.get("rclone.args", _ARGUMENTS)), remote]
    except ValueError as error:
        raise RcloneAddressError(
            f"-o rclone.program or rclone.args: {error}", hint="close the quotes"
        ) from None


class _Program:
    """The program, started when something is asked of it. Thread-safe."""

    def __init__(self, command: list[str], url: str, *, read_s: float) -> None:
        self._command, self._url, self._read_s = command, url, read_s
        self._pipe: Http2Pipe | None = None
        self._lock = threading.Lock()

    def request(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> HttpReply:
        """See `Http2Pipe.request`."""
        with self._lock:
            if self._pipe is None:
                self._pipe = Http2Pipe(self._command, self._url, hint=_HINT, read_s=self._read_s)
        return self._pipe.request(method, url, body=body, headers=headers)


class _RcloneStore(RestStore):
    """What rclone serves, by its own name."""

    def __init__(self, program: _Program, url: str) -> None:
        super().__init__(program, _BASE)
        self._url = url

    @property
    def url(self) -> str:
        """The address as it was given."""
        return self._url

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`. rclone says 404 where a file ends before it."""
        try:
            return super().read_range(kind, name, offset=offset, length=length)
        except ObjectNotFoundError:
            if offset < self.size(kind, name):
                raise
            return b""
