"""Whom the district knows: senders outside whose proven mail is genuine, in the desk's settings.

The list stands in `[mail] trusted` of firstbell.toml; addresses of its contacts (insurer, police, vendors)
count beside it. A mail house that anybody writes from is nobody's domain: of it a whole address is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from firstbell.base.errors import UsageError
from firstbell.desk.amendment import amend
from firstbell.desk.configuration import Configuration, Contact
from firstbell.desk.loader import load_configuration
from firstbell.triage.domains import is_within, load_domains

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}")


@dataclass(frozen=True, slots=True)
class TrustedSenders:
    """`named`: as the settings name them. `of_contacts`: of its contacts. `changed`: added or dropped."""

    named: tuple[str, ...]
    of_contacts: tuple[str, ...]
    changed: tuple[str, ...] = ()


def list_trusted(desk: Path) -> TrustedSenders:
    """Who is trusted now. Raises: NoDeskError, ConfigurationError."""
    return _tell(load_configuration(desk))


def trust_senders(desk: Path, senders: Sequence[str]) -> TrustedSenders:
    """Add domains or addresses to the settings; those that stand there stay.

    Raises: UsageError for what is none, or is anybody's or the district's own; NoDeskError,
    ConfigurationError, DeskError; the file is then as it was.
    """
    configuration = load_configuration(desk)
    wanted = [_check(sender, configuration) for sender in senders]
    fresh = tuple(dict.fromkeys(one for one in wanted if one not in _tell(configuration).named))
    return _write(desk, [*configuration.mail.trusted, *fresh], fresh) if fresh else _tell(configuration)


def drop_senders(desk: Path, senders: Sequence[str]) -> TrustedSenders:
    """Take domains or addresses out of the settings.

    Raises: UsageError for one that does not stand there; what `trust_senders` raises.
    """
    configuration = load_configuration(desk)
    named = _tell(configuration).named
    gone = tuple(dict.fromkeys(_clean(sender) for sender in senders))
    for one in gone:
        if one not in named:
            raise UsageError(
                f"{one} is not on the list of trusted senders",
                hint="`firstbell message trust` shows the list",
            )
    return _write(desk, [one for one in configuration.mail.trusted if _clean(one) not in gone], gone)


def list_believed(named: Iterable[str]) -> Iterator[str]:
    """Domains and addresses as they are compared; a mail house as a whole is nobody's."""
    for one in map(_clean, named):
        if "@" in one or not _is_anybodys(one):
            yield one


def list_contacts(contacts: Iterable[Contact]) -> Iterator[str]:
    """The addresses of contacts, and their domains where these are their own."""
    for contact in contacts:
        for found in _ADDRESS.finditer(f"{contact.reach} {contact.note}".lower()):
            domain = found[0].rpartition("@")[2]
            yield found[0] if _is_anybodys(domain) else domain


def _tell(configuration: Configuration, changed: tuple[str, ...] = ()) -> TrustedSenders:
    named = tuple(dict.fromkeys(map(_clean, configuration.mail.trusted)))
    return TrustedSenders(named, tuple(dict.fromkeys(list_contacts(configuration.contact))), changed)


def _write(desk: Path, senders: Sequence[str], changed: tuple[str, ...]) -> TrustedSenders:
    def change(document: tomlkit.TOMLDocument) -> None:
        if "mail" not in document:
            document["mail"] = tomlkit.table()
        listed = tomlkit.array()
        listed.extend(senders)
        document["mail"]["trusted"] = listed

    return _tell(amend(desk, change), changed)


def _clean(sender: str) -> str:
    return sender.strip().lower().removeprefix("@").strip(".")


def _is_anybodys(domain: str) -> bool:
    tables = load_domains()
    mail_houses = tables.freemail | tables.secret_mail | tables.discreet_mail
    return is_within(domain, mail_houses) or domain in tables.shared_hosts | tables.suffixes


def _check(sender: str, configuration: Configuration) -> str:
    one = _clean(sender)
    domain = one.rpartition("@")[2]
    if not (_ADDRESS if "@" in one else _DOMAIN).fullmatch(one):
        raise UsageError(
            f"{sender!r} is no mail domain and no address",
            hint="write insurer.example or claims@insurer.example",
        )
    if is_within(domain, [own.lower() for own in configuration.mail.domains]):
        raise UsageError(
            f"{one} is the district's own",
            hint="its own mail is believed by its own server's word (docs/messages.md)",
        )
    if "@" not in one and _is_anybodys(domain):
        raise UsageError(f"anybody can have mail at {one}", hint=f"name the whole address, as somebody@{one}")
    return one
