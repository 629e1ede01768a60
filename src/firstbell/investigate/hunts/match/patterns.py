"""Values of a rule: text with wildcards, compiled to tests of one value.

`*` stands for any characters, `?` for one; a backslash takes the meaning from `*`, `?` and a backslash, and
is itself before anything else. Case does not count unless the rule says `cased`.

Source: the Sigma specification, "Special Field Values" and "Value Modifiers".
"""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from firstbell.base.errors import Error
from firstbell.investigate.hunts.match.literals import LEAST_LITERAL, find_expression_literals

Test = Callable[[str], bool]
_ANY, _ONE = object(), object()


class HuntRuleError(Error):
    """A rule cannot be used: it says something that is not known here."""

    code = "investigate.rule"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A test of one value.

    `literals`: texts in lower case, one of which stands in every value that passes; empty where none is
    known. `place` and `folded`: "equals", "startswith", "endswith" or "contains" a text in lower case, so
    that many such tests are one; "" for any other test.
    """

    test: Test
    literals: frozenset[str] = frozenset()
    place: str = ""
    folded: str = ""


def split_wildcards(text: str) -> list[object]:
    r"""Pieces of literal text and the marks of wildcards between them.

    >>> [piece if isinstance(piece, str) else "?" for piece in split_wildcards("a\\*b*c")]
    ['a*b', '?', 'c']
    """
    pieces: list[object] = []
    literal: list[str] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character == "\\" and text[at + 1 : at + 2] in ("*", "?", "\\"):
            literal.append(text[at + 1])
            at += 2
            continue
        if character in "*?":
            if literal:
                pieces.append("".join(literal))
                literal = []
            pieces.append(_ANY if character == "*" else _ONE)
        else:
            literal.append(character)
        at += 1
    if literal:
        pieces.append("".join(literal))
    return pieces


def compile_text(text: str, *, place: str = "", cased: bool = False) -> Pattern:
    """The test of a text. `place`: "contains", "startswith", "endswith", or "" for the whole value."""
    pieces = split_wildcards(text)
    if place in ("contains", "endswith"):
        pieces.insert(0, _ANY)
    if place in ("contains", "startswith"):
        pieces.append(_ANY)
    literals = [piece for piece in pieces if isinstance(piece, str)]
    longest = max(literals, key=len, default="").lower()
    # a short text stands in many a record, but not where it is no ASCII
    if len(longest) < LEAST_LITERAL and longest.isascii():
        longest = ""
    known = frozenset({longest}) if longest else frozenset()
    plain = ("", "") if cased else _find_place(pieces)
    return Pattern(_choose_test(pieces, cased=cased), known, *plain)


def _find_place(pieces: list[object]) -> tuple[str, str]:
    """Where the one text of a pattern stands, and the text in lower case; nothing for any other pattern."""
    marks = [piece for piece in pieces if not isinstance(piece, str)]
    texts = [piece for piece in pieces if isinstance(piece, str)]
    if len(texts) != 1 or any(mark is not _ANY for mark in marks):
        return "", ""
    opens, closes = pieces[0] is _ANY, pieces[-1] is _ANY
    place = {(False, False): "equals", (True, False): "endswith", (False, True): "startswith"}
    return place.get((opens, closes), "contains"), texts[0].lower()


def _choose_test(pieces: list[object], *, cased: bool) -> Test:
    folded = [piece.lower() if isinstance(piece, str) and not cased else piece for piece in pieces]
    while len(folded) > 1 and folded[0] is _ANY and folded[1] is _ANY:
        folded.pop(0)
    while len(folded) > 1 and folded[-1] is _ANY and folded[-2] is _ANY:
        folded.pop()
    fold: Callable[[str], str] = (lambda value: value) if cased else str.lower
    match folded:
        case []:
            return lambda value: not value
        case [str() as whole]:
            return lambda value: fold(value) == whole
        case [first] if first is _ANY:
            return lambda value: True
        case [first, str() as end] if first is _ANY:
            return lambda value: fold(value).endswith(end)
        case [str() as start, last] if last is _ANY:
            return lambda value: fold(value).startswith(start)
        case [first, str() as inner, last] if first is _ANY and last is _ANY:
            return lambda value: inner in fold(value)
    source = "".join(
        re.escape(piece) if isinstance(piece, str) else ".*" if piece is _ANY else "." for piece in folded
    )
    expression = re.compile(source, re.DOTALL)
    return lambda value: expression.fullmatch(fold(value)) is not None


# what stands before a search and may be nothing: it finds no more, and is tried from every place on
_IDLE = re.compile(r"^((?:\(\?[aimsux]+\))*)(?:\.\*\??(?![+*{?]))+")


def compile_expression(text: str, flags: str) -> Pattern:
    """The test of a regular expression that is to be found anywhere. Raises: HuntRuleError."""
    options = 0
    for flag in flags:
        options |= {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}[flag]
    try:
        expression = re.compile(_IDLE.sub(r"\1", text), options)
    except re.error as error:
        raise HuntRuleError(f"the regular expression {text[:60]!r} cannot be used: {error}") from None
    return Pattern(lambda value: expression.search(value) is not None, find_expression_literals(text))


def compile_network(text: str) -> Pattern:
    """The test of an address in a network. Raises: HuntRuleError."""
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise HuntRuleError(f"{text!r} is not a network") from None

    def test(value: str) -> bool:
        address = parse_address(value)
        return address is not None and address.version == network.version and address in network

    return Pattern(test)


# "203.0.113.9:50412" and "[2001:db8::1]:3389", as some logs write an address with its port
_WITH_PORT = re.compile(r"\[?(?P<address>[0-9.]+|(?<=\[)[0-9A-Fa-f:.]+(?:%\w+)?(?=\]))\]?:\d{1,5}")


def parse_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a text is, also one of four bytes in sixteen, or with a port; None where it is none.

    >>> print(parse_address("203.0.113.9:50412"), parse_address("[2001:db8::1]:3389"), parse_address("10:20"))
    203.0.113.9 2001:db8::1 None
    """
    text = text.strip()
    found = _WITH_PORT.fullmatch(text)
    try:
        address = ipaddress.ip_address((found["address"] if found else text.strip("[]")).partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


# what the district's own networks may be without anybody saying so
_INSIDE = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "0.0.0.0/8",
    "::1/128", "::/128", "fe80::/10", "fc00::/7", "224.0.0.0/4", "ff00::/8", "255.255.255.255/32",
)  # fmt: skip
_networks = [ipaddress.ip_network(one) for one in _INSIDE]


def name_inside(networks: Iterable[str]) -> None:
    """Take these networks for the district's own, too, in all rules. Raises: HuntRuleError."""
    for text in networks:
        try:
            network = ipaddress.ip_network(text.strip(), strict=False)
        except ValueError:
            raise HuntRuleError(f"{text!r} is not a network", hint="write it as 203.0.113.0/24") from None
        if network not in _networks:
            _networks.append(network)


def list_inside() -> list[str]:
    """The networks that are taken for the district's own."""
    return [str(network) for network in _networks]


def is_outside(value: str) -> bool:
    """Whether the text is an address outside the district: any but private, loopback, link-local, ULA."""
    address = parse_address(value)
    if address is None:
        return False
    return not any(address.version == network.version and address in network for network in _networks)


OUTSIDE = Pattern(is_outside)


def compile_comparison(text: str, how: str) -> Pattern:
    """The test of a number: `gt`, `gte`, `lt`, `lte`. Raises: HuntRuleError."""
    try:
        bound = float(text)
    except ValueError:
        raise HuntRuleError(f"{text!r} is not a number") from None
    compare: Callable[[float], bool] = {
        "gt": lambda number: number > bound,
        "gte": lambda number: number >= bound,
        "lt": lambda number: number < bound,
        "lte": lambda number: number <= bound,
    }[how]

    def test(value: str) -> bool:
        number = parse_number(value)
        return number is not None and compare(number)

    return Pattern(test)


def parse_number(value: str) -> float | None:
    """The number that a text is, decimal or 0x...; None where it is none."""
    try:
        return float(int(value, 16)) if value[:2].lower() == "0x" else float(value)
    except ValueError:
        return None


def encode_base64(data: bytes) -> str:
    """Base64 as it stands alone."""
    return base64.b64encode(data).decode()


def list_base64_offsets(data: bytes) -> Iterator[str]:
    """What base64 of the data looks like at each of the three places where it may begin inside other data."""
    starts, ends = (0, 2, 3), (None, -3, -2)
    for shift in range(3):
        text = base64.b64encode(b" " * shift + data).decode()
        yield text[starts[shift] : ends[(len(data) + shift) % 3]]


def list_dashes(text: str) -> list[str]:
    """The text with its first flag written with each of the dashes that Windows takes."""
    found = re.search(r"(?<!\w)[-/](?=\w|$)", text)
    if found is None:
        return [text]
    return [text[: found.start()] + dash + text[found.end() :] for dash in "-/\u2013\u2014\u2015"]


def unquote_json(text: str) -> str:
    """What `quote_json` quoted, as it was."""
    return re.sub(r'\\([\\"ntr])', lambda found: _QUOTED.get(found[1], found[1]), text)


_QUOTED = {"n": "\n", "t": "\t", "r": "\r"}


def quote_json(text: str) -> str:
    r"""Text as it stands inside a JSON string.

    >>> quote_json('C:\\a "b"')
    'C:\\\\a \\"b\\"'
    """
    return (
        text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("\r", "\\r")
    )
