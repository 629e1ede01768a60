"""A sentence told in other words, clause by clause: tried where neither it nor its clauses pass as they are.

Sums, spans, days of school, labels and asides have forms by the dozen. What each of them says is told in
words that rules read, after what it works out itself was held against the record; every clause of it is then
judged as a sentence of its own (company.py). A form whose numbers or days are wrong stays as it is. A Spanish
sentence is told by its gloss where each of its words has one. "You were notified on Tuesday" is wrong for a
family that got no letter, and right for an insurer who was told on Tuesday: where it is right for one who got
a report, a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from firstbell.notify.statements.days.today_days import name_days, name_phrase_days
from firstbell.notify.statements.judges.agencies import list_reports
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import capitalize, plain
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.paraphrase.comment_words import strip_english, strip_spanish
from firstbell.notify.statements.paraphrase.field_lists import tell_fields
from firstbell.notify.statements.paraphrase.fitted_answers import fit_answer
from firstbell.notify.statements.paraphrase.joints import Clause, part_clauses
from firstbell.notify.statements.paraphrase.lead_words import LEAD_WORDS
from firstbell.notify.statements.paraphrase.letter_words import say_letter, tell_letters
from firstbell.notify.statements.paraphrase.list_words import LIST_WORDS
from firstbell.notify.statements.paraphrase.open_reasons import tell_open_reasons
from firstbell.notify.statements.paraphrase.peelings import list_peeled
from firstbell.notify.statements.paraphrase.plain_order import say_plainly, tell_plain_order
from firstbell.notify.statements.paraphrase.retellings import SCHOOL_WORDS
from firstbell.notify.statements.paraphrase.slot_words import tell_slots
from firstbell.notify.statements.paraphrase.span_words import SPAN_WORDS, name_day
from firstbell.notify.statements.paraphrase.spanish_words import SPANISH_WORDS
from firstbell.notify.statements.paraphrase.sum_words import SUM_WORDS
from firstbell.notify.statements.paraphrase.tally_words import TALLY_WORDS, tell_workaround
from firstbell.notify.statements.paraphrase.voice_words import VOICE_WORDS
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.disavowals import list_disavowals
from firstbell.notify.statements.remainder.wholeness import tell_record
from firstbell.record.facts import Subject

Change = Callable[[str, CaseRecord], str]
# no district wrote a longer one
_LONGEST = 700
_YEAR = re.compile(r"(?<=[a-z] \d), 20\d\d\b|(?<=[a-z] \d\d), 20\d\d\b")
# what is read word by word is read in whatever language its sentence seems to be
_READ_WHOLE: Sequence[Change] = (tell_slots, *LIST_WORDS)
_CHANGES: Sequence[Change] = (
    *LEAD_WORDS,
    name_day,
    *SPAN_WORDS,
    *SUM_WORDS,
    *TALLY_WORDS,
    *SCHOOL_WORDS,
    tell_workaround,
    *_READ_WHOLE,
)


def tell_ways(phrase: ClaimPhrase, record: CaseRecord) -> Iterator[Sequence[Clause]]:
    """The clauses of a sentence told in other words; nothing where no form of it is known."""
    if told_by_answer := fit_answer(phrase.said, record):
        yield [Clause(one, phrase.said) for one in told_by_answer]
    said = plain(phrase.read if phrase.answered else phrase.said)
    if phrase.more or len(said) > _LONGEST or any(list_disavowals(said)):
        return
    spanish = find_language(said) is Language.SPANISH
    if record.today and not spanish:
        # a day is looked for up to today: its year says nothing more
        said = _YEAR.sub("", name_phrase_days(ClaimPhrase(said, said), record.today).read)
    for bare in dict.fromkeys((said, _strip(said, record))):
        yield from tell_open_reasons(bare, phrase.said, record.before)
        told = bare
        for change in (*SPANISH_WORDS, *_READ_WHOLE) if spanish else _CHANGES:
            told = change(told, record)
        told = capitalize(told)
        if told != capitalize(said):
            yield [Clause(told, phrase.said)]
            for clauses in part_clauses(told, record):
                yield [replace(one, written=phrase.said) for one in clauses]
        yield from tell_fields(told, phrase.said, record)


def tell_plainly(phrase: ClaimPhrase, record: CaseRecord) -> Iterator[Sequence[Clause]]:
    """The clauses of a sentence in their plain order; each may be told in other words again."""
    if any(list_disavowals(plain(phrase.said))):
        return
    if phrase.answered or phrase.more:
        yield from list_peeled(plain(phrase.said), phrase.said)
        return
    bare = strip_voices(phrase, record)
    otherwise = _strip(f"{say_letter(bare, record).rstrip('.')}.", record)
    for told in dict.fromkeys((plain(phrase.said), bare, otherwise)):
        yield from tell_plain_order(told, phrase.said, record)
        yield from tell_letters(told, phrase.said, record)
        yield from _list_peeled(told, phrase.said, record)
    for clauses in part_clauses(f"{bare.rstrip('.')}.", record):
        yield [replace(one, written=phrase.said) for one in clauses]


def _list_peeled(bare: str, written: str, record: CaseRecord) -> Iterator[Sequence[Clause]]:
    """The clauses of a sentence; of one that letters say in their own way, each in plain words."""
    yield from list_peeled(bare, written)
    told = say_letter(bare, record)
    if told != bare.rstrip(".!"):
        yield from list_peeled(told, written)


def strip_voices(phrase: ClaimPhrase, record: CaseRecord) -> str:
    """A sentence without who says it, to whom, and comments; as it is where it has none of these."""
    said = plain(phrase.read if phrase.answered else phrase.said)
    if phrase.more or len(said) > _LONGEST or any(list_disavowals(said)):
        return said
    return _strip(said, record)


def _strip(said: str, record: CaseRecord) -> str:
    if find_language(said) is Language.SPANISH:
        return strip_spanish(said)
    for change in VOICE_WORDS:
        said = change(said, record)
    return strip_english(said)


_LONGEST_GLOSSED = 300
# "una hora", "una semana": a gloss has no number for them
_FINE = any_words(r"horas?|minutos?|una semana")
_TWICE = any_case(r"\b(the|of|in) (?=\1\b)")


def read_gloss(said: str, record: CaseRecord) -> str:
    """A Spanish sentence in English, word for word; "" where it is none, or a word of it has no gloss."""
    if len(said) > _LONGEST_GLOSSED or _FINE.search(said) or find_language(said) is not Language.SPANISH:
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
