"""What is known of the district whose mail is looked at: told, or learned from the messages themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from firstbell.triage.authentication import parse_results
from firstbell.triage.domains import find_owner, is_school, is_within, load_domains
from firstbell.triage.mail import MailAddress, MailMessage
from firstbell.triage.own_texts import OwnMatch
from firstbell.triage.people import NO_PEOPLE, PeopleMatch
from firstbell.triage.words import fold


def _finds_no_code(text: str) -> str:
    del text
    return ""


def _finds_no_text(mail: MailMessage, text: str) -> OwnMatch | None:
    del mail, text
    return None


def _finds_nobody(text: str) -> PeopleMatch:
    del text
    return NO_PEOPLE


@dataclass(frozen=True, slots=True)
class KnownDistrict:
    """`domains`: its own. `servers`: authserv-ids that are trusted; its own domains' servers are as well.

    `names`: what it calls itself. `known`: indicators that stand in the case's record, as `indicators` writes
    them, `known_threats`: those of them that no phishing left there. `find_code`: gives the code of a letter
    that stands in a text and is genuine, else "". `told`: whether a person said so; what was learned from the
    messages alone is told in the reasons. `find_own`: gives the published or sent text whose words a message
    has. `partners`: domains that those texts send people to. `find_people`: how many people of the case a
    text names. `trusted_senders`: domains and addresses of others, lower case, whom the desk names.
    """

    domains: frozenset[str] = frozenset()
    servers: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    known_threats: frozenset[str] = frozenset()
    find_code: Callable[[str], str] = field(default=_finds_no_code)
    told: bool = False
    find_own: Callable[[MailMessage, str], OwnMatch | None] = field(default=_finds_no_text)
    partners: frozenset[str] = frozenset()
    find_people: Callable[[str], PeopleMatch] = field(default=_finds_nobody)
    trusted_senders: frozenset[str] = frozenset()

    @property
    def trusted(self) -> tuple[str, ...]:
        """Whose Authentication-Results are believed."""
        return (*self.servers, *self.domains)

    def owns(self, domain: str) -> bool:
        """Whether the domain is the district's, or below one that is."""
        return bool(domain) and is_within(domain, self.domains)

    def sends_to(self, domain: str) -> bool:
        """Whether the district's own texts send people to this domain, or to what its owner has."""
        return bool(domain) and find_owner(domain) in self.partners

    def knows(self, sender: MailAddress) -> bool:
        """Whether the desk names this address, or its domain or one above that."""
        return sender.email.lower() in self.trusted_senders or self.knows_domain(sender.domain)

    def knows_domain(self, domain: str) -> bool:
        """Whether the desk names this domain, or one above it, as somebody's whom the district knows."""
        return bool(domain) and is_within(domain, {one for one in self.trusted_senders if "@" not in one})

    @property
    def imitated(self) -> frozenset[str]:
        """Domains that others may dress up as: the district's, and those of whom it knows."""
        return self.domains | {one for one in self.trusted_senders if "@" not in one}

    def is_named_in(self, text: str) -> str:
        """The name of the district that stands in a text; "" where none does."""
        folded = " ".join(fold(text).split())
        for name in self.names:
            if len(name) >= 3 and re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", folded):
                return name
        return ""


def learn_district(district: KnownDistrict, mails: Iterable[MailMessage]) -> KnownDistrict:
    """The district with domains that the messages give away: those they were delivered to, by its own server.

    Where a person told the domains, nothing is learned.
    """
    if district.domains:
        return district
    counts: Counter[str] = Counter()
    for mail in mails:
        counts.update(_list_owners(mail))
    if not counts:
        return district
    most = max(counts.values())
    return replace(district, domains=frozenset(owner for owner, count in counts.items() if count * 3 >= most))


def _list_owners(mail: MailMessage) -> set[str]:
    """Domains of schools that a message was sent to; else its sender's, where the sender's own server looked
    at it.
    """
    freemail = load_domains().freemail
    owners = {
        find_owner(one.domain)
        for one in mail.recipients
        if one.domain and not is_within(one.domain, freemail) and is_school(one.domain)
    }
    if owners or not mail.results:
        return owners
    server = find_owner(parse_results(mail.results[0]).server)
    sender = find_owner(mail.sender.domain)
    return {server} if server and server == sender and is_school(server) else set()
