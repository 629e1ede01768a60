"""Statements: what a text claims and whether the record bears it out; those that stand on the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.actions.case.record import find_record, list_known
from firstbell.actions.desk.district import DistrictOutline
from firstbell.base.values import say_name
from firstbell.ledger import Entry
from firstbell.notify.statements import comparison
from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.description import describe_claim, describe_claims, describe_statement
from firstbell.notify.statements.draft import OFFICIALS
from firstbell.notify.statements.entries import StatementVersion
from firstbell.notify.statements.judges.verdicts import ClaimVerdict, JudgedClaim
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.sentences import split_sentences
from firstbell.notify.statements.rulings import Passes, find_passes
from firstbell.record.facts import say_fact_value


@dataclass(frozen=True, slots=True)
class StatementRequest:
    """A text to judge. `as_of`: by what was known at that time; None for now."""

    text: str
    district: DistrictOutline
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    """Every claim of a text. `unread`: how many sentences are in a language that no rule reads.

    `told`: hex id of each fact on the record to what it says, in words ("systems restored: email, phones").
    """

    claims: Sequence[JudgedClaim]
    passes: Passes
    unread: int
    told: Mapping[str, str]

    @property
    def stopping(self) -> list[JudgedClaim]:
        """Those that stop it: not borne out, or waiting, and not let pass."""
        return self.passes.list_stopping(self.claims)

    def describe_each(self) -> list[dict[str, Any]]:
        """The fields of each claim, as `statement check --json` gives them. `number`: from 1 on.

        `facts`: what those of its `entries` that are facts say, in their order.
        """
        return [
            {
                **describe_claim(claim, self.passes),
                "number": number,
                "facts": [self.told[entry] for entry in claim.entries if entry in self.told],
            }
            for number, claim in enumerate(self.claims, start=1)
        ]

    def describe(self) -> dict[str, Any]:
        """What they come to."""
        return describe_claims(self.claims, self.passes)


def judge_statement(entries: Sequence[Entry], request: StatementRequest) -> JudgedStatement:
    """Find the claims of a text, and judge each against the record. Raises: InvalidTimeError."""
    record = find_record(entries, request.district, request.as_of)
    unread = sum(find_language(one) is Language.OTHER for one in split_sentences(request.text))
    told = {
        one.entry: f"{say_name(one.subject)}: {say_fact_value(one.subject, one.value)}"
        for one in list_known(entries, request.as_of)
    }
    return JudgedStatement(check_statement(request.text, record), find_passes(entries), unread, told)


@dataclass(frozen=True, slots=True)
class ComparedStatements:
    """Two texts for two audiences. `more`: of the differences those that only tell officials more."""

    differences: Sequence[comparison.ClaimDifference]
    more: Sequence[comparison.ClaimDifference]
    judged: tuple[JudgedStatement, JudgedStatement]


def compare_statements(
    entries: Sequence[Entry],
    a: StatementRequest,
    b: StatementRequest,
    *,
    to_a: str | None = None,
    to_b: str | None = None,
) -> ComparedStatements:
    """Every difference in what two texts claim. `to_a`, `to_b`: their audiences, where they are told.

    One fact told by count and by name is none, if the record supports both; nor are kinds of data of which
    each audience hears what concerns it.
    Raises: InvalidTimeError.
    """
    judged = judge_statement(entries, a), judge_statement(entries, b)
    record = find_record(entries, a.district, a.as_of)
    agreed = comparison.list_agreed_kinds(judged[0].claims, judged[1].claims, record)
    differences = [one for one in comparison.compare_texts(a.text, b.text) if one.kind not in agreed]
    differences = comparison.drop_unconcerned(differences, to_a, to_b)
    supported = {claim.text for claim in judged[1].claims if claim.verdict is ClaimVerdict.SUPPORTED}
    more = [one for one in differences if to_b in OFFICIALS and one.a is None and one.b in supported]
    return ComparedStatements(differences, more, judged)


def list_statements(entries: Sequence[Entry], district: DistrictOutline) -> list[dict[str, Any]]:
    """The statements on the record, as `statement list --json` gives them, each judged by what is known now.

    `stopping`: claims that the record does not bear out any more; `published`: None before it went out.
    """
    return [
        describe_statement(
            entry, entries, judge_statement(entries, StatementRequest(body.text, district)).stopping
        )
        for entry, body in StatementVersion.list_all(entries)
    ]
