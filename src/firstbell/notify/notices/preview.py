"""The text of a letter that waits, as it would be sent: for whoever decides on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstbell.notify.notices.advice import Demand
from firstbell.notify.notices.emails import list_paragraphs
from firstbell.notify.notices.notice_store import DraftKept
from firstbell.notify.notices.plan import Letter, NoticePlan
from firstbell.notify.notices.texts import Particulars, Sender, describe_letter, describe_text, write_text
from firstbell.notify.statements.record import CaseRecord

# a code proves that a letter is genuine: it stands on the letter alone
_CODE = "XXXX-XXXX-XXXX"
_BLANK = Sender("[whom readers can ask]", ("[the sender's address]",), "[who signs]", "")


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """`text`: its paragraphs; `unnamed`: what it says of kinds where it does not name the sensitive ones.

    `is_drafted`: whether who writes is known; without a draft in its language, that stands in brackets.
    """

    letter: Letter
    lines: list[str]
    text: list[str]
    unnamed: list[str]
    is_drafted: bool


def preview_letter(
    letter: Letter, plan: NoticePlan, *, kept: DraftKept | None, record: CaseRecord, demand: Demand
) -> LetterPreview:
    """Nothing is kept of it. Raises: MissingFactError with what must not be blank."""
    words = write_text(record, letter.language, _BLANK, reviewed=True)
    told = describe_letter(words, letter, Particulars(_CODE, demand))
    unnamed = describe_letter(words, letter, Particulars(_CODE, demand, names_kinds=False))["kinds"]
    shared = describe_text(words, "")
    drafted = kept.shared.get(letter.language) if kept else None
    if kept and drafted:
        shared = {**drafted, "blocks": {**shared["blocks"], **drafted.get("blocks", {})}}
        told |= _find_code(letter, plan, kept.letters)
    return LetterPreview(letter, told["lines"], list_paragraphs(shared, told), unnamed, bool(drafted))


def _find_code(letter: Letter, plan: NoticePlan, drafted: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The sentence on the code, which says whom to ask, as another letter of the language has it."""
    others = (one.id for one in plan.letters if one.language == letter.language)
    sample = next((drafted[one] for one in others if one in drafted), None)
    return {"code": sample["code"].replace(sample["genuine"], _CODE)} if sample else {}
