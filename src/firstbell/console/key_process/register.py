"""Who may use the console: people and their one-time links, one JSON object a line in `console/people.jsonl`.

The file grows and is never rewritten. A link's token is not in it, only its SHA-256. The command line adds
to it while the console runs; the key process reads what is new.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from pathlib import Path

import msgspec

from firstbell.base.clock import NS_PER_S, Clock, format_time, parse_time
from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.base.output_file import append_whole, find_line_end
from firstbell.console.errors import ConsoleError
from firstbell.console.key_process.codes import CodeSecret
from firstbell.console.pages import ROLES

FOLDER = "console"
FILE = "people.jsonl"
INVITATION_S = 3600
_TOKEN_BYTES = 24


class UnknownRoleError(ConsoleError):
    """A role that the console does not know."""

    code = "usage.console_role"


class NobodyError(ConsoleError):
    """A person whom the console does not know."""

    code = "console.nobody"


class RegisterEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line. `kind`: person, invitation, used, passkey, code, code_used, account or ended; the other
    fields are those it needs. `wants_code`: the link leads to choosing a passphrase.
    """

    kind: str
    at: str
    person: str = ""
    name: str = ""
    role: str = ""
    digest: str = ""
    expires: str = ""
    credential: str = ""
    public: bytes = b""
    actor: str = ""
    code: CodeSecret | None = None
    counter: int = 0
    wants_code: bool = False
    account: str = ""


class ConsolePerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in. `ended`: when that was taken away, "" while it holds.

    `credential`, `public`: of the passkey, "" and empty without one; `actor`: the person's id on ledgers.
    `code`: what passphrase and codes are checked by; `counter`: the newest code that was used.
    `account`: SHA-256 of the account at the district's identity provider, "" without one.
    """

    id: str
    name: str
    role: str
    added: str
    ended: str = ""
    credential: str = ""
    public: bytes = b""
    actor: str = ""
    code: CodeSecret | None = None
    counter: int = 0
    account: str = ""

    @property
    def signs_in_by(self) -> list[str]:
        """How, beside one-time links."""
        ways = {"passkey": bool(self.public), "code": self.code is not None, "account": bool(self.account)}
        return ["link", *(way for way, has in ways.items() if has)]


class Register:
    """The people and links of one console. `folder`: the desk's."""

    def __init__(self, desk: Path, clock: Clock) -> None:
        self._path = desk / FOLDER / FILE
        self._clock = clock
        self._read_bytes = 0
        self.people: dict[str, ConsolePerson] = {}
        self._links: dict[str, RegisterEntry] = {}
        self._used: set[str] = set()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def refresh(self) -> None:
        """Take in what was added since. Raises: ConsoleError for a line that is none."""
        try:
            with self._path.open("rb") as stream:
                stream.seek(self._read_bytes)
                data = stream.read()
        except FileNotFoundError:
            return
        whole = data[: data.rfind(b"\n") + 1]
        for line in whole.splitlines():
            try:
                self._take(msgspec.json.decode(line, type=RegisterEntry))
            except UNREADABLE as error:
                raise ConsoleError(
                    f"{self._path} does not read: {say_cause(error)}",
                    hint="restore it from the desk's backup",
                ) from None
        self._read_bytes += len(whole)

    def _take(self, entry: RegisterEntry) -> None:
        if entry.kind == "person":
            person = ConsolePerson(id=entry.person, name=entry.name, role=entry.role, added=entry.at)
            self.people[entry.person] = person
        elif entry.kind == "invitation":
            self._links[entry.digest] = entry
        elif entry.kind == "used":
            self._used.add(entry.digest)
        elif entry.kind == "passkey" and entry.person in self.people:
            given = {"credential": entry.credential, "public": entry.public, "actor": entry.actor}
            self.people[entry.person] = msgspec.structs.replace(self.people[entry.person], **given)
        elif entry.kind in {"code", "code_used"} and entry.person in self.people:
            self._take_code(entry)
        elif entry.kind == "account" and entry.person in self.people:
            given = {"account": entry.account}
            self.people[entry.person] = msgspec.structs.replace(self.people[entry.person], **given)
        elif entry.kind == "ended" and entry.person in self.people:
            self.people[entry.person] = msgspec.structs.replace(self.people[entry.person], ended=entry.at)

    def _take_code(self, entry: RegisterEntry) -> None:
        person = self.people[entry.person]
        code = entry.code if entry.kind == "code" else person.code
        counter = entry.counter if entry.kind == "code" else max(entry.counter, person.counter)
        self.people[entry.person] = msgspec.structs.replace(person, code=code, counter=counter)

    def find(self, name: str) -> ConsolePerson:
        """The person of this name who may sign in. Raises: NobodyError."""
        for person in self.people.values():
            if person.name == name and not person.ended:
                return person
        raise NobodyError(
            f"the console knows nobody named {name}", hint="`firstbell console people` lists who there is"
        )

    def invite(self, name: str, role: str | None, *, wants_code: bool = False) -> tuple[ConsolePerson, str]:
        """A new one-time link for a person, who is added where nobody has the name yet; its token.

        `wants_code`: it leads to choosing a passphrase, for who has no passkey.

        Raises: UnknownRoleError; NobodyError where no role is told for somebody new.
        """
        self.refresh()
        known = [one for one in self.people.values() if one.name == name and not one.ended]
        if role is not None and role not in ROLES:
            raise UnknownRoleError(f"there is no role {role!r}", hint=f"the roles are {', '.join(ROLES)}")
        entries, now = [], format_time(self._clock.now_ns())
        if known and role in {None, known[0].role}:
            person = known[0]
        elif role is None:
            raise NobodyError(f"the console knows nobody named {name}", hint="add --role for somebody new")
        else:
            # another role is another beginning: links and sessions of the old one end
            entries += [RegisterEntry(kind="ended", at=now, person=one.id) for one in known]
            person = ConsolePerson(id=secrets.token_hex(8), name=name, role=role, added=now)
            entries.append(RegisterEntry(kind="person", at=now, person=person.id, name=name, role=role))
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        expires = format_time(self._clock.now_ns() + INVITATION_S * NS_PER_S)
        digest = _digest(token)
        entries.append(
            RegisterEntry(
                kind="invitation",
                at=now,
                person=person.id,
                digest=digest,
                expires=expires,
                wants_code=wants_code,
            )
        )
        self._append(entries)
        return person, token

    def add_passkey(self, person: str, credential: str, public: bytes) -> ConsolePerson:
        """Keep the passkey of a person; another one before it is forgotten. The new one is a new actor."""
        self._append(
            [
                RegisterEntry(
                    kind="passkey",
                    at=format_time(self._clock.now_ns()),
                    person=person,
                    credential=credential,
                    public=public,
                    actor=secrets.token_hex(8),
                )
            ]
        )
        return self.people[person]

    def add_code(self, person: str, code: CodeSecret, counter: int) -> ConsolePerson:
        """Keep what a person signs in by without a passkey; what was before is forgotten."""
        at = format_time(self._clock.now_ns())
        self._append([RegisterEntry(kind="code", at=at, person=person, code=code, counter=counter)])
        return self.people[person]

    def use_code(self, person: str, counter: int) -> ConsolePerson | None:
        """The person, for a code that was not used before, nor one after it; it is used up then."""
        if counter <= self.people[person].counter:
            return None
        at = format_time(self._clock.now_ns())
        self._append([RegisterEntry(kind="code_used", at=at, person=person, counter=counter)])
        return self.people[person]

    def find_code(self, name: str) -> ConsolePerson | None:
        """Who signs in under this name by a passphrase and a code."""
        fitting = (
            one
            for one in self.people.values()
            if one.name.casefold() == name.casefold() and one.code is not None and not one.ended
        )
        return next(fitting, None)

    def wants_code(self, token: str) -> bool:
        """Whether a link leads to choosing a passphrase."""
        link = self._links.get(_digest(token))
        return link is not None and link.wants_code

    def find_credential(self, credential: str) -> ConsolePerson | None:
        """Whose passkey it is, while the person may sign in."""
        fitting = (one for one in self.people.values() if one.credential == credential and not one.ended)
        return next(fitting, None) if credential else None

    def link_account(self, person: str, account: str) -> ConsolePerson:
        """Keep by which account of the district a person signs in; by none where it is ""."""
        at = format_time(self._clock.now_ns())
        self._append([RegisterEntry(kind="account", at=at, person=person, account=account)])
        return self.people[person]

    def find_account(self, account: str) -> ConsolePerson | None:
        """Whose account of the district it is, while the person may sign in."""
        fitting = (one for one in self.people.values() if one.account == account and not one.ended)
        return next(fitting, None) if account else None

    def end(self, name: str) -> ConsolePerson:
        """Take away that somebody may sign in. Raises: NobodyError."""
        self.refresh()
        person = self.find(name)
        at = format_time(self._clock.now_ns())
        self._append([RegisterEntry(kind="ended", at=at, person=person.id)])
        return person

    def look(self, token: str) -> ConsolePerson | None:
        """Whom a link is for, while it can be used."""
        self.refresh()
        digest = _digest(token)
        link = self._links.get(digest)
        if link is None or digest in self._used or self._clock.now_ns() >= parse_time(link.expires):
            return None
        person = self.people.get(link.person)
        return person if person is not None and not person.ended else None

    def take(self, token: str) -> ConsolePerson | None:
        """Use a link up: whom it is for, None where it is none, was used, or has expired."""
        person = self.look(token)
        if person is not None:
            at = format_time(self._clock.now_ns())
            self._append([RegisterEntry(kind="used", at=at, person=person.id, digest=_digest(token))])
        return person

    def _append(self, entries: list[RegisterEntry]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            # what a power cut left of a line was answered to nobody
            end = find_line_end(fd)
            os.ftruncate(fd, end)
            added = b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)
            append_whole(fd, added, end_bytes=end)
        finally:
            os.close(fd)
        self.refresh()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
