"""What is said of all of them, where the record has it of some: letters to everybody who is affected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed
from firstbell.record.facts import Subject

_AFFECTED = (
    r"(?:affected|concerned|involved|included|impacted|afectad[oa]s?|involucrad[oa]s?|(?:whose"
    r"|cuy[oa]s?) (?:\w+ ){1,3}"
    r"(?:was|were|is|are|may|est\w+|fue\w*))"
)
_LETTER = (
    r"(?:letters?|notices?|notified|written to|by mail|in the mail|mailed|heard from us|mailing|cartas?|aviso"
    r"|notificad[oa]s?|correo)"
)
_EVERY = (
    r"(?:every(?:one|body|\s)|each|all (?:of )?(?:those|the people|people|persons|affected|who|whose"
    r"|residents|families"
    r"|students)|anyone|anybody|whoever|any (?:person|family)|no one|nobody|not one|tod[oa]s?|cada"
    r"|quien(?:es)?)"
)
_OF_ALL = re.compile(
    rf"\b{_EVERY}\b[^.;]{{0,60}}?\b{_AFFECTED}\b[^.;]{{0,60}}?\b{_LETTER}\b"
    rf"|\b{_LETTER}\b[^.;]{{0,40}}?\b(?:to|a) {_EVERY}\b[^.;]{{0,40}}?\b{_AFFECTED}\b"
    rf"|\bno (?:more|further|other) letters\b|\b(?:mailing|writing to those|notification) (?:is|was"
    rf"|has been) (?:\w+ )?"
    r"(?:complete|finished|over|done)|\bno (?:quedan|faltan) (?:m\u00e1s )?cartas\b",
    re.I,
)
# under a condition that each reader may meet, it is said of all of them
_IF = re.compile(
    rf"\b(?:if|si)\b[^.;]{{0,60}}?\b(?:your?|you|su|sus|usted)\b[^.;]{{0,40}}?\b{_AFFECTED}\b[^.;]*"
    rf"|\b[^.;]*\bif you (?:are|were) (?:\w+ )?{_AFFECTED}\b"
    r"|\b(?:if|si) (?:you|no) (?:have not|haven't|ha|han)? ?(?:had|received|got|gotten|recibido)\b[^.;]*",
    re.I,
)
_HAD = re.compile(
    r"\b(?:a|the|your|our|una|la|su) (?:\w+ )?(?:letter|notice|carta)\b[^.;,]{0,40}?\b(?:is|was|has|have"
    r"|went|ya|est\u00e1|fue|va|sali\u00f3)\b"
    r"|\byou (?:\w+ )?(?:have|had|got|received|were)(?: already| by now)? (?:been |had )?(?:sent "
    r"|mailed )?(?:a|the|our|your|written) (?:letter|notice|to)"
    r"|\bwill have (?:had|received|got|gotten) (?:a|the|our|your) (?:letter|notice)"
    r"|\byou (?:are|were) not (?:\w+ )?affected\b|\b(?:no|nada) (?:est\u00e1|fue) afectad[oa]\b",
    re.I,
)
# what is to come, or asked of the reader, tells of no letter
_TO_COME = re.compile(
    r"\b(?:will(?! have)|would|shall|going to|soon|may|should|please|call|keep|follow|not everyone|not all"
    r"|enviaremos|recibir\u00e1"
    r"|llame|no todos)\b|\?|'ll\b",
    re.I,
)


def list_universals(passed: Passed) -> Iterator[Leftover]:
    """That everybody has had a letter, where fewer were sent than are affected, or nobody counted all."""
    if _have_all_letters(passed.record):
        return
    match = _OF_ALL.search(passed.flat) if passed.rests_on(Subject.LETTERS_SENT) else None
    if match and not re.search(
        r"\b(?:not|nearly|almost|practically|virtually) (?:all|every)|\b(?:no|casi) tod"
        r"|(?:\bnot|n't)\b(?: yet)? (?:been )?(?:sent|mailed|gone|written|told|notified)[^.;,]{0,30}? every",
        passed.flat,
        re.I,
    ):
        yield Leftover("that it is all of them", match[0], match.start())
    for condition in _IF.finditer(passed.flat):
        told = _HAD.search(condition[0])
        if told and not _TO_COME.search(condition[0]):
            yield Leftover("that each of them had a letter", told[0], condition.start() + told.start())


def _have_all_letters(record: CaseRecord) -> bool:
    fact = record.find(Subject.LETTERS_SENT)
    sent, count = fact.value if fact else None, record.get(Subject.PEOPLE_AFFECTED, "count")
    if record.get(Subject.PEOPLE_AFFECTED, "final") is not True:
        return False
    return isinstance(sent, int) and isinstance(count, int) and 0 < count <= sent
