"""What `-o s3.NAME=VALUE` says about a bucket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firstbell.base.errors import Error


class InvalidSettingError(Error):
    """An extended option that is none, or has a value that it cannot have."""

    code = "usage.extended_option"


_CHOICES = {
    "bucket-lookup": ("auto", "dns", "path"),
    "object-lock": ("auto", "on", "off"),
    "checksums": ("auto", "on", "off"),
}


@dataclass(frozen=True, slots=True)
class S3Settings:
    """`region`: None to find out. `lookup`: "auto", "dns" or "path". `object_lock`: "auto", "on" or "off".
    `locks`: `bucket` or `bucket/prefix` on the same server, where lock files of a locked bucket live.
    `checksums`: whether uploads bear `x-amz-checksum-sha256`: "auto", "on" or "off".
    """

    region: str | None = None
    lookup: str = "auto"
    object_lock: str = "auto"
    locks: str | None = None
    checksums: str = "auto"

    @classmethod
    def read(cls, options: Mapping[str, str]) -> S3Settings:
        """The settings in extended options; those of other kinds of places are passed over.

        Raises: InvalidSettingError.
        """
        given = {name.removeprefix("s3."): value for name, value in options.items() if name.startswith("s3.")}
        for name, value in given.items():
            choices = _CHOICES.get(name)
            if choices is None and name not in {"region", "locks"}:
                known = ", ".join(sorted(f"s3.{each}" for each in (*_CHOICES, "region", "locks")))
                raise InvalidSettingError(f"unknown option 's3.{name}'", hint=f"the options are {known}")
            if not value or (choices and value not in choices):
                raise InvalidSettingError(
                    f"s3.{name} cannot be {value!r}", hint=f"use one of {', '.join(choices or ('a name',))}"
                )
        return cls(
            given.get("region"),
            given.get("bucket-lookup", "auto"),
            given.get("object-lock", "auto"),
            given.get("locks"),
            given.get("checksums", "auto"),
        )
