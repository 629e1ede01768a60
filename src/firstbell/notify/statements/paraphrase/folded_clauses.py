"""What a sentence folds into one, told as sentences of their own: each form says no less than was said.

Both of two, a verb told once for two subjects, a pronoun for the subject before it, a belief as a noun, a
value behind a colon, and what is no proof.
`is_end_wrong` finds a wrong time of the first or last contact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.notify.statements.days.adjuncts import Fits, list_calendar
from firstbell.notify.statements.days.day_chains import DATE, read_anchor
from firstbell.notify.statements.days.elapsed import Moment, read_time
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import capitalize, make_sentence
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

Fold = Callable[[str], Iterator[Sequence[str]]]

_DENIED = any_case(
    r"\b(?:not|no|never|nothing|neither|nor|none|nobody|without|only|if|unless|whether|cannot|could|would"
    r"|should|might|will)\b|n't\b|\?"
)
_BOTH = any_case(
    r"\bboth (?P<rest>(?:of )?(?:the |our |its )?[\w'-]+(?: [\w'-]+){0,3} and )"
    r"|\b(?P<be>was|were|are|is|have|has|had)(?P<been> been)? both (?=\w+)"
)
_PLURAL = {"were": "was", "are": "is", "have": "has", "were each": "was", "have each": "has"}
_TWO = any_case(
    r"^(?P<x>(?:the |an? |our |its )?[\w'-]+(?: [\w'-]+){0,4})(?: and|, as well as|, along with"
    r"|, together with| as well as| along with) (?P<y>(?:the |an? |our |its )?[\w'-]+(?: [\w'-]+){0,4}?),?"
    r" (?P<verb>were|are|have)(?: each)? (?P<rest>.+)$"
)


def _drop_both(said: str) -> str:
    """The sentence without "both" before two of them; as it is where it may be denied."""
    if _DENIED.search(said):
        return said
    told = _BOTH.sub(lambda one: one["rest"] or f"{one['be']}{one['been'] or ''} ", said)
    return capitalize(told)


def _tell_both(said: str) -> Iterator[Sequence[str]]:
    told = _drop_both(said)
    if told != said:
        yield [told]
    if (two := _TWO.match(told)) and not _DENIED.search(told):
        verb = _PLURAL[two["verb"].lower()]
        yield [_end(f"{two[one]} {verb} {two['rest']}") for one in ("x", "y")]


_VALUE = (
    r"(?:about |some |nearly |over |more than )?"
    rf"(?:\$ ?\d[\d.,]*(?: (?:million|thousand))?|\d[\d,]*|{SPELLED})"
)


_POINTS_BACK = any_case(
    r"^(?P<first>(?P<subject>(?:the |our |an? |its |all )?[\w'-]+(?: [\w'-]+){0,5}?)"
    r" (?P<rest>(?:is|are|was|were|has|have|had|remains?|stays?|stands?|comes?|went|came|got|opened|began"
    r"|started|reached|covers?)\b.+?)),?(?: and|;| although| though| even though| but| while| yet),?"
    r" (?P<pronoun>it|they) (?P<second>.+)$"
)


def _tell_pronoun(said: str) -> Iterator[Sequence[str]]:
    """Two clauses of one subject, which the second one calls "it" or "they"."""
    if back := _POINTS_BACK.match(said.rstrip(". ")):
        many = re.search(r"\b(?:are|were|have)\b", back["rest"].split(" ")[0] + " ")
        if bool(many) == (back["pronoun"].lower() == "they") and not _PRONOUN.match(back["subject"]):
            yield [_end(back["first"]), _end(f"{back['subject']} {back['second']}")]


_PRONOUN = any_case(r"(?:it|they|this|that|these|those|there|we|what|which|who|nothing|nobody|no one|none)\b")
_CONTACTS = (
    r"(?P<what>(?:(?:the|these|those|all|such|known|recorded) )*(?:(?P<many>\d[\d,]*|" + SPELLED + r") )?"
    r"(?:known |such )?(?:(?:coercive|coercion|extortion|extortionate|threatening|intimidating|menacing"
    r"|harassing"
    r"|pressure) (?:contacts?|approaches|attempts?|messages)|contacts? (?:from|by) the (?:attackers|intruders"
    r"|hackers|criminals)|attempts? (?:to (?:pressure|frighten|threaten|intimidate|scare|coerce|extort)"
    r" (?:people"
    r"|families|staff|us))))(?:, (?P<many2>\d[\d,]*|"
    + SPELLED
    + r") (?:of them )?(?:in all|in total|altogether),?)?"
)
_ONE_OF = any_case(
    rf"^(?P<main>.*?{_CONTACTS}.*?)(?:,|;| \u2014)(?: and| with)? (?:the|its|their) (?P<which>first|earliest"
    r"|last|latest|most recent|final)(?: (?:one|contact|approach|of (?:them|these|those|which)))?"
    r" ?(?:(?:was|were|is|being|came|coming|arrived|arriving|reached us|dated|dating from|is from|made"
    r"|reported|on record) ?)*(?P<when>.+)$"
)
_LASTED = any_case(
    rf"^{_CONTACTS} (?:(?:have |had )?(?P<first>began|started|begun|go back to|went back to|date back to)"
    r"|(?:ran|lasted|continued|went on|kept coming|persisted|stretched|carried on)(?: on)?"
    r"(?P<last> (?:until|till|to|up to|into|through))|(?P<stop>ended|stopped|ceased)) (?P<when>.+)$"
)


def is_end_wrong(said: str, record: CaseRecord) -> bool:
    """Whether a sentence tells a time for the first or last contact that is not the one of the record."""
    told = said.rstrip(". ")
    one = _ONE_OF.match(told) or _LASTED.match(told)
    fits = _read_phrase(one["when"].strip(" ,."), record) if one else None
    if one is None or fits is None:
        return False
    parts = one.groupdict()
    first = (parts.get("which") or "").lower() in ("first", "earliest") or bool(parts.get("first"))
    time = _read(record, "since" if first else "until")
    return time is not None and not fits(time)


def _read(record: CaseRecord, name: str) -> Moment | None:
    told = record.get(Subject.COERCION_CONTACTS, name)
    return read_time(told) if isinstance(told, str) and record.is_known(Subject.COERCION_CONTACTS) else None


_LABELED = any_case(rf"^(?P<name>[A-Za-z][\w' -]{{3,60}}): (?P<value>{_VALUE}[^:;?]*)$")


def _tell_label(said: str) -> Iterator[Sequence[str]]:
    """A value behind a colon."""
    if label := _LABELED.match(said.rstrip(". ")):
        yield [_end(f"{label['name']} is {label['value']}")]


_THEFT = (
    r"(?:(?: of)? (?:a |any |data )*(?:theft|copying|exfiltration)(?: of (?:data|files|information))?"
    r"| that (?:any )?(?:data|files|information) (?:was|were|had been|has been) (?:taken|stolen|copied))"
)


_NO_PROOF = any_case(
    r"^(?:(?:finding|having found|seeing|to find|to have found|turning up) no (?:evidence|signs?|traces?"
    r"|indications?)|(?:the|an?) (?:absence|lack) of (?:any )?(?:evidence|signs?|traces?|indications?)"
    rf"|no (?:evidence|signs?|traces?))(?P<of>{_THEFT})?(?: (?:is|may be|sounds) (?:reassuring|good news"
    r"|a relief|encouraging|welcome|hopeful)(?: (?:news|to hear))?,? but (?:it|that|this))? (?:is (?:not|no)"
    r"|does not (?:mean|amount to|equal)|cannot be)(?: (?:the same (?:thing )?as|quite|a|any|yet))* ?(?:proof"
    r"|guarantee|certainty|evidence|assurance)(?: (?:that|of) (?:none|no (?:theft|data|files|copying)|nothing"
    r"|theft|it|one|its absence)(?: (?:did not|was|were|ever|has|had|been))*"
    r"(?: (?:happen(?:ed)?|took place|take place|occur(?:red)?|taken|stolen|copied))?)?$"
)


def _tell_no_proof(said: str) -> Iterator[Sequence[str]]:
    """That it is no proof to have found no sign: so it is of any search, where one found none."""
    proof = _NO_PROOF.match(said.rstrip(". "))
    if proof and proof["of"]:
        yield ["We found no evidence that data was taken."]


_BELIEF = any_case(
    r"^(?:(?:our|the district's|the investigators'|investigators') (?:(?:current|present|working|best|own"
    r"|latest) )*(?:belief|assumption|understanding|theory|view|suspicion|working theory)"
    r"(?:,? (?:at present|at this time|so far|today|for now|now|at this point|as of (?:now|today)))?"
    r"(?:, (?:which|though (?:it|that)|although (?:it|that)) [\w' ]{0,40}?\b(?:may|might|could) (?:yet "
    r"|still )?(?:change|revise|correct|overturn|refine|alter|be (?:changed|revised|corrected|proved wrong))"
    r"(?: it)?(?: (?:later|yet|still))?)?,? is|it is (?:(?:currently|still) )?our"
    r" (?:(?:current|present|working|best) )*(?:belief|understanding|assumption)) that (?P<told>.+)$"
)


def _tell_belief(said: str) -> Iterator[Sequence[str]]:
    """A belief that is told as a noun."""
    if belief := _BELIEF.match(said):
        told = belief["told"]
        yield [f"We believe that {told}"]


_FOLDS: Sequence[Fold] = (
    _tell_both,
    _tell_pronoun,
    _tell_belief,
    _tell_label,
    _tell_no_proof,
)


def _read_phrase(when: str, record: CaseRecord) -> Fits | None:
    """Which times a phrase tells, where it is a date or one adjunct of time, and nothing else."""
    dated = DATE.fullmatch(re.sub(r"^(?:on|in) ", "", when))
    if dated and record.today and (day := read_anchor(dated[0], record.today)):
        return lambda moment: moment[0] == day
    for text in (when, f"in {when}"):
        for one in list_calendar(text, record):
            if one.start == 0 and one.end == len(text) and not one.timed:
                return one.fits
    return None


def list_unfolded(said: str) -> Iterator[Sequence[str]]:
    """The ways to tell a sentence as several, or as one that says no less."""
    for fold in _FOLDS:
        yield from fold(said)


def _end(told: str) -> str:
    return make_sentence(told.strip(" ,."))
