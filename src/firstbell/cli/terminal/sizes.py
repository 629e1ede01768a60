"""Sizes as restic writes them: `100M`, `2G`, in powers of 1024."""

from __future__ import annotations

import re
from typing import Any

import click

_SIZE = re.compile(r"(\d+)([bkmgt]?)", re.IGNORECASE)
_FACTORS = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


class SizeType(click.ParamType[int]):
    """A size in bytes: a number, and `K`, `M`, `G` or `T`."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Bytes."""
        if isinstance(value, int):
            return value
        match = _SIZE.fullmatch(value)
        if match is None:
            self.fail(f"{value!r} is not a size such as 500K, 100M or 2G", param, ctx)
        return int(match.group(1)) * _FACTORS[match.group(2).lower()]
