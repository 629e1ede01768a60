"""Who "you" may be: an insurer, an agency, the police. A text does not say to whom it goes.

"You were notified on Tuesday" is wrong for a family that got no letter, and right for an insurer who was
told on Tuesday. Where it is right for one who got a report, a person is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from firstbell.notify.statements.judges.filed_reports import list_reports
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import capitalize, plain
from firstbell.notify.statements.paraphrase.plain_order import say_plainly
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_YOU = r"(?:you|your (?:office|agency|bureau|department|team|company|agents?|carrier|division|unit|desk))"
_DONE = r"(?:notified|informed|told|alerted|contacted|advised|called|given notice)"
_YOU_WERE = any_case(
    rf"\b{_YOU} (?:were|was|have been|has been|had been) (?:first |already )?(?P<done>{_DONE})\b"
)
_REACHED = any_case(
    r"\b(?:(?:our|the|a|this) )?(?:first )?(?:notice|notification|report|call|word|letter)(?: from [\w' ]+?)?"
    rf" (?:first )?(?:reached|came to|went to|got to|was (?:sent|given|made) to) {_YOU}\b"
)
_WE_TOLD = any_case(rf"\b(?P<we>we|the district) (?:have |had )?(?:first )?(?P<done>{_DONE}) {_YOU}\b")


def list_recipients(said: str, record: CaseRecord) -> Iterator[str]:
    """A sentence that tells "you" of a notice, told of each who got one."""
    flat = plain(said)
    if not any(words.search(flat) for words in (_YOU_WERE, _REACHED, _WE_TOLD)):
        return
    for who in dict.fromkeys(_list_told(record)):
        told = _YOU_WERE.sub(rf"{who} was \g<done>", flat)
        told = _WE_TOLD.sub(rf"\g<we> \g<done> {who}", _REACHED.sub(f"{who} was notified", told))
        yield say_plainly(capitalize(told))


def _list_told(record: CaseRecord) -> Iterator[str]:
    if record.get(Subject.INSURANCE, "informed"):
        yield "the insurer"
    for name in record.get_list(Subject.LAW_ENFORCEMENT, "informed"):
        yield f"the {name}"
    for name, filed in list_reports(record):
        if filed:
            yield f"the {name}"
