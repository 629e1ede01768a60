"""A sentence of several clauses, each as a sentence of its own: tried where it does not pass as a whole.

People join what they have to say ("A, and B", "A; B", "A - B", "A, so please ..."). What is borne out alone
is borne out in company, unless the joint itself says something ("because", "only then"), or a clause points
at the one before it. A clause that leaves its subject out gets it; a day that hangs on another gets its date.
Two halves of which each has its own systems ("A is back; B is not") are looked at even where the sentence
passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from firstbell.notify.statements.days.day_chains import hang_days
from firstbell.notify.statements.days.today_days import name_phrase_days
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import (
    ADVICE,
    capitalize,
    has_verb,
    is_even,
    make_sentence,
    plain,
)
from firstbell.notify.statements.paraphrase.unfoldings import unfold
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.record import CaseRecord

# words that mean something said before, so that a part with one says nothing by itself
BACKWARD = any_words(
    r"its|they|them|their|this|that|these|those|one|ones|others?|both|neither|none(?! of (?:our|the|its) )|so"
    r"|which|who|whose|same|former|latter|rest|he|she"
)


def list_halves(read: str) -> list[str]:
    """The halves of "A and B are back; C is not yet", each with its own systems; none of another sentence."""
    for mark in _HALVES:
        halves = [f"{half[:1].upper()}{half[1:].rstrip('.')}." for half in mark.split(read)]
        told = len(halves) == _TWO and all(has_verb(half) and list_systems(half) for half in halves)
        if told and not any(BACKWARD.search(half) for half in halves):
            return halves
    return []


# "..., though not with anything sensitive": what an aside denies is not what stands before it
_ASIDE = any_case(r",? (?:though|although|but|yet|just|even though) (?:not|no|nothing|none|never)\b")


def list_main(read: str) -> list[str]:
    """What stands before an aside that denies something, by itself; none in another sentence."""
    aside = _ASIDE.search(read)
    main = read[: aside.start()] if aside else ""
    return [f"{main}."] if len(main.split()) > 2 and not BACKWARD.search(main) else []


_HALVES = (re.compile(r"; "), re.compile(r", (?:but|while|and|whereas) "))
_TWO = 2


# no district wrote a longer one, and each clause more costs as much as a sentence
_LONGEST, _MOST_CLAUSES = 900, 7


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence: `said` as it is read by itself, `written` as it stands.

    `hangs`: its days hung on one before it, and are told by their dates.
    """

    said: str
    written: str
    hangs: bool = False


# where one clause may end and another begin
_JOINT = any_case(
    r";\s+(?:(?:and|but|while|y|pero) )?|\s+[\u2014\u2013-]\s+(?:(?:and|but) )?"
    r"|,\s+(?:and|but|while|whereas|yet|y|e|pero|mientras(?: que)?)\s+"
    r"|\s+y (?=(?:quedan|hay|faltan|siguen|hemos|tenemos|estamos)\b)"
    r"|,\s+(?:and )?so"
    r" (?=(?:please|do not|don't|never|keep|go on|watch|look|be|if you|you (?:can|may|should)|call)\b)"
    r"|,\s+(?:as\u00ed que|por lo que),? (?=(?:por favor|si|llame|no|puede|gu\u00e1rd)\w*)"
    r"|\s+and (?=(?:we|no one|nobody)\b)"
    r"|,\s+(?=(?:the|our) [\w-]+(?: [\w-]+){0,2} and (?:the |our )?[\w-]+(?: [\w-]+){0,2} (?:is|are|was|were"
    r"|has|have|had)\b)"
    r"|,\s+(?=(?:we|the|our|your|no|(?!20\d\d\b)\d[\d,]*|\$\d[\d,]*|student|staff)"
    r" (?!(?:[\w'-]+,? ){0,4}(?:and|or) )(?:[\w'-]+ ){0,5}(?:is|are|was|were|has|have|had)\b)"
)
# a joint that says something, and a clause that points at the one before it
_TIED = any_case(
    r"^(?:(?:and|but) )?(?:so(?! far)|thus|therefore|thereby|hence|as a result|consequently|accordingly"
    r"|because|only|then|that|this|these|those|which|who|whom|whose|where|when|whenever|whether|if|unless"
    r"|until|since|after|before|though|although|even|despite|in spite|instead|otherwise|likewise|similarly"
    r"|the same|thanks|by (?:then|that)|in (?:turn|return|response|exchange)|later|soon|shortly|at once"
    r"|immediately|afterwards?|both|neither|nor|none(?! of (?:our|the|its) )|others?|each|all of (?:them"
    r"|these|it)|some|most|not|never|its|their|theirs|them|he|she|his|her|one|ones|the (?:former|latter"
    r"|others?|rest|two|three|first(?! (?:damage|access|encryption|file|files|intrusion|letters?|sign)\b)"
    r"|second(?! (?:factor|step)\b))|another|such|the (?:very |same )*(?:day|morning|date|week|hour|last"
    r"|latest)|no (?:de|a|en|con|por|para|las?|los|el|as\u00ed)|ni|sin|there(?:fore|after)|or|than|as|like"
    r"|with|without|for (?:this|that)|to|in order|eso|esto|esa|ese|esas|esos|este|estos|estas|ello|ellos"
    r"|ellas|porque|por eso|por lo tanto|entonces|luego|ambos|ninguno|ninguna|lo (?:que|cual)|lo mismo|que"
    r"|quien(?:es)?|donde|cuando|si(?! (?:la|el|su|tiene|recibe) )|aunque|tampoco|tambi\u00e9n|solo|s\u00f3lo"
    r"|as\u00ed|despu\u00e9s|antes|despu\u00e9s de eso)\b"
)
# days that hang on another clause, where no date before them tells which
_HANGING_DAY = any_case(
    r"\b(?:(?:that|the)(?: very)? same|that) (?:very )?(?:day|date|morning|afternoon|evening|night|week"
    r"|month|hour)"
    r"|\bthe (?:very )?(?:next|following|previous|preceding) (?:day|morning|week|month)|\bthe day (?:after"
    r"|before)"
    r"|\b(?:days?|weeks?|months?|hours?|minutes?) (?:later|earlier|afterwards?|before (?:that|then)|after "
    r"(?:that|then))"
    r"|\b(?:since|by|before|until|after) (?:then|that)\b|\bal d\u00eda siguiente|\b(?:ese|ese mismo|el mismo)"
    r" d\u00eda|\b(?:d\u00edas?|semanas?) despu\u00e9s|\bdesde entonces"
)
# words that bind all that follows them, or say that something said is not so
_BINDING = any_words(
    r"untrue|false|rumou?rs?|myth|den(?:y|ies|ied)|contrary|mistaken|incorrect|lies?|wrong|wish|suppose"
    r"|imagine|not only|not just|either|whichever|on condition|provided that|as long as|pretend|joke|falso"
    r"|rumor|mentira"
)
_SUBORDINATE = any_case(
    r"^(?:[^,;]{0,40}(?:: |, ))?(?:if|unless|although|though|while|since|because|when|once|until|as soon as"
    r"|before|after|whether|si|aunque|porque|cuando)\b"
)
# "whether any was taken is undetermined" is a whole sentence
_LEFT_OPEN = any_case(
    r"^whether\b[^;]+ (?:is|remains|has)(?: (?:still|yet|so far|as yet))* (?:undetermined|unknown|unclear"
    r"|open|uncertain"
    r"|not (?:yet )?(?:been )?(?:known|determined|established|settled|clear|confirmed))\b[^,;]*$"
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|began|started|opened|reopened|stands?|remains?|runs?|covers?|lasts?"
    r"|cost|resumed|returned|went|came|got|will)"
)
# who does what: the subject of a clause that begins with it
_SUBJECT = any_case(
    r"^(?P<who>(?!(?:it|there|this|that|they|these|those|what|which|who|how|when|where|whether|no|none|nobody"
    r"|neither|not|never|nothing|few|only|in|on|at|of|by|from|to|for|as|with|after|before|since|please"
    rf"|thank)\b)[\w$'.-]+(?: (?!{_VERB}\b|that\b|which\b|who\b|whose\b|of\b|in\b|on\b|for\b|by\b"
    rf"|from\b)[\w'-]+){{0,4}}) (?={_VERB}\b)"
)
# "and reopened yesterday", "and has not been verified": the subject stands before
_ELIDED = any_case(
    rf"^(?:(?:also|still|now|then) )?{_VERB}(?: not|n't)?\b(?! (?:there|it|they|we|you|the|our|any)\b)"
)
_PRONOUN = any_case(rf"^(?P<it>it|they) (?=(?:(?:also|still|now) )?{_VERB}\b)")
_IMPERATIVE = any_case(
    r"^(?:please|do not|don't|never|keep|watch|look|be|go on|call|por favor|no (?:haga|abra|pague|responda)"
    r"|guarde|llame)"
)


def part_clauses(said: str, record: CaseRecord) -> Iterator[Sequence[Clause]]:
    """The clauses of a sentence as written, the finest way first, then with two neighbors together.

    Nothing where it has one clause alone, or says of all of them that they are not so.
    """
    flat = plain(said)
    if len(said) > _LONGEST or _BINDING.search(flat) or flat.count("?") > 1:
        return
    today = record.today
    named = name_phrase_days(ClaimPhrase(flat, flat), today) if today else ClaimPhrase(flat, flat)
    told = _YEAR.sub("", named.read) if today else named.read
    # a weekday without a date between may be what "that same day" means
    read = unfold(told if _BARE_DAY.search(told) else hang_days(told, record), record)
    cuts = _list_cuts(read, spanish=find_language(flat) is Language.SPANISH)[: _MOST_CLAUSES - 1]
    if not cuts and read == told:
        return
    edges = [(0, 0), *cuts, (len(read), len(read))]
    stretches = [(one[1], other[0]) for one, other in pairwise(edges)]
    # told with other words, each clause is quoted as the whole
    written = said if read != flat else ""
    yield _tell(read, stretches, written)
    if len(stretches) > 2:
        for at in range(len(stretches) - 1):
            joined = (stretches[at][0], stretches[at + 1][1])
            yield _tell(read, [*stretches[:at], joined, *stretches[at + 2 :]], written)


_BARE_DAY = re.compile(
    r"(?<!the )(?<!that )(?<!following )\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"(?!,? (?:[A-Z]\w+ \d|and [A-Z]\w+day,? [A-Z]\w+ \d))"
)
# a day is looked for up to today: its year says nothing more
_YEAR = re.compile(r"(?<=[a-z] \d), 20\d\d\b|(?<=[a-z] \d\d), 20\d\d\b")


# such a date alone has its year left
_HUNG = re.compile(r"\d, 20\d\d\b")


def _tell(read: str, stretches: Sequence[tuple[int, int]], written: str) -> Sequence[Clause]:
    clauses: list[Clause] = []
    subject = ""
    for start, end in stretches:
        text = read[start:end].strip().rstrip(".,;")
        told = text
        if clauses and subject:
            if pronoun := _PRONOUN.match(text):
                told = f"{subject} {text[pronoun.end() :]}"
            elif _ELIDED.match(text):
                told = f"{subject} {text}"
        if not clauses or told == text:
            who = _SUBJECT.match(told)
            subject = who["who"] if who else ""
        hangs = bool(clauses) and _HUNG.search(text) is not None
        clauses.append(Clause(make_sentence(told), written or text, hangs))
    return clauses


def _list_cuts(read: str, *, spanish: bool) -> list[tuple[int, int]]:
    """Where a clause ends, and where the next one that stands by itself begins."""
    cuts: list[tuple[int, int]] = []
    begin = read.find("?") + 1
    for joint in _JOINT.finditer(read, begin):
        before, after = read[cuts[-1][1] if cuts else 0 : joint.start()], read[joint.end() :]
        strong = joint[0].lstrip()[:1] in ";\u2014\u2013-"
        if not is_even(before) or _ANSWERS.fullmatch(before) or not (spanish or has_verb(before)):
            continue
        if (_TIED.match(after) and not _ADVISES.match(after)) or _hangs(after):
            continue
        hangs = _SUBORDINATE.match(before) and not _LEFT_OPEN.match(before)
        if (not strong and hangs) or _is_elliptic(_first_clause(after)):
            continue
        if _PRONOUN.match(after) or _ELIDED.match(after) or _IT.match(after):
            # what it is must stand at the head of the clause before
            if _IT.match(after) and not _PRONOUN.match(after):
                continue
            if not _SUBJECT.match(capitalize(before)):
                continue
        if strong or spanish or _has_clause(after):
            cuts.append(joint.span())
    return cuts


# "No; ...": what it denies is asked before
_ANSWERS = any_case(
    r"(?:[A-Z][\w .]{0,30}: )?(?:yes|no|not yet|none|never|correct|s\u00ed|claro)[\w ,]{0,12}"
)
_IT = any_case(r"(?:it|they)\b")
# "..., and if you have questions, call us"
_ADVISES = any_case(
    r"(?:if (?:you|your|an?|any|anyone|someone|somebody|the caller)\b[^;]*?, (?:please|call|do not|don't"
    r"|never|we (?:ask|beg|thank)|you (?:can|may|should)|write|forward|keep|tell|hang up|ask)|si (?:la suya"
    r"|el suyo|tiene|recibe|usted|alguien)\b[^;]*?, (?:por favor|llame|no |puede|escr\u00ed|gu\u00e1rd))"
)


# "no employee was", "the library is not": what stands before says what
_ELLIPTIC = any_case(
    r"\b(?:is|are|was|were|has|have|had|did|do|does|will|would|can|could|not|too|either|been|never)(?:n't)?"
    r"(?: yet)?"
    r"[.!]?$|\b(?:todav\u00eda|a\u00fan|tampoco|tambi\u00e9n)(?: no)?[.!]?$"
)


def _first_clause(after: str) -> str:
    """What stands up to the next joint."""
    ends = _CLAUSE_ENDS.search(after)
    return (after[: ends.start()] if ends else after).strip()


def _is_elliptic(clause: str) -> bool:
    return not _IMPERATIVE.match(clause) and _ELLIPTIC.search(clause) is not None


def _hangs(after: str) -> bool:
    """Whether a clause tells a day that hangs on one before it, and that no date before it tells."""
    return _HANGING_DAY.search(_first_clause(after)) is not None


_CLAUSE_ENDS = re.compile(r"; |[.!] |[.!]$| \u2014 |, (?:and|but|while|y|pero) ")


def _has_clause(after: str) -> bool:
    """Whether what stands up to the next joint has a verb, and more than a word or two."""
    first = _first_clause(after)
    return bool(_IMPERATIVE.match(first) or ADVICE.match(first)) or (
        has_verb(first) and len(first.split()) > 2
    )
