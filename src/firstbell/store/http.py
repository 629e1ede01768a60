"""HTTP with patience: requests are tried again with growing pauses while the way to the server fails.

urllib3 keeps the connections and speaks TLS; what is tried again, and how often, is decided here, since
only we know that an upload of an object named by its hash may be repeated.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

import urllib3

from firstbell import __version__
from firstbell.base.counts import say_count
from firstbell.store.credentials import Credentials, require_certificates
from firstbell.store.errors import UnreachableServerError
from firstbell.store.patience import PASSING_STATUSES, Patience, WaitTeller, draw_pause_s


@dataclass(frozen=True, slots=True)
class HttpReply:
    """An answer. Header names are lower-case. `attempts`: how many tries it took."""

    status: int
    reason: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 1


# what urllib3 and Python put around the words of the system
_NOISE = re.compile(
    r"^HTTPS?Connection(Pool)?\(.*?\): |Failed to establish a new connection: "
    r"|\[Errno -?\d+\] |\[SSL[^\]]*\] | \(_ssl\.c:\d+\)"
)


def say_problem(error: Exception) -> str:
    """Why a server was not reached, in words."""
    if isinstance(error, urllib3.exceptions.ProtocolError) and isinstance(error.args[-1], Exception):
        return getattr(error.args[-1], "strerror", None) or str(error.args[-1])
    return _NOISE.sub("", str(error)).replace("certificate verify failed: ", "certificate refused: ", 1)


def _hint_tls(problem: str) -> str:
    """What to do about a handshake that failed."""
    lowered = problem.lower()
    if "expired" in lowered:
        return "the server's certificate has expired; renew it on the server, and check this machine's clock"
    if "not yet valid" in lowered:
        return "this machine's clock may be behind; set it"
    if "hostname mismatch" in lowered or "ip address mismatch" in lowered:
        return "use the name that the certificate was made for"
    if "wrong version number" in lowered or "record layer" in lowered:
        return "the server does not use TLS there; try http:// or another port"
    return "give the server's certificate with --cacert"


class HttpClient:
    """Sends requests. Thread-safe."""

    def __init__(self, credentials: Credentials | None = None, patience: Patience | None = None) -> None:
        known = credentials or Credentials()
        require_certificates(known.ca_file)
        self._patience = patience or Patience()
        self._waiting = WaitTeller(self._patience)
        self._headers = {"User-Agent": f"firstbell/{__version__}"}
        if known.username is not None:
            token = f"{known.username}:{known.password or ''}"
            self._headers |= urllib3.make_headers(basic_auth=token)
        self._pool = urllib3.PoolManager(
            maxsize=8,
            retries=False,
            timeout=urllib3.Timeout(connect=self._patience.connect_s, read=self._patience.read_s),
            ca_certs=str(known.ca_file) if known.ca_file else None,
        )
        self._sleep = threading.Event().wait

    def request(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> HttpReply:
        """The answer, whatever its status.

        Raises: UnreachableServerError when there is none after all tries.
        """
        sent = {**self._headers, **(headers or {})}
        problem = ""
        for attempt in range(1, self._patience.tries + 1):
            try:
                with self._waiting.ask(url, attempt):
                    reply = self._pool.request(method, url, body=body, headers=sent, redirect=False)
                if reply.status not in PASSING_STATUSES or attempt == self._patience.tries:
                    self._waiting.hear()
                    named = {name.lower(): value for name, value in reply.headers.items()}
                    return HttpReply(reply.status, reply.reason or "", reply.data, named, attempt)
                problem = f"the server answered {reply.status} {reply.reason}"
            except urllib3.exceptions.SSLError as error:
                raise UnreachableServerError(
                    f"{url}: {say_problem(error)}", hint=_hint_tls(str(error))
                ) from None
            except urllib3.exceptions.HTTPError as error:
                problem = say_problem(error)
            self._waiting.fail(url, attempt, problem)
            if attempt < self._patience.tries:
                self._sleep(draw_pause_s(attempt))
        raise UnreachableServerError(
            f"{url} cannot be reached after {say_count(self._patience.tries, 'try', 'tries')}: {problem}",
            hint="check the address (http:// or https://), the network, and that the server is running",
        )
