"""Mail of who deals with the district, or with a family, already: it carries on what was agreed, changes
nothing, and points to ways that its reader has.

The insurer who has the upload room of before, the firm whose number stands on a card, the provider who sends
no links. Its server proves its domain. That the district knows it nothing says but the district's settings
(`mail.trusted`) and its texts, so it is no partner's mail; but it asks for nothing that a stranger wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.triage.authentication import JudgedSender, SenderVerdict
from firstbell.triage.clues import Clue, add_points, has_clue
from firstbell.triage.district import KnownDistrict
from firstbell.triage.domains import find_owner, is_within, load_domains
from firstbell.triage.labels import Label
from firstbell.triage.layers import is_answer
from firstbell.triage.links import find_target, list_leading
from firstbell.triage.mail import MailMessage
from firstbell.triage.reader import Opinion
from firstbell.triage.signs import read_text
from firstbell.triage.vocabulary import load_table
from firstbell.triage.words import fold

_SHAPES = {name: "|".join(listed) for name, listed in load_table("shapes")["dealings"].items()}
_WAYS = re.compile(rf"\b(?:{_SHAPES['known_ways']})\b")
_NOTHING = re.compile(rf"\b(?:{_SHAPES['nothing_asked']})\b")
_AGREED = re.compile(rf"\b(?:{_SHAPES['agreed']})\b")
_OFFERS = re.compile(rf"\b(?:{_SHAPES['offers']})\b")
CARRIES_ON = "its server proves its sender, it carries on what was agreed, and it asks for nothing new"
_WANTS = re.compile(rf"\b(?:{_SHAPES['wants']})\b")
_UNWANTED = re.compile(rf"\b(?:{_SHAPES['unwanted']})\b")
# so sure the second reader has to be that it reads as what the district and its partners write
_READS_GENUINE = 0.5
_ORDERS = re.compile(rf"\b(?:{_SHAPES['orders']})\b[^.!?\n]{{0,50}}?\b(?:{_SHAPES['ordered']})\b")
_COMMANDS = re.compile(
    rf"(?:^|[.!?:;\n])\s*(?:{_SHAPES['commands']})\b[^.!?\n]{{0,50}}?\b(?:{_SHAPES['ordered']})\b"
)
_LONGEST = 6_000
_WANTING = frozenset({"coercion", "loose", "hidden", "sample", "record", "trick", "lure", "ask", "told"})
_SECRETS = ("asks_secret", "asks_verify")
_NEEDED = 2
# so much of it no threat said whose sender is proven and leads nowhere else
_WELL_KNOWN = 3
_FEWEST_OF_OFFER = 2
# every plan and every bill has a last day
_DUE = "deadline"
# a number to call is asked for by anybody
_ASKS = 2.0
# what takes something from whoever does what it says
_TAKING = (
    "money_redirected",
    "redirected",
    "bank_change",
    "pay_change",
    "gift_codes",
    "fee_first",
    "prize",
    "wallet",
    "asks_secret",
    "asks_verify",
)
# what no such mail has, whatever it says of itself
_STRANGE = (
    "money_redirected",
    "redirected",
    "bank_change",
    "pay_change",
    "gift_card",
    "gift_codes",
    "gift_named",
    "fee_first",
    "prize",
    "job",
    "brand_claim",
    "secret_mail",
    "wallet",
    "contact",
    "telegram",
    "relayed",
    "notice",
    "private_sender",
    "sample_quoted",
    "possession",
    "possession_told",
    "actor_claim",
    "pressure",
    "refused",
    "no_police",
    "veiled",
    "watching",
)


def count_dealings(text: str) -> int:
    """How much a text says that it carries on something known: each known way counts twice, that nothing is
    asked once, and each wording of what was agreed once.
    """
    said = fold(text[:_LONGEST])
    ways = {found[0] for found in _WAYS.finditer(said)}
    agreed = {found[0] for found in _AGREED.finditer(said)}
    return 2 * len(ways) + (_NOTHING.search(said) is not None) + len(agreed)


def _asks_secret(text: str) -> bool:
    """Whether a secret is asked for beside the ways that its reader has ("the address on your card")."""
    rest = _NOTHING.sub(" ", _WAYS.sub(" ", fold(text[:_LONGEST])))
    return any(sign.name in _SECRETS for sign in read_text(rest).signs)


def _is_pressed(clues: Sequence[Clue]) -> bool:
    """Whether something is wanted all the same: what was agreed alone does not answer for that."""
    presses = any(clue.side in ("lure", "coercion") and clue.name != _DUE for clue in clues)
    return presses or add_points(clues, "ask") >= _ASKS


def list_dealing_clues(
    mail: MailMessage,
    clues: Sequence[Clue],
    *,
    writer: JudgedSender,
    district: KnownDistrict,
    opinion: Opinion,
) -> Iterator[Clue]:
    """What a proven sender deals with the district in, by the clues that were found before and by what the
    second reader makes of it.
    """
    if writer.verdict is not SenderVerdict.PASSED:
        return
    if district.owns(mail.sender.domain):
        if _answers_in_house(mail, clues, district):
            yield Clue("answers_in_house", "dealings", 1, "somebody of the district answers in the house")
    elif offers(mail):
        yield Clue("offers", "dealings", 1, "it offers a service that nobody asked for")
    elif _is_straight(mail, clues) and _carries_on(mail, clues, opinion):
        yield Clue("carries_on", "dealings", 2, CARRIES_ON)
        if count_dealings(f"{mail.subject}\n{mail.text}") >= _WELL_KNOWN:
            yield Clue(
                "well_known", "dealings", 1, "it names more than one thing that its reader has or knows"
            )


def wants_by_agreement(mail: MailMessage) -> bool:
    """Whether what was agreed is to cover that money, a secret or a way in is wanted."""
    text = f"{mail.subject}\n{mail.text}"
    if count_dealings(text) < _NEEDED:
        return False
    return _ORDERS.search(_UNWANTED.sub(" ", fold(text[:_LONGEST]))) is not None


def _answers_in_house(mail: MailMessage, clues: Sequence[Clue], district: KnownDistrict) -> bool:
    """Whether somebody of the district answers others of it, and brings and wants nothing."""
    if not is_answer(mail) or mail.links or mail.attachments or "?" in mail.text:
        return False
    if not mail.recipients or not all(district.owns(one.domain) for one in mail.recipients):
        return False
    return all(clue.side not in _WANTING for clue in clues)


def _is_straight(mail: MailMessage, clues: Sequence[Clue]) -> bool:
    """Whether a proven sender from outside leads nowhere else, without a trick or a new way."""
    if mail.carried or has_clue(clues, *_STRANGE) or add_points(clues, "trick", "told") > 0:
        return False
    return _has_own_domain(mail)


def _has_own_domain(mail: MailMessage) -> bool:
    """Whether it is from a domain where not anybody can have mail, and its links and answers stay there."""
    domain, tables = mail.sender.domain, load_domains()
    anybodys = tables.freemail | tables.secret_mail | tables.discreet_mail | tables.shared_hosts
    if not domain or is_within(domain, anybodys):
        return False
    hosts = {find_target(link.target).host for link in list_leading(mail.links)} - {""}
    stays = all(find_owner(host) == find_owner(domain) for host in hosts)
    return stays and mail.reply_to.domain in ("", domain)


def wants_nothing(mail: MailMessage, clues: Sequence[Clue]) -> bool:
    """Whether mail from outside, of a domain of its own, asks for no secret, way in or new account."""
    if not _has_own_domain(mail) or has_clue(clues, *_TAKING):
        return False
    said = _UNWANTED.sub(" ", fold(f"{mail.subject}\n{mail.text[:_LONGEST]}"))
    return _ORDERS.search(said) is None and _COMMANDS.search(said) is None


def _carries_on(mail: MailMessage, clues: Sequence[Clue], opinion: Opinion) -> bool:
    """Whether mail of a proven sender, which leads nowhere else, carries on what runs already."""
    text = f"{mail.subject}\n{mail.text}"
    said = fold(text[:_LONGEST])
    if (has_clue(clues, *_SECRETS) and _asks_secret(text)) or _WANTS.search(_UNWANTED.sub(" ", said)):
        return False
    reads_genuine = opinion.odds[Label.GENUINE] >= _READS_GENUINE and not has_clue(clues, _DUE)
    needed = _NEEDED + _is_pressed(clues) - reads_genuine
    return count_dealings(text) >= needed


def offers(mail: MailMessage) -> bool:
    """Whether somebody whom nobody asked offers a service, by two wordings of such offers: who answers is
    sold something, and no question is open.
    """
    said = fold(f"{mail.subject}\n{mail.text[:_LONGEST]}")
    return len({found[0] for found in _OFFERS.finditer(said)}) >= _FEWEST_OF_OFFER
