"""Whose column is whose: a row is about one person, and what it says of parents, of those who work with them
and of those they accuse is not said of that person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from firstbell.impact.detection.headers.columns import (
    ACCUSED,
    BARRED,
    EMAIL,
    FAMILY,
    GIVEN,
    GUARDIAN,
    ID,
    MAIN,
    NAME,
    NOTE,
    WORKER,
    Column,
)
from firstbell.impact.detection.headers.header_words import SPEAKERS
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.columns.names import turn_names
from firstbell.impact.detection.tables.columns.other_bearers import (
    drop_counts,
    give_beneficiaries,
    give_cards,
    give_logins,
    part_printers,
    part_tickets,
)
from firstbell.impact.people.dates import read_date
from firstbell.impact.people.folded_text import split_name, squeeze
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import GUARDIAN as PARENT
from firstbell.impact.people.person import STAFF, STUDENT

_HALF, _AGREED = 0.5, 0.3
_FEWEST_PAIRS = 2
# years between a child and the youngest of parents
_GENERATION = 14
_ROLES = (STUDENT, STAFF, PARENT)
_NAMING = frozenset((NAME, GIVEN, FAMILY, ID, EMAIL))
# who is said to have done it, and to whom: two letters say so only beside each other
_ACCUSED = re.compile(
    r"\b(?:respondents?|accused|offenders?|aggressors?|perpetrators?|perps?|suspects?|responding(?: party)?|"
    r"alleged (?:bully|offender))\b"
)
_HARMED = re.compile(r"\b(?:complainants?|victims?|targets?|harmed|reporting party|targeted)\b")
# who did a chore is accused of nothing: a form must ask what happened, too
_DOERS, _EVENT = frozenset(("who did it", "who did this", "who is doing it")), "what happened"
# who is given something for a reason: the reason is theirs, not the giver's
_GETS = re.compile(r"recipients?(?: name)?|(?:went|given|donated|awarded|granted) to|received by|beneficiary")
_OPENED = re.compile(
    r"(?:opened|requested|submitted|reported|logged|entered|created|filed|sent|called in) by"
)
_FOR_WHOM = re.compile(
    r"(?:for|on behalf of|affected(?: user)?|user affected|for (?:whom|user)|end user|about)"
)
# whom a form is about beside who fills it in
_CHILD = re.compile(r"(?:(?:your|name of|legal) )?(?:child|student|kid|pupil|son|daughter|rider|camper)\b")
# to whom a child is not given: the column names them
_BARRED = re.compile(
    r"(?:do )?not (?:release |released |give |given )?to|(?:do not|no|not) (?:pick ?up|release)(?: by| to)?|"
    r"(?:may|can|must) ?not (?:pick ?up|contact|see|visit)|(?:barred|restrained|excluded|restricted)"
    r"(?: (?:person|party|parent|adult|individual|name))?|no contact(?: with)?|no release to|"
    r"keep (?:away )?from|order (?:is )?against|against"
)
# who rides along or drives works there, whatever pupil bears the same name
_AIDE = re.compile(
    r"(?:(?:bus|van|route|sub(?:stitute)?|ride|lift|health|am|pm|one to one|1 1) )?"
    r"(?:drivers?|aides?|monitors?|attendants?|paras?|paraprofessionals?|chaperones?|escorts?|"
    r"operators?)(?: name)?"
)
# whom a family takes in for a time, and who does
_GUEST = re.compile(
    r"(?:(?:exchange|visiting|foreign|international|inbound|incoming|foster|placed) )?"
    r"(?:guests?|students?|exchangees?|visitors?|participants?|pupils?|youth|teens?|child)(?: names?)?"
)
_HOST = re.compile(
    r"(?:host|homestay|sponsor(?:ing)?|receiving)"
    r"(?: ?(?:famil(?:y|ies)|parents?|mom|dad|mother|father|home|household|name))*"
)
# who asks to see, or fetches, what others did
_ASKS = re.compile(r"\b(?:ask(?:ed|s)?|request\w*|pull(?:ed)?|view(?:ed|er)?|watched|saw|seen|caught)\b")
# who tells what happened, in a table that names nobody to whom it did
_REPORTS = re.compile(
    r"(?:reporters?|report(?:ed|ing)(?: (?:by|party|person|staff))?|witness(?:es|ed by)?|referr(?:er|ed by)|"
    r"referring (?:staff|teacher|person)|observ(?:er|ed by)|staff|teacher|written by)(?: names?)?"
)
_EVENTS = re.compile(
    r"(?:incident |event |offen[cs]e |brief )*(?:narratives?|descriptions?|what happened|behaviou?rs?|"
    r"infractions?|violations?|offen[cs]es?|incident(?: type| description| details?| summary)?)"
)
# from whom money came, as a cell says it
_PAYS = re.compile(r"(?i)(?:from|(?:paid |pd )?by|(?:check|ck|cash|card)[ ]from)[ ]")
_PAIRED = ({"cp", "rp"}, {"complainant", "respondent"})


class ColumnOwners:
    """Settles it for one table. `rows`: those below its headers."""

    def __init__(self, lexicon: Lexicon, rows: Sequence[Sequence[str]]) -> None:
        self._lexicon = lexicon
        self._rows = rows

    def settle(self, typed: list[Column], header: Sequence[str] = ()) -> list[Column]:
        """One person a row: of several columns of names the pupils' counts, and the others are of parents and
        of who works with them. Where only such a column is, it is the row's.
        """
        typed = part_printers(turn_names(self._lexicon, typed, self._rows), header)
        typed = drop_counts(part_tickets(typed, header), self._rows, self._list_numbered, header=header)
        typed = self._part_barred(self._part_accused(typed, header), header)
        typed = self._part_numbers(self._part_hosts(self._part_senders(typed), header))
        typed = self._part_named_twice(self._part_speakers(typed))
        named = [column for column in typed if column.role == NAME and column.owner == MAIN]
        if len(named) > 1:
            shares = {column: self._share_of(STUDENT, column.at) for column in named}
            best = max(
                named,
                key=lambda one: (
                    _GETS.fullmatch(one.header) is not None,
                    not _is_aide(header, one.at),
                    shares[one] > _HALF,
                    _CHILD.match(one.header) is not None and self._are_whole(one.at),
                    -one.at,
                ),
            )
            typed = [self._give_away(one) if one in named and one != best else one for one in typed]
            typed = self._part_births(typed)
        if not any(one.owner == MAIN and one.role in _NAMING | {DataKind.SSN} for one in typed):
            is_told = any(one.role == NOTE and self._share_of(STUDENT, one.at) > _HALF for one in typed)
            is_event = any(_EVENTS.fullmatch(_plain(head)) for head in header)
            typed = [
                replace(one, owner=MAIN)
                if one.owner == WORKER
                and one.role in _NAMING
                and one.header not in SPEAKERS
                and not (is_told and _ASKS.search(one.header))
                and not (is_event and _REPORTS.fullmatch(one.header))
                else one
                for one in typed
            ]
        if not any(one.owner == MAIN and one.role in _NAMING | {DataKind.SSN} for one in typed):
            # of nobody but a parent: it is about them
            typed = [
                replace(one, owner=MAIN) if one.owner == GUARDIAN and one.role in _NAMING else one
                for one in typed
            ]
        # what a teacher or a nurse writes in a row is about whom the row is about
        typed = [
            replace(one, owner=MAIN) if one.owner == WORKER and (one.role == NOTE or one.is_flag) else one
            for one in typed
        ]
        typed = give_logins(give_beneficiaries(give_cards(typed)), self._rows)
        return sorted(typed, key=lambda one: one.at)

    def _part_accused(self, typed: list[Column], header: Sequence[str]) -> list[Column]:
        """Of two columns of names one may be of those who are accused, the other of those they harmed."""
        words = {at: " ".join(cell.lower().replace("(s)", "s").split()) for at, cell in enumerate(header)}
        is_paired = any(pair <= set(words.values()) for pair in _PAIRED)
        accused = {at for at, told in words.items() if _ACCUSED.search(told) or (is_paired and told == "rp")}
        if _EVENT in words.values():
            accused |= {at for at, told in words.items() if told.strip("?") in _DOERS}
        harmed = {at for at, told in words.items() if _HARMED.search(told) or (is_paired and told == "cp")}
        if not accused or not any(one.at in accused and one.role == NAME for one in typed):
            return typed
        others = any(one.role in _NAMING and one.at not in accused and one.owner == MAIN for one in typed)
        return [
            replace(one, owner=ACCUSED if others else MAIN)
            if one.at in accused and one.role in _NAMING
            else replace(one, owner=MAIN)
            if one.at in harmed and one.role in _NAMING
            else one
            for one in typed
        ]

    def _part_barred(self, typed: list[Column], header: Sequence[str]) -> list[Column]:
        """A column of names below a header that says that a child is not given to somebody names those."""
        barred = [at for at, cell in enumerate(header) if _BARRED.fullmatch(_plain(cell))]
        barred = [at for at in barred if self._are_names(at)]
        if not any(one.role in _NAMING and one.owner == MAIN and one.at not in barred for one in typed):
            return typed
        kept = [one for one in typed if one.at not in barred or one.role not in _NAMING]
        told = {one.at for one in kept if one.role == DataKind.SAFEGUARDING}
        kept += [Column(at, DataKind.SAFEGUARDING, is_flag=True) for at in barred if at not in told]
        return kept + [Column(at, NAME, BARRED, header=header[at].lower()) for at in barred]

    def _are_whole(self, at: int) -> bool:
        """Whether most cells have two words or more, as whole names do."""
        cells = [row[at].strip() for row in self._rows if at < len(row) and row[at].strip()]
        return sum(" " in cell for cell in cells) > _HALF * len(cells)

    def _are_names(self, at: int) -> bool:
        cells = [row[at].strip() for row in self._rows if at < len(row) and row[at].strip()]
        named = sum(looks_like_name(cell) or any(self._list_bearers(cell)) for cell in cells)
        return bool(cells) and named > _HALF * len(cells)

    def _part_senders(self, typed: list[Column]) -> list[Column]:
        """Beside the names of pupils addresses of parents of other names are of who filled the form in: it is
        about the pupils.
        """
        senders = [
            one for one in typed if one.role == EMAIL and one.owner == MAIN and self._are_parents(one.at)
        ]
        if not senders:
            return typed
        pupils = [
            one
            for one in typed
            if one.owner == MAIN and one.role == NAME and self._share_of(STUDENT, one.at) > _HALF
        ]
        return [
            replace(one, owner=GUARDIAN)
            if one in senders and any(self._disagrees(one, name) for name in pupils)
            else one
            for one in typed
        ]

    def _part_hosts(self, typed: list[Column], header: Sequence[str]) -> list[Column]:
        """Beside those whom a family takes in, whoever the roster knows of the family is a grown-up of it."""
        words = [_plain(cell) for cell in header]
        guests = [at for at, told in enumerate(words) if _GUEST.fullmatch(told) and self._are_names(at)]
        hosts = {at for at, told in enumerate(words) if _HOST.fullmatch(told)}
        if len(guests) != 1 or not hosts:
            return typed
        others = [one for one in typed if one.at not in guests or one.role not in _NAMING]
        return [
            Column(guests[0], NAME, header=words[guests[0]]),
            *(
                replace(one, owner=GUARDIAN) if one.at in hosts and one.role in _NAMING else one
                for one in others
            ),
        ]

    def _are_parents(self, at: int) -> bool:
        return self._count_roles(at)[PARENT] > _HALF

    def _part_numbers(self, typed: list[Column]) -> list[Column]:
        """Beside the numbers of pupils, numbers and user names of staff are of those who work with them."""
        numbers = [one for one in typed if one.owner == MAIN and one.role in {ID, EMAIL}]
        if len(numbers) < _FEWEST_PAIRS:
            return typed
        if any(_FOR_WHOM.fullmatch(one.header) for one in numbers):
            # a ticket is about whom it was opened for
            return [replace(one, owner=WORKER) if _OPENED.fullmatch(one.header) else one for one in typed]
        shares = {one: self._count_roles(one.at) for one in numbers}
        if not any(share[STUDENT] > _HALF for share in shares.values()):
            return typed
        return [
            replace(one, owner=WORKER) if one in shares and shares[one][STAFF] > _HALF else one
            for one in typed
        ]

    def _count_roles(self, at: int) -> dict[str, float]:
        """Role -> share of the numbers of a column that are of somebody of that role."""
        cells = [row[at].strip() for row in self._rows if at < len(row) and row[at].strip()]
        roles = [{self._lexicon.role_of(who) for who in self._list_numbered(cell)} for cell in cells]
        return {role: sum(role in found for found in roles) / max(len(cells), 1) for role in _ROLES}

    def _list_numbered(self, cell: str) -> Iterable[int]:
        lexicon, squeezed = self._lexicon, squeeze(cell)
        people = lexicon.ids.get(squeezed) or lexicon.users.get(squeezed) or lexicon.bare_ids.get(squeezed)
        return people or lexicon.emails.get(cell.lower().encode("utf-8", "replace"), ())

    def _part_speakers(self, typed: list[Column]) -> list[Column]:
        """The names of those who write, beside a column that tells who each is in another way, are theirs:
        each of these has one name, and says several things.
        """
        senders = [one.at for one in typed if one.owner == WORKER and one.header in SPEAKERS]
        if not senders or not any(one.role == NOTE for one in typed):
            return typed
        rows = [[cell.strip() for cell in row] for row in self._rows if len(row) > senders[0]]
        spoken = [row[senders[0]] for row in rows if row[senders[0]]]
        if len(set(spoken)) * _FEWEST_PAIRS > len(spoken):
            return typed
        alike = {
            one.at
            for one in typed
            if one.role == NAME and one.owner == MAIN and _go_together(rows, senders[0], one.at)
        }
        return [replace(one, owner=WORKER, header="speaker") if one.at in alike else one for one in typed]

    def _part_named_twice(self, typed: list[Column]) -> list[Column]:
        """A name beside the number of somebody else, or beside a name in two columns, is another person's."""
        main = [one for one in typed if one.owner == MAIN]
        roles = {one.role for one in main}
        has_both = {GIVEN, FAMILY} <= roles
        if NAME in roles and not has_both:
            # a family name alone beside a whole name is that of a teacher or a room
            typed = [
                self._give_away(one) if one in main and one.role in {GIVEN, FAMILY} else one for one in typed
            ]
        numbers = [one for one in main if one.role in {ID, EMAIL}]
        parted = []
        for one in typed:
            if one.owner == MAIN and one.role == NAME:
                is_other = has_both and not one.header.startswith(("name", "full", "student"))
                if is_other or any(self._disagrees(number, one) for number in numbers):
                    one = self._give_away(one)
            parted.append(one)
        return parted

    def _disagrees(self, number: Column, name: Column) -> bool:
        """Whether most numbers are those of other people than the names beside them."""
        known, agreed = 0, 0
        for row in self._rows:
            if max(number.at, name.at) >= len(row):
                continue
            people = self._list_numbered(row[number.at].strip())
            borne = set(self._list_bearers(row[name.at]))
            if people and borne:
                known += 1
                agreed += bool(borne & set(people))
        return known >= _FEWEST_PAIRS and agreed < _AGREED * known

    def _part_births(self, typed: list[Column]) -> list[Column]:
        """Days of birth beside the names of pupils that are none of theirs, and of people a generation older,
        are of the parents in the same rows: what then endangers a child is about them as well.
        """
        births = [one for one in typed if one.role == DataKind.DOB and one.owner == MAIN]
        pupils = [one for one in typed if one.role == NAME and one.owner == MAIN]
        is_beside = any(one.role == NAME and one.owner == GUARDIAN for one in typed)
        if len(births) != 1 or len(pupils) != 1 or not is_beside:
            return typed
        if not self._are_older(births[0].at, pupils[0].at):
            return typed
        shared = [replace(one, owner=GUARDIAN) for one in typed if one.role == DataKind.SAFEGUARDING]
        return [replace(one, owner=GUARDIAN) if one == births[0] else one for one in typed] + shared

    def _are_older(self, births: int, names: int) -> bool:
        """Whether the days of a column are all those of people older by far than whom another one names."""
        ages = []
        for row in self._rows:
            born = read_date(row[births]) if max(births, names) < len(row) else ""
            bearers = self._list_bearers(row[names]) if born else ()
            known = [day for who in bearers if (day := self._lexicon.people[who].dob)]
            ages += [min(map(_year, known)) - _year(born)] if known else []
        return len(ages) >= _FEWEST_PAIRS and min(ages) >= _GENERATION

    def _give_away(self, column: Column) -> Column:
        is_parents = self._share_of(PARENT, column.at) > _HALF
        cells = [row[column.at] for row in self._rows if column.at < len(row) and row[column.at].strip()]
        if is_parents and sum(map(bool, map(_PAYS.match, cells))) > _HALF * len(cells):
            return replace(column, owner=GUARDIAN, header="payer")
        return replace(column, owner=GUARDIAN if is_parents else WORKER)

    def _share_of(self, role: str, at: int) -> float:
        """The share of names that somebody of this role bears."""
        cells = [row[at].strip() for row in self._rows if at < len(row) and row[at].strip()]
        return sum(self._is_borne(cell, role) for cell in cells) / len(cells) if cells else 0.0

    def _is_borne(self, cell: str, role: str) -> bool:
        return any(self._lexicon.role_of(who) == role for who in self._list_bearers(cell))

    def _list_bearers(self, cell: str) -> Iterable[int]:
        words = split_name(cell)
        return (
            who
            for first in words
            for last in words
            if first != last
            for who in self._lexicon.pairs.get(first + b" " + last, ())
        )


def _is_aide(header: Sequence[str], at: int) -> bool:
    return at < len(header) and _AIDE.fullmatch(_plain(header[at])) is not None


def _go_together(rows: Iterable[Sequence[str]], one: int, other: int) -> bool:
    """Whether each cell of a column has one cell of another beside it, and the other way round."""
    pairs = {(row[one], row[other]) for row in rows if other < len(row) and row[one] and row[other]}
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    return len(firsts) == len(seconds) == len(pairs) > 0


def _plain(cell: str) -> str:
    return " ".join(cell.lower().replace("_", " ").replace("-", " ").split()).strip(" :.")


def _year(day: str) -> int:
    return int(day[:4])
