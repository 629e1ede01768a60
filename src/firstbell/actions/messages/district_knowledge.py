"""What is known of the district before a message is looked at: by options, by the desk, by the case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from firstbell.actions.messages.trusted_senders import list_believed, list_contacts
from firstbell.case.case import Case
from firstbell.case.facts import list_names
from firstbell.desk.configuration import Contact, MailSettings
from firstbell.desk.loader import CONFIGURATION_NAME, load_configuration
from firstbell.triage.district import KnownDistrict, learn_district
from firstbell.triage.errors import MessageFileError
from firstbell.triage.indicators import find_contacts, refang
from firstbell.triage.mail import MailMessage
from firstbell.triage.mailboxes import list_message_files
from firstbell.triage.message_files import read_messages
from firstbell.triage.parser import parse_mail

_MOST_LEARNED = 200
_PHISHING = frozenset({"phishing", "event_phishing"})
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


def know_district(
    domains: Sequence[str], servers: Sequence[str], *, desk: Path, case: Case | None
) -> KnownDistrict:
    """The district, as far as somebody told it. Raises: what reading the case or the desk's configuration
    raises.
    """
    told = {domain.lower().lstrip("@").strip(".") for domain in domains}
    trusted = {server.lower() for server in servers}
    of_desk = _read_desk(desk)
    told |= {domain.lower() for domain in of_desk.mail.domains}
    trusted |= {server.lower() for server in of_desk.mail.authserv_ids}
    names = list(of_desk.names)
    known = known_threats = frozenset[str]()
    if case is not None:
        case_names, known, known_threats = _read_case(case)
        told |= {name.lower() for name in case_names if _DOMAIN.fullmatch(name.lower())}
        names = [*names, *case_names]
    return KnownDistrict(
        frozenset(told),
        frozenset(trusted),
        tuple(dict.fromkeys(names)),
        known,
        known_threats,
        told=bool(told),
        trusted_senders=frozenset({*list_believed(of_desk.mail.trusted), *list_contacts(of_desk.contacts)}),
    )


@dataclass(frozen=True, slots=True)
class _OfDesk:
    """What the desk says of mail and of whom it knows."""

    mail: MailSettings
    names: tuple[str, ...]
    contacts: tuple[Contact, ...]


def _read_desk(desk: Path) -> _OfDesk:
    if not (desk / CONFIGURATION_NAME).is_file():
        return _OfDesk(MailSettings(), (), ())
    configuration = load_configuration(desk)
    return _OfDesk(configuration.mail, (configuration.district.name,), configuration.contact)


def _read_case(case: Case) -> tuple[list[str], frozenset[str], frozenset[str]]:
    """What the organisation calls itself, the indicators of notes, findings and facts, and those of them that
    no reported phishing left there.
    """
    entries = case.main.read()
    known: set[str] = set()
    threats: set[str] = set()
    for entry in entries:
        found = threats if entry.body.get("label") not in _PHISHING else known
        for text in list_texts(entry.body):
            plain = refang(text)
            found |= {refang(one.value) for one in find_contacts(text)}
            if re.fullmatch(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}|https?://\S+", plain):
                found.add(plain)
            found |= set(re.findall(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}\b", plain))
    return list_names(entries), frozenset(known | threats), frozenset(threats)


def list_texts(value: Any) -> Iterator[str]:
    """Each text inside a value, in the order in which they stand."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from list_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from list_texts(inner)


def learn_from_files(district: KnownDistrict, files: Iterable[Path]) -> KnownDistrict:
    """The district with what its messages give away, where nobody told its domains."""
    if district.domains:
        return district
    return replace(learn_district(district, islice(_parse_files(files), _MOST_LEARNED)), told=False)


def _parse_files(files: Iterable[Path]) -> Iterator[MailMessage]:
    for path in (found for named in files for found in list_message_files(named)):
        try:
            for raw in read_messages(path):
                if not raw.is_paper:
                    yield parse_mail(raw.data)
        except MessageFileError:
            continue  # named when its turn comes
