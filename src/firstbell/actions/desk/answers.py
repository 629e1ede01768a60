"""The answers that a desk and a vault are made from, and what is wrong with those that do not hold."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec
import tomlkit

from firstbell.base.errors import Error, say_cause
from firstbell.base.zones import UnknownZoneError, load_zone
from firstbell.desk.configuration import Alerts, Contact, DeskPerson, District
from firstbell.desk.mistakes import explain_mistake
from firstbell.desk.toml_lines import Step, show_path
from firstbell.notify.clocks.rules import load_law

PROGRAM = "/opt/firstbell/bin/firstbell"
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_URL = re.compile(r"(https?)://([^/\s:@?#]+|\[[0-9A-Fa-f:]+\])(?::(\d{1,9}))?/?")
_ROLES = ("director", "technician")
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
_LAST_PORT = 65535
_ENTRIES = {"person": DeskPerson, "contact": Contact}
_FORM = "docs/formats/setup.md lists the answers"
_MAIL_FORM = "write it as name@school.example"
# what would have been right
_HINTS = {
    "version": "write version = 1",
    "district.state": "two letters, such as MN",
    "district.time_zone": "such as America/Chicago",
    "vault.folder": "such as /srv/vault",
    "desk.folder": "such as /var/lib/firstbell-examiner/desk",
    "vault.url": "write it as https://vault.school.example:8000/",
    "services.folder": "such as /etc/systemd/system",
    "services.program": f"such as {PROGRAM}",
}
# firstbell.toml knows a default for them; a district's law and hours are not guessed
_NEEDED = ("state", "time_zone")


class VaultAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the vault lies. `folder`: absolute. `url`: what hosts reach its server by."""

    folder: str
    url: str
    lock_days: Annotated[int, msgspec.Meta(ge=0, le=36500)] = 30


class ServiceAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether units of systemd are written. `folder`: where to. `program`: what they start."""

    install: bool = False
    folder: str = "/etc/systemd/system"
    program: str = PROGRAM


class DeskAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the desk lies; absolute."""

    folder: str


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of answers. See docs/formats/setup.md."""

    version: int
    district: District
    desk: DeskAnswers
    vault: VaultAnswers
    person: tuple[DeskPerson, ...] = ()
    contact: tuple[Contact, ...] = ()
    alerts: Alerts = Alerts()
    services: ServiceAnswers = ServiceAnswers()


class AnswerError(Error):
    """An answer that does not hold. `field`: dotted, "" for the file. `others`: further ones of the file."""

    code = "error.answers"

    def __init__(self, source: str, field: str, problem: str, *, hint: str = "") -> None:
        super().__init__(f"{source}: {field + ': ' if field else ''}{problem}", hint=hint)
        self.field = field
        self.others: tuple[AnswerError, ...] = ()


class AnswerProblem(NamedTuple):
    """What is wrong with an answer. `field`: dotted, entries of lists counted from 1; "" for the file."""

    field: str
    text: str
    hint: str = ""


Finder = Callable[[Answers], Iterable[AnswerProblem]]


def read_answers(path: Path, *, find_more: Finder | None = None) -> Answers:
    """The answers in a file. Raises: AnswerError for the first that does not hold; the others are in it."""
    source = str(path)
    try:
        # editors of Windows put a mark in front
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise AnswerError(source, "", f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise AnswerError(source, "", "is not UTF-8 text", hint="save the file as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        is_double = "Cannot overwrite" in str(error) or "twice" in str(error)
        hint = "a field or a table is there twice; each person starts with [[person]]" if is_double else ""
        raise AnswerError(source, "", f"is not valid TOML: {say_cause(error)}", hint=hint) from None
    return check_answers(told, source, find_more=find_more)


def check_answers(told: Mapping[str, Any], source: str, *, find_more: Finder | None = None) -> Answers:
    """The answers, as they hold.

    `find_more`: finds problems that another room knows. Raises: AnswerError for the first problem; the
    others are in it.
    """
    problems = find_problems(told, find_more=find_more)
    if not problems:
        return msgspec.convert(told, type=Answers)
    errors = [AnswerError(source, one.field, one.text, hint=one.hint) for one in problems]
    errors[0].others = tuple(errors[1:])
    raise errors[0]


def render_answers(answers: Answers) -> str:
    """The answers as a file of them."""
    told = {name: value for name, value in msgspec.to_builtins(answers).items() if value not in ([], {})}
    return f"# Answers for `firstbell setup --answers`\n{tomlkit.dumps(told)}"


def find_problems(told: Mapping[str, Any], *, find_more: Finder | None = None) -> list[AnswerProblem]:
    """What is wrong with these answers; what their values mean is looked at once all fit their tables."""
    misfits = list(_find_misfits(told))
    if misfits:
        return misfits
    answers = msgspec.convert(told, type=Answers)
    return [*_find_mistakes(answers), *(find_more(answers) if find_more else ())]


def _find_misfits(told: Mapping[str, Any]) -> Iterator[AnswerProblem]:
    """What does not fit its table: of each table, and of each person and contact, the first."""
    fields = {field.name: field for field in msgspec.structs.fields(Answers)}
    for name in told:
        if name not in fields:
            close = difflib.get_close_matches(name, fields, n=1)
            yield AnswerProblem(name, "no such field", f"did you mean `{close[0]}`?" if close else _FORM)
    for name, field in fields.items():
        entry = _ENTRIES.get(name)
        if name not in told:
            if field.required:
                yield AnswerProblem(name, "is missing", _FORM)
        elif entry and isinstance(told[name], list):
            for at, one in enumerate(told[name]):
                yield from _find_misfit(one, entry, (name, at))
        else:
            yield from _find_misfit(told[name], field.type, (name,))
    district = told.get("district")
    for name in _NEEDED:
        if isinstance(district, dict) and "name" in district and name not in district:
            yield AnswerProblem(f"district.{name}", "is missing", _HINTS[f"district.{name}"])


def _find_misfit(value: Any, form: Any, steps: tuple[Step, ...]) -> list[AnswerProblem]:
    try:
        msgspec.convert(value, type=form)
    except msgspec.ValidationError as error:
        mistake = explain_mistake(error, value, form)
        where = (*steps, *mistake.steps)
        hint = mistake.hint or _HINTS.get(show_path(where), _FORM)
        if mistake.hint.startswith("write [["):
            hint = f"write [[{where[-1]}]] above each"
        return [AnswerProblem(show_path(where), mistake.problem, hint)]
    return []


def _find_mistakes(answers: Answers) -> Iterator[AnswerProblem]:
    """What is wrong with answers that fit their tables."""
    if answers.version != 1:
        yield AnswerProblem(
            "version", f"this program reads version 1, not {answers.version}", _HINTS["version"]
        )
    yield from _find_district_problems(answers.district)
    yield from _find_place_problems(answers)
    yield from _find_service_problems(answers.services)
    yield from _find_people_problems(answers)
    yield from _find_alert_problems(answers.alerts)


def _find_district_problems(district: District) -> Iterator[AnswerProblem]:
    if district.name.strip() in {"", "Lakeside Public Schools"}:
        yield AnswerProblem(
            "district.name",
            f"{district.name!r} is not the name of your district",
            "write it as on your letterhead",
        )
    if district.state not in load_law() or district.state == "US":
        yield AnswerProblem("district.state", f"there is no state {district.state}", _HINTS["district.state"])
    try:
        load_zone(district.time_zone)
    except UnknownZoneError as error:
        yield AnswerProblem("district.time_zone", str(error), _HINTS["district.time_zone"])


def _find_place_problems(answers: Answers) -> Iterator[AnswerProblem]:
    vault, desk = answers.vault, answers.desk
    for field, folder in (("vault.folder", vault.folder), ("desk.folder", desk.folder)):
        yield from _find_folder_problems(field, folder)
    places = Path(vault.folder), Path(desk.folder)
    if places[0] == places[1] or places[0] in places[1].parents or places[1] in places[0].parents:
        yield AnswerProblem(
            "desk.folder",
            "one of the two folders, desk and vault, lies in the other",
            "the vault's server must not reach the desk's keys: give each a folder of its own",
        )
    yield from _find_url_problems(vault.url)


def _find_folder_problems(field: str, folder: str) -> Iterator[AnswerProblem]:
    example = _HINTS[field]
    if not folder.startswith("/"):
        yield AnswerProblem(field, f"{folder!r} is not a full path; it must begin with /", example)
    elif Path(folder) == Path("/") or ".." in Path(folder).parts:
        yield AnswerProblem(field, f"{folder!r} cannot be used", f"{example}, without ..")
    elif any(letter.isspace() or letter in "%\"'\\$" for letter in folder):
        yield AnswerProblem(
            field, f"{folder!r} has spaces, quotes, %, $ or \\ in it", "systemd reads these as its own"
        )
    else:
        for place in (Path(folder), *Path(folder).parents):
            if os.path.exists(place) and not os.path.isdir(place):
                yield AnswerProblem(field, f"{place} is a file, not a folder", example)


def _find_url_problems(url: str) -> Iterator[AnswerProblem]:
    parts = _URL.fullmatch(url)
    if not parts:
        yield AnswerProblem("vault.url", f"{url!r} is not the address of a vault", _HINTS["vault.url"])
        return
    scheme, host, port = parts.groups()
    if port and not 1 <= int(port) <= _LAST_PORT:
        yield AnswerProblem("vault.url", f"there is no port {port}", f"ports go from 1 to {_LAST_PORT}")
    if scheme == "http" and host not in _LOCAL:
        yield AnswerProblem(
            "vault.url",
            f"with {url} hosts would send their credentials without TLS",
            f"write it as https://{host}; setup makes the certificate",
        )


def _find_service_problems(services: ServiceAnswers) -> Iterator[AnswerProblem]:
    for field, place in (("services.folder", services.folder), ("services.program", services.program)):
        if not place.startswith("/"):
            yield AnswerProblem(field, f"{place!r} is not a full path; it must begin with /", _HINTS[field])
        elif any(letter.isspace() or letter in "%\"'\\$" for letter in place):
            yield AnswerProblem(
                field, f"{place!r} has spaces, quotes, %, $ or \\ in it", "systemd reads these as its own"
            )


def _find_people_problems(answers: Answers) -> Iterator[AnswerProblem]:
    names = [person.name for person in answers.person]
    for at, person in enumerate(answers.person, start=1):
        if not person.name.strip():
            yield AnswerProblem(
                f"person[{at}].name", "is empty", "a name, or an office such as Director of technology"
            )
        elif person.name in names[: at - 1]:
            yield AnswerProblem(
                f"person[{at}].name",
                f"{person.name!r} is named twice",
                "give a second role an entry of its own, such as 'Kay Moe, technician'",
            )
        if person.email and not _MAIL.fullmatch(person.email):
            yield AnswerProblem(f"person[{at}].email", f"{person.email!r} is not a mail address", _MAIL_FORM)
        if not person.reach.strip() and not person.email:
            yield AnswerProblem(
                f"person[{at}].reach", f"there is no way to reach {person.name}", "best a telephone number"
            )
    roles = {person.role for person in answers.person}
    for role in _ROLES:
        if role not in roles:
            yield AnswerProblem(
                "person", f"nobody is named as {role}", f'add a [[person]] with role = "{role}"'
            )


def _find_alert_problems(alerts: Alerts) -> Iterator[AnswerProblem]:
    if alerts.smtp and not alerts.recipients:
        yield AnswerProblem(
            "alerts.recipients",
            "a mail relay is named, but nobody to write to",
            'such as recipients = ["director@school.example"]',
        )
    for field in ("recipients", "heads_to"):
        for at, mail in enumerate(getattr(alerts, field), start=1):
            if not _MAIL.fullmatch(mail):
                yield AnswerProblem(f"alerts.{field}[{at}]", f"{mail!r} is not a mail address", _MAIL_FORM)
    if alerts.sender and not _MAIL.fullmatch(alerts.sender):
        yield AnswerProblem("alerts.sender", f"{alerts.sender!r} is not a mail address", _MAIL_FORM)
    if alerts.recipients and not alerts.smtp:
        yield AnswerProblem(
            "alerts.smtp", "recipients are named, but no mail relay", "such as mail.school.example:25"
        )
    for field in ("smtp_password_file", "webhook_token_file", "ntfy_token_file", "ca_file"):
        named = getattr(alerts, field)
        if named and Path(named).is_absolute() and not os.path.isfile(named):
            yield AnswerProblem(
                f"alerts.{field}",
                f"there is no file {named}",
                "put the secret into a file and name the file here"
                if field != "ca_file"
                else "name a file with the certificates to trust",
            )
    if not (alerts.smtp or alerts.teams or alerts.slack or alerts.ntfy or alerts.webhook or alerts.syslog):
        yield AnswerProblem(
            "alerts", "nobody would be told of an event", "name a mail relay with recipients, or a chat"
        )
