"""A Spanish sentence told by its gloss, where each of its words has one, and read in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from firstbell.notify.statements.days.today_days import name_days
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import capitalize, plain
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.paraphrase.joints import Clause
from firstbell.notify.statements.paraphrase.tellings import tell_ways
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.wholeness import tell_record

_LONGEST = 300
# "una hora", "una semana": a gloss has no number for them
_FINE = any_words(r"horas?|minutos?|una semana")
_TWICE = any_case(r"\b(the|of|in) (?=\1\b)")


def read_gloss(said: str, record: CaseRecord) -> str:
    """A Spanish sentence in English, word for word; "" where it is none, or a word of it has no gloss."""
    if len(said) > _LONGEST or _FINE.search(said) or find_language(said) is not Language.SPANISH:
        return ""
    glossed = gloss(plain(said))
    if any(word.lower() not in tell_record(record) for word in glossed.unknown):
        return ""
    read = _TWICE.sub("", name_days(glossed.text, record.today))
    return capitalize(read)


def tell_glossed(phrase: ClaimPhrase, record: CaseRecord) -> Iterator[Sequence[Clause]]:
    """The clauses of a Spanish sentence told in other words of its gloss."""
    if phrase.answered or phrase.more or not (read := read_gloss(phrase.said, record)):
        return
    for clauses in tell_ways(replace(phrase, read=read, answered=True), record):
        yield [replace(one, written=phrase.said) for one in clauses]
