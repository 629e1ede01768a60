"""What a clause of marks says: a field and its number, or how two fields compare; nothing if a token is left.

The order is that of people: "we have spent $0", "the limit is $0", "a $0 limit and a $1 deductible",
"spending has passed $0, %1 of the $2 we expect, and is below the limit".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from firstbell.notify.statements.amounts.differences import lie_apart
from firstbell.notify.statements.amounts.slots import MarkedClause, Slot, find_slot
from firstbell.notify.statements.amounts.values import SaidValue, ValueUnit
from firstbell.notify.statements.record import CaseRecord

_VALUE = re.compile(r"[$#%](\d+)")
_NAMED = re.compile(r"<(\w+)>")
_ACT = re.compile(r"<(\w+)>=")
_PASSIVE = re.compile(r"=<(\w+)>")
_THING = re.compile(r"\[(\w+)\]")
_BARE = re.compile(r"\((\w+)\)")
_OBJECT = re.compile(r"~(\w+)")
# a link to a number, and how it bounds one that is said without a bound
_BOUNDS = {"EQ": "exact", "REACH": "exact", "GT": "more", "LT": "less", "NEAR": "almost"}


class _UnreadError(Exception):
    """A token that does not belong where it stands."""


@dataclass(frozen=True, slots=True)
class Compared:
    """That the numbers of two fields compare so: one is below the other, so much of it, so much less."""

    slots: tuple[str, str]
    fits: Callable[[float, float], bool]


@dataclass(slots=True)
class SlotClaims:
    """What a clause says of fields: each number that is told, and each comparison."""

    told: list[tuple[str, SaidValue | None]] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)

    def bear_out(self, record: CaseRecord) -> dict[str, float] | None:
        """The record's number for each field that is named; None where one is missing or not as said."""
        found: dict[str, float] = {}
        for name, value in self.told:
            known = find_slot(name).find(record)
            if known is None or (value is not None and not value.fits(known)):
                return None
            found[name] = known
        return found if all(one.fits(*(found[name] for name in one.slots)) for one in self.compared) else None


def read_slot_claims(clause: MarkedClause) -> SlotClaims | None:
    """What a clause says, if each of its tokens has its place in it."""
    try:
        return _Reader(clause).read()
    except _UnreadError:
        return None


@dataclass(slots=True)
class _Reader:
    clause: MarkedClause
    at: int = 0
    said: SlotClaims = field(default_factory=SlotClaims)
    objects: set[str] = field(default_factory=set)

    def read(self) -> SlotClaims:
        """The clause, its head first and then what hangs on it."""
        self._read_claim()
        while self._peek():
            self._read_more()
        if not self.objects <= {name for name, _ in self.said.told} or not self.said.told:
            raise _UnreadError
        if self.clause.far and not self.said.compared:
            # nobody read what it is far from
            raise _UnreadError
        return self.said

    def _peek(self) -> str:
        """The next token that says something; objects are kept for the end."""
        while self.at < len(self.clause.tokens) and (found := _OBJECT.fullmatch(self.clause.tokens[self.at])):
            self.objects.add(found[1])
            self.at += 1
        return self.clause.tokens[self.at] if self.at < len(self.clause.tokens) else ""

    def _take(self, *wanted: str) -> str:
        """The next token, if it is one of these; "" otherwise."""
        token = self._peek()
        if token and token in wanted:
            self.at += 1
            return token
        return ""

    def _match(self, mark: re.Pattern[str]) -> str:
        found = mark.fullmatch(self._peek())
        if found:
            self.at += 1
        return found[1] if found else ""

    def _value(self) -> SaidValue | None:
        place = self._match(_VALUE)
        return self.clause.values[int(place)] if place else None

    def _need_value(self) -> SaidValue:
        value = self._value()
        if value is None:
            raise _UnreadError
        return value

    def _tell(self, name: str, value: SaidValue | None) -> None:
        slot = find_slot(name)
        if value is not None and value.unit is not slot.unit:
            raise _UnreadError
        self.said.told.append((name, value))

    def _noun(self) -> tuple[str, SaidValue | None]:
        """A name of a field, with its number if it has one: "a $0 limit", "a limit of $0"."""
        value = self._value()
        name = self._match(_NAMED) or self._name_bare() or self._name_counted()
        if not name and value is not None:
            # "the $0 that was demanded"
            name = self._match(_PASSIVE)
        if not name:
            raise _UnreadError
        if value is None:
            start = self.at
            of = self._take("of", "at", ":", "for", ",")
            value = self._value()
            if value is None:
                self.at = start
            elif of == "," and value.unit is not find_slot(name).unit:
                self.at, value = start, None
        return name, value

    def _name_bare(self) -> str:
        """What the bill is: what was spent so far, or what is expected."""
        if not _BARE.fullmatch(self._peek()):
            return ""
        name = self._match(_BARE)
        if self._peek() == "HEAD":
            return "expected"
        if self.clause.so_far or self._peek() in ("REACH", "at", "GT", "NEAR"):
            return name
        raise _UnreadError

    def _name_counted(self) -> str:
        """Of "the number of threatening contacts"."""
        if not self._take("number", "count", "tally"):
            return ""
        self._take("of")
        thing = self._match(_THING)
        return thing if thing and thing != "files" else ""

    def _read_claim(self) -> None:
        if self._take("HOLDS"):
            self._read_list()
        elif name := self._match(_ACT):
            self._read_act(name)
        elif self._take("at"):
            # "at $0, our costs are ..."
            value = self._need_value()
            self._take(",")
            name, none = self._noun()
            if none is not None:
                raise _UnreadError
            self._tell(name, value)
            self._read_relation(name, value)
        elif self._take("there"):
            # "there is $0 left under the limit"
            self._take("EQ")
            self._tell("spent", None)
            self._read_rest("spent")
        elif self._take("MORE"):
            self._put_more(self._need_value())
            if "expected" not in (self._match(_PASSIVE), self._match(_NAMED)):
                raise _UnreadError
        elif self._take("of"):
            # as in "of the $0 we expect, %1 has been spent"
            whole = self._noun()
            self._take(",")
            self._read_share(self._need_value(), whole, self._match(_PASSIVE))
        elif not self._read_passive():
            self._read_noun_claim()

    def _read_act(self, name: str) -> None:
        """Of "we have spent $0", "we have spent %0 of what we expect", "we expect to spend another $0"."""
        if name == "expected" and self._take("MORE"):
            self._put_more(self._need_value())
            return
        value = self._need_value()
        if value.unit is ValueUnit.SHARE and find_slot(name).unit is ValueUnit.MONEY and self._take("of"):
            self._read_share(value, self._noun(), name)
            return
        self._tell(name, value)
        self._skip_thing(name)

    def _put_more(self, more: SaidValue) -> None:
        """That so much is still expected beside what was spent."""
        if more.unit is not ValueUnit.MONEY:
            raise _UnreadError
        self._tell("spent", None)
        self._tell("expected", None)
        self._put("spent", "expected", lambda a, b: more.fits(b - a))

    def _read_list(self) -> None:
        while True:
            name, value = self._noun()
            if value is None:
                raise _UnreadError
            self._tell(name, value)
            start = self.at
            self._take(",")
            self._take("and", "with")
            if self.at == start or not (_VALUE.fullmatch(self._peek()) or _NAMED.fullmatch(self._peek())):
                self.at = start
                return

    def _skip_thing(self, name: str) -> None:
        thing = self._match(_THING) or self._match(_NAMED)
        slot = find_slot(name)
        if thing not in ((slot.counts, name) if slot.unit is ValueUnit.COUNT else ("",)):
            raise _UnreadError

    def _read_passive(self) -> bool:
        """Of "$0 has been spent", "#0 letters have gone out", "%0 of the $1 we expect has been spent"."""
        start = self.at
        value = self._value()
        thing = self._match(_THING)
        if value and (name := self._match(_PASSIVE)):
            slot = find_slot(name)
            if thing != (slot.counts if slot.unit is ValueUnit.COUNT else ""):
                raise _UnreadError
            self._tell(name, value)
            return True
        if value and value.unit is ValueUnit.SHARE and not thing and self._take("of"):
            self._read_share(value, self._noun(), self._match(_PASSIVE))
            return True
        self.at = start
        return False

    def _read_noun_claim(self) -> None:
        name, value = self._noun()
        self._tell(name, value)
        if value is None or self._peek() in ("LT", "GT", "EQ", "HEAD"):
            self._read_relation(name, value)

    def _read_relation(self, name: str, value: SaidValue | None) -> None:
        """What is said of a field: its number, that of another, or how it stands to it."""
        link = self._take(*_BOUNDS, "HEAD")
        if not link:
            raise _UnreadError
        if link == "HEAD":
            self._drop_unsaid(name)
            self._tell("expected", self._need_value())
            return
        said = None if self._is_noun() else self._value()
        if said is None:
            self._compare(name, link)
        elif self._peek() in ("BELOW", "ABOVE"):
            self._read_difference(name, said)
        elif (
            said.unit is ValueUnit.SHARE and find_slot(name).unit is not ValueUnit.SHARE and self._take("of")
        ):
            self._read_share(said, self._noun(), name)
        elif value is None:
            bounded = said.bound == "exact" and link in _BOUNDS
            self._tell(name, replace(said, bound=_BOUNDS[link]) if bounded else self._check_link(link, said))
        else:
            raise _UnreadError

    def _is_noun(self) -> bool:
        """Whether a number and the name of its field come next: "the $0 limit"."""
        after = self.clause.tokens[self.at + 1 : self.at + 2]
        return bool(_VALUE.fullmatch(self._peek()) and after and _NAMED.fullmatch(after[0]))

    def _check_link(self, link: str, said: SaidValue) -> SaidValue:
        if link not in ("EQ", "REACH"):
            raise _UnreadError
        return said

    def _drop_unsaid(self, name: str) -> None:
        """A bill that is headed for a sum says nothing of what was spent."""
        if self.said.told[-1] == (name, None) and name == "expected":
            self.said.told.pop()
        elif name not in ("spent", "expected"):
            raise _UnreadError

    def _compare(self, name: str, link: str) -> None:
        if link not in ("LT", "GT"):
            raise _UnreadError
        other, value = self._noun()
        self._tell(other, value)
        far = self.clause.far
        self._put(
            name,
            other,
            lambda a, b: (a < b if link == "LT" else a > b) and (not far or lie_apart(a, b)),
        )

    def _read_difference(self, name: str, said: SaidValue) -> None:
        """Of "$0 below the limit"."""
        below = self._take("BELOW", "ABOVE") == "BELOW"
        other, value = self._noun()
        self._tell(other, value)
        self._put(name, other, lambda a, b: said.fits(b - a if below else a - b))

    def _read_share(self, share: SaidValue, whole: tuple[str, SaidValue | None], name: str) -> None:
        if share.unit is not ValueUnit.SHARE or not name:
            raise _UnreadError
        if name not in [told for told, _ in self.said.told]:
            self._tell(name, None)
        self._tell(*whole)
        self._put(name, whole[0], lambda a, b: b > 0 and share.fits(100 * a / b))

    def _put(self, name: str, other: str, fits: Callable[[float, float], bool]) -> None:
        if name == other or find_slot(name).unit is not find_slot(other).unit:
            raise _UnreadError
        self.said.compared.append(Compared((name, other), fits))

    def _read_more(self) -> None:
        """What hangs on the claim before: ", or %1 of the limit", " against a $1 limit", ", and ..."."""
        start = self.at
        parted = self._take(",", ";", "-")
        while parted and self._take(","):
            continue
        joined = self._take("and", "or", "but", "which")
        # what follows a comparison is said of what was compared
        name = self.said.told[0 if self.said.compared else -1][0]
        is_told = self._peek() in ("HEAD", "LT", "GT") or (joined == "which" and self._peek() == "EQ")
        if is_told:
            self._read_relation(name, self.said.told[-1][1] or SaidValue(0, find_slot(name).unit))
        elif not self._read_beside(name, parted) and not self._read_aside(name):
            if not (parted or joined) or joined == "or":
                raise _UnreadError
            self._read_claim()
        if self.at == start:
            raise _UnreadError

    def _read_beside(self, name: str, parted: str) -> bool:
        """Of " below the limit", ", leaving $1 to the limit", " against a limit", " after a deductible"."""
        if side := self._take("BELOW", "ABOVE"):
            self._compare(name, "LT" if side == "BELOW" else "GT")
        elif self._take("LEAVES"):
            self._read_rest(name)
        elif self._take("AGAINST", "BESIDE", "with") or (parted and self._take("of")):
            self._tell_noun()
        elif name == "limit" and self._take("LESS"):
            self._tell_noun()
            if self.said.told[-1][0] != "deductible":
                raise _UnreadError
        else:
            return False
        return True

    def _tell_noun(self) -> None:
        name, value = self._noun()
        self._tell(name, value)

    def _read_rest(self, name: str) -> None:
        """Of "leaving $1 to the limit"."""
        said = self._need_value()
        if not self._take("TO"):
            raise _UnreadError
        other, value = self._noun()
        self._tell(other, value)
        self._put(name, other, lambda a, b: said.fits(b - a))

    def _read_aside(self, name: str) -> bool:
        """Of "%1 of the limit", "$1 below the limit"."""
        start = self.at
        value = self._value()
        if value and self._peek() in ("BELOW", "ABOVE"):
            self._read_difference(name, value)
            return True
        if (
            value
            and value.unit is ValueUnit.SHARE
            and find_slot(name).unit is not ValueUnit.SHARE
            and self._take("of")
        ):
            self._read_share(value, self._noun(), name)
            return True
        self.at = start
        return False


def list_slots(said: SlotClaims) -> Sequence[Slot]:
    """The fields that a clause names, each once."""
    return [find_slot(name) for name in dict.fromkeys(name for name, _ in said.told)]
