"""A statement written from the record: known, not known, doing, what you should do, when you hear more.

Every audience gets the same claims; only the greeting and the advice differ, and an insurer and law
enforcement get what they work with besides: times, the demand, what the logs show, indicators. A line is
written only when the record bears it out, so that what is drafted passes the check that everything else has
to pass.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from firstbell.notify.errors import AudienceError, MissingFactError
from firstbell.notify.kinds import load_words
from firstbell.notify.statements.judges.theft import is_fully_reviewed
from firstbell.notify.statements.judges.truth import is_engaged
from firstbell.notify.statements.language.names import list_agencies, list_kinds, list_ways_in
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day, read_moment
from firstbell.record.facts import FactStatus, Subject

LANGUAGES = ("en", "es", "so", "hmn")
AUDIENCES = ("press", "families", "staff", "board", "insurer", "law-enforcement")
# who work on the event: they get times, the demand and what the logs show, too
OFFICIALS = ("insurer", "law-enforcement")
# whom the advice is for; the others know, and it would only make their letters longer
_ADVISED = ("families", "staff")
_ADVICE = ("no_payment", "contact_expected", "phishing", "passwords_reader", "freeze", "leak")

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line, its section, and what finds its values: None where it may not be written."""

    name: str
    section: str
    find: Callable[[CaseRecord], Values | None]


def _known(record: CaseRecord, subject: Subject, name: str) -> Any:
    fact = record.find(subject)
    return record.get(subject, name) if fact and fact.status is FactStatus.KNOWN else None


def _plain(record: CaseRecord, subject: Subject) -> Any:
    fact = record.find(subject)
    return fact.value if fact and fact.status is FactStatus.KNOWN else None


def _when(*, holds: bool, **values: Any) -> Values | None:
    return values if holds else None


def _find_event(record: CaseRecord) -> Values | None:
    found = read_day(_known(record, Subject.ENCRYPTION_EVENT, "found"))
    return _when(holds=found is not None, found=found)


def _find_bare_event(record: CaseRecord) -> Values | None:
    confirmed = _known(record, Subject.ENCRYPTION_EVENT, "confirmed")
    return _when(holds=bool(confirmed) and _find_event(record) is None)


def _find_first_access(record: CaseRecord) -> Values | None:
    day = read_day(_plain(record, Subject.FIRST_ACCESS))
    return _when(holds=day is not None, first_access=day)


def _state(record: CaseRecord, status: FactStatus = FactStatus.KNOWN) -> str:
    fact = record.find(Subject.EXFILTRATION)
    state = record.get(Subject.EXFILTRATION, "state") if fact and fact.status is status else ""
    return str(state or "")


def _find_kinds(record: CaseRecord) -> Values | None:
    listed = _plain(record, Subject.KINDS_FOUND)
    kinds = sorted(set().union(*(list_kinds(str(one)) | {str(one)} for one in listed or ())))
    return _when(holds=bool(kinds), kinds=kinds)


def _find_people(record: CaseRecord, *, final: bool) -> Values | None:
    count = _known(record, Subject.PEOPLE_AFFECTED, "count")
    is_final = record.get(Subject.PEOPLE_AFFECTED, "final") is True
    return _when(holds=bool(count) and is_final is final, count=count)


def _find_systems(record: CaseRecord, name: str) -> Values | None:
    listed = _known(record, Subject.SYSTEMS_RESTORED, name)
    return _when(holds=bool(listed), **{name: list(listed or ())})


def _is_restoring(record: CaseRecord) -> bool:
    """Whether a system is still down that can be restored: of some no backup holds anything."""
    lists = {
        name: set(_known(record, Subject.SYSTEMS_RESTORED, name) or ())
        for name in ("pending", "without_backup", "nothing_to_restore")
    }
    return bool(lists["pending"] - lists["without_backup"] - lists["nothing_to_restore"])


def _find_lost(record: CaseRecord, *, some: bool) -> Values | None:
    count = _plain(record, Subject.FILES_WITHOUT_CLEAN_VERSION)
    return _when(holds=isinstance(count, int) and bool(count) is some, lost=count)


def _find_paid(record: CaseRecord, *, paid: bool) -> Values | None:
    value = _known(record, Subject.RANSOM, "paid")
    return _when(holds=value is not None and bool(value) is paid)


def _is_taken_open(record: CaseRecord) -> bool:
    none_taken = _state(record) == "none_found" and is_fully_reviewed(record)
    told = _state(record, FactStatus.BELIEVED) == "confirmed"
    return not (
        _state(record) == "confirmed" or none_taken or told or record.get(Subject.EXFILTRATION, "published")
    )


def _count(record: CaseRecord) -> Any:
    return record.get(Subject.PEOPLE_AFFECTED, "count")


def _is_personal_open(record: CaseRecord) -> bool:
    told = _count(record) or _plain(record, Subject.KINDS_FOUND)
    searched = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") == 100
    clear = searched and not _is_taken_open(record)
    return not told and not clear


def _find_letters(record: CaseRecord) -> Values | None:
    sent = _plain(record, Subject.LETTERS_SENT)
    return _when(holds=bool(sent), letters=sent)


def _is_done(subject: Subject, name: str) -> Callable[[CaseRecord], Values | None]:
    """Finds whether a field is known as a yes, a time or a text."""
    return lambda record: _when(holds=bool(_known(record, subject, name)))


def _find_taken(record: CaseRecord, status: FactStatus) -> Values | None:
    return _when(holds=_state(record, status) == "confirmed")


def _find_law(record: CaseRecord) -> Values | None:
    informed = _known(record, Subject.LAW_ENFORCEMENT, "informed")
    return _when(holds=bool(informed), informed=list(informed or ()))


def _find_passwords(record: CaseRecord) -> Values | None:
    who = [one for one in ("staff", "students") if is_engaged(_known(record, Subject.PASSWORD_RESET, one))]
    return _when(holds=bool(who), who=who)


def _find_multi_factor(record: CaseRecord) -> Values | None:
    whom = _known(record, Subject.MULTI_FACTOR, "for")
    return _when(holds=bool(whom), **{"for": [whom] if isinstance(whom, str) else list(whom or ())})


def _find_call_center(record: CaseRecord) -> Values | None:
    phone = _known(record, Subject.CALL_CENTER, "phone")
    opened = is_engaged(_known(record, Subject.CALL_CENTER, "opened"))
    return _when(holds=bool(phone and opened), phone=[phone])


LINES: Sequence[DraftLine] = (
    DraftLine("event_found", "known", _find_event),
    DraftLine("event", "known", _find_bare_event),
    DraftLine("first_access", "known", _find_first_access),
    DraftLine("taken", "known", lambda record: _find_taken(record, FactStatus.KNOWN)),
    DraftLine("taken_believed", "known", lambda record: _find_taken(record, FactStatus.BELIEVED)),
    DraftLine("published", "known", _is_done(Subject.EXFILTRATION, "published")),
    DraftLine(
        "none_taken", "known",
        lambda record: _when(holds=_state(record) == "none_found" and is_fully_reviewed(record)),
    ),
    DraftLine("kinds", "known", _find_kinds),
    DraftLine("people_final", "known", lambda record: _find_people(record, final=True)),
    DraftLine("people_so_far", "known", lambda record: _find_people(record, final=False)),
    DraftLine("restored", "known", lambda record: _find_systems(record, "verified")),
    DraftLine("pending", "known", lambda record: _find_systems(record, "pending")),
    DraftLine("files_lost", "known", lambda record: _find_lost(record, some=True)),
    DraftLine("no_files_lost", "known", lambda record: _find_lost(record, some=False)),
    DraftLine("unpaid", "known", lambda record: _find_paid(record, paid=False)),
    DraftLine("paid", "known", lambda record: _find_paid(record, paid=True)),
    DraftLine("letters", "known", _find_letters),
    DraftLine("taken_unknown", "unknown", lambda record: _when(holds=_is_taken_open(record))),
    DraftLine("personal_unknown", "unknown", lambda record: _when(holds=_is_personal_open(record))),
    DraftLine("count_unknown", "unknown", lambda record: _when(holds=_count(record) is None)),
    DraftLine("cause_unknown", "unknown", lambda record: _when(holds=not record.tells(Subject.WAY_IN))),
    DraftLine("law", "doing", _find_law),
    DraftLine("firm", "doing", _is_done(Subject.FORENSIC_FIRM, "engaged")),
    DraftLine("restoring", "doing", lambda record: _when(holds=_is_restoring(record))),
    DraftLine("passwords", "doing", _find_passwords),
    DraftLine("multi_factor", "doing", _find_multi_factor),
    DraftLine("monitoring", "doing", _is_done(Subject.CREDIT_MONITORING, "contract")),
    DraftLine("call_center", "doing", _find_call_center),
)  # fmt: skip


@lru_cache(maxsize=len(LANGUAGES))
def load_language(language: str) -> Mapping[str, Any]:
    """The lines of a language. Raises: AudienceError."""
    if language not in LANGUAGES:
        raise AudienceError(
            f"there is no template in {language!r}", hint=f"languages are {', '.join(LANGUAGES)}"
        )
    text = (
        files("firstbell.notify.statements").joinpath(f"drafts/{language}.toml").read_text(encoding="utf-8")
    )
    told = tomllib.loads(text)
    told["kinds"] = {
        kind: words.drafted.get(language) or words.letter.get(language, words.letter["en"])
        for kind, words in load_words().items()
    }
    return told


def draft_statement(
    record: CaseRecord,
    *,
    audience: str,
    language: str = "en",
    contact: str = "",
    indicators: Sequence[str] = (),
) -> str:
    """The text; `indicators`: for an insurer and law enforcement, one a line.

    Raises: AudienceError; MissingFactError with the names of what must not be blank.
    """
    if audience not in AUDIENCES:
        raise AudienceError(
            f"there is no audience {audience!r}", hint=f"audiences are {', '.join(AUDIENCES)}"
        )
    words = load_language(language)
    missing = [] if record.names else ["organisation.names"]
    if not record.find(Subject.ENCRYPTION_EVENT):
        missing.append("encryption_event")
    if not contact.strip():
        missing.append("--contact")
    if missing:
        raise MissingFactError(f"a statement to {audience}", missing)
    shared = {"organisation": record.names[0], "contact": contact.strip()}
    parts = [words["review"], words["greetings"][audience].format(**shared)]
    for section in ("known", "unknown", "doing"):
        lines = _write_section(record, words, section)
        if lines:
            parts += [words["titles"][section], "\n".join(f"- {line}" for line in lines)]
    if audience in OFFICIALS:
        parts += _write_official(record, audience, indicators)
    if audience in _ADVISED:
        advice = [f"- {words['lines'][name].format(**shared)}" for name in _ADVICE]
        parts += [words["titles"]["you"], "\n".join(advice)]
    parts += [words["titles"]["next"], words["lines"]["next"], words["lines"]["questions"].format(**shared)]
    parts.append(record.names[0])
    return "\n\n".join(part for part in parts if part) + "\n"


def _write_official(record: CaseRecord, audience: str, indicators: Sequence[str]) -> list[str]:
    """What those who work on the event need, in English, as far as the record has it."""
    english = load_language("en")
    words = english["official"]
    told = [*_list_official(record, english), *(_list_policy(record) if audience == "insurer" else ())]
    lines = [str(words[name]).format(**values) for name, values in told]
    parts = [words["title"], "\n".join(f"- {line}" for line in lines)] if lines else []
    listed = [one.strip() for one in indicators if one.strip()]
    listed = listed or [str(one) for one in _plain(record, Subject.INDICATORS) or ()]
    return [*parts, words["indicators"], "\n".join(f"- {one}" for one in listed)] if listed else parts


def _list_official(record: CaseRecord, english: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The names of official lines that the record bears out, and what stands in them."""
    for name, field in (("damaged", "first_damage"), ("noticed", "found")):
        moment = read_moment(_known(record, Subject.ENCRYPTION_EVENT, field))
        if moment:
            yield name, {"day": show_day(moment.date(), english), "time": f"{moment:%H:%M}"}
    fact = record.find(Subject.WAY_IN)
    if fact and isinstance(fact.value, str) and list_ways_in(fact.value):
        known = fact.status is FactStatus.KNOWN
        if known or fact.status is FactStatus.BELIEVED:
            yield "way_in" if known else "way_in_believed", {"way_in": fact.value}
    demanded = _known(record, Subject.RANSOM, "demanded")
    if demanded and not isinstance(demanded, bool) and re.search(r"\d", str(demanded)):
        yield "demand", {"demand": f"{demanded:,}" if isinstance(demanded, int | float) else demanded}
    for name, field in (("amount", "bytes"), ("amount_at_least", "bytes_at_least")):
        size = _known(record, Subject.EXFILTRATION, field)
        if _state(record) == "confirmed" and isinstance(size, int) and size >= 10**9:
            yield name, {"amount": f"{size // 10**9:,}"}
    reviewed, days = (_known(record, Subject.EXFILTRATION, name) for name in ("reviewed_days", "of_days"))
    if reviewed and days:
        yield "logs", {"reviewed": reviewed, "days": days}
    yield from _list_filed(record, english)


def _list_policy(record: CaseRecord) -> Iterator[tuple[str, dict[str, Any]]]:
    policy = _known(record, Subject.INSURANCE, "policy")
    if policy:
        yield "policy", {"policy": policy}
    spent = _known(record, Subject.RESPONSE_COST, "spent")
    if isinstance(spent, int | float):
        yield "spent", {"spent": f"{spent:,.0f}"}


def _list_filed(record: CaseRecord, english: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    reports = _plain(record, Subject.REPORTS)
    for name, fields in reports.items() if isinstance(reports, Mapping) else ():
        day = read_day(fields.get("filed")) if isinstance(fields, Mapping) else None
        agencies = sorted(list_agencies(str(name).replace("_", " ")))
        if day and agencies:
            shown = " and ".join(one.upper() if len(one) < 5 else f"the {one}" for one in agencies)
            yield "filed", {"agency": shown, "day": show_day(day, english)}


def write_lines(record: CaseRecord, words: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """Those of the named lines that the record bears out, in the order of the names."""
    wanted = {line.name: line for line in LINES}
    values = [(name, wanted[name].find(record)) for name in names]
    return [_write(words, name, found) for name, found in values if found is not None]


def _write(words: Mapping[str, Any], name: str, values: Values) -> str:
    shown = {key: _show(value, words) for key, value in values.items()}
    lines = words["lines"]
    line = lines.get(f"{name}_one") if _is_singular(values) else None
    text = str(line or lines[name]).format(**shown)
    for apart, drawn in words.get("contractions", {}).items():
        text = text.replace(f" {apart} ", f" {drawn} ")
    return text[0].upper() + text[1:]


def _is_singular(values: Values) -> bool:
    """Whether a line is about one thing alone, as by "e-mail", and not by "phones"."""
    lists = [value for value in values.values() if isinstance(value, list | tuple)]
    return len(lists) == 1 and len(lists[0]) == 1 and not re.search(r"[^s]s$", str(lists[0][0]))


def _write_section(record: CaseRecord, words: Mapping[str, Any], section: str) -> list[str]:
    return write_lines(record, words, [line.name for line in LINES if line.section == section])


def show_day(day: date, words: Mapping[str, Any]) -> str:
    """A day as the language writes it."""
    return str(words["date"]).format(day=day.day, month=words["months"][day.month - 1], year=day.year)


def _name(told: Any, words: Mapping[str, Any]) -> str:
    """A kind of data, an agency or anything else of a list as the language calls it."""
    agency = words["agencies"].get(str(told).strip().lower(), told)
    return str(words["kinds"].get(told, words.get(told, agency)))


def _show(value: Any, words: Mapping[str, Any]) -> str:
    if isinstance(value, date):
        return show_day(value, words)
    if isinstance(value, int):
        return f"{value:,}"
    names = [_name(one, words) for one in value]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {words['and']} {names[-1]}"
