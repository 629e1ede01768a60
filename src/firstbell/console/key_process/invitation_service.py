"""Answers to those who are not signed in yet: links of invitations, and the end of a sign-in by passkey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from firstbell.console.key_process.answerer import SignInAnswerer
from firstbell.console.key_process.passkey_service import PasskeyService
from firstbell.console.key_process.register import ConsolePerson, Register
from firstbell.console.key_process.sessions import SessionTable
from firstbell.console.key_process.try_limits import TryLimits
from firstbell.console.messages import Answer, FinishSignIn, ShowInvitation, TakeInvitation, Trouble

_LINK_GONE = Trouble(
    "This link was used already, or it is older than an hour.",
    "ask for a new one: `firstbell console invite NAME`",
)
_TOO_MANY = Trouble("Too many tries from your address.", "wait a minute, then try again")


class InvitationAnswerer(SignInAnswerer, Protocol):
    """What these answers need besides."""

    register: Register
    sessions: SessionTable
    limits: TryLimits
    passkeys: PasskeyService


class InvitationService:
    """The answers."""

    def __init__(self, service: InvitationAnswerer) -> None:
        self._service = service

    def show(self, question: ShowInvitation) -> Answer:
        """Whom a link is for, before anything is taken."""
        register = self._service.register
        person, refusal = self._open_link(question.address, lambda: register.look(question.token))
        if person is None:
            return refusal
        return self._service.answer(200, facts={"name": person.name, "role": person.role})

    def take(self, question: TakeInvitation) -> Answer:
        """Use a link up, and begin a session."""
        register = self._service.register
        person, refusal = self._open_link(question.address, lambda: register.take(question.token))
        if person is None:
            return refusal
        session = self._service.sessions.begin(person)
        path = "/you#code" if register.wants_code(question.token) else ""
        return self._service.begin(session, path)

    def _open_link(
        self, address: str, find: Callable[[], ConsolePerson | None]
    ) -> tuple[ConsolePerson | None, Answer]:
        """Whom a link is for, else the refusal."""
        if self._service.limits.is_waiting(f"address {address}"):
            return None, self._service.answer(429, trouble=_TOO_MANY)
        person = find()
        if person is None:
            self._service.limits.note_wrong(f"address {address}")
        return person, self._service.answer(410, trouble=_LINK_GONE)

    def finish_sign_in(self, question: FinishSignIn) -> Answer:
        """A passkey's answer; so many wrong ones from an address wait."""
        if self._service.limits.is_waiting(f"address {question.address}"):
            return self._service.answer(429, trouble=_TOO_MANY)
        answer = self._service.passkeys.finish_sign_in(question)
        if answer.code != 200:
            self._service.limits.note_wrong(f"address {question.address}")
        return answer
