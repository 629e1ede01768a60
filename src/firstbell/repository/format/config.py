"""The config: what a repository is. One sealed object, never compressed.

Source: restic design document, "Repository Format".
"""

from __future__ import annotations

import os

import msgspec

from firstbell.repository.format.errors import FormatError, NewerFormatError
from firstbell.repository.format.polynomial import make_irreducible_polynomial

VERSIONS = (1, 2)


class Config(msgspec.Struct):
    """`id`: hex id of the repository. `chunker_polynomial`: hex, irreducible over F2, degree 53."""

    version: int
    id: str
    chunker_polynomial: str


def make_config(version: int) -> Config:
    """A config of a new repository.

    Raises: NewerFormatError for a version that is not known.
    """
    _validate_version(version)
    return Config(version, os.urandom(32).hex(), f"{make_irreducible_polynomial():x}")


def parse_config(data: bytes) -> Config:
    """The config in its opened bytes.

    Raises: FormatError, NewerFormatError.
    """
    try:
        config = msgspec.json.decode(data, type=Config)
        polynomial = int(config.chunker_polynomial, 16)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise FormatError("config", str(error)) from None
    _validate_version(config.version)
    if polynomial <= 0:
        raise FormatError("config", "the chunker polynomial is not valid")
    return config


def render_config(config: Config) -> bytes:
    """The bytes to seal."""
    return msgspec.json.encode(config)


def _validate_version(version: int) -> None:
    if version not in VERSIONS:
        raise NewerFormatError(
            "config", f"version {version} of the format is unknown (Firstbell knows 1 and 2)"
        )
