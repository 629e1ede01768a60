"""What hangs on a claim behind a mark, takes it up, or tells of its detail, in words that no rule reads.

"The phones are back, rebuilt on borrowed machines": the claim is borne out, and what is set behind it says
more, in words that need not belong to any event. So behind the stretch that makes the claim every word must
be accounted for: a word of the claims, of the record, a number, a day, a name, or one that says nothing by
itself (tails.toml). A stretch with another word must be a comment, or be borne out as a sentence of its own.
A clause that takes up what stands before it ("that", "it", "which") holds the sentence, too, unless it only
informs, advises, thanks, or is of school days; so does one of a detail ("the firm asks for no fee").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from firstbell.notify.statements.judges.verdicts import STOPPING, ClaimVerdict
from firstbell.notify.statements.language.claims import read_sentence
from firstbell.notify.statements.language.dates import blank_dates, blank_spans
from firstbell.notify.statements.language.names import blank_names, place_agencies, take_kinds
from firstbell.notify.statements.language.patterns import any_case, read_table
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import Manner, has_verb, judge_manner, make_sentence
from firstbell.notify.statements.language.vocabulary import load_vocabulary
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.doubts import Alone
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.remainder.wholeness import AS_OF, tell_record
from firstbell.notify.statements.waits.comments import is_comment
from firstbell.notify.statements.waits.everyday import is_everyday, list_stems
from firstbell.notify.statements.waits.holds import names_event, only_informs

# a sentence of its own begins behind the first of these
_ENDS = re.compile(r"[;:?!]\s+|(?<![A-Z][a-z])(?<![A-Z][a-z][a-z])(?<!\.[a-z])\.\s+")
_MARK = re.compile(r",\s+|\s+[-\u2013\u2014]+\s+|\u2014|[()]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NUMBER = any_case(rf"(?:{SPELLED}|hundreds?|thousands?|millions?|percent)")
# what is joined is a clause of its own, or an item of a list: other rules look at those
_JOINED = any_case(r"(?:and|but|or|so|yet|then|(?:even )?if)\b")
_WHY = any_case(r"^(?:which|that) is why ")
_REASON = any_case(r"(?:because|since|as|although|though|while|after) ")
# who says it: other rules ask who may (wholeness.py); and phrases that only turn from one thing to another
_VOICE = any_case(
    r"(?:[\w.'-]+ ){1,6}(?:said|says|noted|notes|reported|reports|wrote|writes|added|adds)"
    r"|(?:we|i) (?:stress|repeat|add|note|emphasize|want to stress)"
    r"|on the (?:one|other) hand|for (?:example|instance)|of course|in (?:fact|short|other words)"
    r"|(?:however|no matter how) \w+ (?:it|this|that|they) (?:may|might) (?:be|seem|feel|sound)"
)
# what is said on a condition or until then is no tail: it is the main clause
_FRONTED = any_case(
    r"(?:(?:and|but|so) )?(?:until|once|when|whenever|while|as|if|although|though|because|since|whereas)\b"
)
_PREDICATE = any_case(r"(?:is|are|was|were|has|have|had|does|do|did|can|could|will|remains?)\b")
# what has no subject, or takes the one before it, is no sentence by itself
_HANGS = any_case(
    r"(?:(?:and|but) )?(?:nor|neither|not|un(?!der|til|less)\w+|which|who|whose|whom|much|most)\b"
)
_HEADLESS = any_case(r"which (?=(?:is|are|was|were|has|have|had)\b)")
# truths by whose judges agencies are read
_OF_AGENCIES = frozenset({"law_enforcement", "reports", "insurer", "told", "detail"})


def list_tails(passed: Passed, alone: Alone) -> Iterator[Leftover]:
    """The first stretch behind a claim that no rule reads to the last word."""
    # what is not known is read by a grammar that leaves no word over
    if passed.spanish or passed.truths <= {"open_matter"}:
        return
    for sentence, at in _cut(passed.flat, _ENDS):
        if judge_manner(sentence) is Manner.ADVICE:
            continue
        stretches = list(_cut(sentence, _MARK))
        fits = [_makes_claim(stretch, passed) for stretch, _ in stretches]
        head = _find_head([stretch for stretch, _ in stretches], fits)
        told = list(zip(stretches, fits, strict=True))
        for ((before, _), _), ((stretch, start), made) in pairwise(told[head:]):
            if _FRONTED.match(before) and has_verb(stretch):
                continue
            if not _is_read(stretch, passed, alone, made=made):
                yield Leftover("what hangs on it", stretch, at + start)
                return


def _find_head(stretches: Sequence[str], fits: Sequence[bool]) -> int:
    """Which stretch makes the claim: one that is read by itself, the first with a verb and its subject, or
    the longest.
    """
    if True in fits:
        return fits.index(True)
    if any(map(_PREDICATE.match, stretches[1:])):
        return 0
    verbs = [at for at, one in enumerate(stretches) if has_verb(one)]
    return verbs[0] if verbs else max(range(len(stretches)), key=lambda at: len(stretches[at].split()))


def _cut(text: str, marks: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """What stands between such marks, and where it begins."""
    at = 0
    for mark in [*marks.finditer(text), None]:
        end = mark.start() if mark else len(text)
        if stretch := text[at:end].strip(" .!?\"'"):
            yield stretch, at
        at = mark.end() if mark else end


def _makes_claim(stretch: str, passed: Passed) -> bool:
    """Whether a claim that is borne out is read in a stretch by itself."""
    for one in passed.borne:
        proposition = one.reading.proposition
        if proposition is None:
            continue
        if one.text.strip(" .!?\"'").lower() in stretch.lower():
            return True
        if proposition.needs and load_vocabulary().fits(proposition, stretch):
            return True
    return False


def _is_read(stretch: str, passed: Passed, alone: Alone, *, made: bool) -> bool:
    if made:
        return _is_predicate_borne(stretch, passed, alone)
    told = _WHY.sub("", stretch)
    aside = _JOINED.match(told) or _VOICE.fullmatch(told) or judge_manner(told) is Manner.ADVICE
    if aside and not _HANGS.match(told):
        return True
    if _list_unread(stretch, passed):
        return _may_stand(stretch, alone)
    # words that are known one by one may still say something together
    reason = _REASON.match(stretch)
    judged = alone(f"{stretch[reason.end() :]}.") if reason and has_verb(stretch) else []
    return not any(one.verdict in STOPPING for one in judged)


def _is_predicate_borne(stretch: str, passed: Passed, alone: Alone) -> bool:
    """Whether a predicate that is read as a claim without its subject passes with one, too."""
    told = _HEADLESS.sub("", stretch)
    alike = [one for one in passed.borne if _HEADLESS.sub("", one.text).strip(" .!").lower() == told.lower()]
    if told == stretch or not any(one.reading.proposition and one.reading.proposition.needs for one in alike):
        return True
    return not any(one.waiting for one in alone(f"It {told}."))


def _list_unread(stretch: str, passed: Passed) -> list[str]:
    """The words of a stretch that nothing accounts for; an agency where no claim is of agencies."""
    vocabulary, record = load_vocabulary(), passed.record
    # "health insurance" is a kind of data, and no insurer
    unnamed = take_kinds(stretch, " ")[1]
    agencies = [] if passed.truths & _OF_AGENCIES else place_agencies(unnamed)
    text = blank_dates(blank_names(AS_OF.sub(" ", unnamed)))
    kinds = {one.kind for one in passed.borne}
    for one in vocabulary.propositions:
        if one.kind in kinds:
            text = blank_spans(text, vocabulary.list_spans(one, text))
    told = {part for word in _list_told(record) for part in word.split("-")}
    known = _load().union(*map(list_stems, told))
    words = [word for match in _WORD.finditer(text) if not _NUMBER.fullmatch(word := match[0].lower())]
    unread = [word for word in words if known.isdisjoint(list_stems(word))]
    return [*(stretch[start:end] for _, start, end in agencies), *unread]


def _list_told(record: CaseRecord) -> frozenset[str]:
    """The words of the record, and of the names of its subjects and fields."""
    names = [name for fact in record.facts.values() for name in (fact.subject, *_list_fields(fact.value))]
    return tell_record(record).union(*(name.lower().split("_") for name in names))


def _list_fields(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, Mapping) else []


@lru_cache(maxsize=1)
def _load() -> frozenset[str]:
    """Stems of the words by which an event is told, and of those that bind others."""
    bare, everyday = read_table("remainder", "bare_claims.toml"), read_table("waits", "everyday.toml")
    own = read_table("remainder", "tails.toml")
    lists = (bare["plain"], bare["common"], bare["event"]["words"], bare["exfiltration"]["words"],
             everyday["en"]["plain"], own["meant"], own["stands"])  # fmt: skip
    return frozenset(stem for word in " ".join(lists).split() for stem in list_stems(word))


def _may_stand(stretch: str, alone: Alone) -> bool:
    """Whether a stretch is a comment, or a sentence that the record bears out."""
    if is_comment(stretch):
        return True
    judged = [] if _HANGS.match(stretch) else alone(make_sentence(stretch))
    passes = not any(one.waiting or one.verdict in STOPPING for one in judged)
    return passes and any(one.verdict is ClaimVerdict.SUPPORTED for one in judged)


_JOINT = any_case(
    r"(?:[,;:]| -+)(?: (?:and|but|so|yet|though|although|while|or|nor))?(?: (?:now|then|also))? "
)
# who says something of it, where the verb is none of those that tell of events
_SUBJECT = any_case(
    r"^(?:we|they|it|i|he|she|everybody|everyone|anybody|anyone|nobody|no one|which|(?:our|the) \w+) \w+"
)
_QUIET = frozenset({Manner.GREETING, Manner.ADVICE, Manner.QUESTION, Manner.FEELING})
_SHORTEST = 3


@lru_cache(maxsize=1)
def _links() -> Mapping[str, re.Pattern[str]]:
    raw = read_table("remainder", "sequels.toml")
    leaves = [*raw["leaves"], rf"\b(?:{SPELLED})\b"]
    return {
        name: any_case("|".join(words)) for name, words in (("takes_up", raw["takes_up"]), ("leaves", leaves))
    }


def list_sequels(passed: Passed) -> Iterator[Leftover]:
    """The first clause of a sentence that takes up a claim before it, and is none that any rule reads."""
    if passed.spanish or not passed.borne:
        return
    flat = passed.flat
    seams = list(_JOINT.finditer(flat))
    ends = [*(seam.start() for seam in seams), len(flat)][1:]
    for seam, end in zip(seams, ends, strict=True):
        stretch = flat[seam.end() : end].strip(" .!?\"'")
        if _says_more(stretch, passed):
            yield Leftover("what a clause says of the claim before it", stretch, seam.end())
            return


def _says_more(stretch: str, passed: Passed) -> bool:
    if len(stretch.split()) < _SHORTEST or not (has_verb(stretch) or _SUBJECT.match(stretch)):
        return False
    if not _links()["takes_up"].search(stretch) or _links()["leaves"].search(stretch) or names_event(stretch):
        return False
    claimed = [one for one in passed.claims if one.reading.proposition is not None]
    if any(_is_one(one.text.strip(" .!?\"'").lower(), stretch.lower()) for one in claimed):
        return False
    whole = make_sentence(stretch)
    if judge_manner(whole) in _QUIET or is_comment(stretch) or is_everyday(whole):
        return False
    readings = read_sentence(whole)
    return all(one.proposition is None and not only_informs(one) for one in readings)


def _is_one(told: str, stretch: str) -> bool:
    """Whether a claim is what the clause says, and not the sentence in which it stands."""
    return told in stretch or (stretch in told and not _JOINT.search(told.partition(stretch)[0]))


_LEANS = re.compile(
    r"(?:has|have|had|is|are|was|were|does|do|did|can|could|will|would|its|their|they|it|[a-z]{3,}(?:s|ed))\b"
)
_BACK = re.compile(r"(?:its|their|they|it)\b")


def list_predicates(passed: Passed) -> Iterator[Leftover]:
    """The first part without a subject that stands behind a detail, and is not judged."""
    details = [
        one.text.strip(" .,")
        for one in passed.borne
        if one.reading.proposition is not None and one.reading.proposition.truth == "detail"
    ]
    for one in passed.claims:
        if one.verdict is not ClaimVerdict.UNJUDGED or one.reading.proposition is not None:
            continue
        said = one.text.strip(" .,")
        at = passed.flat.find(said)
        # what "and" joins is told of its own subject, unless it points back
        joint = r"[\s,]+(?:and )?$" if _BACK.match(said) else r"[\s,]+$"
        before = re.sub(joint, "", passed.flat[: max(at, 0)])
        if _LEANS.match(said) and any(before.endswith(told) for told in details if told):
            yield Leftover("what else is said of it", said, at)
            return
