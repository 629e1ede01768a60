"""The rules: each with the words it comes from, where they stand, and who has to approve it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from firstbell.notify.errors import NotifyError

PER_UNIT_S = {"hours": 3600, "days": 86400}


class RuleError(NotifyError):
    """A rule that may not be used: without a source, or not as a rule is written."""

    code = "notify.rule"


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many people it takes: more than `over`, or at least `least`; of `all`, or of `residents`."""

    of: str
    over: int | None = None
    least: int | None = None

    def is_met(self, count: int) -> bool:
        """Whether so many suffice."""
        return count > self.over if self.over is not None else count >= (self.least or 0)


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One duty. `starts`: `found` or `determined`. `amount`: None where no time is counted: `due` tells.

    `entity`: government, business or any. `done_by`: `letters`, or an agency that gets a report. `home_only`:
    it binds districts of that state alone, others by the residence of those affected.
    """

    id: str
    title: str
    to: str
    starts: str
    citation: str
    quote: str
    quote_is: str
    source: str
    text_version: str
    verified_on: str
    reviewer: str
    entity: str
    done_by: str
    delay_by_law_enforcement: bool
    content: tuple[str, ...]
    jurisdiction: str = ""
    due: str = ""
    amount: int | None = None
    unit: str = ""
    after_hold_days: int | None = None
    threshold: Threshold | None = None
    home_only: bool = False
    note: str = ""

    @property
    def sha256(self) -> str:
        """Of the rule as it stands: what counsel approves is this, and no other wording."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()

    @property
    def seconds(self) -> int | None:
        """How long its clock runs."""
        return None if self.amount is None else self.amount * PER_UNIT_S[self.unit]


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """Every rule that comes with Firstbell. Raises: RuleError."""
    folder = files("firstbell.notify").joinpath("rules")
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    return tuple(rule for file in found for rule in read_rules(file.read_text(encoding="utf-8"), file.name))


def read_rules(text: str, name: str) -> list[Rule]:
    """The rules of a file. Raises: RuleError for one without a source, a quotation or a version."""
    try:
        raw = tomllib.loads(text)
        rules = [_read_rule(fields, str(raw.get("jurisdiction", ""))) for fields in raw.get("rules", [])]
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"{name}: {error}") from None
    for rule in rules:
        lacking = [
            field
            for field in ("source", "quote", "citation", "text_version", "verified_on", "jurisdiction")
            if not getattr(rule, field)
        ]
        if lacking or (rule.amount is not None and rule.unit not in PER_UNIT_S):
            raise RuleError(f"{name}: rule {rule.id} has no {', '.join(lacking) or 'unit'}")
    return rules


def _read_rule(fields: Mapping[str, Any], jurisdiction: str) -> Rule:
    return msgspec.convert({"jurisdiction": jurisdiction, **fields}, Rule)


def find_rule(rule_id: str) -> Rule:
    """The rule with this id. Raises: RuleError."""
    for rule in load_rules():
        if rule.id == rule_id:
            return rule
    raise RuleError(f"there is no rule {rule_id!r}", hint="`firstbell case clocks --all` lists them")
