"""What an S3 server's refusals and a broken way to it mean, whichever library reports them.

obstore tells status and S3's own error code in the text of its errors only; botocore tells them apart.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import obstore.exceptions
from botocore.exceptions import BotoCoreError, ClientError, SSLError

from firstbell.store.errors import (
    BucketNotFoundError,
    ObjectExistsError,
    ObjectNotFoundError,
    ReadOnlyStoreError,
    StoreError,
    StoreFullError,
    UnreachableServerError,
)
from firstbell.store.patience import PASSING_STATUSES, Patience, WaitTeller, draw_pause_s

T = TypeVar("T")

# obstore raises the built-in errors for "not found" and "not supported"
ERRORS = (obstore.exceptions.BaseError, OSError, NotImplementedError, BotoCoreError, ClientError)

# who we are to S3; other places with its interface have variables of their own
AWS_KEYS = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"

_STATUS = re.compile(r"status code: (\d{3})(?: ([\w ]+))?")
_CODE = re.compile(r"<Code>(\w+)</Code>")
_CREDENTIAL_CODES = frozenset(
    {"ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch", "TokenRefreshRequired"}
)
_FULL_CODES = frozenset({"QuotaExceeded", "XMinioStorageFull"})
_PASSING_CODES = frozenset({"SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable"})
_FULL = frozenset({413, 507})
_TAKEN = frozenset({409, 412})


@dataclass(frozen=True, slots=True)
class Fault:
    """One failed request. `status`: None where no answer came; `code`: S3's name for it, "" where none."""

    status: int | None
    code: str
    text: str
    is_tls: bool = False

    @property
    def is_passing(self) -> bool:
        """Whether asking again may help."""
        if self.status is None:
            return not self.is_tls
        return self.status in PASSING_STATUSES or self.code in _PASSING_CODES

    @property
    def is_missing(self) -> bool:
        """Whether the object, or its bucket, is not there."""
        return self.status == 404

    @property
    def is_unsupported(self) -> bool:
        """Whether the server does not know what was asked of it."""
        return self.status in {405, 501} or self.code == "NotImplemented"


def read_fault(error: Exception) -> Fault:
    """What an error of obstore or botocore says."""
    if isinstance(error, ClientError):
        answer = error.response
        status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
        code = str(answer.get("Error", {}).get("Code", ""))
        return Fault(status, "" if code.isdigit() else code, f"{status} {code}".strip())
    if isinstance(error, BotoCoreError):
        return Fault(None, "", str(error), isinstance(error, SSLError))
    if isinstance(error, NotImplementedError):
        return Fault(501, "", str(error).partition("\n")[0])
    said, _, details = str(error).partition("\n\nDebug source:")
    answer, named = _STATUS.search(said), _CODE.search(said)
    if answer is None:
        return Fault(None, "", _name_cause(said, details), "certificate" in details.lower())
    code = named[1] if named else ""
    return Fault(int(answer[1]), code, " ".join(part for part in (answer[1], answer[2], code) if part))


def _name_cause(said: str, details: str) -> str:
    # "HTTP error: error sending request" says nothing; the innermost cause does
    causes: list[str] = re.findall(r'(?:message|error): "([^"]+)"', details)
    if "certificate" in details.lower():
        causes.append("its certificate is not trusted")
    last = said.strip().rpartition(" - ")[2]
    return f"{last} ({causes[-1]})" if causes else last


def explain_fault(fault: Fault, doing: str, url: str, *, keys: str = AWS_KEYS) -> StoreError:
    """The error of this room for a fault, with what was being done at which address.

    `keys`: the variables that say who we are.
    """
    if fault.is_missing:
        if fault.code == "NoSuchBucket":
            return BucketNotFoundError(
                f"the bucket of {url} is not there", hint="make it first; docs/storage.md has the commands"
            )
        return ObjectNotFoundError(f"{doing} is not there")
    if fault.status in _TAKEN:
        return ObjectExistsError(f"{doing}: the name is taken")
    if fault.is_tls:
        return _explain_tls(fault, url)
    if fault.status is None:
        return StoreError(f"{doing}: {url}: {fault.text}")
    return _explain_refusal(fault, f"{url} answers {fault.text} ({doing})", keys)


def _explain_tls(fault: Fault, url: str) -> UnreachableServerError:
    hint = "if the server speaks plain http, write the address as s3:http://host/bucket"
    if "certificate" in fault.text.lower():
        hint = "give the server's certificate with --cacert"
    return UnreachableServerError(f"{url}: {fault.text}", hint=hint)


def _explain_refusal(fault: Fault, message: str, keys: str) -> StoreError:
    if fault.status in _FULL or fault.code in _FULL_CODES:
        return StoreFullError(message, hint="make room on the server, or raise the quota")
    if fault.status == 401 or fault.code in _CREDENTIAL_CODES:
        return ReadOnlyStoreError(message, hint=f"check {keys}")
    if fault.code == "RequestTimeTooSkewed":
        return StoreError(message, hint="set this machine's clock")
    if fault.status == 403:
        return ReadOnlyStoreError(message, hint=f"check {keys}, and what they are allowed to do")
    return StoreError(message)


class Retrier:
    """Asks again, with growing pauses, while the way to one server fails. Thread-safe."""

    def __init__(self, url: str, patience: Patience, *, keys: str = AWS_KEYS) -> None:
        self._url = url
        self._patience = patience
        self._waiting = WaitTeller(patience)
        self._keys = keys
        self._sleep = threading.Event().wait

    def ask(self, doing: str, call: Callable[[], T]) -> T:
        """What `call` gives, which may be called several times.

        Raises: UnreachableServerError when there is no answer after all tries; what `explain_fault` says.
        """
        for attempt in range(1, self._patience.tries + 1):
            try:
                with self._waiting.ask(self._url, attempt):
                    answer = call()
                self._waiting.hear()
                return answer
            except ERRORS as error:
                fault = read_fault(error)
            if not fault.is_passing:
                raise explain_fault(fault, doing, self._url, keys=self._keys)
            self._waiting.fail(self._url, attempt, fault.text)
            if attempt < self._patience.tries:
                self._sleep(draw_pause_s(attempt))
        raise UnreachableServerError(
            f"{doing}: {self._url} cannot be reached after {self._patience.tries} tries: {fault.text}",
            hint="check the address, the network, and that the server is running",
        )
