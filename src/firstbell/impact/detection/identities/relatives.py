"""What a record says of a relative of the person it is about: "Parent date of birth", "my mother, born 1961",
"leave, mother in hospice". It is the relative's where the text names one, and nobody's where it does not.

>>> names_field(b"parent date of birth: "), names_field(b"date of birth: ")
(True, False)
>>> is_of_relative(b"out friday, mother in hospice", 29, is_grown=True)
True
>>> is_of_relative(b"mother says that he has asthma", 30, is_grown=False)
False
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import read_label_name
from firstbell.impact.detection.identities.speakers import may_speak, speaks
from firstbell.impact.detection.identities.subjects import FoundTerm, PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern
from firstbell.impact.detection.values.value import Value

_ELDERS = (
    rb"(?:parents?|guardians?|mother|father|mom|dad|mum|spouse|wife|husband|partner|beneficiary|next of kin|"
    rb"grand(?:mother|father|parent|ma|pa)|step(?:mother|father|mom|dad)|(?:mother|father)-in-law|"
    rb"uncle|aunt|sibling|brother|sister)"
)
_CHILDREN = rb"(?:son|daughter|child|baby|newborn|twins?)"
_FIELD = (
    rb"(?:(?:date of birth|birth ?date|d\.?o\.?b\.?|birthday|born|ssn|s\.s\.n\.|"
    rb"soc(?:ial)?(?: sec(?:urity)?)?(?: (?:number|no\.?))?|(?:driver'?s? ?)?(?:licen[cs]e|lic\.?)"
    rb"(?: (?:number|no\.?))?|dl|state id|passport)[^\n\d]{0,20})?"
)
_LABELLED = re.compile(
    rb"(?:^|[\n:;,.|(\t]|  )[ \t*-]*(?:"
    + _ELDERS
    + rb"|adult)(?:'?s|\(s\))?(?: \d)?(?: signing)?[ ]"
    + _FIELD
    + rb"\Z"
    # "ID of parent", "Fecha de nacimiento de la madre"
    + rb"|(?:^|[\n;.|(\t]|  )[ \t*-]*(?:(?:photo |picture |government )?id(?:entification)?"
    rb"(?: (?:shown|no\.?|number))?|"
    rb"identificacion(?: oficial)?|(?:numero de )?documento(?: de identidad)?|"
    rb"(?:drivers? |driver's )?licen[cs]e|licencia(?: de (?:conducir|manejar))?|passport|pasaporte|"
    rb"ssn|social security(?: number| no\.?)?|(?:numero de )?seguro social|"
    rb"date of birth|birth ?date|d\.?o\.?b\.?|fecha de nacimiento)"
    rb"[ ](?:of|for|from|del?)[ ](?:the |la |los )?(?:" + _ELDERS + rb"|padres?|madres?|tutor(?:es|a)?|"
    rb"acudientes?|apoderad[oa]s?|espos[oa]|conyuge|abuel[oa]s?)\b[^\n\d]{0,24}\Z"
)
# whose job it is that a form asks for, at the head of a line
_WORK_OF = re.compile(
    rb"[ \t]*" + _ELDERS + rb"(?:'?s)?[ ](?:place of (?:work|employment)|employer|occupation|workplace|"
    rb"works? (?:at|for)|job)\b"
)
_MY_ELDER = re.compile(rb"\b(?:my|our)[ ](?:late |dear |dead |own )?" + _ELDERS + rb"\b")
_THEIR_ELDER = re.compile(rb"\b(?:his|her|their)[ ](?:late )?" + _ELDERS + rb"\b[^.!?\n]*\Z")
_MY_CHILD = re.compile(rb"\b(?:my|our)[ ](?:new ?born |new |little |baby |step)*" + _CHILDREN + rb"\b")
# what calls a child, right before what is theirs
_OF_WARD = re.compile(
    rb"\b(?:(?:my|his|her|their|the|said|minor)[ ](?:minor )?(?:child|son|daughter|student|pupil|ward)|"
    rb"child|student|pupil|minor)(?:'s)?\b|\b(?:his|her)\b"
)
_OWN = re.compile(rb"\b(?:i|i'm|i was|my|mine|student|pupil|child|employee|patient)\b")
_INSURED = re.compile(
    rb"\b(?:my (?:medical|dental|health|insurance|policy|plan|coverage|w-?4)|dependents?|"
    rb"(?:add|added|enroll)[ ](?:him|her|them|my|our|the)|employee (?:number|id|no))\b"
)
_SENTENCE = re.compile(rb"[.!?][ \n]")
_BEFORE, _NEAR, _BEHIND, _BESIDE = 220, 90, 44, 60
# who is spoken of right before a word, and had it
_HAD = re.compile(
    rb"\b(?:grand(?:pa|ma|father|mother)|uncle|aunt|cousin|brother|sister|mom|dad|mother|father|parents?)"
    rb"(?: [a-z]+)? (?:had|has|is|was|'s|have|died of|suffers? from)(?:[ ](?:been|just|also|recently|a|an|"
    rb"the|in|"
    rb"being|diagnosed|treated|with|for|of|terminal|late|stage|lung|breast|cancer|and|then|"
    rb"\d)){0,8}[ ]?[a-z-]*(?:[ ][a-z-]+)?\Z"
)
_KIN_BEFORE = re.compile(
    rb"\b(?:"
    + _ELDERS
    + rb"|"
    + _CHILDREN
    + rb"|grandson|granddaughter|niece|nephew|in-laws?|relative|family member)"
    rb"(?:'s)?(?![a-z])(?! (?:called|says?|said|reports?|reported|wrote|told|asked|states?))[^.;\n]{0,40}\Z"
)
_KIN_BEHIND = re.compile(
    rb"[^.;\n]{0,24}\b(?:for|of|with)[ ](?:an? |my |his |her |their |the )?(?:ill |sick |elderly )?(?:"
    + _ELDERS + rb"|" + _CHILDREN + rb"|family member)\b"
)  # fmt: skip
# who has a baby is told of by how it came
_BIRTH = re.compile(
    rb"\b(?:c[- ]?section|ca?esarean|maternity|post ?partum|pregnan\w*|gave birth|delivered|childbirth)\b"
)
_ELDER = re.compile(rb"\b" + _ELDERS + rb"\b")
_FOR_FAMILY = GuardedPattern(
    re.compile(
    rb"\[x\][ ]?(?:a |my )?(?:family member|spouse|parent|child|relative)\b|"
    rb"\b(?:care of|caring for|to care for)[ ](?:my|his|her|their)[ ](?:ill |sick )?(?:family member|"
    + _ELDERS + rb"|" + _CHILDREN + rb")\b|"
    rb"(?:^|\n|  )[ \t]*(?:name of )?family member(?:'s name)?[ \t]*:|"
    rb"\brelationship(?: to (?:the )?(?:employee|you|member))?[ \t]*:[ \t]*(?:" + _ELDERS + rb"|"
    rb"" + _CHILDREN + rb")\b"
    ),
    (b"[x]", b"care of ", b"caring for ", b"care for ", b"family member", b"relationship"),
)  # fmt: skip
_NAMED = GuardedPattern(
    re.compile(
    r"(?im)(?:^|[ ]{2}|[.;][ ](?=respondent|other parent))[ \t]*"
    r"(?:(?:primary|contingent|secondary|name of(?: the)?|ill) )?"
    r"(?P<label>family member|beneficiary|spouse|dependent|emergency contact|care recipient|respondent|"
    r"other parent|non-?custodial parent|restrained (?:party|person)|"
    r"(?:alleged |suspected )?(?:offender|perpetrator|maltreater|abuser))(?:'?s)?"
    r"(?: name)?[ \t]*:[ \t]*"
),
    (b"family member", b"beneficiary", b"spouse", b"dependent", b"emergency contact",
     b"care recipient", b"respondent", b"other parent", b"custodial parent", b"restrained",
     b"offender", b"perpetrator", b"maltreater", b"abuser"),
)  # fmt: skip
# whom a note on what somebody is insured for adds, or takes out: "adding spouse Ada Roe, SSN ..."
_ADDED = re.compile(
    r"(?i)\b(?:add(?:s|ed|ing)?|enroll(?:s|ed|ing)?|cover(?:s|ed|ing)?|remov(?:es?|ed|ing)|"
    r"drop(?:s|ped|ping)?|"
    r"married|marries|agrega|incluye)[ ]"
    r"(?:(?:his|her|their|my|a|the|new|newborn|ex|domestic|su)[ -])*(?:spouse|wife|husband|partner|son|"
    r"daughter|step-?(?:son|daughter|child)|child|baby|dependent|espos[oa]|c[o\u00f3]nyuge|hij[oa])"
    r"[ ,:]{1,2}(?=(?-i:[A-Z\u00c0-\u00de]))"
)
_ADDS = (
    b"add ", b"adds ", b"added ", b"adding ", b"enroll", b"cover", b"remov", b"drop", b"married ",
    b"marries ", b"agrega ", b"incluye ",
)  # fmt: skip
_ABOUT = ("family member", "care recipient")
_PUPIL_NUMBER = re.compile(
    rb"(?:student|pupil|child|son|daughter|scholar|learner)[ ,]*(?:id|no|number|#)?[ .#:]*$"
)
# what turns back to whom the record is about
_SOMEBODY_ELSE = re.compile(
    rb"\b(?:student|pupil|child|kid|son|daughter|employee|patient|he|she|his|her|him|they)\b|:"
)
_NUMBER_REACH = 40
_LONGEST_NAME = 80
_OF_RELATIVES = frozenset({DataKind.DOB, DataKind.SSN, DataKind.GOVERNMENT_ID})
_PRIVATE = frozenset({DataKind.HEALTH, DataKind.COUNSELLING, DataKind.DISCIPLINE, DataKind.SAFEGUARDING})
_TOLD = _PRIVATE | {DataKind.IMMIGRATION}
_STRICT = frozenset({DataKind.HEALTH, DataKind.DISCIPLINE})


def names_field(before: bytes) -> bool:
    """Whether what stands before a number or a day is a label of a relative's field."""
    return _LABELLED.search(before[-_NEAR:]) is not None


def take_relatives(passage: ReadText) -> None:
    """Take in whom the roster does not know and a label calls somebody's relative."""
    adds = any(word in passage.folded for word in _ADDS)
    named = _NAMED.finditer_text(passage.text, passage.folded)
    for label in (*named, *(_ADDED.finditer(passage.text) if adds else ())):
        span = read_label_name(passage.text, label.end())
        near = passage.list_between(label.end() - _LONGEST_NAME, label.end() + _LONGEST_NAME)
        if span is None or any(one.mention.start < span[1] and span[0] < one.mention.end for one in near):
            continue
        is_about = label.re is _NAMED.pattern and label["label"].lower() in _ABOUT
        mention = Mention(*span, (), is_label=is_about)
        passage.insert(PassageSubject(mention, name=passage.text[slice(*span)]))


def is_ward(passage: ReadText, owner: PassageSubject, number: Mention) -> bool:
    """Whether a number is a pupil's beside a grown-up's name: "Gil Roe, parent of student 200002", or "the
    kid with id 200002" behind the name of who says so.
    """
    before = passage.folded[max(0, number.start - _NUMBER_REACH) : number.start]
    return (
        (owner.is_other or _PUPIL_NUMBER.search(before) is not None)
        and not set(owner.mention.candidates) & set(number.candidates)
        and not passage.is_pupil(owner)
        and passage.is_pupils(number)
    )


def find_holder(
    passage: ReadText, owner: PassageSubject | None, value: Value
) -> tuple[PassageSubject | None, bool]:
    """Whose a value is, and whether it may be anybody's here: a relative's who is not named is nobody's."""
    if value.kind not in _OF_RELATIVES:
        return owner, True
    start, _ = passage.paragraph_of(value.start)
    before = passage.folded[max(start, value.start - _BEFORE) : value.start]
    if names_field(before):
        if owner is not None and (owner.is_other or _is_grown_kin(passage, owner)):
            return owner, True
        near = passage.list_between(max(start, value.start - _BEFORE), value.start)
        kin = [one for one in near if one.is_other or _is_grown_kin(passage, one)]
        return (kin[-1], True) if kin else (None, False)
    if declarer := _find_declarer(passage, owner, start, value=value):
        return declarer, True
    return owner, not _is_told_of_kin(passage, before, value)


def _find_declarer(
    passage: ReadText, owner: PassageSubject | None, start: int, *, value: Value
) -> PassageSubject | None:
    """Which grown-up declares something in the first person from the head of a line on, where a number stands
    behind it that is said of no child: "I, Gil Roe, am the parent of Ada. License shown: ...".
    """
    if owner is None or owner.mention.start > value.start or not may_speak(passage.folded):
        return None
    if not passage.is_pupil(owner):
        return None
    named = passage.list_between(start, value.start)
    declarer = next((one for one in named if speaks(passage.folded, one)), None)
    if declarer is None or passage.is_pupil(declarer):
        return None
    line = passage.folded.rfind(b"\n", 0, value.start) + 1
    is_childs = _OF_WARD.search(passage.folded, max(owner.mention.end, line), value.start) is not None
    return None if is_childs or (owner.mention.is_label and owner.mention.start >= line) else declarer


def _is_grown_kin(passage: ReadText, one: PassageSubject) -> bool:
    return bool(one.mention.candidates) and not passage.is_pupil(one) and not passage.is_staff(one)


def _is_strange_kin(folded: bytes, one: PassageSubject, at: int) -> bool:
    """Whether somebody whom the roster does not know and a label calls a relative is spoken of up to a
    place.
    """
    is_kin = one.is_other and bool(one.name) and not one.mention.candidates
    return is_kin and _SOMEBODY_ELSE.search(folded, one.mention.end, at) is None


@lru_cache(maxsize=2)
def _is_for_family(folded: bytes) -> bool:
    return _FOR_FAMILY.search(folded) is not None


@lru_cache(maxsize=2)
def _speaks_of_insured(folded: bytes) -> bool:
    return _INSURED.search(folded) is not None


def _is_told_of_kin(passage: ReadText, before: bytes, value: Value) -> bool:
    """Whether a sentence before a value speaks of a relative of who writes, and of nobody since."""
    told = [*_MY_ELDER.finditer(before)]
    if not told and _speaks_of_insured(passage.folded):
        told = [*_MY_CHILD.finditer(before)]
        if told and any(map(passage.is_pupil, passage.list_between(0, len(passage.folded)))):
            return False
    if not told:
        match = _THEIR_ELDER.search(before)
        told = [match] if match is not None else []
        is_theirs = match is not None and not _OWN.search(before, match.end())
        end = match.start() if match is not None and is_theirs else -1
    else:
        end = told[-1].end()
    if not told or end < 0:
        return False
    at = value.start - len(before) + end
    since = _INSURED.sub(b" ", before[end:])
    return not (
        _OWN.search(since) or passage.list_between(at, value.start) or len(_SENTENCE.findall(since)) > 1
    )


def is_of_relative(folded: bytes, at: int, *, is_grown: bool) -> bool:
    """Whether a phrase that ends there is said of a relative. `is_grown`: it would be of who works here."""
    start = max(0, at - _NEAR)
    before = folded[max(start, folded.rfind(b"\n", 0, at) + 1) : at]
    before = before[max((one.end() for one in _SENTENCE.finditer(before)), default=0) :]
    if not is_grown:
        return _HAD.search(before) is not None
    if _BIRTH.search(folded, start, at) and not _ELDER.search(before):
        return False
    return _KIN_BEFORE.search(before) is not None or _KIN_BEHIND.match(folded, at, at + _BEHIND) is not None


def keep_own(passage: ReadText, term: FoundTerm, subjects: Sequence[PassageSubject]) -> list[PassageSubject]:
    """Those of whom a phrase is said, and not of a relative of theirs."""
    if term.kind not in _TOLD or not subjects:
        return [*subjects]
    folded, at = passage.folded, term.at
    first = folded.rfind(b"\n", 0, at) + 1
    if term.kind == DataKind.IMMIGRATION:
        # a paper that a field for a relative tells
        is_theirs = names_field(folded[first:at].rpartition(b" ")[0] + b" ")
        near = passage.list_between(at - _BEFORE, at) if is_theirs else ()
        return [one for one in near if _is_grown_kin(passage, one)][-1:] if is_theirs else [*subjects]
    beside = passage.list_between(first, at)[-1:]
    if beside and _is_strange_kin(folded, beside[0], at):
        return beside
    if _WORK_OF.match(folded, first, at):
        return []
    kept = [*subjects]
    if any(map(passage.is_staff, kept)):
        is_kin = is_of_relative(folded, at, is_grown=True)
        is_kin = is_kin or (term.kind == DataKind.HEALTH and _is_for_family(folded))
        kept = [one for one in kept if not (is_kin and passage.is_staff(one))]
    if term.kind in _STRICT and is_of_relative(folded, at, is_grown=False):
        kept = [one for one in kept if _is_grown_kin(passage, one) and 0 < at - one.mention.end <= _BESIDE]
    return kept
