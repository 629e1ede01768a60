"""Answers about the district's own sign-in (OpenID Connect): optional, off unless `firstbell.toml` names it.

The provider only says who somebody is. Who may open the console, and as what, the desk has said before: a
person links an account while signed in by a link or a passkey. A session by an account opens pages, and
starts nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Protocol

import msgspec

from firstbell.base.clock import NS_PER_S
from firstbell.base.errors import Error
from firstbell.console.key_process.answerer import SignInAnswerer
from firstbell.console.key_process.identity_provider import ForeignIdentity, IdentityProvider, ProviderOffer
from firstbell.console.key_process.register import ConsolePerson, Register
from firstbell.console.key_process.sessions import BY_DISTRICT, BY_LINK, BY_PASSKEY, SessionTable, SignedIn
from firstbell.console.key_process.try_limits import TryLimits
from firstbell.console.messages import (
    Answer,
    BeginDistrictSignIn,
    FinishDistrictSignIn,
    ShowSignIn,
    Trouble,
    UnlinkAccount,
)
from firstbell.console.pages import narrow_role

# how long somebody may take at the provider
PENDING_S = 600
_MOST_PENDING = 500
# strangers may begin this: they must not take the children that read pages
_MOST_WORKING = 2
_OFFER_S = 3600


class DistrictGround(SignInAnswerer, Protocol):
    """What the service gives these answers to work with."""

    register: Register
    sessions: SessionTable
    limits: TryLimits
    provider: IdentityProvider | None


@dataclass(frozen=True, slots=True)
class PendingVisit:
    """Somebody who is at the provider. `kept`: what the browser shows when it is back; `links`: whose account
    is to be linked, "" to sign in.
    """

    nonce: str
    verifier: str
    kept: str
    until_ns: int
    links: str = ""


@dataclass(frozen=True, slots=True)
class ProviderWork:
    """What a child asks the provider. `visit`: who is back with a code; None to ask what it offers."""

    address: str
    links: str = ""
    visit: PendingVisit | None = None
    code: str = ""


class ProviderSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What the child found out: what the provider offers, and who it is, else what is wrong."""

    offer: ProviderOffer | None = None
    identity: ForeignIdentity | None = None
    trouble: Trouble | None = None


class DistrictSignInService:
    """The answers. Who is at the provider is kept in memory alone, and each return is taken once."""

    def __init__(self, service: DistrictGround) -> None:
        self._service = service
        self._visits: dict[str, PendingVisit] = {}
        self._offer: ProviderOffer | None = None
        self._offer_until_ns = 0
        self._working = 0

    def show(self, question: ShowSignIn) -> Answer:
        """What the page to sign in offers."""
        provider = self._service.provider
        return self._service.answer(200, facts={"provider": provider.host if provider else ""})

    # ---- going there

    def begin(self, question: BeginDistrictSignIn) -> Answer | ProviderWork:
        """Where to go; by way of a child, where nobody has asked lately what the provider offers."""
        service = self._service
        if service.provider is None:
            return service.answer(404)
        session = service.find_session(question.session) if question.links else None
        if question.links and (session is None or session.by not in {BY_LINK, BY_PASSKEY}):
            trouble = None if session is None else _NOT_LINKED_SO
            return service.answer(401 if session is None else 403, session, trouble=trouble)
        if service.limits.is_waiting(_key(question.address)):
            return service.answer(429, trouble=_TOO_MANY)
        links = session.token if session is not None else ""
        if self._offer is not None and service.clock.now_ns() < self._offer_until_ns:
            return self._send_there(links, self._offer)
        return self._hand_out(ProviderWork(question.address, links))

    def _send_there(self, links: str, offer: ProviderOffer) -> Answer:
        service = self._service
        assert service.provider is not None
        now_ns = service.clock.now_ns()
        self._visits = {name: one for name, one in self._visits.items() if one.until_ns > now_ns}
        while len(self._visits) >= _MOST_PENDING:
            self._visits.pop(next(iter(self._visits)))
        state, kept = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        visit = PendingVisit(
            secrets.token_urlsafe(24),
            secrets.token_urlsafe(48),
            hashlib.sha256(kept.encode()).hexdigest(),
            now_ns + PENDING_S * NS_PER_S,
            links,
        )
        self._visits[state] = visit
        address = service.provider.make_address(
            offer, state=state, nonce=visit.nonce, verifier=visit.verifier
        )
        return service.answer(200, value=kept, facts={"address": address, "host": service.provider.host})

    # ---- coming back

    def finish(self, question: FinishDistrictSignIn) -> Answer | ProviderWork:
        """Take a return: once, by the browser that went, within ten minutes."""
        service = self._service
        if service.provider is None:
            return service.answer(404)
        visit = self._visits.get(question.state)
        kept = hashlib.sha256(question.kept.encode()).hexdigest()
        if visit is None or not hmac.compare_digest(kept, visit.kept):
            return service.answer(400, trouble=_NOBODY_WENT)
        del self._visits[question.state]
        if visit.until_ns < service.clock.now_ns():
            return service.answer(400, trouble=_NOBODY_WENT)
        if question.error or not question.code:
            return service.answer(400, trouble=_REFUSED_THERE)
        must_name = self._offer is not None and self._offer.authorization_response_iss_parameter_supported
        # RFC 9207: an answer of another provider is not taken
        if (question.issuer or must_name) and question.issuer != service.provider.settings.issuer:
            return service.answer(400, trouble=_NOBODY_WENT)
        return self._hand_out(ProviderWork(question.address, visit.links, visit, question.code))

    def _hand_out(self, work: ProviderWork) -> Answer | ProviderWork:
        if self._working >= _MOST_WORKING:
            return self._service.answer(503, trouble=_BUSY)
        self._working += 1
        return work

    def ask_provider(self, work: ProviderWork) -> ProviderSaid:
        """Ask it, in a child."""
        provider = self._service.provider
        assert provider is not None
        try:
            offer = self._offer or provider.find_offer()
            if work.visit is None:
                return ProviderSaid(offer=offer)
            identity = provider.identify(
                offer,
                work.code,
                nonce=work.visit.nonce,
                verifier=work.visit.verifier,
                now_ns=self._service.clock.now_ns(),
            )
        except Error as error:
            return ProviderSaid(trouble=Trouble(str(error), error.hint or _OTHER_WAYS))
        return ProviderSaid(offer=offer, identity=identity)

    def take(self, work: ProviderWork, said: ProviderSaid) -> Answer:
        """Go on with what a child found out."""
        service = self._service
        self._working -= 1
        if said.offer is None:
            service.limits.note_wrong(_key(work.address))
            self._offer = None
            return self._tell(work, said.trouble or _BUSY)
        self._offer = said.offer
        self._offer_until_ns = service.clock.now_ns() + _OFFER_S * NS_PER_S
        if work.visit is None:
            return self._send_there(work.links, said.offer)
        assert said.identity is not None
        if work.links:
            return self._link(work, said.identity)
        return self._sign_in(work, said.identity)

    def _tell(self, work: ProviderWork, trouble: Trouble) -> Answer:
        session = self._service.find_session(work.links) if work.links else None
        return self._service.answer(400, session, trouble=trouble)

    def _sign_in(self, work: ProviderWork, identity: ForeignIdentity) -> Answer:
        service = self._service
        assert service.provider is not None
        service.register.refresh()
        person = service.register.find_account(identity.account)
        if person is None:
            service.limits.note_wrong(_key(work.address))
            return self._tell(work, _UNKNOWN_ACCOUNT)
        roles = service.provider.settings.roles
        granted = {roles[group] for group in identity.groups or () if group in roles}
        role = narrow_role(person.role, granted) if roles else person.role
        if role is None:
            return self._tell(work, _NO_GROUP)
        session = service.sessions.begin(msgspec.structs.replace(person, role=role), by=BY_DISTRICT)
        return service.begin(session)

    # ---- linking

    def _link(self, work: ProviderWork, identity: ForeignIdentity) -> Answer:
        service = self._service
        session = service.find_session(work.links)
        if session is None:
            return service.answer(401)
        service.register.refresh()
        known = service.register.find_account(identity.account)
        if known is not None and known.id != session.person.id:
            return service.answer(409, session, trouble=_LINKED_ALREADY)
        session.person = service.register.link_account(session.person.id, identity.account)
        session.confirm("Your district account is linked: you can sign in with it.")
        return service.answer(200, session, facts={"path": "/you"})

    def unlink(self, session: SignedIn, question: UnlinkAccount) -> Answer:
        """Sign in by it no longer; sessions that began by it end with their next page."""
        service = self._service
        person: ConsolePerson = service.register.link_account(session.person.id, "")
        if session.by != BY_DISTRICT:
            session.person = person
        session.confirm("Your district account is no longer linked.")
        return service.answer(200, session)


def _key(address: str) -> str:
    return f"district {address}"


_OTHER_WAYS = "sign in with your passkey, a code or a one-time link"
_TOO_MANY = Trouble("Too many tries from your address.", f"wait a few minutes, or {_OTHER_WAYS}")
_BUSY = Trouble("The district's sign-in cannot be asked now.", f"try again in a moment, or {_OTHER_WAYS}")
_NOBODY_WENT = Trouble(
    "This sign-in was not begun here, or too long ago.",
    "begin again on this page, in the same browser and by the same address",
)
_REFUSED_THERE = Trouble("The district's sign-in did not let you in.", f"try again, or {_OTHER_WAYS}")
_UNKNOWN_ACCOUNT = Trouble(
    "Nobody here has linked this account.",
    "sign in by a one-time link once, and link the account on the page You",
)
_NO_GROUP = Trouble(
    "Your groups in the district's directory give you no part of what you were invited to.",
    "ask whoever runs the desk; the groups stand in firstbell.toml under sign_in.roles",
)
_NOT_LINKED_SO = Trouble(
    "An account is linked after signing in by a one-time link or a passkey.",
    "ask for a link: `firstbell console invite NAME`",
)
_LINKED_ALREADY = Trouble(
    "This account is linked to somebody else.", "that person ends the link on the page You"
)
