"""Answers about passphrases and codes: setting them up, and signing in by them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Protocol

from firstbell.base.clock import NS_PER_S
from firstbell.console.key_process.answerer import SignInAnswerer
from firstbell.console.key_process.codes import (
    LEAST_CHARACTERS,
    MOST_CHARACTERS,
    CodeSecret,
    draw_picture,
    find_counter,
    make_address,
    make_decoy,
    make_secret,
    open_secret,
    seal_secret,
    show_secret,
)
from firstbell.console.key_process.passkeys import Site
from firstbell.console.key_process.register import ConsolePerson, Register
from firstbell.console.key_process.sessions import BY_CODE, BY_DISTRICT, SessionTable, SignedIn
from firstbell.console.key_process.try_limits import TryLimits
from firstbell.console.messages import Answer, BeginCode, CodeSignIn, FinishCode, Trouble

PENDING_S = 600


class CodeGround(SignInAnswerer, Protocol):
    """What the service gives these answers to work with."""

    site: Site
    register: Register
    sessions: SessionTable
    limits: TryLimits
    memory_kib: int


@dataclass(frozen=True, slots=True)
class PendingCode:
    """A secret that waits for the first code that is made of it. `until_ns`: after that it is forgotten."""

    session: str
    token: str
    secret: bytes
    kept: CodeSecret
    until_ns: int


class CodeService:
    """The answers. A secret that is being set up lives here, in memory alone."""

    def __init__(self, service: CodeGround) -> None:
        self._service = service
        self._pending: dict[str, PendingCode] = {}
        # whoever names nobody waits as long as whoever names somebody
        self._nobody = make_decoy(memory_kib=service.memory_kib)

    def begin(self, session: SignedIn, question: BeginCode) -> Answer:
        """A new secret, sealed by a passphrase that the person chose. Nothing is kept yet."""
        service = self._service
        if session.by in {BY_CODE, BY_DISTRICT}:
            return service.answer(403, session, trouble=_BY_LINK)
        if problem := _mistrust_passphrase(question.passphrase, question.again, session.person.name):
            hint = "go back to You, and choose another one"
            return service.answer(400, session, trouble=Trouble(problem, hint))
        secret = make_secret()
        pending = PendingCode(
            session.token,
            secrets.token_urlsafe(16),
            secret,
            seal_secret(question.passphrase, secret, memory_kib=service.memory_kib),
            service.clock.now_ns() + PENDING_S * NS_PER_S,
        )
        self._pending[session.person.id] = pending
        return self._show(session, pending)

    def show(self, session: SignedIn, token: str) -> Answer | None:
        """The secret that waits for its first code; None where this token has none."""
        pending = self._find_pending(session, token)
        return None if pending is None else self._show(session, pending)

    def _find_pending(self, session: SignedIn, token: str) -> PendingCode | None:
        pending = self._pending.get(session.person.id)
        if pending is None or self._service.clock.now_ns() > pending.until_ns:
            return None
        return pending if (pending.session, pending.token) == (session.token, token) else None

    def _show(self, session: SignedIn, pending: PendingCode, problem: str = "") -> Answer:
        address = make_address(pending.secret, session.person.name, self._service.site.name)
        facts = {
            "token": pending.token,
            "secret": show_secret(pending.secret),
            "address": address,
            "picture": draw_picture(address),
            "problem": problem,
            "page": "code",
        }
        return self._service.answer(200, session, facts=facts, value=pending.token)

    def finish(self, session: SignedIn, question: FinishCode) -> Answer:
        """Keep the secret once a code shows that the person's app has it; in place of the one before."""
        service = self._service
        pending = self._find_pending(session, question.token)
        if pending is None:
            return service.answer(400, session, trouble=_TOO_LATE)
        counter = find_counter(pending.secret, question.code, service.clock.now_ns())
        if counter is None:
            return self._show(session, pending, "The code does not fit. Type the one that the app shows now.")
        del self._pending[session.person.id]
        session.person = service.register.add_code(session.person.id, pending.kept, counter)
        session.confirm("Passphrase and codes are kept: you can sign in with them.")
        return service.answer(200, session, facts={"path": "/you"})

    def sign_in(self, question: CodeSignIn) -> Answer:
        """A session for whose name, passphrase and code fit; each code is taken once."""
        service = self._service
        name = " ".join(question.name.split())
        keys = (f"address {question.address}", f"name {name.casefold()}")
        if service.limits.is_waiting(*keys):
            return service.answer(429, trouble=_TOO_MANY)
        person = self._check(name, question)
        if person is None:
            service.limits.note_wrong(*keys)
            return service.answer(400, trouble=_NO_FIT)
        service.limits.note_right(*keys)
        session = service.sessions.begin(person, by=BY_CODE)
        return service.begin(session)

    def _check(self, name: str, question: CodeSignIn) -> ConsolePerson | None:
        register = self._service.register
        register.refresh()
        person = register.find_code(name)
        kept = person.code if person is not None and person.code is not None else self._nobody
        secret = open_secret(question.passphrase[:MOST_CHARACTERS], kept)
        if secret is None or person is None:
            return None
        counter = find_counter(secret, question.code, self._service.clock.now_ns())
        return None if counter is None else register.use_code(person.id, counter)


def _mistrust_passphrase(passphrase: str, again: str, name: str) -> str:
    """Why this is no passphrase; "" where nothing speaks against it. Source: NIST SP 800-63B, 5.1.1.2."""
    if passphrase != again:
        return "The two passphrases are not the same."
    if not LEAST_CHARACTERS <= len(passphrase) <= MOST_CHARACTERS:
        return f"A passphrase has {LEAST_CHARACTERS} to {MOST_CHARACTERS} characters."
    if len(set(passphrase)) < 5 or passphrase.casefold() == name.casefold():
        return "This passphrase is easy to guess."
    return ""


_NO_FIT = Trouble(
    "Name, passphrase and code do not fit together.",
    "wait for the next code and try again, or ask for a link: `firstbell console invite NAME`",
)
_TOO_MANY = Trouble(
    "Too many tries for this name or from your address.", "wait a few minutes, or ask for a one-time link"
)
_TOO_LATE = Trouble("This was begun too long ago, or somewhere else.", "begin again on You")
_BY_LINK = Trouble(
    "A new passphrase is set after signing in by a one-time link or a passkey.",
    "ask for one: `firstbell console invite NAME`",
)
