"""Lines of forms, slides, timelines and tables as sentences: a label with its value, a day with what it saw.

"Point of entry: unknown", "Ransom paid: $0", "10/5: counsel engaged", "| First access | August 11 |", and a
heading with its value on the next line. form_lines.toml has the labels, their values and what both say
together; that is judged like any other sentence. A value of another shape stays as it is written.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from firstbell.notify.statements.language.patterns import any_case, read_patterns
from firstbell.notify.statements.language.sentences import capitalize, has_verb, plain
from firstbell.notify.statements.paraphrase.labels import is_system_list
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.waits.notices import is_furniture


@dataclass(frozen=True, slots=True)
class _Value:
    """A shape of a value, and what it says with its label."""

    shape: re.Pattern[str]
    tells: str


@dataclass(frozen=True, slots=True)
class _Field:
    """A label, and the values that it may have."""

    label: re.Pattern[str]
    values: Sequence[_Value]


@dataclass(frozen=True, slots=True)
class _Event:
    """What a line says of a day; `otherwise`: without the sum."""

    words: re.Pattern[str]
    tells: str
    otherwise: str


# "(believed, not confirmed)" behind a value, "suspected" before a label
_BELIEVED = any_case(
    r"[ ,]*\(?(?:(?:this is )?(?:believed|suspected)(?:,? (?:and |but )?not (?:yet )?(?:confirmed|established"
    r"|certain|known))?|we believe|likely|probable|unconfirmed)\)?$"
)
_SUSPECTED = any_case(r"^(?:suspected|believed|likely|probable|presumed|working view:?) ")
# what a heading or a line of a list is numbered with, a slide too
_NUMBER = re.compile(
    r"^(?:(?i:slide) \d{1,2}\s*[-:\u2013\u2014.]\s*|\(?[a-z\d]{1,2}\)\s+|[A-Z]\.\s+(?=[A-Z])|\d{1,2}\.\s+)"
)
_SEAM = re.compile(r"\s*:\s+|\s+[\u2013\u2014-]\s+|\.\s+")
_MONTHS = 12
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?$")
_ISO = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
# no label is longer, and no line of a form
_LONGEST_LABEL, _LONGEST = 80, 240


@lru_cache(maxsize=1)
def _load() -> tuple[Sequence[_Field], Sequence[_Event], re.Pattern[str]]:
    raw, fill = read_patterns("paraphrase", "form_lines.toml")
    fields = [
        _Field(
            any_case(fill(one["label"])),
            [_Value(any_case(fill(shape)), tells) for shape, tells in one["values"]],
        )
        for one in raw["fields"]
    ]
    events = [
        _Event(any_case(fill(one["words"])), one["tells"], one.get("otherwise", "")) for one in raw["events"]
    ]
    row = any_case(rf"{fill('{WHEN}')}(?::\s+|\s+[\u2013\u2014-]\s+|\s*\|\s*)(?P<told>.+)")
    return fields, events, row


_IN_THREAD = re.compile(r"^[ \t]*\(?\d{1,2}/(?P<all>\d{1,2})?\)?[.:)]? +(?=\S)", re.M)
# a slide is numbered, and a line of a timeline begins with its day
_SLIDE = re.compile(r"^[ \t]*slide \d{1,2}\s*[-:\u2013\u2014.]\s*", re.M | re.I)
_DATED = re.compile(
    r"^(?=[ \t]*(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}|\d{1,2}/\d{1,2})"
    r"(?:,? (?:at )?\d{1,2}(?::\d\d)? ?[ap]\.?m\.?)?[^:\n]{0,24}: )",
    re.M,
)
# a line of a table between bars, the line below its head, and words of a head
_ROW = re.compile(
    r"^[ \t]*(?:\|(?P<outer>[^\n]*)\||(?P<cells>[^|\n:]{2,60} \| [^|\n.:/@]{2,60}))[ \t]*$", re.M
)
_RULE = re.compile(r"[\s|:+-]*")
_HEAD = any_case(
    r"(?:(?:system|service|status|state|item|date|day|event|what|when|who|step|action|agency|kind|number|amount"
    r"|field|value|topic|detail|information|what happened|where it stands|notes?)s?"
    r"(?: (?:on|as of|at) [\w ,.:]+)?|)"
)


def open_rows(text: str) -> str:
    """The text with each line of a table as "first cell: second cell", without its head and its rules, and
    without the numbers of a thread ("3/14 ...") and of slides.
    """
    totals = Counter(match["all"] for match in _IN_THREAD.finditer(text))
    text = _IN_THREAD.sub(
        lambda match: "" if totals[match["all"]] > 1 or not match["all"] else match[0], text
    )
    text = _SLIDE.sub("", _DATED.sub("\n", text))
    if "|" not in text:
        return text
    return _ROW.sub(lambda match: _open_row(match["outer"] or match["cells"]), text)


def _open_row(row: str) -> str:
    cells = [cell.strip() for cell in row.split("|")]
    if _RULE.fullmatch(row) or all(_HEAD.fullmatch(cell) for cell in cells):
        return ""
    first, *others = [cell for cell in cells if cell]
    return "\n" + "\n".join(f"{first}: {one}" for one in others) if others else f"\n{first}"


def tell_forms(phrases: Iterable[ClaimPhrase]) -> Iterator[ClaimPhrase]:
    """The phrases of a text, those of forms and timelines as sentences, without dates, addresses, topics."""
    heading = ""
    for phrase in phrases:
        said = _NUMBER.sub("", plain(phrase.said).strip()).strip(" |*_#")
        if phrase.answered or len(said) > _LONGEST:
            heading = ""
            yield phrase
            continue
        names_topic = is_furniture(phrase.said)
        told = list(_tell_row(said)) or _tell_line(said)
        told = told or ([] if names_topic else _tell_value(heading, said))
        yield from (replace(phrase, read=one, answered=True, whole=True) for one in told)
        if not told:
            heading = _find_heading(said)
            if not names_topic:
                yield phrase


def _find_heading(said: str) -> str:
    """The label that the next lines may be the values of; "" where this line is none."""
    bare = said.rstrip(" .:")
    fits = len(bare) <= _LONGEST_LABEL and any(_fits(field.label, bare) for field in _load()[0])
    return bare if fits else ""


def _fits(label: re.Pattern[str], text: str) -> bool:
    return label.fullmatch(_SUSPECTED.sub("", text)) is not None


def _tell_line(said: str) -> list[str]:
    """What a label with its value on one line says."""
    for seam in _SEAM.finditer(said):
        if seam.start() > _LONGEST_LABEL:
            break
        label, value = said[: seam.start()], said[seam.end() :]
        if told := _tell_value(label, value):
            return told
    return []


def _tell_value(label: str, value: str) -> list[str]:
    """What a value says below its label; [] where it has no shape that is known."""
    if not label:
        return []
    if ";" in value:
        parts = [_tell_value(label, part) for part in value.split(";")]
        return [one for part in parts for one in part] if all(parts) else []
    bare = re.sub(r"\s+[|\u2022\u00b7]\s+", ", ", value.strip(" .;"))
    believed = _SUSPECTED.match(label) is not None
    if hedge := _BELIEVED.search(bare):
        bare, believed = bare[: hedge.start()].strip(" .;,"), True
    for field in _load()[0]:
        if not _fits(field.label, label.strip()):
            continue
        for one in field.values:
            match = one.shape.fullmatch(bare)
            if match and _is_named(one.tells, match):
                return [_say(one.tells, match, believed=believed)]
    return []


def _is_named(tells: str, match: re.Match[str]) -> bool:
    """Whether what a value names is no sentence; where systems are told of, nothing but systems."""
    named = match.groupdict()
    if tells.startswith("{List} "):
        return is_system_list(match["list"])
    words = named.get("list") or named.get("what")
    return not words or tells.startswith("We do not know") or not has_verb(words)


def _tell_row(said: str) -> Iterator[str]:
    """What a line of a timeline says of its day; nothing where a part of it is not known."""
    _, events, row = _load()
    line = row.fullmatch(said)
    if line is None:
        return
    parts = re.split(r"[;,] (?:and )?", line["told"].strip(" ."))
    told = [_tell_event(part, line, events) for part in parts]
    believed = _BELIEVED.search(line["told"])
    if not all(told) and believed:
        alone = _tell_event(line["told"][: believed.start()].strip(" ,"), line, events)
        told = [_believe(alone)] if alone else []
    if told and all(told):
        yield from told


def _tell_event(part: str, line: re.Match[str], events: Sequence[_Event]) -> str:
    for event in events:
        if match := event.words.fullmatch(part.strip()):
            given = match.groupdict()
            tells = event.tells if given.get("sum") or "{sum}" not in event.tells else event.otherwise
            return (
                _fill(tells, {**line.groupdict(), **{k: v for k, v in given.items() if v}}) if tells else ""
            )
    return ""


def _say(tells: str, match: re.Match[str], *, believed: bool) -> str:
    told = _fill(tells, match.groupdict())
    return _believe(told) if believed else told


def _believe(told: str) -> str:
    return f"We believe that {told[:1].lower()}{told[1:]}"


def _fill(tells: str, given: Mapping[str, str | None]) -> str:
    clock = given.get("time") or given.get("time2")
    listed = re.sub(r"\s*;\s*", ", ", given.get("list") or given.get("list2") or "")
    listed = re.sub(r", (?!.*, )(?!and )", " and ", listed) if " and " not in listed else listed
    return tells.format(
        day=_name_day(given.get("day") or given.get("day2") or ""),
        time=f" at {clock}" if clock else "",
        sum=given.get("sum") or "",
        many=given.get("many") or "",
        all=given.get("all") or "",
        list=listed,
        List=capitalize(listed),
        what=_lower(given.get("what") or ""),
    )


def _lower(words: str) -> str:
    """A question within a sentence begins small; what is written in capitals stays so."""
    return words if words[:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def _name_day(day: str) -> str:
    """A day as sentences write it: "10/5" is October 5."""
    if (slashed := _SLASHED.match(day)) and 1 <= int(slashed[1]) <= _MONTHS:
        year = slashed[3] or ""
        return f"{month_name[int(slashed[1])]} {int(slashed[2])}" + (
            f", {'20' + year if len(year) == 2 else year}" if year else ""
        )
    if (iso := _ISO.match(day)) and 1 <= int(iso[2]) <= _MONTHS:
        return f"{month_name[int(iso[2])]} {int(iso[3])}, {iso[1]}"
    return day
