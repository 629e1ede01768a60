"""What the server refuses, and how errors of the rooms below are answered."""

from __future__ import annotations

from http import HTTPStatus

from firstbell.base.errors import Error

# The longest prefix of an error's dotted code decides; what is not named is our failure.
STATUS_BY_CODE = {
    "server": HTTPStatus.INTERNAL_SERVER_ERROR,
    "store.exists": HTTPStatus.FORBIDDEN,
    "store.full": HTTPStatus.INSUFFICIENT_STORAGE,
    "store.held": HTTPStatus.FORBIDDEN,
    "store.invalid_name": HTTPStatus.BAD_REQUEST,
    "store.no_bucket": HTTPStatus.NOT_FOUND,
    "store.not_found": HTTPStatus.NOT_FOUND,
    "store.unreachable": HTTPStatus.SERVICE_UNAVAILABLE,
    "usage": HTTPStatus.BAD_REQUEST,
    "vault.full": HTTPStatus.INSUFFICIENT_STORAGE,
    "vault.unknown_credential": HTTPStatus.NOT_FOUND,
    "vault.unknown_host": HTTPStatus.NOT_FOUND,
    "vault.unreachable": HTTPStatus.SERVICE_UNAVAILABLE,
}


class ServerError(Error):
    """The server cannot start: the port is taken, a certificate is missing."""

    code = "server.failed"


class RefusedError(Error):
    """A request that is not carried out. `status`: HTTP's; `headers`: more of the answer."""

    code = "server.refused"

    def __init__(self, status: HTTPStatus, message: str, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}


class ClientGoneError(Error):
    """The other side went away in the middle of its request, or was silent for too long."""

    code = "server.client_gone"


def find_status(error: Error) -> HTTPStatus:
    """The status that an error is answered with."""
    if isinstance(error, RefusedError):
        return error.status
    code = error.code
    while code:
        if code in STATUS_BY_CODE:
            return STATUS_BY_CODE[code]
        code = code.rpartition(".")[0]
    return HTTPStatus.INTERNAL_SERVER_ERROR
