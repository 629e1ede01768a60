"""Indicators of a STIX 2.1 bundle: comparisons of its patterns, or what it observed where it has none.

Of a pattern, comparisons joined by OR are an indicator each. Where AND joins several, one of them alone says
less than its author meant: only a hash among them is taken. Anything else is named as left out.
Source: OASIS, STIX 2.1, section 9 (patterns) and section 6 (observables).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from firstbell.investigate.hunts.indicators.indicator import ADDRESS, DOMAIN, HASH, NAME, PATH, URL

# object path of a pattern -> kind
_PATHS = (
    (re.compile(r"(file|artifact|x509-certificate):hashes\.(.*)"), HASH),
    (re.compile(r"ipv[46]-addr:value|network-traffic:(src|dst)_ref\.value"), ADDRESS),
    (re.compile(r"domain-name:value|email-addr:x_domain|network-traffic:(src|dst)_ref\.name"), DOMAIN),
    (re.compile(r"url:value"), URL),
    (re.compile(r"file:name|process:name"), NAME),
    (
        re.compile(r"directory:path|file:parent_directory_ref\.path|file:x_path|process:binary_ref\.name"),
        PATH,
    ),
)
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<path>[A-Za-z0-9_-]+:(?:[A-Za-z0-9_.\-\[\]*]|'[^']*')+)|"
    r"(?P<word>[A-Za-z]+)|(?P<sign>[\[\](),]|!=|<=|>=|=|<|>)|(?P<number>[-+0-9.eE]+)|(?P<other>\S))"
)
_MOST_PATTERN = 1 << 20
Found = tuple[str, str, str]


def read_bundle(bundle: Mapping[str, Any], left_out: list[str]) -> Iterator[Found]:
    """(kind, value, name) of everything in a bundle; what is not used goes to `left_out`, a sentence each."""
    objects = [one for one in bundle.get("objects") or () if isinstance(one, Mapping)]
    indicators = [one for one in objects if one.get("type") == "indicator" and not one.get("revoked")]
    for one in indicators:
        name = str(one.get("name") or one.get("id") or "")
        pattern = one.get("pattern")
        if not isinstance(pattern, str) or one.get("pattern_type", "stix") != "stix":
            left_out.append(f"{name}: its pattern is not of STIX's language")
            continue
        found = list(_read_pattern(pattern[:_MOST_PATTERN]))
        if not found:
            left_out.append(f"{name}: nothing in its pattern can be looked for in backups: {pattern[:80]}")
        yield from ((kind, value, name) for kind, value in found)
    if not indicators:
        for one in objects:
            yield from _read_observable(one)


def _read_pattern(pattern: str) -> Iterator[tuple[str, str]]:
    """(kind, value) of each comparison of a pattern that stands for itself."""
    for observation in _split_observations(pattern):
        compared = list(_list_comparisons(observation))
        joined = any(kind == "word" and text.upper() == "AND" for kind, text in observation)
        for kind, value in compared:
            if not joined or len(compared) == 1 or kind == HASH:
                yield kind, value


def _split_observations(pattern: str) -> Iterator[list[tuple[str, str]]]:
    """The tokens between each pair of square brackets."""
    current: list[tuple[str, str]] | None = None
    for token in _TOKEN.finditer(pattern):
        kind = token.lastgroup or "other"
        text = token[kind]
        if text == "[" and kind == "sign":
            current = []
        elif text == "]" and kind == "sign":
            yield current or []
            current = None
        elif current is not None:
            current.append((kind, text))


def _list_comparisons(tokens: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for at, (kind, text) in enumerate(tokens):
        wanted = _find_kind(text) if kind == "path" else None
        rest = tokens[at + 1 :]
        if wanted is None or len(rest) < 2:
            continue
        (_, sign), (how, value) = rest[0], rest[1]
        if (sign == "=" or sign.upper() == "ISSUBSET") and how == "text":
            yield wanted, _unquote(value)
        elif sign.upper() == "IN":
            for inner, one in rest[1:]:
                if one == ")":
                    break
                if inner == "text":
                    yield wanted, _unquote(one)


def _find_kind(path: str) -> str | None:
    return next((kind for pattern, kind in _PATHS if pattern.fullmatch(path)), None)


def _unquote(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _read_observable(one: Mapping[str, Any]) -> Iterator[Found]:
    kind, value = one.get("type"), one.get("value")
    kinds = {"ipv4-addr": ADDRESS, "ipv6-addr": ADDRESS, "domain-name": DOMAIN, "url": URL}
    if kind in kinds and isinstance(value, str):
        yield kinds[str(kind)], value, ""
    elif kind == "file":
        hashes = one.get("hashes")
        name = str(one.get("name") or "")
        if isinstance(hashes, Mapping) and hashes:
            yield from ((HASH, str(digest), name) for digest in hashes.values())
        elif name:
            yield NAME, name, ""
    elif kind == "directory" and isinstance(one.get("path"), str):
        yield PATH, str(one["path"]), ""
