"""What the record knows, or a sentence tells, by which words of presumptions.toml are a claim or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from firstbell.notify.statements.amounts.work_stages import is_stage_wrong
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.names import list_systems, name_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.conditions import CONDITIONS, read_way
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.remainder.standings import STANDINGS
from firstbell.record.facts import FactStatus, Subject

_PAID_FOR = any_case(r"\b(?:cover|reimburs|refund|repa|paid|pay|cubri|reembols|pag)")
_STAFF = any_words(r"employees?|workers?|staff(?: members?)?|emplead[oa]s?|colleagues?")
_ROLES = any_case(
    r"\b(?:teacher|principal|superintendent|nurse|counselor|coach|librarian|secretar|clerk|custodian|driver"
    r"|student|pupil|parent|contractor|vendor|supplier|administrator|director|board member|technician|intern"
    r"|volunteer|substitute|aide|paraprofessional|maestr|profesor|alumn|estudiante|contratista)"
)
# what a review of logs bears out is that none was found; no more than a plain denial rests on it
_OF_ABSENCE = frozenset({"exfiltration", "published", "transfers"})
_NOT = any_case(
    r"\b(?:no|not|never|nobody|none|yet|will|if|whether|plan\w*|to be|nadie|nunca|todav\u00eda|a\u00fan|si)\b"
    r"|n't\b"
)


def _is_same_who(said: str, passed: Passed) -> bool:
    """Whether the fact of the way in names whom the sentence does, or nobody but an employee is meant."""
    way = read_way(passed.record)
    named, known = ({one[0].lower() for one in _ROLES.finditer(text)} for text in (said, way))
    if named:
        return named <= known
    # a phishing message is opened by somebody here, whom "an employee" does not name
    return bool(way) and (bool(_STAFF.search(way)) or not known)


def _is_nothing_paid(said: str, passed: Passed) -> bool:
    """Whether it is said that they got nothing, and nothing was paid."""
    nothing = re.search(r"\b(?:nothing|nada)\b", said, re.I)
    return nothing is not None and passed.record.get(Subject.RANSOM, "paid") is False


def _is_as_much_paid(said: str, passed: Passed) -> bool:
    """Whether the sentence tells the sum that was paid, or nobody knows of one."""
    del said
    paid = passed.record.get(Subject.RANSOM, "paid")
    if isinstance(paid, int | float) and not isinstance(paid, bool):
        return any(number.value == paid for number in find_numbers(passed.flat))
    return paid is True and passed.record.get(Subject.RANSOM, "amount") is None


def _is_absence_told(passed: Passed, *modes: ClaimMode) -> bool:
    """Whether the sentence denies in such a manner that data was taken, where a review found no sign."""
    return passed.record.get(Subject.EXFILTRATION, "state") == "none_found" and any(
        one.reading.proposition.truth in _OF_ABSENCE
        and not one.reading.affirmed
        and one.reading.wording.mode in modes
        for one in passed.borne
        if one.reading.proposition is not None
    )


def _is_search_open(record: CaseRecord) -> bool:
    percent = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    return isinstance(percent, int | float) and percent < 100


def _is_review_open(record: CaseRecord) -> bool:
    days, of_days = (record.get(Subject.EXFILTRATION, name) for name in ("reviewed_days", "of_days"))
    return isinstance(days, int) and isinstance(of_days, int) and days < of_days


def _is_restoring(record: CaseRecord) -> bool:
    return bool(record.get(Subject.SYSTEMS_RESTORED, "pending"))


def _is_reset_open(record: CaseRecord) -> bool:
    return any(record.get(Subject.PASSWORD_RESET, group) is False for group in ("staff", "students"))


_WORK: Sequence[tuple[re.Pattern[str], Callable[[CaseRecord], bool]]] = (
    (any_case(r"file|document|record|search|archivo"), _is_search_open),
    (any_case(r"day|log|review|read|d\u00eda"), _is_review_open),
    (any_case(r"system|service|restore|sistema"), _is_restoring),
    (any_case(r"password|account|reset"), _is_reset_open),
)


_FEW = any_words(r"one|two|three|four|five|six|\d+")


def _are_others_pending(said: str, passed: Passed) -> bool:
    """Whether fewer or more systems are pending than is said."""
    pending, told = passed.record.get(Subject.SYSTEMS_RESTORED, "pending"), _FEW.search(said)
    numbers = find_numbers(f"{told[0]} items") if told else []
    many = int(numbers[0].value) if numbers else 1
    return isinstance(pending, list | tuple) and many != len(pending)


def _is_other_group_first(said: str, passed: Passed) -> bool:
    """Whether the passwords of the other group were reset first, or those of both on one day."""
    staff, students = (passed.record.get_day(Subject.PASSWORD_RESET, one) for one in ("staff", "students"))
    if not staff or not students:
        return False
    of_staff = said.lower().startswith(("sta", "emp", "tea"))
    early = re.search(r"\b(?:first$|before\b)", said, re.I) is not None
    return (staff < students) != (of_staff == early) or staff == students


def _is_other_search_done(said: str, passed: Passed) -> bool:
    """Whether "that search" is so of one of two searches, and not of the one that may be meant."""
    del said
    done = passed.record.get(Subject.MISUSE_SEARCH, "done")
    if not isinstance(done, bool):
        return False
    whole = passed.record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") == 100
    denied, before = bool(_NOT.search(passed.flat)), passed.record.before.lower()
    fits = {"misuse": done != denied, "personal": whole != denied}
    meant = ["misuse"] if "misuse" in before else ["personal"] if "personal" in before else list(fits)
    return not all(fits[one] for one in meant)


def have_kinds(record: CaseRecord) -> bool:
    """Whether a search found kinds of data, or people whose data it is."""
    fact = record.find(Subject.KINDS_FOUND)
    found = fact is not None and fact.status is not FactStatus.UNKNOWN and bool(fact.value)
    return found or bool(record.get(Subject.PEOPLE_AFFECTED, "count"))


def _are_kinds_told(said: str, passed: Passed) -> bool:
    """Whether a claim that personal data was there has these words, and some was found."""
    told = (one.reading for one in passed.borne if one.reading.proposition is not None)
    return have_kinds(passed.record) and any(
        one.proposition.truth == "personal_data" and one.affirmed and said in one.plain
        for one in told
        if one.proposition
    )


# from which share on "nearly all" of something may be said, of a few systems too, and "most"
_NEARLY, _NEARLY_OF_FEW, _MOST = 0.9, 0.75, 0.5


def _find_parts(record: CaseRecord) -> Sequence[tuple[re.Pattern[str], float | None]]:
    """What a share may be of, by its words, and what share of it is done as far as the record tells."""
    get = record.get
    done, out = (get(Subject.SYSTEMS_RESTORED, one) for one in ("verified", "pending"))
    sent = record.find(Subject.LETTERS_SENT)
    coverage = get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    people = get(Subject.PEOPLE_AFFECTED, "count")
    exfiltration = Subject.EXFILTRATION
    return (
        (_OF_LETTERS, _divide(sent.value if sent else None, people)),
        (_OF_LOGS, _divide(get(exfiltration, "reviewed_days"), get(exfiltration, "of_days"))),
        (_OF_FILES, _divide(coverage, 100)),
        (
            _OF_SYSTEMS,
            _divide(len(done), len(done) + len(out)) if done is not None and out is not None else None,
        ),
    )


_OF_LETTERS = any_words(r"letters?|written to|notified|mailed|cartas?")
_OF_LOGS = any_words(r"logs?|traffic|days|registros")
_OF_FILES = any_words(r"files|documents|archivos")
_OF_SYSTEMS = any_words(r"systems?|services|sistemas")
_OF_MOST = any_case(r"^(?:most|the|la)\b")


def _divide(part: object, whole: object) -> float | None:
    numbers = [one for one in (part, whole) if isinstance(one, int | float) and not isinstance(one, bool)]
    return numbers[0] / numbers[1] if len(numbers) == 2 and numbers[1] else None


def _is_share_short(said: str, passed: Passed) -> bool:
    """Whether less is done than "nearly all" or "most" of it, or nobody can tell."""
    for words, share in _find_parts(passed.record):
        if words.search(said):
            nearly = _NEARLY_OF_FEW if words is _OF_SYSTEMS else _NEARLY
            return share is None or share < (_MOST if _OF_MOST.match(said) else nearly)
    return False


def _list_numbers(value: object) -> Iterator[float]:
    """The numbers that a fact tells, those of its fields too."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _list_numbers(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


_CLOSE = 0.1


def _is_number_close(said: str, passed: Passed) -> bool:
    """Whether a number of the facts is hardly above or below the one that is said."""
    numbers = find_numbers(said) or find_numbers(f"{said} items")
    told = [one for fact in passed.facts for one in _list_numbers(fact.value)]
    return any(abs(one - number.value) <= _CLOSE * number.value for number in numbers for one in told)


_OWNERS = any_case(
    r"\b(?:employee|staff|teacher|student|pupil|vendor|contractor|supplier|administrator|principal|parent"
    r"|volunteer|intern|board member|superintendent|nurse|librarian)"
)


_DEVICES = any_case(
    r"\b(?:server|firewall|router|laptop|printer|camera|website|web site"
    r"|phone|switch|tablet|appliance|gateway)"
)


def _is_other_owner(said: str, passed: Passed) -> bool:
    """Whether the way in on record is an account of somebody else than is said, or another device."""
    for words in (_OWNERS, _DEVICES):
        named, known = (
            {one[0].lower() for one in words.finditer(text)} for text in (said, read_way(passed.record))
        )
        if known and not named <= known:
            return True
    return False


_KNOWN: Mapping[str, Callable[[str, Passed], bool]] = {
    **STANDINGS,
    "absence_borne": lambda said, passed: _is_absence_told(passed, *ClaimMode),
    "absence_told": lambda said, passed: _is_absence_told(passed, ClaimMode.FLAT),
    "as_much_paid": _is_as_much_paid,
    # the record tells what the insurer has paid, and no more than a payment is said
    "insurer_paid": lambda said, passed: (
        passed.record.get(Subject.INSURANCE, "paid") is not None and bool(_PAID_FOR.search(said))
    ),
    "kinds_told": _are_kinds_told,
    "nothing_paid": _is_nothing_paid,
    "number_close": _is_number_close,
    "open_told": lambda said, passed: any(
        one.reading.wording.mode is ClaimMode.UNKNOWN for one in passed.borne
    ),
    "other_group_first": _is_other_group_first,
    "other_number_pending": _are_others_pending,
    "other_owner": _is_other_owner,
    "other_search_done": _is_other_search_done,
    "same_who": _is_same_who,
    "share_short": _is_share_short,
    # work is open of which it is said that nothing is left
    "something_left": lambda said, passed: any(
        words.search(said) and is_open(passed.record) for words, is_open in _WORK
    ),
    # work stands otherwise than a sentence says
    "stage_unfit": lambda said, passed: is_stage_wrong(
        gloss(said).text if passed.spanish else said, passed.record
    ),
    # none of the systems that are named is still out, or back
    "system_back": lambda said, passed: not list_systems(said) & name_systems(passed.record, "pending"),
    "system_out": lambda said, passed: (
        not list_systems(said)
        & (name_systems(passed.record, "verified") - name_systems(passed.record, "pending"))
    ),
}


def is_so(name: str, said: str, passed: Passed) -> bool:
    """Whether what presumptions.toml calls by a name is so: by the words that are said, or by the record."""
    return _KNOWN[name](said, passed) if name in _KNOWN else CONDITIONS[name](passed.record)
