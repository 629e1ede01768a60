"""Domains: who owns one, and whether it is made to look like another's.

A lookalike is recognised, not listed: a domain that somebody saw is held against the district's own by the
ways in which dnstwist makes variations. tests/notify holds what is recognised against what dnstwist
generates; docs/decisions says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from firstbell.triage.vocabulary import load_table
from firstbell.triage.words import fold, fold_name

_STATE_LEVELS = frozenset({"k12", "cc", "tec", "lib", "state", "co", "ci", "gen", "pvt", "chtr", "paroch"})
# strings that pass for one another in a mail's fonts. Source: dnstwist's tables of glyphs, and UTS 39's
# idea of a skeleton
_PASSES_FOR = (
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
    ("nn", "m"),
    ("lc", "k"),
    ("lb", "b"),
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("5", "s"),
    ("3", "e"),
    ("4", "a"),
    ("q", "g"),
    ("7", "t"),
    ("8", "b"),
)
_WORDS = re.compile(r"[a-z0-9]+")
_SHORT_NAME = 5
# a parish bears the name of its town behind that of its saint: `stolaf-lakewood`
_SAINT = re.compile(
    r"(?:st|saint|san|santa|santo)(?:john|james|joseph|paul|peter|mary|mark|luke|matthew|thomas|patrick|michael"
    r"|francis|anthony|anne|olaf|jose|juan|pedro|pablo|isidro|miguel|antonio|francisco|marcos|lucas|mateo|tomas"
    r"|martin|rafael|gabriel|maria|teresa|rosa|cruz|ana|clara|domingo)s?"
)
# nobody has a domain under these who is not what it says
_GOVERNMENT = (".gov", ".mil")
_MOST_EDITS = 2


@dataclass(frozen=True, slots=True)
class DomainTables:
    """The lists of tables/domains.toml. `brands`: word as it is said -> name of a brand; `brand_domains` by
    that.
    """

    suffixes: frozenset[str]
    shared_hosts: frozenset[str]
    freemail: frozenset[str]
    secret_mail: frozenset[str]
    discreet_mail: frozenset[str]
    shorteners: frozenset[str]
    odd_endings: frozenset[str]
    trackers: frozenset[str]
    safe: frozenset[str]
    services: frozenset[str]
    bait_words: frozenset[str]
    neighbours: frozenset[str]
    neighbour_links: frozenset[str]
    brands: dict[str, str]
    brand_domains: dict[str, frozenset[str]]


@cache
def load_domains() -> DomainTables:
    """The tables, read once."""
    raw = load_table("domains")
    brands = raw["brands"]
    lists = {
        name: frozenset(raw[name])
        for name in (
            "suffixes",
            "shared_hosts",
            "freemail",
            "secret_mail",
            "discreet_mail",
            "shorteners",
            "odd_endings",
            "trackers",
            "safe",
            "services",
            "bait_words",
            "neighbours",
            "neighbour_links",
        )
    }
    return DomainTables(
        **lists,
        brands={word: name for name, told in brands.items() for word in told["words"]},
        brand_domains={name: frozenset(told["domains"]) for name, told in brands.items()},
    )


def decode_domain(domain: str) -> str:
    """The domain as a reader sees it, lower case: punycode decoded where that holds."""
    labels = []
    for label in domain.strip().strip(".").lower().split("."):
        if label.startswith("xn--"):
            with suppress(UnicodeError, ValueError):
                label = label[4:].encode("ascii").decode("punycode")
        labels.append(label)
    return ".".join(labels)


# a domain has no more: of 255 bytes each label takes two. Source: RFC 1035, 2.3.4
_MOST_LABELS = 127


@cache
def find_owner(domain: str) -> str:
    """The part of a domain that somebody registered: `sis.lakeside.k12.mn.us` -> `lakeside.k12.mn.us`.

    >>> find_owner("mail.mpls.k12.mn.us"), find_owner("a.b.example.co.uk"), find_owner("x.pages.dev")
    ('mpls.k12.mn.us', 'example.co.uk', 'x.pages.dev')
    """
    labels = [label for label in domain.lower().strip(".").split(".") if label][-_MOST_LABELS:]
    tables = load_domains()
    for at in range(len(labels)):
        rest = ".".join(labels[at:])
        if rest in tables.suffixes or rest in tables.shared_hosts or _is_locality(labels[at:]):
            return ".".join(labels[max(at - 1, 0) :])
    return ".".join(labels[-2:])


def _is_locality(labels: list[str]) -> bool:
    """`k12.mn.us` and its kin: a state's registry under .us; `k12` itself under whatever ending."""
    if labels[0] == "k12" and len(labels) > 1:
        return True
    return len(labels) == 3 and labels[2] == "us" and len(labels[1]) == 2 and labels[0] in _STATE_LEVELS


def find_name(domain: str) -> str:
    """The label that tells the owner: `lakeside` of `www.lakeside.k12.mn.us`."""
    return find_owner(domain).partition(".")[0]


def is_within(domain: str, owners: Iterable[str]) -> bool:
    """Whether the domain is one of these, or below one of them."""
    lowered = domain.lower().strip(".")
    return any(lowered == owner or lowered.endswith("." + owner) for owner in owners)


def is_school(domain: str) -> bool:
    """Whether its own shape says that a school has it."""
    owner = find_owner(domain)
    if owner.endswith((".edu", ".k12.us")) or ".k12." in f".{owner}.":
        return True
    name = fold(find_name(domain))
    return owner.endswith((".org", ".net", ".us", ".com", ".gov")) and bool(
        re.search(
            r"school|academy|isd\d*$|^isd|usd\d*$|k12|schls|distri|charter|boces|montessori|pps$|^mps|escuela",
            name,
        )
    )


def mixes_scripts(domain: str) -> bool:
    """Whether a label of it has letters that are not plain Latin and pass for such."""
    shown = decode_domain(domain)
    return not shown.isascii() and fold_name(shown).isascii()


def find_skeleton(name: str) -> str:
    """What a name looks like: names with one skeleton are taken for one another."""
    text = fold_name(decode_domain(name)).replace("-", "")
    for seen, meant in _PASSES_FOR:
        text = text.replace(seen, meant)
    return text


@cache
def find_likeness(domain: str, own: str) -> str:
    """In which way a domain is made to look like `own`; "" where it is not, or is that one itself."""
    owner, wanted = find_owner(domain), find_owner(own)
    if not owner or not wanted or owner == wanted or owner.endswith(_GOVERNMENT):
        return ""
    name, meant = decode_domain(find_name(domain)), decode_domain(find_name(own))
    shown = decode_domain(domain)
    if (
        wanted in shown
        or wanted.replace(".", "-") in shown
        or wanted.replace(".", "") in shown.replace(".", "")
    ):
        return f"holds {wanted} as a part"
    if name == meant:
        # names that are words are many people's
        return f"is {meant} under another ending" if len(meant) >= _SHORT_NAME or is_school(domain) else ""
    if find_skeleton(name) == find_skeleton(meant):
        return f"looks like {wanted} by letters that pass for others"
    if len(meant) >= 4 and _is_dressed(name, meant):
        return f"is {meant} with a word added"
    allowed = 1 if len(meant) < 8 else 2
    if (
        len(meant) >= _SHORT_NAME
        and not is_neighbour(name, meant)  # `lakewoodpd`, two letters more, is the police
        and min(measure_edits(name, meant), measure_edits(find_skeleton(name), find_skeleton(meant)))
        <= allowed
    ):
        return f"differs from {wanted} in a letter or two"
    label = shown.replace(".", "")
    if len(meant) >= 8 and meant in label and not is_neighbour(name, meant):
        return f"holds {meant} as a part"
    return ""


def is_neighbour(name: str, meant: str) -> bool:
    """Whether a name is the meant one with a word of those who live beside it: `lakewoodpta`."""
    before, _, after = re.sub(r"[\W_]+", "", name).partition(re.sub(r"[\W_]+", "", meant))
    pieces = [piece.rstrip("0123456789") for piece in (before, after) if piece]
    return bool(pieces) and all(map(_is_neighbours, pieces))


@cache
def _is_neighbours(piece: str) -> bool:
    """Whether it is made of words of neighbours, one at least, and of what stands beside them."""
    tables = load_domains()
    if _SAINT.fullmatch(piece):
        return True
    bare = _is_made_of(piece, tables.neighbour_links)
    return bool(piece) and not bare and _is_made_of(piece, tables.neighbours | tables.neighbour_links)


def _is_dressed(name: str, meant: str) -> bool:
    """Whether a name is the meant one with bait before, behind or both."""
    plain, wanted = find_skeleton(name), find_skeleton(meant)
    if wanted not in plain:
        return False
    before, _, after = plain.partition(wanted)
    bait = _bait_skeletons()
    return all(
        _is_made_of(piece, bait) or _is_made_of(piece.rstrip("0123456789"), bait) for piece in (before, after)
    )


@cache
def _bait_skeletons() -> frozenset[str]:
    return frozenset(find_skeleton(word) for word in load_domains().bait_words)


def _is_made_of(piece: str, words: frozenset[str]) -> bool:
    if not piece:
        return True
    return any(piece.startswith(word) and _is_made_of(piece[len(word) :], words) for word in words)


def measure_edits(one: str, other: str) -> int:
    """How many letters are added, left out, changed or swapped between two names; 3 for more than two."""
    if abs(len(one) - len(other)) > _MOST_EDITS:
        return _MOST_EDITS + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        last, before, row = before, row, [at]
        for to, wanted in enumerate(other, start=1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
        if min(row) > _MOST_EDITS:
            return _MOST_EDITS + 1
    return row[-1]
