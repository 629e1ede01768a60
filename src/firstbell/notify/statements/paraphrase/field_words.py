"""A clause as what it says of one field of the record, as a sentence that rules read (fields.toml).

Every word of the clause is part of a form of the field, a value, a day, or one of a few words that say
nothing. What comes of it says as much as the clause; rules judge it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from firstbell.notify.statements.judges.agencies import list_reports
from firstbell.notify.statements.judges.told_days import DAY
from firstbell.notify.statements.language.names import place_agencies, place_systems, tell_district
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.paraphrase.field_grammar import (
    FieldForms,
    load_fields,
    load_table,
    match_forms,
)
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


@lru_cache(maxsize=1)
def _load_full() -> Sequence[tuple[re.Pattern[str], str]]:
    return [(any_case(words), full) for words, full in load_table()["words"]["full"]]


@lru_cache(maxsize=2)
def _load_idle(name: str) -> re.Pattern[str]:
    """Words that change nothing, with the commas around them."""
    words = "|".join(load_table()["words"][name])
    return any_case(rf"(?:^|,? )\b(?:{words})\b(?:,(?= |$))?")


_SO_FAR = any_words(r"so far|to date|until now|up to now|thus far")
_HOUR = any_case(r",? ?\b(?:at |around |about )?(?:\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?|noon|midnight)")
_WHEN = any_case(rf",? ?{DAY.pattern}(?:,? and (?:on )?(?P<second>{DAY.pattern.replace('?P<', '?P<s_')}))?,?")
_LIST = r"(?:(?:the |our |its )?{0}\d+)(?:(?:, and |, | and | as well as )(?:the |our |its )?{0}\d+)*"
_MANY_AGENCIES = any_case(_LIST.format("qag"))
_MANY_SYSTEMS = any_case(_LIST.format("qsys") + r"(?: systems?\b)?")
_OFFICE = any_case(r"(_agency)(?:'s office| office)?")
# what an insurance covers is told of the policy
_NO_AGENCY = frozenset({"insurance", "cyber insurance"})


def _name(text: str, places: Sequence[tuple[str, int, int]], mark: str) -> tuple[str, list[str]]:
    """The text with a mark for each of these names, and the names; the longest of those that overlap."""
    kept: list[tuple[int, int]] = []
    for _, start, end in sorted(places, key=lambda one: one[1] - one[2]):
        if not any(start < stop and begin < end for begin, stop in kept):
            kept.append((start, end))
    kept.sort()
    named = [text[start:end] for start, end in kept]
    for number, (start, end) in reversed(list(enumerate(kept))):
        text = f"{text[:start]}{mark}{number}{text[end:]}"
    return text, named


def _gather(text: str, names: Sequence[str], many: re.Pattern[str], mark: str) -> tuple[str, str] | None:
    """The text with one mark for a list of names, and the list as written; None where there are several."""
    lists = many.findall(text)
    if len(lists) != 1:
        return None
    match = many.search(text)
    if match is None:
        return None
    written = re.sub(r"q[a-z]+(\d+)", lambda one: names[int(one[1])], match[0], flags=re.I)
    return f"{text[: match.start()]}{mark}{text[match.end() :]}", written


class _Said:
    """A clause on its way to a field: its text, its names, its day."""

    __slots__ = ("agencies", "day", "hour", "record", "so_far", "still", "systems", "text")

    def __init__(self, text: str, record: CaseRecord) -> None:
        self.record = record
        for words, full in _load_full():
            text = words.sub(full, text)
        names = sorted(record.names, key=len, reverse=True)
        text = tell_district(text, names, r"(?i)(?:\bthe )?\b{}\b")
        self.so_far = bool(_SO_FAR.search(text))
        text = _load_idle("neutral").sub("", text)
        still = _load_idle("of_not").sub("", text)
        self.still = still != text
        self.text, self.agencies, self.systems, self.day, self.hour = still, "", "", "", ""

    def take_names(self) -> bool:
        """Marks agencies and systems; False where they do not stand in one list each."""
        for places, many, mark in (
            (place_agencies, _MANY_AGENCIES, "_agency"),
            (place_systems, _MANY_SYSTEMS, "_system"),
        ):
            found = [
                *(one for one in places(self.text) if self.text[one[1] : one[2]].lower() not in _NO_AGENCY),
                *self.place_recorded(mark),
            ]
            if not found:
                continue
            short = "qag" if mark == "_agency" else "qsys"
            text, names = _name(self.text, found, short)
            if (gathered := _gather(text, names, many, mark)) is None:
                continue
            self.text = gathered[0]
            if mark == "_agency":
                self.agencies = gathered[1]
                self.text = _OFFICE.sub(r"\1", self.text)
            else:
                self.systems = gathered[1]
        return True

    def place_recorded(self, mark: str) -> list[tuple[str, int, int]]:
        """Where the clause has a system, or an agency, by the name that the record has for it."""
        record = self.record
        if mark == "_agency":
            reports = (name.replace("_", " ") for name, _ in list_reports(record))
            named = {*record.get_list(Subject.LAW_ENFORCEMENT, "informed"), *reports}
        else:
            hit = record.get_list(Subject.SYSTEMS_RESTORED, "verified", "pending")
            named = {*record.get_list(Subject.UNAFFECTED_SYSTEMS), *hit}
        return [
            (name, match.start(), match.end())
            for name in named
            for match in re.finditer(rf"\b{re.escape(name)}\b", self.text, re.I)
        ]

    def take_day(self) -> bool:
        """Takes the one day that the clause tells; False where it tells several."""
        days = list(_WHEN.finditer(self.text))
        if len(days) > 1:
            return False
        if days:
            one = days[0]
            if one["today"] or (one["lead"] or "on").lower() not in _LEADS:
                return False
            self.day = one[0].strip(" ,")
            self.text = f"{self.text[: one.start()]} {self.text[one.end() :]}"
        hours = list(_HOUR.finditer(self.text))
        if len(hours) > 1:
            return False
        if hours:
            self.hour = hours[0][0].strip(" ,")
            self.text = f"{self.text[: hours[0].start()]} {self.text[hours[0].end() :]}"
        self.text = re.sub(r"\s+", " ", self.text).strip(" ,")
        return True


_LEADS = frozenset({"on", "since", "in the", "at", "effective", "starting", "beginning"})
_BELIEVED = any_case(
    r"^(?:we|(?:the |our )?investigators|the district|our forensic firm|the forensic firm) (?:currently"
    r" |now |still )?(?:believes?|suspects?|thinks?)(?: that)? (?=\w+ \w+ \w+)"
)


def tell_clause(clause: str, record: CaseRecord) -> str:
    """What a clause says of a field, as a sentence that rules read; "" where a word of it is left."""
    text = clause.strip().rstrip(".!").strip()
    if believed := _BELIEVED.match(text):
        told = tell_clause(text[believed.end() :], record)
        return f"We believe that {told[:1].lower()}{told[1:]}" if told else ""
    if not 8 < len(text) < 260 or re.search(r"[?;:]", text):
        return ""
    said = _Said(text, record)
    said.take_names()
    if not said.take_day():
        return ""
    for field in load_fields():
        if not field.key.search(said.text):
            continue
        if match := match_forms(field.so, said.text):
            if told := _tell(field, match, said, so=True):
                return told
        elif (match := match_forms(field.denied, said.text)) and (
            told := _tell(field, match, said, so=False)
        ):
            return told
    return ""


def _tell(field: FieldForms, match: re.Match[str], said: _Said, *, so: bool) -> str:
    slots = {name.rpartition("_")[0]: value for name, value in match.groupdict().items() if value}
    slots.setdefault("who", slots.get("who2", ""))
    value = slots.get("value") or slots.get("n")
    if so and said.still:
        return ""
    name = "yes" if so else "no"
    if so and value and "many" in field.told:
        name = "many"
    elif so and not value and "bare" in field.told:
        name = "bare"
    template = field.told.get(name, "")
    wants = re.findall(r"\{(\w+)\}", template)
    # a number with what is denied, or a value that the sentence has no place for
    if not template or (value and not {"n", "value"} & set(wants)):
        return ""
    slots["who"] = _WHO.get(slots["who"].lower(), slots["who"])
    if "way" in slots:
        slots["way"] = re.sub(r"^(?:One|An?|The|Our)\b", lambda one: one[0].lower(), slots["way"])
    slots |= {"agencies": said.agencies, "systems": said.systems}
    if any(not slots.get(one) for one in wants) or not _fits_day(field, said, so=so):
        return ""
    if said.day and "dated" in field.told:
        template = field.told["dated"]
    told = template.format(**slots)
    if said.so_far and "so_far" in field.traits:
        told = f"{told[:-1]} so far."
    day = (
        re.sub(r"^since ", "on ", _put(said.day), flags=re.I)
        if "since_on" in field.traits
        else _put(said.day)
    )
    when = " ".join(part for part in (said.hour, day) if part)
    told = f"{told[:-1]} {when}." if when else told
    return capitalize(told)


_WHO = {
    "students": "student",
    "employees": "staff",
    "employee": "staff",
    "students and staff": "student and staff",
    "staff and students": "student and staff",
    "students and employees": "student and staff",
}


def _put(day: str) -> str:
    day = f"{day[:1].lower()}{day[1:]}" if re.match(r"(?:On|Since|At|In) ", day) else day
    return (
        day
        if not day or re.match(r"(?:on|since|at|in|starting|beginning|effective)\b", day, re.I)
        else f"on {day}"
    )


def _fits_day(field: FieldForms, said: _Said, *, so: bool) -> bool:
    """Whether a field takes the day that the clause tells, or needs one."""
    if said.hour and not (said.day and "hour" in field.traits):
        return False
    if said.day and (not so or "when" not in field.traits):
        return False
    lasting = re.match(r"(?:since|starting|beginning|effective)\b", said.day, re.I)
    if lasting and "since" not in field.traits:
        return False
    if re.search(r"\band\b", said.day) and "several" not in field.traits:
        return False
    return bool(said.day) or "needs_day" not in field.traits
