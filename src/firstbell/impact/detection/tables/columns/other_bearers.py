r"""Columns of a row that are those of somebody whom it names besides: the birth date and the number behind
the name of a beneficiary, the password of a parent whose address opens the account.

>>> heads = ["employee", "beneficiary", "rel", "birthdate", "soc sec"]
>>> named = [Column(0, NAME, header="employee"), Column(1, NAME, GUARDIAN, header="beneficiary")]
>>> told = [Column(3, DataKind.DOB, header="birthdate"), Column(4, DataKind.SSN, header="soc sec")]
>>> [one.owner for one in give_beneficiaries([*named, *told])[2:]]
['guardian', 'guardian']
>>> named = [Column(0, NAME, header="student"), Column(1, NAME, GUARDIAN, header="parent")]
>>> [one.owner for one in give_beneficiaries([*named, *told])[2:]]
['main', 'main']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from firstbell.impact.detection.headers.columns import EMAIL, GUARDIAN, ID, MAIN, NAME, PHONE, WORKER, Column
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.people.folded_text import split_name

# who gets something by the death or the insurance of whom a row is about
_BENEFICIARY = re.compile(
    r"\b(?:beneficiar(?:y|ies)|bnfcy|(?:prim(?:ary)?|cont(?:ingent)?|1st|2nd|first|second) bene|bene|"
    r"dependents?|dep|spouses?|survivors?|next of kin|domestic partner)\b"
)
# whose a column is by its own header, wherever it stands
_EMPLOYEES = re.compile(
    r"\b(?:employees?|empl?|ee|members?|mbr|insured|subscribers?|retirees?|participants?|annuitants?|staff|own)\b"
)
_BORNE = frozenset((DataKind.DOB, DataKind.SSN))
_NAMING = frozenset((NAME, ID, EMAIL))
_MOST, _FEWEST_LETTERS, _PAIR = 0.6, 3, 2


def give_beneficiaries(typed: Sequence[Column]) -> list[Column]:
    """The columns; birth dates and social security numbers right of the name of a beneficiary are theirs."""
    starts = [
        one.at
        for one in typed
        if one.role == NAME and one.owner == GUARDIAN and _BENEFICIARY.search(one.header)
    ]
    if not starts:
        return [*typed]
    first = min(starts)
    # another one who is named behind them begins what is told of that one
    stops = [one.at for one in typed if one.owner == MAIN and one.role in _NAMING and one.at > first]
    last = min(stops, default=max(one.at for one in typed) + 1)
    return [
        replace(one, owner=GUARDIAN)
        if one.owner == MAIN
        and one.role in _BORNE
        and first < one.at < last
        and not _EMPLOYEES.search(one.header)
        else one
        for one in typed
    ]


def give_logins(typed: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns; passwords beside the address of a parent whom the row names are the parent's, whatever
    child it numbers.
    """
    secrets = [one for one in typed if one.role == DataKind.CREDENTIALS and one.owner == MAIN]
    parents = [one for one in typed if one.role == NAME and one.owner == GUARDIAN]
    opened = [
        one
        for one in typed
        if one.role in {ID, EMAIL}
        and one.owner == MAIN
        and any(_share_own(rows, one.at, parent.at) >= _MOST for parent in parents)
    ]
    if not secrets or not opened:
        return [*typed]
    return [
        replace(one, owner=GUARDIAN, role=EMAIL)
        if one in opened
        else replace(one, owner=GUARDIAN)
        if one in secrets
        else one
        for one in typed
    ]


# who bears a card, beside the child for whom it pays
_CARDS = re.compile(r"\b(?:(?:credit|debit|payment|cc)? ?cards?|cc|cvv2?|cvc|security code)\b")
_BEARS = re.compile(
    r"\b(?:who|whose|name on|on (?:the )?(?:phone|line|card)|call(?:ed|er|ing|s)?|phoned|rang|spoke|"
    r"talked|paid|pays|"
    r"payers?|payors?|paying|holders?|bill(?:ed|ing)?(?: to)?|charged?(?: to)?|belongs? to|parents?|"
    r"guardians?|mom|dad|"
    r"mother|father|adult|family|from|by)\b"
)


def give_cards(typed: Sequence[Column]) -> list[Column]:
    """The columns; a payment card in a row that names a child and who called or paid is the latter's.

    >>> named = [Column(0, NAME, header="kid"), Column(1, NAME, WORKER, header="who called")]
    >>> card = Column(2, DataKind.FINANCIAL, header="card")
    >>> [one.owner for one in give_cards([*named, card])], [one.owner for one in give_cards(named)]
    (['main', 'guardian', 'main'], ['main', 'worker'])
    """
    has_card = any(one.role == DataKind.FINANCIAL and _CARDS.search(one.header) for one in typed)
    named = [one for one in typed if one.role == NAME and has_card]
    others = [one for one in named if one.owner != MAIN and _BEARS.search(one.header)]
    if len(others) != 1 or not any(one.owner == MAIN for one in named):
        return [*typed]
    return [
        replace(one, owner=GUARDIAN, header="payer")
        if one is others[0]
        else replace(one, owner=GUARDIAN)
        if one.role == PHONE
        else one
        for one in typed
    ]


def _share_own(rows: Sequence[Sequence[str]], address: int, name: int) -> float:
    """The share of the rows whose address has the name in it that stands in the other cell."""
    told = [row for row in rows if max(address, name) < len(row) and row[address] and row[name]]
    return sum(_is_own(row[address], row[name]) for row in told) / len(told) if told else 0.0


def _is_own(address: str, name: str) -> bool:
    """Whether an address has the parts of a name in it.

    >>> _is_own("tia.long4@mail.example", "Tia Long"), _is_own("aroe@school.example", "Tia Long")
    (True, False)
    """
    mailbox, at, _ = address.lower().partition("@")
    words = [word.decode() for word in split_name(name) if len(word) >= _FEWEST_LETTERS]
    return bool(at) and bool(words) and sum(word in mailbox for word in words) * 2 > len(words)


# who prints is not whom the names of the documents are about
_PRINTED, _PRINTS = (
    frozenset(("printer", "pages", "copies")),
    frozenset(("user", "user name", "username", "owner")),
)
_DOCUMENTS = frozenset(("document", "document name", "job name", "file", "file name", "title"))


def part_printers(typed: list[Column], header: Sequence[str]) -> list[Column]:
    """In a log of what was printed whoever printed it is the one who writes.

    >>> who = Column(0, ID, header="user")
    >>> [part_printers([who], ["user", "pages", last])[0].owner for last in ("document", "cost")]
    ['worker', 'main']
    """
    heads = {" ".join(head.lower().replace("_", " ").split()) for head in header}
    if not heads & _PRINTED or not heads & _DOCUMENTS:
        return typed
    return [
        replace(one, role=NAME, owner=WORKER, header="speaker") if one.header in _PRINTS else one
        for one in typed
    ]


# who opened a ticket, and who works on it
_OPENS = frozenset(
    ("from", "requester", "requestor", "requested by", "opened by", "submitter", "submitted by")
)
_WORKS_ON = frozenset(
    ("staff", "agent", "assignee", "assigned", "assigned to", "tech", "technician", "handled by", "closed by")
)
_OF_TICKETS = frozenset(("subject", "subj", "ticket", "ticket id", "ticket no", "ticket number", "issue"))


def part_tickets(typed: list[Column], header: Sequence[str]) -> list[Column]:
    """In a table of tickets a row is of who opened it, and not of who works on it.

    >>> columns = [Column(0, EMAIL, WORKER, header="from"), Column(2, EMAIL, header="staff")]
    >>> [one.owner for one in part_tickets(columns, ["from", "subject", "staff"])]
    ['main', 'worker']
    >>> [one.owner for one in part_tickets(columns, ["from", "text", "staff"])]
    ['worker', 'main']
    """
    opened = [one for one in typed if one.role in _NAMING and one.header in _OPENS]
    works = [one for one in typed if one.role in _NAMING and one.header in _WORKS_ON]
    if not opened or not works or not _tells_tickets(header):
        return typed
    return [
        replace(one, owner=MAIN, header="requester")
        if one in opened
        else replace(one, owner=WORKER)
        if one in works
        else one
        for one in typed
    ]


# what counts tickets, whoever has such a number too
_COUNTS = frozenset(("", "no", "nr", "#", "number", "id", "num", "case", "ref", "ticket", "key"))
_ALL = 0.8


def drop_counts(
    typed: list[Column],
    rows: Sequence[Sequence[str]],
    find: Callable[[str], Iterable[int]],
    *,
    header: Sequence[str],
) -> list[Column]:
    """The columns of a table of tickets without the numbers of these, of which some are somebody's by chance:
    user names beside them are of others. `find`: whose number or user name a cell is.

    >>> columns = [Column(0, ID, header="no"), Column(1, ID, header="login")]
    >>> people = {"tlong": [1], "ustone": [2], "vhale": [3], "901": [4], "902": [1]}
    >>> rows, heads = [["899", "vhale"], ["900", "tlong"], ["901", "ustone"]], ["no", "login", "subject"]
    >>> [one.header for one in drop_counts(columns, rows, lambda cell: people.get(cell, ()), header=heads)]
    ['login']
    >>> rows = [["899", "vhale"], ["900", "tlong"], ["902", "tlong"]]
    >>> [one.header for one in drop_counts(columns, rows, lambda cell: people.get(cell, ()), header=heads)]
    ['no', 'login']
    """
    numbers = [one for one in typed if one.role in {ID, EMAIL} and one.owner == MAIN]
    counts = [one for one in numbers if one.header in _COUNTS] if _tells_tickets(header) else []
    if not counts or len(counts) == len(numbers):
        return typed
    told = {one: [{*find(row[one.at].strip())} for row in rows if one.at < len(row)] for one in numbers}
    sure = [
        found
        for one, found in told.items()
        if one not in counts and sum(map(bool, found)) >= max(_PAIR, _ALL * len(found))
    ]
    refuted = [
        one
        for one in counts
        if sure
        and not any(mine & other for found in sure for mine, other in zip(told[one], found, strict=False))
    ]
    return [one for one in typed if one not in refuted]


def _tells_tickets(header: Sequence[str]) -> bool:
    return any(" ".join(head.lower().replace("_", " ").split()) in _OF_TICKETS for head in header)
