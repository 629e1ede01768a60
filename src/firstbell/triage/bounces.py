"""Mail that the district's own mail server gave back: a notice that could not be delivered.

A bounce has no sender that a check could prove (RFC 3464). That the district's server wrote it is told by the
topmost Received header, which the receiving server writes, and by what it returns: mail of the district.
"""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network

from firstbell.triage.agreement import Agreed
from firstbell.triage.district import KnownDistrict
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.links import find_target
from firstbell.triage.mail import MailMessage

_RETURNED = "the district's own mail server gave back what the district had sent"
_WRITERS = frozenset({"mailer-daemon", "postmaster"})
# "from HELO (name-by-dns [address]) by SERVER"; who connects says the first, the server looked up the second
_RECEIVED = re.compile(r"from (\S+) \((?:(\S+) )?\[?([\d.:a-f]+)\]?\) by (\S+)", re.IGNORECASE)
# what is reached from inside alone: RFC 1918, RFC 4193
_INSIDE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
_HEADERS_ALONE = "text/rfc822-headers"
_FROM = re.compile(r"^From:.*?@([\w.-]+)", re.IGNORECASE | re.MULTILINE)


def recognise_bounce(
    agreed: Agreed, mail: MailMessage, district: KnownDistrict, *, proven: bool
) -> tuple[Agreed, bool]:
    """The label once it is known whether the district's server returned it, and whether that proves it."""
    if agreed.look or agreed.label in HARMFUL or not _is_own_bounce(mail, district):
        return agreed, proven
    return Agreed(Label.GENUINE, why=_RETURNED), True


def _is_own_bounce(mail: MailMessage, district: KnownDistrict) -> bool:
    """Whether the district's server returns the district's mail, and adds nothing of anybody else's."""
    box, _, domain = mail.sender.email.lower().rpartition("@")
    if not mail.is_report or mail.return_path.email or mail.results or mail.reply_to.email:
        return False
    if box not in _WRITERS or not district.owns(domain) or not _came_from_house(mail.received, district):
        return False
    hosts = {find_target(link.target).host for one in (mail, *mail.carried) for link in one.links} - {""}
    return _returns_own(mail, district) and all(map(district.owns, hosts))


def _came_from_house(received: str, district: KnownDistrict) -> bool:
    """Whether the district's server had it from another of the house, by its name in the DNS or by an address
    that no one outside has.
    """
    found = _RECEIVED.match(received)
    if found is None or not district.owns(found[4].strip(";,").lower()):
        return False
    if found[2]:
        return district.owns(found[2].lower())
    try:
        address = ip_address(found[3])
    except ValueError:
        return False
    return district.owns(found[1].lower()) and any(address in inside for inside in _INSIDE)


def _returns_own(mail: MailMessage, district: KnownDistrict) -> bool:
    """Whether all that it returns is the district's, and something is."""
    senders = [one.sender.domain for one in mail.carried if one.sender.email]
    for attachment in mail.attachments:
        found = _FROM.search(attachment.text) if attachment.type == _HEADERS_ALONE else None
        senders.append(found[1].lower() if found else "")
    return bool(senders) and all(map(district.owns, senders))
