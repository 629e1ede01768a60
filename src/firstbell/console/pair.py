"""The two processes of a console: this one becomes the key process, the web process is its child.

The web process is started again where it ends by itself; without the key process it ends, too.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from firstbell.base.clock import monotonic_s
from firstbell.console.errors import ConsoleError
from firstbell.console.key_process.loop import KeyProcess, bind
from firstbell.console.key_process.service import ConsoleService
from firstbell.console.settings import ConsoleAddress

_GRACE_S = 5.0
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_STARTS, _WITHIN_S = 5, 60.0
# what Python and the system need to run at all; no password, no credential, no desk
_PASSED = ("PATH", "LANG", "LC_ALL", "PYTHONDONTWRITEBYTECODE", "SSL_CERT_FILE", "TZ", "VIRTUAL_ENV")


def listen(place: ConsoleAddress) -> socket.socket:
    """The listening socket of a place. Raises: ConsoleError."""
    family = socket.AF_INET6 if ":" in place.address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((place.address, place.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ConsoleError(
            f"cannot listen on {place.address}:{place.port}: {error.strerror}",
            hint="end what listens there, or choose another port by --listen",
        ) from None
    return listener


class ConsolePair:
    """A console that is about to run. `environment`: of this process; the web process gets little of it."""

    def __init__(
        self,
        service: ConsoleService,
        place: ConsoleAddress,
        *,
        listener: socket.socket,
        environment: Mapping[str, str],
    ) -> None:
        self._service, self._place, self._listener = service, place, listener
        self._environment = {name: environment[name] for name in _PASSED if name in environment}
        self._web: subprocess.Popen[bytes] | None = None
        self._starts: list[float] = []
        self._keys_path = ""

    def run(self, on_ready: Callable[[], None]) -> int:
        """Serve until SIGTERM or Ctrl-C; the exit status. Raises: ConsoleError."""
        with tempfile.TemporaryDirectory(prefix="firstbell-console-") as folder:
            self._keys_path = str(Path(folder) / "keys")
            questions = bind(self._keys_path)
            process = KeyProcess(self._service, questions)
            before = [signal.signal(number, lambda *_: process.end()) for number in _ENDING]
            try:
                self._start()
                on_ready()
                process.serve(self._keep_web)
            finally:
                self._finish()
                questions.close()
                for number, handler in zip(_ENDING, before, strict=True):
                    signal.signal(number, handler)
        return 1 if self._is_broken else 0

    @property
    def _is_broken(self) -> bool:
        return len(self._starts) > _STARTS

    def _keep_web(self) -> bool:
        """Start the web process again where it ended; no longer needed where it ends again and again."""
        assert self._web is not None
        if self._web.poll() is None:
            return True
        if self._web.stdin is not None:
            self._web.stdin.close()
        self._start()
        return not self._is_broken

    def _start(self) -> None:
        now_s = monotonic_s()
        self._starts = [at_s for at_s in self._starts if now_s - at_s < _WITHIN_S] + [now_s]
        if self._is_broken:
            return
        place, fd = self._place, self._listener.fileno()
        words = ["--fd", str(fd), "--keys", self._keys_path, "--address", place.address]
        words += ["--port", str(place.port), "--name", place.name]
        if place.certificate is not None and place.key is not None:
            words += ["--cert", str(place.certificate), "--cert-key", str(place.key)]
        # -P: what lies in the folder we stand in is not imported
        self._web = subprocess.Popen(
            [sys.executable, "-P", "-m", "firstbell.console.web.process", *words],
            stdin=subprocess.PIPE,
            pass_fds=[fd],
            env=self._environment,
            process_group=0,
        )

    def _finish(self) -> None:
        if self._web is None:
            return
        if self._web.stdin is not None:
            self._web.stdin.close()
        if self._web.poll() is None:
            self._web.terminate()
        try:
            self._web.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            self._web.kill()
            self._web.wait()
