"""Mail that a list passed on, whose changes broke its checks, and which asks for nothing.

A list that adds its footer breaks the signature of whoever wrote to it. Some say (ARC, RFC 8617) what they
had found before. Where the district's server does not confirm that (arc=pass), nothing proves it: such mail
is never the district's. But what wants nothing, names no way but the district's, and is feared by nobody need
not be held. Of the mail of others on a list of others, a check that fails says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.triage.agreement import LOOK_FROM
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
# a list writes so whose letter it is where it may not write in their name
_VIA = re.compile(r"\S+ via \S+", re.IGNORECASE)
_FORGED = frozenset({"forged", "returned_elsewhere"})
_WANTING = frozenset({"asks_secret", "asks_verify", "asks_click", "asks_pay", "link_foreign"})
_HARMFUL_SIDES = frozenset({"coercion", "trick", "sample", "record", "told"})
# pay or a bill may be spoken of where nothing is asked for; cards and new accounts may not
_SPOKEN_OF = 3
# any school's mail has a last day, and what happened to the files is told to everybody
_TOLD = frozenset({"deadline", "decrypt"})
# what names a way of the house alone, wants nothing and is feared less than this does no harm
_FEARED_FROM = 0.2
PASSED_ON = Clue(
    "by_list", "origin", 1, "a list passed it on and says that the district wrote it; nothing proves that"
)


def drop_breaks(
    mail: MailMessage, clues: Sequence[Clue], *, writer: JudgedSender, district: KnownDistrict, harm: float
) -> list[Clue]:
    """The clues without what a list's changes gave, where a list passed the mail on and it wants nothing.

    `harm`: what the second reader makes of it.
    """
    if writer.verdict is not SenderVerdict.FAILED or mail.attachments or mail.carried:
        return list(clues)
    if not district.owns(mail.sender.domain):
        return _drop_of_others(mail, clues, district, harm)
    if harm >= _FEARED_FROM or not _is_by_list(mail, district):
        return list(clues)
    # a link of the house leads whoever follows it home
    broken = _FORGED | {"asks_click"} if mail.links else _FORGED
    rest = [clue for clue in clues if clue.name not in broken]
    asks = any(clue.side == "ask" for clue in rest)
    if any(_harms(clue, asks=asks) for clue in rest) or not _stays_in_house(mail, district):
        return list(clues)
    return [*rest, PASSED_ON]


def _drop_of_others(
    mail: MailMessage, clues: Sequence[Clue], district: KnownDistrict, harm: float
) -> list[Clue]:
    """The clues of a member's letter to a list without the check that the list broke, and without what the
    list made of the member's name ("Ann Roe, Treasurer via club").
    """
    of_list = _find_list(mail, district)
    if not of_list or harm >= LOOK_FROM or any(clue.name in _WANTING for clue in clues):
        return list(clues)
    broken = {"failed"}
    if _VIA.search(mail.sender.name) and find_owner(mail.sender.domain) == of_list:
        broken |= {"poses_as_office", "poses_as_school"}
    return [clue for clue in clues if clue.name not in broken]


def _harms(clue: Clue, *, asks: bool) -> bool:
    if clue.side == "lure":
        return asks or clue.points > _SPOKEN_OF
    return clue.name in _WANTING or (clue.side in _HARMFUL_SIDES and clue.name not in _TOLD)


def _find_list(mail: MailMessage, district: KnownDistrict) -> str:
    """The domain of the one list that is named by its id, by whom the mail is to, and by who sent it on; ""
    where they name none, or the district's own.
    """
    found = _LIST_DOMAIN.search(mail.list_id)
    if found is None or district.owns(found[1]):
        return ""
    of_list = find_owner(found[1].lower())
    if of_list not in {find_owner(one.domain) for one in mail.recipients}:
        return ""
    returned = mail.return_path.domain
    return "" if returned and find_owner(returned) != of_list else of_list


def _is_by_list(mail: MailMessage, district: KnownDistrict) -> bool:
    """Whether a list passed on what the district wrote, also by what it says that it found before, where it
    says anything.
    """
    of_list = _find_list(mail, district)
    if not of_list:
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
