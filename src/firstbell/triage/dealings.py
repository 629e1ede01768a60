"""Mail of who deals with the district, or with a family, already: it carries on what was agreed, changes
nothing, and points to ways that its reader has.

The insurer who has the upload room of before, the firm whose number stands on a card, the provider who sends
no links. Its server proves its domain. That the district knows it nothing says but the district's settings
(`mail.trusted`) and its texts, so it is no partner's mail; but it asks for nothing that a stranger wants.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.triage.authentication import JudgedSender, SenderVerdict
from firstbell.triage.clues import Clue, add_points, has_clue
from firstbell.triage.domains import find_owner, is_within, load_domains
from firstbell.triage.links import find_target
from firstbell.triage.mail import MailMessage
from firstbell.triage.vocabulary import load_table
from firstbell.triage.words import fold

_SHAPES = {name: "|".join(listed) for name, listed in load_table("shapes")["dealings"].items()}
_WAYS = re.compile(rf"\b(?:{_SHAPES['known_ways']})\b")
_NOTHING = re.compile(rf"\b(?:{_SHAPES['nothing_asked']})\b")
_AGREED = re.compile(rf"\b(?:{_SHAPES['agreed']})\b")
_OFFERS = re.compile(rf"\b(?:{_SHAPES['offers']})\b")
CARRIES_ON = "its server proves its sender, it carries on what was agreed, and it asks for nothing new"
_LONGEST = 6_000
_NEEDED = 2
_FEWEST_OF_OFFER = 2
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


def _is_pressed(clues: Sequence[Clue]) -> bool:
    """Whether something is wanted all the same: what was agreed alone does not answer for that."""
    return add_points(clues, "ask", "lure", "coercion") > 0


def carries_on(mail: MailMessage, clues: Sequence[Clue], writer: JudgedSender) -> bool:
    """Whether a proven sender from outside carries on what runs already, without a trick or a new way."""
    domain = mail.sender.domain
    if writer.verdict is not SenderVerdict.PASSED or not domain or mail.carried:
        return False
    tables = load_domains()
    if is_within(domain, tables.freemail | tables.secret_mail | tables.discreet_mail | tables.shared_hosts):
        return False
    if has_clue(clues, *_STRANGE) or add_points(clues, "trick", "told") > 0:
        return False
    hosts = {find_target(link.target).host for link in mail.links} - {""}
    if any(find_owner(host) != find_owner(domain) for host in hosts) or mail.reply_to.domain not in (
        "",
        domain,
    ):
        return False
    text = f"{mail.subject}\n{mail.text}"
    needed = _NEEDED + (1 if _is_pressed(clues) else 0)
    return count_dealings(text) >= needed and not offers(mail)


def offers(mail: MailMessage) -> bool:
    """Whether somebody whom nobody asked offers a service, by two wordings of such offers: who answers is
    sold something, and no question is open.
    """
    said = fold(f"{mail.subject}\n{mail.text[:_LONGEST]}")
    return len({found[0] for found in _OFFERS.finditer(said)}) >= _FEWEST_OF_OFFER
