"""Claims of a text: sentences split into clauses, each read for what it says and how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from firstbell.notify.statements.language.certainty import Wording, is_condition, read_wording, word_search
from firstbell.notify.statements.language.dates import SaidDate, blank_match, find_dates
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import Quantity, find_numbers
from firstbell.notify.statements.language.sentences import (
    Manner,
    has_verb,
    is_heading,
    is_title,
    judge_manner,
    plain,
    strip_prefix,
)
from firstbell.notify.statements.language.vocabulary import FoundProposition, Proposition, load_vocabulary

_SUBJECT = (
    r"(?:(?:since|as of|on|by|until) (?:\w+day|[A-Z]\w+ \d{1,2}),? )?(?:also |now |then |still |as a result,?"
    r" |therefore,? |to date,? |at this time,? |currently,? |so far,? )?(?:we|our|it|they|their|the|this|that"
    r"|these|there|no|none|all|some|any|most|every|each|many|nearly|almost|he|she|you|your|law enforcement"
    r"|staff|students|families|nobody|neither|data|personal|passwords|backups|one (?:\w+ )?transfer\b|classes"
    r"|letters|credit|certain|files|names|information|[A-Z]{2,}|an? (?:\w+ ){1,3}(?:has|have|was|were|is|are)"
    r"|\d[\d,]*\d (?:\w+ ){0,2}(?:was|were|have|had|are|could|can|cannot|did|remain)\b"
    r"|\w+ (?:has|have|had|was|were|is|are|will|did|does|cannot|do|remains?|continues?) )"
)
_VERB = (
    r"(?:also |now |then |still |immediately |promptly |quickly |since |are also )?(?:has|have|had|is|are|was"
    r"|were|will|do|does|did|can|cannot|continues?|began|begun|sent|paid|brought|took|saw|gave|reset|set up"
    r"|made|found|\w+ing|(?!affected|impacted)\w+ed)\b"
)
# "..., which started on October 18": when the firm did, not when the event did
_WHICH = r"which\s(?!(?:ha[sd]\s|have\s)?(?:start|beg[au]n|join|arriv))"
_CUTS = re.compile(
    rf"""\s*;\s+ | \s+[-\u2013\u2014]+\s+ | \u2014 | :\s+(?=[a-z])
    | ,?\s+(?:but|while|whereas|although|though|even\ though|however|nor)\s+(?!not\b)
    | ,\s+yet\s+
    | \s+(?=(?:when|once|until|as\ soon\ as)\s(?:the|our|that|this|all|every)\s(?:[\w-]+\s){{1,5}}?
        (?:is|are|has\ been|have\ been)\s(?:fully\s)?(?:back|finished|complete|completed|done|restored|over
        |final|known|ready|read|there|searched|verified)\b)
    | ,\s+(?=(?:says|adds|warns|reports|finds|confirms|sees)\s)
    | ,\s+(?:and|but)\s+(?=(?:[\w-]+(?:\s[\w-]+){{0,2}},\s+){{1,6}}(?:[\w-]+\s){{0,3}}and\s(?:[\w-]+\s){{1,4}}
        (?:are|is|were|was|have|has)\b)
    | ,?\s+(?:and|or|so)\s+(?=that\s|whether\s|{_SUBJECT.replace(" ", chr(92) + " ")})
    | ,?\s+and\s+(?={_VERB.replace(" ", chr(92) + " ")})
    | ,\s+(?={_SUBJECT.replace(" ", chr(92) + " ")})
    | ,\s+(?=(?:hired|engaged|retained|notified|reported|reset|changed|implemented|restored|launched
        |contacted|alerted|informed|enabled|brought|mailed|sent|paid|secured|isolated)\s)
    | ,\s+(?={_WHICH}|after\ which\s|because\s|if\s(?!any)|unless\s|once\s|until\s|so\ that\s)
    | (?<!determine)(?<!know)(?<!see)(?<!confirm)(?<!unclear)(?<!sure)(?<!tell)(?<!say)(?<!even)
        \s+(?=if\s(?!any\b)|unless\s|once\s(?:the|our|we|it)\b|because\s)
    """,
    re.VERBOSE,
)
# "..., and mail, phones and payroll were verified": a clause whose subject is a list
_LIST_BEGINS = re.compile(r",\s+(?:and|but)\s+(?:[\w-]+(?:\s[\w-]+){0,2},\s+){1,6}")
_UNTIL_DONE = any_case(
    r"\b(?:when|once|until|as soon as) (?:the|our|that|this|all|every) (?:[\w-]+ ){1,5}?(?:is|are|has been"
    r"|have been) (?:fully )?(?:back|finished|completed?|done|restored|over|final|known|ready|read|there"
    r"|searched|verified)\b"
)
_WHEN_DONE = any_case(r"\s+(when|once|until|as soon as)\b")
_PROMISED = any_case(r"\b(?:will|shall|won't|going to)\b|'ll\b")
# "Of the affected files, ...": it says of what something is said, and says nothing itself
_LEADS_IN = any_case(
    r"(?:since|by|until) (?:last )?(?:\w+day|[a-z]+ \d{1,2})(?:, \d{4})?"
    r"|(?:of|among|in|from|for|on|at)\b(?:(?!\b(?:is|are|was|were|has|have|had|did|do|will|can|may|not"
    r"|no)\b)[^,;])*"
)
_LEADING = any_case(
    r"^(?:[\s,;:\u2013\u2014-]|(?:and|but|or|so(?!\s+far\b)|while|although|though|because|nor|yet|which"
    r"|however,?)\b)+"
)
_REPORTED = any_case(
    r"^.*?\b(?:investigat\w+|review|analysis|experts?|specialists?|firms?|team|findings|results|forensics?"
    r"|consultants?|evidence|examination|officials|law enforcement|police|FBI|district|we)\b[^,;]*?\b(?:found"
    r"|finds?|determined?|concluded?|show(?:s|ed|n)?|revealed?|confirm(?:s|ed)?|indicate[sd]?"
    r"|suggest(?:s|ed)?|established|identified|discovered|uncovered|advised|reported|believes?|know|learned"
    r"|verified) (?:that )?"
)
# "whatever you may have read online": what others say is no part of what is said
_HEARSAY = any_case(
    r"(?:^|, )(?:whatever|despite what|contrary to what|regardless of what|no matter what) (?:you|people|some"
    r"|others|families|anyone) (?:may |might |could )?(?:have |has )?(?:read|heard|seen"
    r"|been told)\b(?: (?:online|elsewhere|on (?:social media|the internet)|in the (?:news|papers?|media)))*"
)
_PHRASE = any_case(
    r"^(?:with|through|by|working|alongside|together|thanks to|using|in (?:partnership|coordination))\b"
)
_BOTH_TENSES = any_case(
    r"\b(?:has|have|had|was|were|did|is|are)(?: not|n't)?(?: been)?(?: \w+)? (?:or|and|nor) (?:will|shall)\b"
)
_THAT = re.compile(r"\bthat $")
_CLOSES = any_case(r"(?:found|saw|discovered|detected|turned up|came up with) (?:none|nothing|no such)\b")
PROMISE = "promise"
# "we reported the attack to ...": who was told, not what
_TOLD = frozenset({"law_enforcement", "reports", "letters", "cause_known"})
_DATED = frozenset({"event", "hit", "restored", "investigation_on"})


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """One claim: `text` as written; what it says (None: nothing that the rules know), and how.

    `plain`: the text for rules. `conditional`: it holds only under a condition that is said with it.
    """

    text: str
    plain: str
    proposition: Proposition | None
    wording: Wording
    numbers: Sequence[Quantity] = ()
    dates: Sequence[SaidDate] = ()
    conditional: bool = False

    @property
    def kind(self) -> str | None:
        """The kind of the claim; a promise is one, whatever it is about."""
        if self.proposition is None:
            return PROMISE if self.wording.future else None
        # what is said of paying is about the ransom, whenever it is
        return PROMISE if self.is_promise and self.proposition.kind != "ransom" else self.proposition.kind

    @property
    def is_promise(self) -> bool:
        """Whether it is about what is to come. What is offered is there already, or it is not."""
        return self.wording.future and not (
            self.proposition and self.proposition.truth == "credit_monitoring"
        )

    @property
    def affirmed(self) -> bool:
        """Whether it says that its proposition's truth is so."""
        negated = self.proposition is not None and self.proposition.negated
        return self.wording.negated == negated


def read_sentence(sentence: str) -> list[ClaimReading]:
    """The claims of one sentence."""
    manner = judge_manner(sentence)
    if manner in (Manner.GREETING, Manner.QUESTION, Manner.ADVICE) or is_title(sentence):
        return []
    readings = list(_read_clauses(sentence))
    known = [reading for reading in readings if reading.proposition]
    if known:
        return known if len(known) > 1 else [replace(known[0], text=sentence)]
    if manner is Manner.FEELING or is_heading(sentence):
        return []
    whole = _read(sentence, sentence)
    conditional = any(reading.conditional for reading in readings)
    if conditional and not whole.wording.future and _UNTIL_DONE.search(sentence):
        # "lunch is free until the system is back": what is waited for is not said to be so
        whole = replace(whole, proposition=None)
    return [replace(whole, conditional=conditional)] if len(sentence.split()) > 2 else []


def read_unread(sentence: str) -> ClaimReading:
    """A whole sentence in which no rule sees a claim."""
    return _read(sentence, plain(sentence))


@dataclass(slots=True)
class _Piece:
    """A part of a sentence. `core`: the part of it that says what it says."""

    start: int
    end: int
    found: FoundProposition | None
    core: tuple[int, int]
    is_condition: bool = False
    is_phrase: bool = False


def _read_clauses(sentence: str) -> Iterator[ClaimReading]:
    flat = _HEARSAY.sub(blank_match, plain(sentence))
    pieces = _glue(flat, _cut(flat))
    if not any(piece.found for piece in pieces) and not any(piece.is_condition for piece in pieces):
        pieces = [_Piece(0, len(flat), _find(flat), (0, len(flat)), is_condition=is_condition(flat))]
    bound = {flat.count(";", 0, piece.start) for piece in pieces if piece.is_condition}
    before: Wording | None = None
    for piece in pieces:
        if piece.is_condition or _claims_nothing(_trim(flat[slice(*piece.core)])):
            continue
        reading = _read(sentence[piece.start : piece.end], flat[slice(*piece.core)])
        whole = flat[piece.start : piece.end]
        reading = replace(reading, numbers=find_numbers(whole), dates=find_dates(whole))
        # "that data was stolen, and that nobody saw it"
        denies = reading.wording.negated and before is not None and not before.negated
        if before is not None and not denies and _inherits(flat, piece):
            kept = replace(reading.wording, mode=before.mode, negated=before.negated)
            reading = replace(reading, wording=kept)
        before = reading.wording
        conditional = flat.count(";", 0, piece.start) in bound
        yield from _split_tenses(replace(reading, conditional=conditional))


def _split_tenses(reading: ClaimReading) -> list[ClaimReading]:
    """Both claims of "has been or will be paid": what was, and what is to come."""
    if not (reading.wording.future and _BOTH_TENSES.search(reading.plain)):
        return [reading]
    return [replace(reading, wording=replace(reading.wording, future=future)) for future in (False, True)]


def _claims_nothing(clause: str) -> bool:
    manner = judge_manner(clause)
    return manner is Manner.ADVICE or (manner is Manner.FEELING and " that " not in clause)


def _inherits(flat: str, piece: _Piece) -> bool:
    """Whether a clause goes on with what the one before began: "no evidence that ... or that ..."."""
    joined = re.search(r"\b(?:and|or|nor)\s+$", flat[: piece.start], re.I)
    if joined and joined[0].strip().lower() == "nor":
        return True
    return bool(joined and re.match(r"(?:that|whether)\b", flat[piece.start : piece.end], re.I))


def _cut(flat: str) -> list[_Piece]:
    edges = [0]
    for match in _CUTS.finditer(flat):
        # "...; the library and the doors are not yet": a list that begins a clause is not cut
        listed = len(edges) > 1 and (flat[edges[-1]] == ";" or _LIST_BEGINS.match(flat, edges[-1]))
        begins = listed and not has_verb(flat[edges[-1] : match.start()])
        awaited = _WHEN_DONE.match(flat, match.start())
        # what is promised until then is one with what is waited for
        begins = (begins and not awaited) or bool(
            awaited and awaited[1].lower() != "once" and _PROMISED.search(flat, edges[-1], match.start())
        )
        if match.start() > edges[-1] and not begins:
            edges.append(match.start())
    edges.append(len(flat))
    pieces = []
    for start, end in pairwise(edges):
        text = flat[start:end]
        lead = _LEADING.match(text)
        start += lead.end() if lead else 0
        trimmed = flat[start:end]
        if trimmed.strip():
            found = None if _LEADS_IN.fullmatch(trimmed) else _find(trimmed)
            piece = _Piece(start, end, found, (start, end), is_condition=is_condition(trimmed))
            pieces.append(replace(piece, is_phrase=bool(_PHRASE.match(trimmed))))
    return pieces


def _glue(flat: str, pieces: list[_Piece]) -> list[_Piece]:
    """Pieces that say nothing by themselves are joined with the one before, the first with the next."""
    glued: list[_Piece] = []
    for piece in pieces:
        last = glued[-1] if glued else None
        if last is not None and not last.is_condition and not piece.is_condition:
            joined = None if _stands_apart(flat, last, piece) else _join(flat, last, piece)
            if joined is not None:
                glued[-1] = joined
                continue
        glued.append(piece)
    return glued


def _stands_apart(flat: str, last: _Piece, piece: _Piece) -> bool:
    """Whether what came before only feels or advises: "we know that you worry; no ransom was paid"."""
    before = _trim(flat[slice(*last.core)])
    return bool(piece.found and not last.found and len(before.split()) > 2 and _claims_nothing(before))


def _join(flat: str, last: _Piece, piece: _Piece) -> _Piece | None:
    """Both as one, where one of them says nothing by itself, or only by whose help; None where both do."""
    start, end = last.start, piece.end
    if last.found and piece.found and _NAMES_WHAT.fullmatch(flat[piece.start : piece.end].rstrip(". !")):
        # "..., phones and every other system that was hit" goes on with the list
        return _Piece(start, end, last.found, (last.core[0], piece.end))
    if last.found and piece.found and _WITHOUT_VERB.fullmatch(flat[piece.start : piece.end].rstrip(". !")):
        # "...for staff mail and the VPN since November 21" says when, of all that stands before
        return _Piece(start, end, last.found, (last.core[0], piece.end))
    if last.found and piece.found and last.is_phrase and _kind_of(last) == _kind_of(piece):
        return _Piece(start, end, piece.found, piece.core)
    if last.found and not piece.found:
        text = flat[piece.start : piece.end]
        # what closes the clause ("and found none"), or only goes on listing, is a part of what it says
        belongs = _CLOSES.match(text) or not has_verb(text)
        return _Piece(start, end, last.found, (last.core[0], piece.end) if belongs else last.core)
    if piece.found and not last.found:
        before = flat[last.start : piece.start]
        if _DENIES_ALONE.match(before) or _OPEN_ALONE.fullmatch(before):
            # what the clause before denies is its own
            return _Piece(start, end, piece.found, piece.core)
        return _Piece(start, end, _find(flat[start:end]) or piece.found, (start, end))
    if not piece.found and not last.found:
        # "of the 21 days of logs, three have been reviewed": what a lead-in leads to says it with it
        leads = _LEADS_IN.fullmatch(flat[last.start : last.end].rstrip(", "))
        return _Piece(start, end, _find(flat[start:end]) if leads else None, (start, end))
    return None


_OPEN_ALONE = any_case(
    r"(?:we|I|nobody|no one) (?:still )?(?:cannot|can't|can not|can|do not|don't|knows?)(?: yet)?(?: (?:say"
    r"|know|tell(?: you)?|answer))?(?: that| this| it)?(?: yet| for sure| today| so far| exactly)*[;:] *"
)
_WITHOUT_VERB = re.compile(
    r"(?:the |our |all )?[\w'-]+(?: [\w'-]+)?(?: passwords)? (?:since|on|from)"
    r" [A-Z][a-z]+ \d{1,2}(?:, \d{4})?"
)
_NAMES_WHAT = any_case(
    r"(?:every|all|any|each|the|no)(?: of)?(?: the| our)?(?: other| others| rest"
    r"| remaining)?(?: of the)?(?: \w+){0,2}? ?(?:systems?|services?|servers?|computers?|files?|data|devices?"
    r"|others?) (?:(?:that|which) )?(?:we )?(?:(?:was|were|had been|has been|have been|is|are) )?(?:hit"
    r"|struck|affected|impacted|encrypted|damaged|down|lost)"
)
# a whole clause that denies something else ("You still cannot pay for lunch, and ..."), or leaves it open
_DENIES_ALONE = any_case(
    r"(?:you|families|parents|students|staff|teachers|everyone) (?:\w+ ){0,3}(?:cannot|can't|can not"
    r"|do not|don't|need not)\b[^,;]*, (?:and|but) ?$"
    r"|(?:[\w'-]+ ){1,4}(?:was|were|is|are|has been|have been) never \w+,? (?:and|but) ?$"
)


def _kind_of(piece: _Piece) -> str:
    return piece.found.proposition.kind if piece.found else ""


@lru_cache(maxsize=4096)
def _find(flat: str) -> FoundProposition | None:
    """What a clause says; who found it out is no part of that."""
    vocabulary = load_vocabulary()
    reported, whole = _REPORTED.match(flat), vocabulary.find(flat)
    if reported:
        rest = strip_prefix(flat[reported.end() :])
        found = vocabulary.find(rest)
        if whole is not None and whole.proposition.truth in _TOLD and not _THAT.search(reported[0]):
            return whole
        dated = whole is not None and whole.proposition.truth == "timing"
        # "on that day we discovered an attack" is about the day
        if found and not (dated and found.proposition.truth in _DATED):
            offset = len(flat) - len(rest)
            return FoundProposition(found.proposition, [(a + offset, b + offset) for a, b in found.spans])
    return whole


def _read(text: str, flat: str) -> ClaimReading:
    found = _find(flat)
    worded = word_search(found.proposition.truth, flat) if found else flat
    wording = read_wording(worded, found.spans if found else ())
    return ClaimReading(
        text=_trim(text),
        plain=flat,
        proposition=found.proposition if found else None,
        wording=wording,
        numbers=find_numbers(flat),
        dates=find_dates(flat),
    )


def _trim(text: str) -> str:
    return _LEADING.sub("", text.strip()).strip().rstrip(",;:").strip()
