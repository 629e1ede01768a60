"""Whether the claims that rules found in a sentence are all that it says: what is left over is named.

A sentence is supported only as a whole. Words that no rule of a claim has read, and that tell how many, when,
how soon, why, or what else happened, are left over; so is a name that stands nowhere on the record, and a
negation of a negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from firstbell.notify.statements.judges.truth import is_engaged
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.dates import blank_dates, blank_days, blank_match
from firstbell.notify.statements.language.names import blank_names
from firstbell.notify.statements.language.patterns import any_case, any_words, read_table
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.language.vocabulary import load_vocabulary
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import (
    NEGATION,
    Leftover,
    blank_answered,
    is_taken,
    list_asides,
)
from firstbell.notify.statements.remainder.comparables import (
    blank_compared,
    blank_filed,
    blank_hour,
    blank_ranges,
    blank_weekdays,
    list_days,
)
from firstbell.notify.statements.remainder.conditions import CONDITIONS
from firstbell.notify.statements.remainder.dependents import denies_hire
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class Rest:
    """Something that a sentence may say besides: `what`, in words; the truths that read it themselves.

    `unless`: what the record may know, so that it may be taken for granted. `raw`: looked for
    in what was read, too.
    """

    what: str
    words: re.Pattern[str]
    judged: frozenset[str]
    unless: str
    raw: bool


@lru_cache(maxsize=1)
def _load() -> Sequence[Rest]:
    raw = read_table("remainder", "whole.toml")
    return [
        Rest(
            str(one["what"]),
            any_case(rf"(?<![\w-])(?:{'|'.join(one['words'])})(?![\w-])"),
            frozenset(one["judged"]),
            str(one.get("unless", "")),
            bool(one.get("raw", False)),
        )
        for one in raw["rest"]
    ]


def find_leftovers(sentence: str, readings: Sequence[ClaimReading], record: CaseRecord) -> list[Leftover]:
    """What a sentence says beside what was read in it; nothing where the readings are the whole of it."""
    flat = plain(sentence)
    known = [reading for reading in readings if reading.proposition is not None]
    truths = frozenset(reading.proposition.truth for reading in known if reading.proposition)
    unread = AS_OF.sub(blank_match, blank_days(_mask(flat, known), list_days(flat, truths, record)))
    if "reports" in truths:
        unread = _WITHIN.sub(blank_match, unread)
    came = truths & _ENGAGING.keys()
    if came and all(_count_days(record, one) == 1 for one in came):
        unread = _NEXT_DAY.sub(blank_match, unread)
    if came and all(_count_days(record, one) == 0 for one in came):
        unread = _SAME_DAY.sub(blank_match, unread)
    unread = blank_weekdays(unread, flat, truths=truths, record=record)
    unread = blank_compared(unread, flat, truths=truths, record=record)
    unread = blank_ranges(unread, flat, truths=truths, record=record)
    unread = blank_answered(unread, flat, readings=known, record=record)
    unread = blank_filed(unread, flat, truths=truths, record=record)
    raw = blank_filed(
        blank_hour(blank_compared(flat, flat, truths=truths, record=record)),
        flat,
        truths=truths,
        record=record,
    )
    if truths and truths <= _STRIKING:
        unread = _VAGUE.sub(blank_match, unread)
    undated = blank_dates(unread)
    if truths & _COUNTING:
        unread, undated = _BOUND.sub(blank_match, unread), _BOUND.sub(blank_match, undated)
    found = [
        Leftover(rest.what, match[0], match.start())
        for rest in _load()
        if not truths & rest.judged and not (rest.unless and CONDITIONS[rest.unless](record))
        for match in rest.words.finditer(raw if rest.raw else undated if rest.what == _COUNTS else unread)
    ]
    return [
        *found,
        *list_asides(flat, known, record),
        *_list_hidden_negations(known),
        *_list_strangers(flat, record, truths),
        *_list_sources(flat, record),
        *_list_presumed(flat, known, record),
        *(_list_kinds_besides(flat, record) if truths & _OF_DATA else ()),
    ]


_OF_DATA = frozenset({"personal_data", "exfiltration", "published", "people_count"})
# kinds of data that have a name of their own, and need one on the record
_KIND_NAMED = any_words(
    r"grades|fingerprints?|salar(?:y|ies)|credit cards?|transcripts?|report cards?|test scores?|passports?"
    r"|driver'?s? licen[sc]es?|calificaciones|photos|photographs|phone numbers|vaccination|immunizations?"
)


def _list_kinds_besides(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Kinds of data that stand nowhere on the record: "names, birth dates and grades"."""
    if NEGATION.search(flat):
        return
    told = " ".join(record.get_list(Subject.KINDS_FOUND)).lower()
    for match in _KIND_NAMED.finditer(flat):
        contact = match[0].lower() == "phone numbers" and "contact" in told
        if match[0].lower().rstrip("s") not in told and not contact:
            yield Leftover("a kind of data", match[0], match.start())


def list_tails(rest: str, record: CaseRecord) -> list[Leftover]:
    """What is left of a sentence beside its details, and that no rule of any claim ever reads."""
    # what a fact says in these words, as that a note lay on one server, is none
    told = tell_record(record)
    return [
        Leftover(one.what, match[0], match.start())
        for one in _load()
        if one.raw and not one.judged and not (one.unless and CONDITIONS[one.unless](record))
        for match in one.words.finditer(rest)
        if not all(word in told for word in re.findall(r"\w+", match[0].lower()))
    ]


# truths, and the fact that tells the day on which somebody came in
_ENGAGING = {
    "forensic_firm": (Subject.FORENSIC_FIRM, "engaged"),
    "legal_counsel": (Subject.LEGAL_COUNSEL, "engaged"),
    "law_enforcement": (Subject.LAW_ENFORCEMENT, "since"),
}
_NEXT_DAY = any_case(
    r"\b(?:on )?(?:the (?:very )?(?:next|following) (?:day|morning)|the day after(?:ward)?"
    r"|(?:a|one) day later)\b"
)


_SAME_DAY = any_case(
    r"\b(?:on )?(?:the|that) (?:very )?same day(?: (?:that )?(?:it|the \w+|we|they) (?:was "
    r"|were )?(?:discovered|found|detected)(?: it)?)?\b|\bthat (?:very )?day\b"
)


def _count_days(record: CaseRecord, truth: str) -> int | None:
    """How many days after the event was found somebody came in; None where a day is not told."""
    found, came = (
        record.get_day(Subject.ENCRYPTION_EVENT, "found"),
        record.get_day(*_ENGAGING[truth]),
    )
    return (came - found).days if found and came else None


# truths of which it does not matter how much was struck, and words that leave it open
_STRIKING = frozenset({"timing", "event", "hit"})
_VAGUE = any_case(
    r"\b(?:several|certain|some|a (?:number|portion|part) of)(?= (?:\w+ ){0,3}(?:servers?|systems?|files?"
    r"|computers?|devices?|machines?)\b)"
)
_COUNTS = "how many"
# truths that compare a number with the record, and the words by which a number is bounded
_COUNTING = frozenset(
    {"people_count", "letters", "ransom_demanded", "ransom_paid", "coercion", "data_lost", "dwell", "reports"}
    | {"searched", "investigation_over", "logs_reviewed", "restored"}
)
_BOUND = any_case(
    r"\b(?:(?:a (?:little|bit|touch)|slightly|just|well) )?(?:(?:more|better|fewer|less|no more|no fewer"
    r"|no less) than|nearly|almost|over|under|below|above|up to|at least|at most|only|just)"
    r" (?=(?:\w+ )?(?:\d|_|%|half|two|three|four|five|six|seven|eight|nine|ten|a (?:dozen|hundred|thousand)))"
)
# how soon a report was made is compared with when it was filed
_WITHIN = any_case(
    r"\b(?:within|in (?:under|less than)|no later than|not later than) (?:\w+ )?(?!first\b)[\w-]+ (?:hour|day"
    r"|week)s?\b"
    r"|\b(?:(?:less|fewer|more) than |under |over )?[\w-]+ (?:hour|day)s? after"
    r" (?:(?:we|it was|the|its|our|this) )*(?:\w+ )?(?:detection|discovery|detected|discovered|found|finding"
    r"|discovering|detecting|attack|incident|event|encryption|outage)(?: (?:the|this|it)(?: \w+)?)?"
)


# an amount of data is compared with the record wherever it is said
_AMOUNTS = any_case(
    rf"\b(?:\d[\d,.]*|{SPELLED})[ -]?(?:[kmgtp]i?b|(?:kilo|mega|giga|tera|peta)bytes?|gigs?)\b"
)
# truths that compare an amount of data with the record, bound and all
_MEASURED = frozenset({"exfiltration", "published"})
_BOUNDED_AMOUNTS = any_case(
    r"(?:\b(?:(?:more|less|no more|no less) than|over|under|up to|at least|at most|upwards? of|in excess of)"
    r" (?:\w+ )?)?" + _AMOUNTS.pattern
)


def _list_hidden_negations(readings: Sequence[ClaimReading]) -> Iterator[Leftover]:
    """Negations that are none of the claim's, as "that was never reached"."""
    for reading in readings:
        if reading.wording.negated or reading.wording.mode is not ClaimMode.FLAT:
            continue
        assert reading.proposition is not None
        text = reading.plain
        for start, end in load_vocabulary().list_spans(reading.proposition, text):
            text = text[:start] + "_" * (end - start) + text[end:]
        match = NEGATION.search(_HARMLESS.sub(" ", text))
        if match:
            yield Leftover("a negation", match[0], 0)


_HARMLESS = any_words(
    r"not only|not just|no later than|no (?:more|fewer|less) than"
    r"|at no (?:additional |extra )?(?:cost|charge|expense)"
    r"|no[- ]cost|not limited to|no matter|no doubt"
    r"|without (?:charge|cost|delay|authori[sz]ation|permission|consent)"
    r"|not the (?:first|only)|no stone unturned|whether or not|by no means|no longer"
    r"|without (?:multi|two|mfa)[\w-]*|not until"
    r"|(?:that|which) had not (?:yet )?been (?:patched|updated)"
)

# as of when something is said is no claim
AS_OF = any_case(
    r"\b(?:as of|up to|until) (?:[\w:]+ o'clock (?:on )?)?(?:now|today|this \w+|\w+day(?: \w+)?"
    r"|\w+ \d{1,2}(?:, \d{4})?)"
    r"|\bat this (?:time|hour|point|moment)|\btonight|\bthis (?:evening|afternoon)|\bso far|\bto date"
    r"|\bat present|\bcurrently|\bright now|\btoday\b"
)


def _mask(flat: str, readings: Sequence[ClaimReading]) -> str:
    """The sentence with "_" for what the rules of its claims have read."""
    vocabulary = load_vocabulary()
    truths = {reading.proposition.truth for reading in readings if reading.proposition}
    amounts = _BOUNDED_AMOUNTS if truths & _MEASURED else _AMOUNTS
    letters = list(amounts.sub(blank_match, flat))
    for reading in readings:
        assert reading.proposition is not None
        for start, end in vocabulary.list_spans(reading.proposition, flat):
            letters[start:end] = "_" * (end - start)
    return "".join(letters)


_SOURCE = any_case(
    r"\b((?:the |our )?(?:fbi|police|sheriff\w*|law enforcement|authorit(?:y|ies)"
    r"|(?:federal |state )?(?:agents?|officials?|auditors?)|the state|insur\w+|carrier|attackers?|hackers?"
    r"|intruders?|(?:cyber)?criminals?|gang|group|thieves|extortionists?|threat actors?|they|prosecutors?"
    r"|detectives?|regulators?|counsel|lawyers?|attorneys?|media|reporters?|vendor|supplier|cisa|bca"
    r"|secret service))(?: (?!been\b|being\b|was\b|were\b|is\b|are\b)\w+){0,3}? (?:say|says|said|tell|told"
    r"|tells|confirm(?:s|ed)?|assur(?:e|es|ed)|believ(?:e|es|ed)|advis(?:e|es|ed)|agree(?:s|d)?|found"
    r"|conclud(?:e|es|ed)|determined?|verif(?:y|ied)|certif(?:y|ied)|claim(?:s|ed)?|promis(?:e|ed)|announced?"
    r"|report(?:s|ed) that)\b"
)
# "Investigators believe, though they have not confirmed it, that ..."
_UNCONFIRMED = any_case(
    r", (?:though|although) (?:they|we) have(?: not|n't) (?:yet )?confirmed (?:it|that|this),"
)
# who speaks is the district itself
_OWN_VOICE = any_case(
    r"\b(?:district|school|our|schools) (?:officials?|leaders?|spokes\w+|administrators?) (?:said|say"
    r"|told \w+|confirmed)\b"
)
_EXPERTS = any_words(
    r"experts?|specialists?|forensics?|consultants?"
    r"|(?:outside|independent|third[- ]party) (?:firm|company|team)"
)


def _list_sources(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Who is said to have said it: no fact tells what agencies, insurers or intruders said."""
    voices = _OWN_VOICE.sub(blank_match, flat)
    if not record.is_known(Subject.WAY_IN, Subject.FIRST_ACCESS):
        voices = _UNCONFIRMED.sub(blank_match, voices)
    match = _SOURCE.search(voices)
    if match:
        yield Leftover("who says so", match[0], match.start())
    expert = _EXPERTS.search(flat)
    engaged = record.get(Subject.FORENSIC_FIRM, "engaged")
    none_hired = engaged is False and denies_hire(flat) and len(_EXPERTS.findall(flat)) == 1
    if expert and not is_engaged(engaged) and not none_hired:
        yield Leftover("who says so", expert[0], expert.start())


_WHETHER = any_words(r"whether|if")


def _list_presumed(flat: str, readings: Sequence[ClaimReading], record: CaseRecord) -> Iterator[Leftover]:
    """What a sentence takes for granted: that data was taken, of which it says something else."""
    truths = {reading.proposition.truth for reading in readings if reading.proposition}
    if truths & {"undone", "exfiltration"} or is_taken(record):
        return
    if any(one.wording.mode is ClaimMode.UNKNOWN and _WHETHER.search(one.plain) for one in readings):
        return
    match = load_vocabulary().match("theirs", flat)
    if match:
        yield Leftover("that data was taken", match[0], match.start())


_NAME = re.compile(
    r"(?<![.!?:\"'] )(?<!^)(?<![\w'-])[A-Z][\w&'.-]*[a-zA-Z](?:,? (?:of |and |the )?[A-Z][\w&'.-]+)*"
)
_CALENDAR = any_words(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*"
    r"|sept?\w*|oct\w*|nov\w*|dec\w*|a\.?m\.?|p\.?m\.?|cdt|cst|est|edt"
)
# words that bear a capital in any statement
_COMMON = re.compile(
    r"\b(?:I|I'm|I've|District|School(?:s|'s)?|Public|Board|Superintendent|Dr|Mr|Mrs|Ms|Internet|Wi-Fi|VPN"
    r"|MFA|IT|SSNs?|PII|Social|Security|Numbers?|Medical|Family|Families|Students?|Staff|Parents?|Update"
    r"|English|Spanish|Federal|State|Minnesota|FAQ|Q|A|OK|U\.?S\.?|America\w*|IEPs?|GB|TB|AM|PM|No|Not|We|The"
    r"|Our|In|On|At|As|To|And|But)\b"
)


_TITLED = re.compile(
    r"\b(?:Superintendent|Principal|Trustee|Member|Treasurer|Dr|Mr|Mrs|Ms|Chair\w*|Director|Spokes\w+"
    r"|President)\.? [A-Z][\w'-]+(?: [A-Z][\w'-]+)?"
)
# who offers credit monitoring is judged with it
_PROVIDERS = any_words(r"Experian|Kroll|IDX|Equifax|TransUnion|LifeLock|Epiq|CyberScout|Norton")


def _list_strangers(flat: str, record: CaseRecord, truths: frozenset[str]) -> Iterator[Leftover]:
    """Names that stand nowhere on the record and are none that every statement has."""
    told = tell_record(record)
    text = _CALENDAR.sub(blank_match, _TITLED.sub(blank_match, blank_names(flat)))
    if "credit_monitoring" in truths:
        text = _PROVIDERS.sub(blank_match, text)
    for match in _NAME.finditer(text):
        for word in re.findall(r"[A-Z][\w&'-]+", _COMMON.sub(" ", match[0])):
            own = word.isupper() and not record.names
            if not own and re.sub(r"'s?$", "", word).lower() not in told:
                yield Leftover("a name", flat[match.start() : match.end()], match.start())
                break


def tell_record(record: CaseRecord) -> frozenset[str]:
    """Every word of the record's values and names."""
    values = tuple(str(fact.value) for fact in record.facts.values())
    return _list_words(tuple(record.names)) | _list_words(values)


@lru_cache(maxsize=64)
def _list_words(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.lower() for text in texts for word in re.findall(r"\w[\w&-]*", text))
