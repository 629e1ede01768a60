"""A desk and a vault from answers: what was asked is checked, firstbell.toml written, the units rendered."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import msgspec
import tomlkit

from firstbell.base.errors import Error
from firstbell.base.zones import UnknownZoneError, load_zone
from firstbell.desk import CONFIGURATION_NAME, Configuration, RepositoryAddress
from firstbell.desk.amendment import amend, put_fields, put_table
from firstbell.desk.configuration import Alerts, Contact, DeskPerson, District
from firstbell.desk.errors import DeskError
from firstbell.notify.clocks.rules import load_law
from firstbell.store.publication import publish

_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_URL = re.compile(r"https?://[^/\s:@]+(:\d{1,5})?/?")
_ROLES = ("director", "technician")
_VAULT, _HOME, _PROGRAM = "/srv/vault", "/var/lib/firstbell-examiner", "/opt/firstbell/bin/firstbell"
_HEAD = """# Written by `firstbell setup`, which keeps what you add. `firstbell desk check` finds mistakes.
# `firstbell host add` adds hosts; the systems of the school are yours to name (docs/formats/desk.md).
version = 1
"""


class VaultAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the vault lies. `folder`: absolute. `url`: what hosts reach its server by."""

    folder: str
    url: str
    lock_days: Annotated[int, msgspec.Meta(ge=0, le=36500)] = 30


class ServiceAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether units of systemd are written. `folder`: where to. `program`: what they start."""

    install: bool = False
    folder: str = "/etc/systemd/system"
    program: str = _PROGRAM


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


def read_answers(path: Path) -> Answers:
    """The answers in a file. Raises: AnswerError for the first that does not hold."""
    source = str(path)
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerError(source, "", f"cannot be read ({error})") from None
    except tomllib.TOMLDecodeError as error:
        raise AnswerError(source, "", f"is not valid TOML: {error}") from None
    return check_answers(told, source)


def check_answers(told: Mapping[str, Any], source: str) -> Answers:
    """The answers, as they hold. Raises: AnswerError for the first that does not."""
    try:
        answers = msgspec.convert(told, type=Answers)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at `")
        field = path.strip("`").removeprefix("$.").removeprefix("$")
        raise AnswerError(
            source, field, problem[:1].lower() + problem[1:], hint="docs/formats/setup.md lists the answers"
        ) from None
    problems = [
        AnswerError(source, field, problem, hint=hint) for field, problem, hint in _find_problems(answers)
    ]
    if problems:
        problems[0].others = tuple(problems[1:])
        raise problems[0]
    return answers


def _find_problems(answers: Answers) -> Iterator[tuple[str, str, str]]:
    """(field, problem, hint) of every answer that is read and does not hold."""
    if answers.version != 1:
        yield "version", f"this program reads version 1, not {answers.version}", ""
    yield from _find_district_problems(answers.district)
    yield from _find_place_problems(answers)
    yield from _find_people_problems(answers)
    yield from _find_alert_problems(answers.alerts)


def _find_district_problems(district: District) -> Iterator[tuple[str, str, str]]:
    if district.name.strip() in {"", "Lakeside Public Schools"}:
        yield "district.name", "is not the name of your district", "write it as on your letterhead"
    if district.state not in load_law() or district.state == "US":
        yield "district.state", f"there is no state {district.state}", "two letters, such as MN"
    try:
        load_zone(district.time_zone)
    except UnknownZoneError as error:
        yield "district.time_zone", str(error), "such as America/Chicago"


def _find_place_problems(answers: Answers) -> Iterator[tuple[str, str, str]]:
    vault, desk = answers.vault, answers.desk
    for field, folder in (("vault.folder", vault.folder), ("desk.folder", desk.folder)):
        if not folder.startswith("/") or Path(folder) == Path("/"):
            yield field, f"{folder!r} is no absolute folder", "such as /srv/vault"
        elif any(letter.isspace() or letter in "%\"'\\$" for letter in folder):
            yield field, f"{folder!r} has spaces, quotes, %, $ or \\ in it", "systemd reads these as its own"
    places = Path(vault.folder), Path(desk.folder)
    if places[0] == places[1] or places[0] in places[1].parents or places[1] in places[0].parents:
        yield "desk.folder", "desk and vault lie in each other", "the server must not reach the desk's keys"
    if not _URL.fullmatch(vault.url):
        yield "vault.url", f"{vault.url!r} is no address", "write it as https://vault.school.example:8000/"


def _find_people_problems(answers: Answers) -> Iterator[tuple[str, str, str]]:
    names = [person.name for person in answers.person]
    for at, person in enumerate(answers.person, start=1):
        if person.email and not _MAIL.fullmatch(person.email):
            yield f"person[{at}].email", f"{person.email!r} is no mail address", ""
        if names.count(person.name) > 1:
            yield f"person[{at}].name", f"{person.name!r} is named twice", ""
        if not person.reach and not person.email:
            yield (
                f"person[{at}].reach",
                f"no way to reach {person.name}",
                "best a telephone number",
            )
    roles = {person.role for person in answers.person}
    for role in _ROLES:
        if role not in roles:
            yield "person", f"nobody is named as {role}", f'add a [[person]] with role = "{role}"'


def _find_alert_problems(alerts: Alerts) -> Iterator[tuple[str, str, str]]:
    if alerts.smtp and not alerts.recipients:
        yield "alerts.recipients", "a relay is named, and nobody to write to", ""
    for at, mail in enumerate(alerts.recipients, start=1):
        if not _MAIL.fullmatch(mail):
            yield f"alerts.recipients[{at}]", f"{mail!r} is no mail address", ""
    if alerts.sender and not _MAIL.fullmatch(alerts.sender):
        yield "alerts.sender", f"{alerts.sender!r} is no mail address", ""
    for field in ("smtp_password_file", "webhook_token_file", "ntfy_token_file", "ca_file"):
        named = getattr(alerts, field)
        if named and Path(named).is_absolute() and not Path(named).is_file():
            yield f"alerts.{field}", f"{named} does not exist", "secrets are files, never answers"
    if not (alerts.smtp or alerts.teams or alerts.slack or alerts.ntfy or alerts.webhook or alerts.syslog):
        yield "alerts", "nobody would be told of an event", "name a relay with recipients, or a chat"


def write_desk(answers: Answers) -> bool:
    """Write firstbell.toml, or bring the one that is there up to date; whether that changed anything.

    What people added stays. Raises: DeskError, ConfigurationError; the file is then as it was.
    """
    desk = Path(answers.desk.folder)
    path = desk / CONFIGURATION_NAME
    try:
        desk.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(f"{desk}: {error.strerror}") from None
    before = path.read_bytes() if path.exists() else b""
    if not before:
        head = f"{_HEAD}\n[district]\nname = {tomlkit.item(answers.district.name).as_string()}\n"
        publish(desk, CONFIGURATION_NAME, [head.encode()])
        path.chmod(0o600)
    amend(desk, lambda document: _fill(document, answers))
    return path.read_bytes() != before


def _fill(document: tomlkit.TOMLDocument, answers: Answers) -> None:
    _set(document, "district", answers.district)
    for person in answers.person:
        put_table(document, "person", person)
    for contact in answers.contact:
        put_table(document, "contact", contact)
    if answers.alerts != Alerts():
        _set(document, "alerts", answers.alerts)
    if all(one.get("name") != "desk" for one in document.get("repository", ())):
        # beside the vault, so that losing the desk's disk loses nothing
        own = f"{answers.vault.folder.rstrip('/')}-desk"
        put_table(
            document,
            "repository",
            RepositoryAddress(name="desk", url=own, password_file="passwords/desk.password"),
        )


def _set(document: tomlkit.TOMLDocument, name: str, value: msgspec.Struct) -> None:
    if name not in document:
        document[name] = tomlkit.table()
    put_fields(document[name], value)


@dataclass(frozen=True, slots=True)
class ServiceUnit:
    """A unit of systemd. `is_started`: whether it is enabled, or started by another one."""

    name: str
    text: str
    is_started: bool


def render_units(answers: Answers) -> list[ServiceUnit]:
    """The units for these folders."""
    root = files("firstbell.actions").joinpath("units")
    return [
        ServiceUnit(
            file.name,
            _place_unit(file.read_text(encoding="utf-8"), answers),
            "[Install]" in file.read_text(encoding="utf-8"),
        )
        for file in sorted(root.iterdir(), key=lambda one: one.name)
        if file.name.endswith((".service", ".timer"))
    ]


def _place_unit(text: str, answers: Answers) -> str:
    desk = answers.desk.folder.rstrip("/")
    vault = answers.vault.folder.rstrip("/")
    home = str(Path(desk).parent) if Path(desk).name == "desk" else desk
    placed = text.replace(f"{_HOME}/desk", desk).replace(_HOME, home)
    placed = placed.replace(f"ReadWritePaths={_VAULT} ", f"ReadWritePaths={vault} -{vault}-desk ")
    port = re.search(r":(\d+)/?$", answers.vault.url)
    placed = placed.replace("0.0.0.0:8000", f"0.0.0.0:{port[1] if port else 8000}")
    return placed.replace(_VAULT, vault).replace(_PROGRAM, answers.services.program)


def list_left(configuration: Configuration) -> list[str]:
    """What only people can do, in the order in which to do it."""
    left = []
    if not configuration.host:
        left.append("add each machine: `firstbell host add NAME`, and run on it what that prints")
    if not configuration.system:
        left.append("name the systems of the school in firstbell.toml, tier 0 first (docs/formats/desk.md)")
    left += [
        f"find out how to reach {person.name} with mail and phones down (`reach`)"
        for person in configuration.person
        if not person.reach
    ]
    if all(person.role != "counsel" for person in configuration.person):
        left.append("name counsel: who approves the law's clocks and what is said")
    if all(contact.kind != "insurer" for contact in configuration.contact):
        left.append('name the insurer as a [[contact]] of kind "insurer", with the policy\'s number')
    left.append("print the kit and the recovery passphrase, lock them away, and remove the files")
    return left
