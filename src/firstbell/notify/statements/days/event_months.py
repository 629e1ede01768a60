"""The month of the event where a text names no day of it: "the October attack", "not affected in October"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from firstbell.notify.statements.judges.hours import tell_open_hours
from firstbell.notify.statements.judges.measures import name_insurer
from firstbell.notify.statements.judges.own_systems import name_own_systems
from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.patterns import any_words
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_MONTH = (
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:,? 20\d\d)?)(?! ?\d)"
)
_EVENT = (
    r"(?:(?:ransomware|cyber|encryption|security|network|data) ?)?"
    r"(?:(?:cyber)?attack|event|incident|intrusion|outage|encryption|breach)"
)
_STRUCK = (
    r"(?:affected|hit|touched|struck|encrypted|attacked|spared|disrupted|untouched|unaffected|harmed"
    r"|happened)"
)
# each: what stands before the month, what it is put into, and what follows
_NAMED = tuple(
    re.compile(words)
    for words in (
        rf"(?P<before>\b(?:the|our|this|that|last|a) ){_MONTH}(?:'s)? (?={_EVENT}\b)",
        rf"(?P<before>\b{_STRUCK}(?: (?:by|in|during) (?:the|this|our) {_EVENT})?) (?:in|during|back"
        rf" in) {_MONTH}",
        rf"(?P<before>\b{_EVENT}) (?:in|of|during|from) {_MONTH}",
        rf"(?P<before>^)(?:In|During) {_MONTH},? (?=[^,;]*\b{_STRUCK}\b)",
        rf"(?P<before>\b{_STRUCK} (?:by|in|during) (?:the|this|our) {_EVENT}) (?:that )?(?:we|our"
        rf" staff|staff) (?:found|discovered|detected)"
        r" on (?P<month>(?:[A-Z]\w+day,? )?[A-Z][a-z]+ \d{1,2}\b(?!,\d)|[A-Z]\w+day\b)",
    )
)
_OTHER = any_words(r"stolen|taken|copied|published|restored|paid|sent")


def _list_days(record: CaseRecord) -> list[date]:
    event = Subject.ENCRYPTION_EVENT
    days = (record.get_day(event, field) for field in ("found", "first_damage"))
    return [day for day in days if day]


def _fits(said: str, days: list[date]) -> bool:
    told = find_dates(said)
    return bool(told) and any(told[0].fits(day) for day in days)


def drop_month(text: str, record: CaseRecord) -> str:
    """The text without the month by which it names the event, where that is the month of it."""
    days = _list_days(record)
    for named in _NAMED if days else ():
        match = named.search(text)
        if match is None or not _fits(match["month"], days):
            continue
        if not match["before"] and _OTHER.search(text.split(",")[0]):
            continue
        rest = text[match.end() :]
        head = text[: match.start()] + match["before"]
        text = head + (rest if head else capitalize(rest))
    return text


def name_event(phrase: ClaimPhrase, record: CaseRecord) -> ClaimPhrase:
    """The phrase with "our insurer" for its name, systems by theirs, and without the month of the event."""
    phrase = name_own_systems(name_insurer(phrase, record), record)
    read = drop_month(tell_open_hours(phrase.read, record), record)
    if read == phrase.read:
        return phrase
    return replace(phrase, read=read, swapped=[(read.rstrip("."), phrase.said.rstrip(".")), *phrase.swapped])


def list_other_months(flat: str, record: CaseRecord) -> Iterator[tuple[str, int]]:
    """Months by which a plain sentence names the event, and that are not its month: words, start."""
    days = _list_days(record)
    for named in _NAMED if days else ():
        match = named.search(flat)
        if match and not _fits(match["month"], days):
            yield match[0].strip(), match.start()
