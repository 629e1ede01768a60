"""Reports to authorities and others: their fields filled from the record, what is missing named with why."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import typst

from firstbell.base.clock import NS_PER_S
from firstbell.base.zones import show_moment
from firstbell.notify.clocks.counts import CountedGroup
from firstbell.notify.clocks.rules import find_rule
from firstbell.notify.errors import AudienceError
from firstbell.notify.notices.fonts import choose_fonts
from firstbell.notify.statements.draft import load_language, show_day
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import FactStatus, Subject

_MISSING = "nobody has put it on the record yet"
_BY_HAND = "fill this in by hand, since no fact tells it"
_UNKNOWN = "the record says that it is not known"
# counts that go on while files are searched for people
_COUNTS = frozenset({"people_affected.count", "people_impacted.count"})
_SO_FAR = "so far, not final"
# names and systems come by threes and fours, indicators by dozens
_MOST_IN_A_SENTENCE = 6
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?\Z")
_OFFSET = re.compile(r"[+-]\d\d:\d\d\Z")
_NOTHING: tuple[object, ...] = (None, [], (), {}, "")
_WORDS = {
    "confirmed": "yes, confirmed",
    "undetermined": "not yet determined",
    "none_found": "none found",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `value`: None where nothing tells; `status`: known, believed, unknown or missing.

    `shown`: the value in words, "unknown" where there is none; `why`: why there is none; `remark`: what
    must be said beside the value. `is_task`: no fact tells such a field, and `why` is what a person does.
    """

    name: str
    value: Any
    status: str
    entry: str
    why: str = ""
    remark: str = ""
    is_task: bool = False

    @property
    def shown(self) -> str:
        """The value in words, as one types it into a form."""
        if self.value is None:
            return self.why if self.is_task else f"unknown: {self.why}"
        told = ["believed"] if self.status == FactStatus.BELIEVED else []
        told += [self.remark] if self.remark else []
        return show_value(self.value) + (f" ({'; '.join(told)})" if told else "")


@lru_cache(maxsize=1)
def _load() -> dict[str, Any]:
    text = files("firstbell.notify.notices").joinpath("reports.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def list_reports() -> Sequence[str]:
    """The names of the reports."""
    return sorted(_load())


def describe_report(name: str) -> Mapping[str, str]:
    """`title`, `form`, `rule`, `law` (its citation) of a report; "" where there is none.

    Raises: AudienceError; RuleError.
    """
    report = _find(name)
    told = {part: str(report.get(part, "")) for part in ("title", "form", "rule")}
    return told | {"law": find_rule(told["rule"]).citation if told["rule"] else ""}


@dataclass(frozen=True, slots=True)
class PlannedPeople:
    """Whom the letters are planned for. `residents`: how many by state; `kinds`: what was taken, by state."""

    residents: Mapping[str, int]
    kinds: Mapping[str, Sequence[str]]

    def list_kinds(self, state: str) -> list[str]:
        """The kinds of data of this state's residents; of all people for ""."""
        states = [state] if state else [*self.kinds]
        return sorted({kind for one in states for kind in self.kinds.get(one, ())})


def count_planned(groups: Sequence[CountedGroup] | None) -> PlannedPeople | None:
    """The people of a plan, for reports; None where nobody counted."""
    if groups is None:
        return None
    residents: Counter[str] = Counter()
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for group in groups:
        residents[group.state] += group.people
        kinds[group.state] |= group.kinds or set()
    return PlannedPeople(residents, {state: sorted(told) for state, told in kinds.items()})


def fill_report(
    name: str,
    record: CaseRecord,
    planned: PlannedPeople | None = None,
    *,
    given: Mapping[str, Any] | None = None,
) -> tuple[str, list[Field]]:
    """(title, fields) of a report. `planned`: None where nobody counted; `given`: values by path, told now.

    Raises: AudienceError, RuleError.
    """
    report = _find(name)
    rule = find_rule(str(report["rule"])) if report.get("rule") else None
    # who answers for the residents of a state hears of theirs alone
    state = rule.jurisdiction if rule and rule.basis == "residence" else ""
    kinds = planned.list_kinds(state) if planned else []
    told = dict(given or {})
    fields: list[Field] = []
    for title, path, *why in report["fields"]:
        if path in told:
            fields.append(Field(title, told[path], FactStatus.KNOWN.value, ""))
            continue
        field = _fill(title, path, record, planned)
        if path == Subject.KINDS_FOUND and kinds and field.value is None:
            field = Field(title, kinds, FactStatus.KNOWN.value, "")
        fields.append(replace(field, why=why[0]) if why else field)
    return str(report["title"]), fields


def _find(name: str) -> Mapping[str, Any]:
    if name not in _load():
        raise AudienceError(f"there is no report {name!r}", hint=f"reports are {', '.join(list_reports())}")
    found: Mapping[str, Any] = _load()[name]
    return found


def _fill(title: str, path: str, record: CaseRecord, planned: PlannedPeople | None) -> Field:
    if path == "organisation":
        if record.names:
            return Field(title, record.names[0], "known", "")
        return Field(title, None, "missing", "", _MISSING)
    subject, _, name = path.partition(".")
    if subject == "residents":
        if planned is None:
            return Field(title, None, "missing", "", "nobody has counted: `firstbell notice plan` does")
        return Field(title, planned.residents.get(name, 0), "known", "")
    fact = record.find(Subject(subject)) if subject else None
    if fact is None:
        return Field(title, None, "missing", "", _MISSING if subject else _BY_HAND, is_task=not subject)
    value = record.get(Subject(subject), name) if name else fact.value
    if value is None or value == []:
        is_unknown = fact.status is FactStatus.UNKNOWN
        why = fact.because if is_unknown and fact.because else _UNKNOWN if is_unknown else _MISSING
        return Field(title, None, "unknown" if is_unknown else "missing", fact.entry, why)
    is_open = path in _COUNTS and record.get(Subject(subject), "final") is False
    return Field(title, value, fact.status.value, fact.entry, remark=_SO_FAR if is_open else "")


def show_value(value: Any) -> str:
    """A value as one says it: no `True`, no list in brackets, no time as machines write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,}"
    if isinstance(value, Mapping):
        # an entry keeps the fields of a contact by the alphabet
        names = sorted(value, key=lambda name: (name != "name", name != "phone", name))
        return ", ".join(show_value(value[name]) for name in names if value[name] not in _NOTHING)
    if isinstance(value, list | tuple):
        return _join_words([show_value(one) for one in value if one is not None])
    text = str(value)
    day = read_day(text) if _TIME.match(text) else None
    if day is not None:
        clock = f", {text[11:16]}" if len(text) > 10 else ""
        zone = _OFFSET.search(text[16:])
        at = f" (UTC{zone[0] if zone else ''})" if clock else ""
        return show_day(day, load_language("en")) + clock + at
    return _WORDS.get(text) or load_language("en")["kinds"].get(text) or _name_agency(text)


def _join_words(words: Sequence[str]) -> str:
    """A list as one says it; a long one, or one of sentences, by semicolons."""
    if not words:
        return "none"
    if len(words) > _MOST_IN_A_SENTENCE or any("," in word for word in words):
        return "; ".join(words)
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _name_agency(text: str) -> str:
    """An agency by its name, where letters know one: `fbi` is the FBI."""
    return str(load_language("en")["agencies"].get(text.strip().lower(), text))


def write_pack(
    folder: Path, name: str, fields: Sequence[Field], *, stamp_s: int, zone: tzinfo | None = None
) -> list[str]:
    """Write NAME.pdf, to type from, and NAME.json into a folder; the names of the files.

    `zone`: the district's, in which the PDF says when it was made; None: this machine's own.

    Raises: OSError; FontError where no font of this machine shows a value.
    """
    told = [
        {
            "name": one.name,
            "value": one.value,
            "status": one.status,
            "shown": one.shown,
            "why": one.why or None,
        }
        for one in fields
    ]
    about = {"report": name, **describe_report(name), "fields": told}
    encoded = msgspec.json.format(msgspec.json.encode(about), indent=1)
    with_system = choose_fonts({one.name: [one.name, one.shown] for one in fields})
    template = files("firstbell.notify.notices").joinpath("report.typ").read_bytes()
    given = {"main.typ": template, "report.json": encoded}
    # the stub does not know of files by name
    pdf = typst.Compiler(
        given,  # type: ignore[type-var]
        ignore_system_fonts=not with_system,
        sys_inputs={"made": show_moment(stamp_s * NS_PER_S, zone)},
    ).compile(format="pdf", pdf_standards=["ua-1"], timestamp=stamp_s)
    assert isinstance(pdf, bytes)
    (folder / f"{name}.json").write_bytes(encoded + b"\n")
    (folder / f"{name}.pdf").write_bytes(pdf)
    return [f"{name}.json", f"{name}.pdf"]
