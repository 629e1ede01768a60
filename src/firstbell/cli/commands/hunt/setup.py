"""Opening what a hunt needs: its rules, its store, its options."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.clock import parse_given_time
from firstbell.cli.terminal.errors import UsageError

if TYPE_CHECKING:
    from firstbell.investigate.hunts.hunt import HuntOptions
    from firstbell.investigate.hunts.match.rules import HuntRule
    from firstbell.investigate.hunts.match.signs import HuntSign

_MOST_WORKERS = 4


@dataclass(frozen=True, kw_only=True)
class HuntRequest:
    """What the command line asks a hunt for."""

    host: tuple[str, ...] = ()
    expect: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sign: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoadedRules:
    """All rules of a hunt. `left_out`: (path, why) of Sigma rules that are not used; `digest` names them
    all.
    """

    rules: Sequence[HuntRule]
    signs: Mapping[str, HuntSign]
    left_out: Sequence[tuple[Path, str]]
    digest: bytes


def load_rules(request: HuntRequest) -> LoadedRules:
    """Our signs, and the Sigma rules of the folders that are named. Raises: RuleError."""
    from firstbell.investigate.hunts.match.patterns import name_inside
    from firstbell.investigate.hunts.match.sigma import load_folder
    from firstbell.investigate.hunts.match.signs import digest_signs, list_rules, load_signs

    name_inside(request.inside)
    signs = load_signs()
    rules = list_rules(signs)
    names = [digest_signs(request.inside)]
    left_out: list[tuple[Path, str]] = []
    for folder in request.rules:
        found = load_folder(folder)
        rules.extend(found.rules)
        left_out.extend(found.left_out)
        names.append(found.digest)
    digest = names[0] if len(names) == 1 else hashlib.sha256(b"".join(names)).digest()
    return LoadedRules(rules, signs, left_out, digest)


def make_options(request: HuntRequest, signs: Mapping[str, HuntSign]) -> HuntOptions:
    """The hunt's options. Raises: UsageError for a sign that there is none of; InvalidTimeError."""
    from firstbell.investigate.hunts.hunt import HuntOptions

    unknown = [sign for sign in request.sign if sign not in signs and not sign.startswith("sigma:")]
    if unknown:
        raise UsageError(f"there is no sign {unknown[0]!r}", hint="`firstbell hunt signs` lists them")
    return HuntOptions(
        hosts=request.host,
        expected=request.expect,
        signs=request.sign,
        since_ns=parse_given_time(request.since) if request.since else None,
        until_ns=parse_given_time(request.until) if request.until else None,
        workers=max(1, min(_MOST_WORKERS, os.cpu_count() or 1)),
    )
