"""Types and names in a path, or a refusal."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request

from firstbell.base.ids import is_hex_id
from firstbell.server.errors import RefusedError
from firstbell.store import Kind

CONFIG = "config"
_KINDS = {kind.value: kind for kind in Kind if kind is not Kind.CONFIG}


def read_kind(request: Request) -> Kind:
    """The type that the path names. Raises: RefusedError, 404."""
    text = str(request.path_params["type"])
    if text not in _KINDS:
        raise RefusedError(HTTPStatus.NOT_FOUND, f"there is no type {text[:80]!r}")
    return _KINDS[text]


def read_name(request: Request) -> str:
    """The name that the path names. Raises: RefusedError, 400, unless it is 64 lower-case hex digits."""
    name = str(request.path_params["name"])
    if not is_hex_id(name):
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"{name[:80]!r} is not 64 lower-case hex digits")
    return name
