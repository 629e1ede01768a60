"""Every claim of a statement, judged against the record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from firstbell.notify.statements.clauses.details import (
    Detail,
    add_clauses,
    drop_details,
    find_details,
    lack_subject,
)
from firstbell.notify.statements.clauses.not_known import judge_not_known
from firstbell.notify.statements.company import (
    check_company,
    check_entailed,
    check_plainly,
    hold_bare,
    hold_company,
    passes,
    quote_written,
    says_nothing,
)
from firstbell.notify.statements.days.event_months import drop_month, name_event
from firstbell.notify.statements.days.today_days import name_days
from firstbell.notify.statements.judges.measures import name_payer
from firstbell.notify.statements.judges.verdicts import STOPPING, ClaimVerdict, JudgedClaim, judge_claim, wait
from firstbell.notify.statements.language.claims import read_sentence, read_unread
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers, find_share
from firstbell.notify.statements.language.sentences import LONGEST, Manner, has_verb, judge_manner, plain
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.language.vocabulary import Proposition
from firstbell.notify.statements.paraphrase.joints import BACKWARD, list_halves, list_main, part_clauses
from firstbell.notify.statements.paraphrase.letter_words import say_letter
from firstbell.notify.statements.paraphrase.phrases import say_not_yet, split_phrases
from firstbell.notify.statements.paraphrase.retellings import list_retellings
from firstbell.notify.statements.paraphrase.tellings import (
    list_recipients,
    strip_voices,
    tell_glossed,
    tell_plainly,
    tell_ways,
)
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.questions.stated_questions import join_more, state_why
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import ASKING, Leftover, drop_known
from firstbell.notify.statements.remainder.dependents import (
    AMONG,
    BROUGHT,
    COMPARED,
    ELIDED,
    HANGS_BACK,
    LEANS,
    find_advice,
    find_rumor,
    is_conditional,
    list_told,
)
from firstbell.notify.statements.remainder.doubts import doubt_double_negation, doubt_hearsay
from firstbell.notify.statements.remainder.presumptions import hold_presumed
from firstbell.notify.statements.remainder.surplus import hold_surplus
from firstbell.notify.statements.remainder.unclaimed import find_unclaimed
from firstbell.notify.statements.remainder.untold import hold_untold
from firstbell.notify.statements.remainder.wholeness import find_leftovers, list_tails, tell_record
from firstbell.notify.statements.waits.comments import drop_comments
from firstbell.notify.statements.waits.everyday import are_halves_everyday, denies, drop_everyday, is_everyday
from firstbell.notify.statements.waits.holds import (
    PERSON,
    SPEAKER,
    is_of_school,
    may_pass_unjudged,
    may_pass_unread,
    surely_claims_nothing,
)

_READ_OF_LONG = 300  # one of 400,000 characters would cost minutes
_TOO_LONG = f"{PERSON}: no rule reads a sentence of more than {LONGEST:,} characters"


def check_statement(text: str, record: CaseRecord) -> list[JudgedClaim]:
    """Every claim of the text with its verdict."""
    phrases = split_phrases(text, record.today, record.names)
    before = ["", *(phrase.said for phrase in phrases)]
    return [
        claim
        for phrase, said in zip(phrases, before, strict=False)
        for claim in quote_written(phrase.said, check_phrase(phrase, replace(record, before=said)))
    ]


def check_phrase(phrase: ClaimPhrase, record: CaseRecord) -> list[JudgedClaim]:
    """The claims of a sentence, or of a question and its answer, with their texts as written."""
    if max(len(phrase.said), len(phrase.read)) > LONGEST:
        # the whole of it waits, and its beginning is read for what it may be about
        return [wait(replace(read_unread(phrase.said[:_READ_OF_LONG]), text=phrase.said), _TOO_LONG)]
    alone = partial(_check_alone, record=record, parted=True)
    claims = check_entailed(_check_joined(phrase, record), phrase, record, alone=alone)
    others = list_recipients(phrase.told, record)
    claims = check_plainly(claims, tell_plainly(phrase, record), alone, others=others)
    held = hold_untold(phrase.told, claims, record)
    if passes(claims) and not passes(held):
        # what thanks or advice take for a fact may be borne out where it is told as what it is
        held = check_company(held, tell_ways(phrase, record), partial(_check_alone, record=record))
    held = hold_untold(phrase.told, held, record)
    told, alone = drop_comments(phrase.told), partial(_check_alone, record=record)
    return hold_presumed(told, held, record, plainly=say_letter(told.rstrip(" .!"), record), alone=alone)


def _check_joined(phrase: ClaimPhrase, record: CaseRecord) -> list[JudgedClaim]:
    claims = _check_whole(phrase, record)
    alone, bare = partial(_check_alone, record=record), strip_voices(phrase, record)
    if passes(claims):
        claims = hold_company(claims, part_clauses(phrase.said, record), alone)
        return hold_bare(claims, phrase.said, bare, alone=alone)
    if not phrase.answered and says_nothing(claims, phrase.said, record, bare=bare, alone=alone):
        return hold_surplus(phrase.said, phrase.said, [], record=record)
    ways = chain(part_clauses(phrase.said, record), tell_ways(phrase, record), tell_glossed(phrase, record))
    return check_company(claims, ways, alone)


def _check_whole(phrase: ClaimPhrase, record: CaseRecord) -> list[JudgedClaim]:
    claims = _check_known(phrase, record)
    return hold_surplus(phrase.told, _gloss_phrase(phrase, record), claims, record=record)


def _check_alone(said: str, record: CaseRecord, *, parted: bool = False) -> list[JudgedClaim]:
    check = _check_joined if parted else _check_whole
    phrases = split_phrases(said, record.today, record.names)
    return [claim for part in phrases for claim in check(part, record)]


def _gloss_phrase(phrase: ClaimPhrase, record: CaseRecord) -> str:
    """A phrase as rules read it: in English, with an answer's more, and the insurer by what it is."""
    if not phrase.answered and find_language(phrase.read) is Language.SPANISH:
        return gloss(phrase.read).text
    return f"{name_event(phrase, record).read} {phrase.more}".strip()


def _check_known(phrase: ClaimPhrase, record: CaseRecord) -> list[JudgedClaim]:
    claims = _check_phrase(phrase, record)
    if passes(claims):
        return claims
    if not are_halves_everyday(phrase.said):
        rest = drop_everyday(phrase.read)
        beside = _check_phrase(replace(phrase, read=rest), record) if rest != phrase.read else claims
        return beside if passes(beside) else claims
    # what is told of buses and meals alone neither waits nor is stopped
    return [replace(one, waiting=False, needs=()) for one in claims if one.verdict is ClaimVerdict.UNJUDGED]


def _check_phrase(phrase: ClaimPhrase, record: CaseRecord) -> list[JudgedClaim]:
    if not_known := judge_not_known(phrase.said, record):
        return not_known
    # a Spanish question with its answer is glossed already
    language = Language.ENGLISH if phrase.answered else find_language(phrase.read)
    if language is Language.OTHER:
        return [] if surely_claims_nothing(phrase.read) else [wait(read_unread(phrase.said), SPEAKER)]
    if language is Language.SPANISH:
        return _check_spanish(phrase.read, record)
    if phrase.answered and phrase.read.endswith("?"):
        # no rule puts such an answer into its question
        of_school = is_of_school(phrase.said) and is_of_school(f"{phrase.read} {phrase.more}")
        return [] if of_school else [wait(read_unread(phrase.said))]
    phrase = name_event(phrase, record)
    if (granted := state_why(phrase.read)) and _is_borne_out(granted.rstrip("."), record):
        return []
    claims = _check_read(phrase.read, record, said=phrase.read)
    if not passes(claims):
        phrase, claims = _retell_days(phrase, claims, record)
    if whole := join_more(phrase.read, phrase.more):
        both = _check_read(whole, record, said=phrase.read)
        if both and all(one.verdict is ClaimVerdict.SUPPORTED for one in both):
            claims, phrase = both, replace(phrase, more="")
    unread = [word for word in phrase.unknown if word.lower() not in tell_record(record)]
    more = phrase.more.removeprefix("and ").rstrip(".!").removesuffix(" so far")
    if unread or (more and not _is_borne_out(more, record)):
        need = f"{PERSON}: no rule reads {', '.join(unread) or phrase.more}"
        # why the answer is no, say: no claim of the question is judged, and the reason is one
        of_event = bool(phrase.more) and not is_of_school(phrase.more)
        passing = {ClaimVerdict.SUPPORTED, *([ClaimVerdict.UNJUDGED] if of_event else [])}
        claims = [
            wait(one.reading, need) if one.verdict in passing and not one.waiting else one for one in claims
        ]
    return [
        replace(claim, reading=replace(claim.reading, text=phrase.find_written(claim.reading.text)))
        for claim in claims
    ]


def _retell_days(
    phrase: ClaimPhrase, claims: list[JudgedClaim], record: CaseRecord
) -> tuple[ClaimPhrase, list[JudgedClaim]]:
    """The phrase and its claims as they are, or told otherwise, where it passes so."""
    for told, swapped in list_retellings(phrase.read, record):
        if passes(by_told := _check_read(told, record, said=told)):
            # told with other words, it is quoted as a whole
            other = replace(phrase, read=told, swapped=[*swapped, *phrase.swapped])
            return (other if swapped else replace(other, answered=True)), by_told
    return phrase, claims


def _check_spanish(sentence: str, record: CaseRecord) -> list[JudgedClaim]:
    """The claims of a sentence by its gloss; with a word that has none, nothing in it is supported."""
    if surely_claims_nothing(sentence):
        return []
    glossed = gloss(sentence)
    read = drop_month(name_payer(say_not_yet(name_days(glossed.text, record.today))), record)
    claims = _check_read(read, record, said=sentence)
    if not passes(claims):
        claims = _retell_days(ClaimPhrase(sentence, read), claims, record)[1]
    unread = [word for word in glossed.unknown if word.lower() not in tell_record(record)]
    if unread and any(claim.verdict is ClaimVerdict.SUPPORTED for claim in claims):
        need = f"{PERSON}: no rule reads {', '.join(unread)}"
        claims = [wait(one.reading, need) if one.verdict is ClaimVerdict.SUPPORTED else one for one in claims]
    return [
        replace(claim, reading=replace(claim.reading, text=glossed.find_written(claim.reading.text)))
        for claim in claims
    ]


def _check_read(read: str, record: CaseRecord, *, said: str) -> list[JudgedClaim]:
    """The claims of a sentence as rules read it, its gloss or itself; `said`: as it is written."""
    if surely_claims_nothing(read):
        return []
    manner, beside = judge_manner(read), list_told(read)
    if manner in ASKING or (manner is Manner.GREETING and beside):
        return _check_asking(read, beside, record, said=said)
    details = [] if _BOUND.search(read) else find_details(plain(read), record)
    by_rules = _check_parts(read, record, details, said=said)
    clauses = add_clauses(plain(read), record, details)
    if passes(by_rules):
        if halves := list_halves(read) or list_main(read):
            by_halves = [claim for half in halves for claim in _check_read(half, record, said=half)]
            if any(claim.verdict in STOPPING for claim in by_halves):
                return by_halves
        other = [one for one in clauses if one not in details and one.fits is False]
        return [*by_rules, *(_judge_detail(one, record) for one in other)]
    wrong = any(one.fits is False for one in details)
    # a clause that is read whole may hold a part that templates read otherwise
    for parts in (clauses, [] if wrong else add_clauses(plain(read), record, [])):
        by_clauses = _check_parts(read, record, parts, said=None) if parts else by_rules
        if passes(by_clauses):
            return by_clauses
    return by_rules


def _check_asking(read: str, parts: Sequence[str], record: CaseRecord, *, said: str) -> list[JudgedClaim]:
    """The claims of an advice or a question; what is told beside it, or called a rumor, may make it worse."""
    beside = [claim for part in parts for claim in _check_read(part, record, said=part)]
    told = [claim for claim in beside if claim.reading.proposition is not None]
    whole, denied = _check_words(read, record, said=said), find_rumor(read)
    rumor = _check_read(denied, record, said=denied) if denied else []
    named = [claim.verdict for claim in rumor if claim.reading.proposition is not None]
    if passes(whole) and any(verdict is not ClaimVerdict.CONTRADICTED for verdict in named):
        return [wait(read_unread(read), f"{PERSON}: no rule reads what is called a rumor ({denied})")]
    stopped = any(claim.verdict in STOPPING for claim in whole)
    borne_out = told and all(one.verdict is ClaimVerdict.SUPPORTED for one in told)
    if borne_out and not stopped and (advice := find_advice(read)) and not find_unclaimed(advice, record):
        return told if passes(_check_words(advice, record, said=advice)) else whole
    return told if told and not stopped and (passes(whole) or not passes(told)) else whole


def _check_parts(
    read: str, record: CaseRecord, details: Sequence[Detail], *, said: str | None
) -> list[JudgedClaim]:
    """The claims of a sentence: these parts of it by themselves, and what is left of it by the rules.

    Without `said` the rules do not read the whole of it where that does not do: then it waits.
    """
    if not details and said is not None:
        return _check_words(read, record, said=said)
    whole, rest = [wait(read_unread(read))] if said is None else None, drop_details(plain(read), details)
    everyday = has_verb(rest) and len(rest.split()) > 3 and is_everyday(rest) and not denies(rest)
    # "and stopped at once" has its subject before it
    if surely_claims_nothing(rest) or (everyday and not LEANS.match(rest)):
        rest = ""
    around = _check_words(rest, record, said=rest) if rest else []
    if any(claim.verdict in STOPPING for claim in around) or any(one.fits is None for one in details):
        # the rules may read the whole of it without its details
        whole = _check_words(read, record, said=said) if said is not None else whole
        if whole and (any(one.verdict in STOPPING for one in whole) or not any(one.waiting for one in whole)):
            return whole
    hangs = details and rest and not around and HANGS_BACK.search(rest)
    if hangs or (details and rest and passes(around) and list_tails(rest, record)):
        return [wait(read_unread(read))]
    # why one thing that is so led to another, no fact tells; nor what "among them" was taken from
    if (around and _REASON.search(read) and passes(around)) or (whole and AMONG.match(rest)):
        return [wait(read_unread(read))]
    unjudged = all(claim.verdict is ClaimVerdict.UNJUDGED for claim in around)
    if rest and unjudged and (find_share(rest) or (around and find_numbers(rest))):
        # how much it is belongs to what was read, and nobody read it
        return [wait(read_unread(read))]
    told = any(claim.reading.proposition is not None for claim in around)
    of_others = {claim.reading.kind for claim in around} - {one.kind for one in details}
    if details and (
        (not told and LEANS.match(rest))
        or BROUGHT.match(rest)
        or COMPARED.match(rest)
        or (of_others and ELIDED.match(rest))
    ):
        return [wait(read_unread(read))]
    if (rest and not around and judge_manner(rest) is Manner.CLAIM) or (not told and lack_subject(details)):
        return whole or _check_words(read, record, said=said or read)
    # what is left of a sentence whose middle was a detail is told as the whole of it
    around = [
        claim
        if claim.text.rstrip(".!") in plain(read)
        else replace(claim, reading=replace(claim.reading, text=read))
        for claim in around
    ]
    return [*around, *(_judge_detail(one, record) for one in details)]


_REASON = any_words(r"because|therefore|thanks to|which is why")
# what holds under a condition, or at another time, is no detail that a fact tells
_BOUND = re.compile(
    r"\b(?i:if|unless|until|would|will|should|might|whether|claim(?:s|ed)?(?! (?:the attack|it\b|responsib))"
    r"|allege\w*)\b|\bmay\b"
)


def _judge_detail(detail: Detail, record: CaseRecord) -> JudgedClaim:
    proposition = Proposition("a detail of a fact", detail.kind, "detail", ())
    reading = replace(read_unread(detail.text), proposition=proposition)
    if detail.fits is None:
        return wait(reading, f"{PERSON}, or a fact: {detail.need}")
    verdict = ClaimVerdict.SUPPORTED if detail.fits else ClaimVerdict.CONTRADICTED
    return JudgedClaim(reading, verdict, (), record.entries(detail.subject))


def _check_words(read: str, record: CaseRecord, *, said: str) -> list[JudgedClaim]:
    """The claims of a sentence, or of what is left of it, by the vocabulary of propositions."""
    if surely_claims_nothing(read):
        return []
    readings, told = read_sentence(read), drop_known(read, record)
    if not readings:
        may_pass = may_pass_unread(told, told if told != read else said)
        return [] if may_pass else [wait(read_unread(read))]
    claims = [judge_claim(reading, record) for reading in readings]
    if not any(claim.verdict in STOPPING for claim in claims):
        claims = _hold_rest(read, claims, record)
    claims = [doubt_hearsay(doubt_double_negation(claim)) for claim in claims]
    unjudged = [claim for claim in claims if claim.verdict is ClaimVerdict.UNJUDGED and not claim.waiting]
    if not unjudged or may_pass_unjudged(told, said, [claim.reading for claim in unjudged]):
        return claims
    return [wait(claim.reading) if claim in unjudged else claim for claim in claims]


def _hold_rest(sentence: str, claims: Sequence[JudgedClaim], record: CaseRecord) -> list[JudgedClaim]:
    """The claims; one that is supported waits where its words say more than was read in them."""
    left = find_leftovers(sentence, [claim.reading for claim in claims], record)
    left = _drop_borne_out(left, sentence, record)
    # why one thing that is so led to another that is so, no fact tells
    both = all(claim.verdict is ClaimVerdict.SUPPORTED for claim in claims)
    whys = left if both and all(rest.what == "why" for rest in left) else []
    held = []
    for claim in claims:
        inside = [
            rest for rest in left if rest.words in claim.reading.plain or rest.words in plain(claim.text)
        ] or (left if len(claims) == 1 else whys)
        if claim.verdict is ClaimVerdict.SUPPORTED and is_conditional(claim.reading):
            claim = wait(claim.reading)
        elif claim.verdict is ClaimVerdict.SUPPORTED and inside:
            needs = [f"{PERSON}: no rule reads {rest.what} ({rest.words})" for rest in inside[:3]]
            claim = JudgedClaim(claim.reading, ClaimVerdict.UNJUDGED, needs, claim.entries, waiting=True)
        held.append(claim)
    return held


_JOINED = any_case(r"^(?:(?:and|but|though|although|while|with|or|nor|yet)\b[ ,]*)+")
_PART = "a part of it"
_MOST_OF_IT = 0.7  # a part longer than this share of its sentence is the sentence


def _drop_borne_out(left: Sequence[Leftover], sentence: str, record: CaseRecord) -> list[Leftover]:
    """What is left of a sentence without parts that the record bears out as sentences of their own."""
    spans = [
        (one.start, one.start + len(one.words))
        for one in left
        if one.what == _PART
        and len(one.words) < _MOST_OF_IT * len(sentence)
        and _is_borne_out(_JOINED.sub("", one.words), record)
    ]
    return [one for one in left if not any(start <= one.start < end for start, end in spans)]


def _is_borne_out(part: str, record: CaseRecord) -> bool:
    """Whether a part, read as a sentence, is supported; one that points back says nothing by itself."""
    if BACKWARD.search(part) or len(part.split()) < 3:
        return False
    claims = _check_read(f"{part[:1].upper()}{part[1:]}.", record, said=part)
    return bool(claims) and all(claim.verdict is ClaimVerdict.SUPPORTED for claim in claims)
