"""A rule: one duty of one law, with its words, where they stand, and who has to approve it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import msgspec

from firstbell.notify.errors import NotifyError

UNITS = frozenset({"hours", "days", "business_days", "days_after_year_end"})
STARTS = frozenset(
    {
        "found", "identified", "believed", "determined", "confirmed", "breach_confirmed", "contractor_told",
        "ransom_demanded", "ransom_paid", "people_told", "closed", "federal_report",
    }
)  # fmt: skip
ENTITIES = ("school_district", "charter", "university", "county", "hospital", "vendor")
_SAID = {"charter": "charter school"}
# what earlier releases called them
FORMER_ENTITIES = {"government": "school_district", "business": "vendor"}
STALE_DAYS = 365
_WHOM = {
    "all": "people",
    "residents": "residents",
    "one_state": "residents of one state",
    "impacted": "pupils and personnel impacted",
}


class RuleError(NotifyError):
    """A rule that may not be used: without a source, or not as a rule is written."""

    code = "notify.rule"


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many people it takes: more than `over`, at least `least`, or fewer than `under`.

    `of`: `all` whose data was taken, `residents` of the state, `one_state`: of the state with most of them,
    or `impacted` by the event in any way.
    """

    of: str
    over: int | None = None
    least: int | None = None
    under: int | None = None

    def is_met(self, count: int) -> bool:
        """Whether so many suffice."""
        if self.under is not None:
            return 0 < count < self.under
        return count > self.over if self.over is not None else count >= (self.least or 0)

    def describe(self) -> str:
        """In words, as "more than 500 residents"."""
        whom = _WHOM[self.of]
        if self.under is not None:
            return f"fewer than {self.under:,} {whom}"
        number = f"more than {self.over:,}" if self.over is not None else f"at least {self.least:,}"
        return f"{number} {whom}"


class LawSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a law was read. `kind`: statute, authority, summary or dataset; `read`: ISO date."""

    id: str
    url: str
    kind: str
    read: str

    def is_stale(self, day: date) -> bool:
        """Whether it was read more than a year before this day."""
        return (day - date.fromisoformat(self.read)).days > STALE_DAYS


class LawTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long one source gives. `says`: whose reading this is; `starts`: () for those of the rule."""

    says: str
    amount: int
    unit: str
    starts: tuple[str, ...] = ()
    source: str = ""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One duty to one addressee. See docs/formats/rules.md.

    `starts`: any of these starts it, the earliest counts. `amount`: None where no time is counted: `due`
    tells. `readings`: what further sources say of the time; the earliest runs. `limits`: ids of the notices
    to people that it must come before, or with. `sources`: ids in the file of its jurisdiction. `outside`:
    whether it binds bodies of other states (`yes`, `unclear`). `status`: in_force, proposed or unread.
    """

    id: str
    title: str
    duty: str
    to: str
    basis: str
    bound: tuple[str, ...]
    starts: tuple[str, ...]
    citation: str
    sources: tuple[str, ...]
    jurisdiction: str = ""
    name: str = ""
    outside: str = "yes"
    unclear: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    harm: str = "none"
    due: str = ""
    amount: int | None = None
    unit: str = ""
    readings: tuple[LawTerm, ...] = ()
    limit: str = ""
    limits: tuple[str, ...] = ()
    threshold: Threshold | None = None
    hold: str = "none"
    after_hold_days: int | None = None
    stage: str = "first"
    when: str = ""
    status: str = "in_force"
    in_force: str = ""
    expires: str = ""
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    monitoring_months: int | None = None
    keep_finding_years: int | None = None
    consult: bool = False
    asks: tuple[str, ...] = ()
    agency: str = ""
    form: str = ""
    quote: str = ""
    quote_sha256: str = ""
    quote_is: str = ""
    text_version: str = ""
    verified_on: str = ""
    readers: tuple[str, ...] = ()
    note: str = ""

    @property
    def sha256(self) -> str:
        """Of the rule as it stands: what counsel approves is this, and no other wording."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()

    @property
    def is_held(self) -> bool:
        """Whether law enforcement can stop its clock."""
        return self.hold != "none"

    @property
    def is_unread(self) -> bool:
        """Whether no words of a stored text are kept with it."""
        return not self.quote

    @property
    def terms(self) -> Sequence[LawTerm]:
        """Every reading of how long it runs, its own first; () where no time is counted."""
        own = [] if self.amount is None else [LawTerm(self.citation, self.amount, self.unit, self.starts)]
        return [*own, *self.readings]

    @property
    def due_text(self) -> str:
        """How long it gives, in words."""
        return self.due or describe_term(self.amount or 0, self.unit)

    def binds(self, entity: str) -> str:
        """`yes`, `unclear` where that is a question for counsel, or "" where it does not bind."""
        if entity in self.unclear:
            return "unclear"
        return "yes" if "any" in self.bound or entity in self.bound else ""


def name_entity(entity: str) -> str:
    """A class of entity as one says it: `charter` is a charter school."""
    return _SAID.get(entity, entity.replace("_", " "))


def describe_term(amount: int, unit: str) -> str:
    """A length of time in words, as "2 business days"."""
    if unit == "days_after_year_end":
        return f"{amount} days after the end of the year"
    words = unit.replace("_", " ")
    return f"{amount} {words[:-1] if amount == 1 else words}"
