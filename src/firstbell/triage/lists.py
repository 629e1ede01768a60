"""Mail of the district that a list passed on, whose changes broke its checks, and which asks for nothing.

A list that adds its footer breaks the signature of whoever wrote to it. Some say (ARC, RFC 8617) what they
had found before. Where the district's server does not confirm that (arc=pass), nothing proves it: such mail
is never the district's. But what wants nothing, names no way but the district's, and is feared by nobody need
not be held.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.triage.authentication import JudgedSender, SenderVerdict, parse_results
from firstbell.triage.clues import Clue
from firstbell.triage.district import KnownDistrict
from firstbell.triage.domains import find_owner
from firstbell.triage.links import find_target
from firstbell.triage.mail import MailMessage

_LIST_DOMAIN = re.compile(r"<(?:[^<>@]*@)?([\w.-]+\.[\w-]+)>")
# which station on its way it is: RFC 8617, 4.1.1
_INSTANCE = re.compile(r"^\s*i\s*=\s*\d+\s*;")
# a telephone number: of the house an extension is enough
_NUMBER = re.compile(r"\d(?:[\s().-]{0,2}\d){6,}")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@([\w.-]+\.\w+)")
_FORGED = frozenset({"forged", "returned_elsewhere"})
_WANTING = frozenset({"asks_secret", "asks_verify", "asks_click", "asks_pay", "link_foreign"})
_HARMFUL_SIDES = frozenset({"coercion", "trick", "sample", "record", "told"})
# pay or a bill may be spoken of where nothing is asked for; cards and new accounts may not
_SPOKEN_OF = 3
# any school's mail has a last day
_DUE = "deadline"
PASSED_ON = Clue(
    "by_list", "origin", 1, "a list passed it on and says that the district wrote it; nothing proves that"
)


def drop_breaks(
    mail: MailMessage, clues: Sequence[Clue], *, writer: JudgedSender, district: KnownDistrict
) -> list[Clue]:
    """The clues without what a list's changes gave, where a list passed the mail on and it wants nothing."""
    if writer.verdict is not SenderVerdict.FAILED or not _is_by_list(mail, district):
        return list(clues)
    rest = [clue for clue in clues if clue.name not in _FORGED]
    asks = any(clue.side == "ask" for clue in rest)
    if any(_harms(clue, asks=asks) for clue in rest):
        return list(clues)
    if mail.attachments or mail.carried or not _stays_in_house(mail, district):
        return list(clues)
    return [*rest, PASSED_ON]


def _harms(clue: Clue, *, asks: bool) -> bool:
    if clue.side == "lure":
        return asks or clue.points > _SPOKEN_OF
    return clue.name in _WANTING or (clue.side in _HARMFUL_SIDES and clue.name != _DUE)


def _is_by_list(mail: MailMessage, district: KnownDistrict) -> bool:
    """Whether one list is named by its id and by whom the mail is to, and by who says what it found before,
    where anybody does.
    """
    found = _LIST_DOMAIN.search(mail.list_id)
    if found is None or not district.owns(mail.sender.domain):
        return False
    of_list = find_owner(found[1].lower())
    if district.owns(found[1]) or of_list not in {find_owner(one.domain) for one in mail.recipients}:
        return False
    if mail.return_path.domain and find_owner(mail.return_path.domain) != of_list:
        return False
    if not mail.arc_results:
        return True  # nothing confirms ARC either, so a list that says nothing is trusted no less
    home = find_owner(mail.sender.domain)
    for header in mail.arc_results:
        results = parse_results(_INSTANCE.sub("", header))
        passed = [one for one in results.results if one.method in ("dkim", "dmarc") and one.result == "pass"]
        if find_owner(results.server) == of_list and any(find_owner(one.domain) == home for one in passed):
            return True
    return False


def _stays_in_house(mail: MailMessage, district: KnownDistrict) -> bool:
    hosts = {find_target(link.target).host for link in mail.links} - {""}
    addressed = {found[1].lower() for found in _ADDRESS.finditer(mail.text)}
    answers = mail.reply_to.domain
    named = hosts | addressed | ({answers} if answers else set())
    listed = _LIST_DOMAIN.search(mail.list_id)
    own = find_owner(listed[1].lower()) if listed else ""
    return (
        all(district.owns(name) or (own and find_owner(name) == own) for name in named)
        and _NUMBER.search(mail.text) is None
    )
