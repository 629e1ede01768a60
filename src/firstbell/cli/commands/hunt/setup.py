"""Opening what a hunt needs: its rules, its store, its options."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.clock import parse_given_time
from firstbell.base.deferral import defer
from firstbell.cli.terminal.errors import UsageError
from firstbell.investigate.hunts.indicators.files import load_indicators
from firstbell.investigate.hunts.indicators.indicator import HuntIndicator
from firstbell.investigate.hunts.match.rules import HuntRule

if TYPE_CHECKING:
    from firstbell.investigate.hunts import hunt as hunting
    from firstbell.investigate.hunts.match import patterns, sigma
    from firstbell.investigate.hunts.match import signs as sign_rules
    from firstbell.investigate.hunts.match.signs import HuntSign
else:
    hunting = defer("firstbell.investigate.hunts.hunt")
    patterns = defer("firstbell.investigate.hunts.match.patterns")
    sigma = defer("firstbell.investigate.hunts.match.sigma")
    sign_rules = defer("firstbell.investigate.hunts.match.signs")

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
    indicators: tuple[Path, ...] = ()


@dataclass(frozen=True)
class LoadedRules:
    """All rules of a hunt. `left_out`: (path, why) of Sigma rules that are not used; `digest` names them
    all. `not_sought`: (file, why) of indicators that nobody can look for in backups.
    """

    rules: Sequence[HuntRule]
    signs: Mapping[str, HuntSign]
    left_out: Sequence[tuple[Path, str]]
    digest: bytes
    indicators: Sequence[HuntIndicator] = ()
    not_sought: Sequence[tuple[Path, str]] = ()


def load_rules(request: HuntRequest) -> LoadedRules:
    """Our signs, the Sigma rules of the folders and the indicators of the files that are named.

    Raises: HuntRuleError, IndicatorFileError.
    """
    patterns.name_inside(request.inside)
    signs = sign_rules.load_signs()
    rules = sign_rules.list_rules(signs)
    names = [sign_rules.digest_signs(request.inside)]
    left_out: list[tuple[Path, str]] = []
    for folder in request.rules:
        found = sigma.load_folder(folder)
        rules.extend(found.rules)
        left_out.extend(found.left_out)
        names.append(found.digest)
    indicators: list[HuntIndicator] = []
    not_sought: list[tuple[Path, str]] = []
    for path in request.indicators:
        listed = load_indicators(path)
        indicators.extend(listed.indicators)
        not_sought.extend((path, why) for why in listed.left_out)
        names.append(listed.digest)
    digest = names[0] if len(names) == 1 else hashlib.sha256(b"".join(names)).digest()
    return LoadedRules(rules, signs, left_out, digest, indicators, not_sought)


def make_options(request: HuntRequest, loaded: LoadedRules) -> hunting.HuntOptions:
    """The hunt's options. Raises: UsageError for a sign that there is none of; InvalidTimeError."""
    unknown = [
        sign
        for sign in request.sign
        if sign not in loaded.signs and not sign.startswith(("sigma:", "indicator."))
    ]
    if unknown:
        raise UsageError(
            f"there is no sign called {unknown[0]!r}", hint="`firstbell hunt signs` lists the signs"
        )
    return hunting.HuntOptions(
        hosts=request.host,
        expected=request.expect,
        signs=request.sign,
        since_ns=parse_given_time(request.since) if request.since else None,
        until_ns=parse_given_time(request.until) if request.until else None,
        indicators=loaded.indicators,
        workers=max(1, min(_MOST_WORKERS, os.cpu_count() or 1)),
    )
