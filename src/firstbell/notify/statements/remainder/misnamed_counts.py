"""Counts and kinds of data told otherwise than the record has them: 410 files that are called students.

Each noun has the counts of the record that it may have. A number that the record has of something else waits;
where no claim of a sentence was judged, so does one that the record has not at all. So do a member of a list
that stands nowhere on the record, and a denial that names no kind, where some was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.dates import MONTHS
from firstbell.notify.statements.language.names import list_kinds, list_recorded_kinds
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.known_facts import have_kinds
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.waits.holds import names_event
from firstbell.record.facts import Subject

# a list that is the answer, that stands behind a colon, or that a search found
_LIST = any_case(
    r"(?P<lead>\?|:|\b(?:found|includes?|included|including|such as|turned up|identified|namely|kinds are"
    r"|kinds were|se encontr(?:\u00f3|aron)|incluyen?|como))"
    r" (?:(?:both|these kinds|the following|the|las?|los)\W+)?(?P<list>[^.;:?!]+?)"
    r"(?: (?:so far|to date|hasta ahora|in (?:our|the|those) (?:search\w*|files)))?[.!]?$"
)
_SPLIT = any_case(r",? (?:and|y|e|as well as|also|plus)(?: also)? |, ")
_ABOUT = any_words(
    r"kinds?|types?|data|information|found|search\w*|datos|tipos?|informaci\u00f3n|encontr\w+|details"
)
_OTHER_LIST = any_words(r"systems?|services?|restored|verified|pending|sistemas|restablecid\w+")
_NEAR = 50
# words that tell no kind by themselves
_PLAIN = any_case(
    r"a|an|the|so|far|names?|nombres?|of|our|some|their|his|her|its|and|or|for|on|about|other|others|also"
    r"|such|current|former|all|both|many|most|few|several|staff|student|students|employee|employees|parent"
    r"|parents|teacher|teachers|family|families|numbers|number|data|information|records|record|details|dates"
    r"|date|address|addresses|account|accounts|kind|kinds|of|de|del|la|las|los|el|y|e|sus|su|datos|números"
    r"|fechas|información"
)
_VERB = any_words(
    r"is|are|was|were|has|have|had|will|can|may|not|no|none|we|they|it|you|that|which|who|hay|es|son|fue\w*"
    r"|que|no"
)
_MOST_WORDS = 5


_TAKING = any_words(
    r"taken|took|stolen|stole|copied|left (?:the|our)|removed|exfiltrat\w+|published|leaked|misused|robad\w+"
    r"|copiad\w+|publicad\w+|sali\w+|new|evidence|sign|indication"
)


def list_strange_kinds(passed: Passed) -> Iterator[Leftover]:
    """Members of such a list of which the record has no word, and a denial of what a search found."""
    yield from _list_members(passed)
    for one in passed.borne if have_kinds(passed.record) else ():
        reading, proposition = one.reading, one.reading.proposition
        denied = not reading.affirmed and reading.wording.mode is ClaimMode.FLAT
        if proposition is None or proposition.truth != "personal_data" or not denied:
            continue
        if not _TAKING.search(reading.plain) and not list_kinds(reading.plain):
            yield Leftover("that no personal data was there", reading.plain, 0)


def _list_members(passed: Passed) -> Iterator[Leftover]:
    told = passed.record.get_list(Subject.KINDS_FOUND)
    match = _LIST.search(passed.flat) if told else None
    if match is None:
        return
    before = passed.flat[max(0, match.start("list") - _NEAR) : match.start("list")]
    if not _ABOUT.search(before) or _OTHER_LIST.search(before):
        return
    members = [one.strip() for one in _SPLIT.split(match["list"]) if one.strip()]
    if any(_VERB.search(one) or len(one.split()) > _MOST_WORDS for one in members):
        return
    # a day or a sum is no kind of data, and neither is yes or no
    if any(re.search(r"\d|^(?:yes|no|s\u00ed)$", one.strip(".!"), re.I) for one in members):
        return
    found = list_recorded_kinds(*told)
    words = {word for one in told for word in _list_words(one)}
    fit = [_fits(gloss(one).text if passed.spanish else one, found, words) for one in members]
    if any(fit) or match["lead"] == "?":
        for one, fits in zip(members, fit, strict=True):
            if not fits:
                yield Leftover("a kind of data", one, passed.flat.find(one))


def _fits(member: str, found: set[str], words: set[str]) -> bool:
    kinds = list_recorded_kinds(member) - {member}
    own = _list_words(member)
    return bool(kinds and kinds <= found) or (not kinds and (bool(own & words) or not own))


def _list_words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[^\W\d_]+", text.lower()) if not _PLAIN.fullmatch(word)}


_COUNTED = any_case(
    rf"(?<![\w$.-])(?<!{r' )(?<!'.join(MONTHS)} )(?P<many>\d[\d,]*)(?: of)?"
    r"(?: (?:our|the|nuestr[oa]s|los|las))?(?: (?!and\b|y\b|to\b)\w+)?? (?P<noun>people|persons|individuals"
    r"|personas|students?|pupils|children|alumn[oa]s|estudiantes|employees|teachers|staff|workers"
    r"|emplead[oa]s|maestr[oa]s|families|parents|households|familias|files|documents|records|archivos"
    r"|documentos|letters|notices|cartas|threats|contacts|amenazas|codes|códigos)\b"
)
_NOUNS: Mapping[str, str] = {
    "people": r"people|persons|individuals|personas|families|parents|households|familias",
    "students": r"students?|pupils|children|alumn|estudiante",
    "staff": r"employees|teachers|staff|workers|emplead|maestr",
    "files": r"files|documents|records|archivos|documentos",
    "letters": r"letters|notices|cartas",
    "contacts": r"threats|contacts|amenazas",
    "codes": r"codes|códigos",
}
# a smaller number says nothing by itself
_LEAST = 13
_WORTH_NOTHING = any_words(r"not|n't|never|no|if|whether|rumor|false|untrue|wrong")


def list_misnamed(flat: str, record: CaseRecord, *, judged: bool) -> Iterator[Leftover]:
    """Numbers that a plain sentence tells of another thing. `judged`: whether a claim of it is borne out."""
    if (listed := find_counted_list(flat)) and not listed.fits:
        yield Leftover("how many they are", listed.said, flat.find(listed.said))
    if judged and _WORTH_NOTHING.search(flat):
        return
    counts = _list_counts(record)
    of_event = None
    if _REPORTED.search(flat):
        counts["people"] |= counts["contacts"]
    for said in _COUNTED.finditer(flat):
        numbers = find_numbers(said["many"])
        kind = next(name for name, words in _NOUNS.items() if re.match(words, said["noun"], re.I))
        if not numbers or numbers[0].value < _LEAST or numbers[0].value in counts[kind]:
            continue
        elsewhere = any(numbers[0].value in told for told in counts.values())
        if of_event is None:
            of_event = names_event(flat)
        if (elsewhere and kind not in _OF_PEOPLE) or (elsewhere and _is_of_things(numbers[0].value, counts)):
            yield Leftover("of what so many are", said[0], said.start())
        elif not judged and of_event and (elsewhere or any(counts[kind])):
            yield Leftover("how many they are", said[0], said.start())


@dataclass(frozen=True, slots=True)
class CountedList:
    """A number, and the list of so many that stands beside it ("two agencies, A and B, were told").

    `whole`: it begins the sentence; `rest`: what is said of them; `share`: of how many they are so many.
    """

    said: str
    items: str
    rest: str
    fits: bool
    whole: bool
    share: str


_LISTED = any_case(
    rf"\b(?:(?P<part>{SPELLED}) of )?(?:the |our )?(?P<many>{SPELLED}) (?P<noun>agencies|systems|authorities)"
    r"(?:, | \()(?:namely |that is, )?"
    r"(?P<list>(?:the |our )?[\w'-]+(?: [\w'-]+){0,3}(?:, (?:the |our )?[\w'-]+(?: [\w'-]+){0,3})*,? and"
    r" (?:the |our )?[\w'-]+(?: [\w'-]+){0,3}?)(?:, |\) )(?P<rest>(?:were|are|have)\b.+)$"
)
_NO_ITEM = any_words(r"is|are|was|were|has|have|had|of|including|included|among|not|but|which|who")


def find_counted_list(flat: str) -> CountedList | None:
    """The first number of a sentence that has its list beside it."""
    told = _LISTED.search(flat)
    if told is None or _NO_ITEM.search(told["list"]):
        return None
    # "two of the six systems, A and B": two
    many, items = (
        find_numbers(f"{told['part'] or told['many']} items"),
        re.split(r",(?: and)? | and ", told["list"]),
    )
    fits = bool(many) and many[0].value == len(items)
    share = f"{told['part']} of the {told['many']} {told['noun']}" if told["part"] else ""
    return CountedList(told[0], told["list"], told["rest"], fits, told.start() == 0, share)


_REPORTED = any_words(r"report\w*|contacted|threatened|messages|calls")
_OF_PEOPLE = frozenset({"people", "students", "staff"})


def _is_of_things(value: float, counts: Mapping[str, set[Any]]) -> bool:
    """Whether the record has a number of files, or of threats, and of no people."""
    return not any(value in counts[name] for name in (*_OF_PEOPLE, "letters", "codes"))


def _list_counts(record: CaseRecord) -> dict[str, set[Any]]:
    def read(subject: Subject, *names: str) -> set[Any]:
        return {record.get(subject, name) for name in names} - {None, True, False}

    def value(subject: Subject) -> set[Any]:
        fact = record.find(subject)
        return {fact.value} - {None} if fact and isinstance(fact.value, int | float) else set()

    letters, people = value(Subject.LETTERS_SENT), read(Subject.PEOPLE_AFFECTED, "count")
    codes, reset = read(Subject.CREDIT_MONITORING, "codes_issued", "enrolled"), Subject.PASSWORD_RESET
    groups: dict[str, set[Any]] = {"students": set(), "staff": set()}
    listed = record.get(Subject.PEOPLE_AFFECTED, "groups") or ()
    for name, words in (("students", r"student|pupil|child"), ("staff", r"staff|employee|teacher")):
        told = (
            number.value
            for one in listed
            if re.search(words, str(one), re.I)
            for number in find_numbers(str(one))
        )
        groups[name] = set(told)
    rest = {max(people) - max(letters)} if people and letters else set()
    students = read(reset, "students_done", "students_of") | read(Subject.ENTITY, "pupils")
    staff = read(reset, "staff_done", "staff_of")
    bounced = read(Subject.MAILING, "undeliverable")
    return {
        "people": people | letters | codes | rest | bounced
        | groups["students"] | groups["staff"] | students | staff
        | read(Subject.PEOPLE_IMPACTED, "count") | read(Subject.CALL_CENTER, "calls"),
        "students": groups["students"] | students,
        "staff": groups["staff"] | staff,
        "files": value(Subject.FILES_WITHOUT_CLEAN_VERSION) | read(Subject.PERSONAL_DATA_SEARCH,
        "unreadable_files"),
        "letters": letters | rest | bounced | people,
        "contacts": read(Subject.COERCION_CONTACTS, "count"),
        "codes": codes | people,
    }  # fmt: skip
