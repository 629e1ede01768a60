"""What a sentence takes for a fact in passing, and the record does not tell: in thanks, in advice.

"Thank you for your help on Friday, when staff passwords were reset" passes as thanks; that passwords were
reset is a claim all the same. untold.toml has the words, each with the subject that must tell of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from firstbell.notify.statements.clauses.not_known import drop_not_known
from firstbell.notify.statements.judges.hours import is_line_hours
from firstbell.notify.statements.judges.verdicts import STOPPING, ClaimVerdict, JudgedClaim, wait
from firstbell.notify.statements.language.claims import read_unread
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case, read_patterns
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.holds import PERSON
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class _Untold:
    subject: Subject
    words: re.Pattern[str]
    beside: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _load() -> Sequence[_Untold]:
    raw, fill = read_patterns("remainder", "untold.toml")
    return [
        _Untold(
            Subject(one["subject"]),
            any_case(rf"(?<![\w-])(?:{'|'.join(map(fill, one['words']))})(?!\w)"),
            any_case(one["with"]) if "with" in one else None,
        )
        for one in raw["untold"]
    ]


# what is asked, or said not to be known, or holds under a condition, or is yet to be, is taken for no fact
_OPEN = any_case(
    r"[^.;!?]*\?"
    r"|(?:\b(?:not|cannot|nobody|no one|neither|never|wish|unknown|unclear|too (?:soon|early)|premature|open)"
    r"|n't)\b[^.;!?]{0,60}?\b(?:how|whether|when|who|whom|what|which|where|if|number|figure|count"
    r"|why)\b[^.;!?]*"
    r"|\b(?:how|whether|when|(?<!people )(?<!those )(?<!criminals )(?<!anyone )who|what|which"
    r"|where)\b[^.;!?]*?(?:\b(?:not|cannot|nobody|no one|unknown|unclear|open|undetermined)|n't)\b[^.;!?]*"
    r"|\b(?:if|unless|should (?:you|any|an?|your)|when you|in case"
    r"|where(?:ver)? (?:(?:it|they|one|this|that) (?:is|are)|you can|possible|offered|available))\b[^.,;!?]*"
    r"|\b(?:will|would|may|might|could|going to|plan to|once|until|as soon as) [^.,;!?]*"
    r"|\b(?:cu\u00e1nt\w+|si|c\u00f3mo|cu\u00e1ndo|qui\u00e9n\w*)\b[^.;!?]*"
)
_LINE = re.compile(r"(?<![\d-])(?:1-)?(8(?:00|88|77|66|55|44|33)-\d{3}-\d{4})(?!\d)")


def find_untold(said: str, claims: Sequence[JudgedClaim], record: CaseRecord) -> tuple[Subject, str] | None:
    """The subject of which a sentence that passes takes something for a fact, with the words.

    Of one of which the record tells nothing, or of any where no claim of the sentence was judged by it.
    """
    flat = plain(said)
    line = _LINE.search(flat)
    if line and not _is_on_record(line[1], record):
        return Subject.CALL_CENTER, line[0]
    # Spanish words without a gloss leave a claim unread: there it is enough that the record tells of it
    judged = (
        any(one.verdict is ClaimVerdict.SUPPORTED for one in claims)
        or find_language(said) is Language.SPANISH
    )
    taken = None
    for one in _load():
        if judged and record.tells(one.subject):
            continue
        taken = _OPEN.sub(" ", drop_not_known(flat, claims, record)) if taken is None else taken
        match = one.words.search(taken)
        if match and (_is_line_open(one.subject, match[0], record) or is_line_hours(flat, record)):
            continue
        if match and (one.beside is None or one.beside.search(taken)):
            return one.subject, match[0]
    return None


_TURN_TO = any_case(r"(?:please )?(?:contact|call|reach|phone|ring|ask|write to|turn to)\b")


def _is_line_open(subject: Subject, words: str, record: CaseRecord) -> bool:
    """Whether readers are sent to a call center that is open: that takes nothing else for a fact."""
    opened = subject is Subject.CALL_CENTER and record.get(Subject.CALL_CENTER, "opened")
    return bool(opened) and _TURN_TO.match(words) is not None


def _is_on_record(number: str, record: CaseRecord) -> bool:
    """Whether a free number, which no school has of its own, is the one of the call center."""
    known = re.sub(r"\D", "", str(record.get(Subject.CALL_CENTER, "phone") or ""))
    return bool(known) and known.endswith(re.sub(r"\D", "", number))


def hold_untold(said: str, claims: list[JudgedClaim], record: CaseRecord) -> list[JudgedClaim]:
    """The claims of a sentence; all wait where it passes and takes for a fact what nothing bears out."""
    if any(one.waiting or one.verdict in STOPPING for one in claims):
        return claims
    untold = find_untold(said, claims, record)
    if untold is None:
        return claims
    need = f"{PERSON}, or a fact: {untold[0]} ({untold[1]})"
    return [wait(one.reading, need) for one in claims] or [wait(read_unread(said), need)]
