"""Clues of who sent a message: is the sender who the message says?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.triage.authentication import JudgedSender, SenderVerdict
from firstbell.triage.clues import Clue
from firstbell.triage.district import KnownDistrict
from firstbell.triage.domains import (
    decode_domain,
    find_likeness,
    find_name,
    find_owner,
    is_neighbour,
    is_school,
    is_within,
    load_domains,
    mixes_scripts,
)
from firstbell.triage.mail import MailAddress, MailMessage
from firstbell.triage.vocabulary import load_table
from firstbell.triage.words import fold

_NAMES = {name: "|".join(listed) for name, listed in load_table("shapes")["senders"].items()}
_ROLES = re.compile(rf"\b(?:{_NAMES['roles']})\b")
_INSTITUTIONS = re.compile(rf"\b(?:{_NAMES['institutions']})\b")
# who else governs, and writes to districts; of a domain they are pieces
_AUTHORITIES = frozenset({"state", "county", "city", "sheriff", "police", "court", "courts", "gov"})
# words that any house of mail is called by: nobody's name
_ANY_MAIL = frozenset({"mail", "email", "webmail", "mailbox", "inbox", "correo"})
_ADDRESS = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)


def list_sender_clues(mail: MailMessage, district: KnownDistrict, judged: JudgedSender) -> Iterator[Clue]:
    """What speaks for or against the sender of one layer."""
    sender = mail.sender
    yield from _judge_domain(sender, district)
    yield from _judge_results(sender, district, judged)
    yield from _judge_name(sender, district, judged)
    yield from _judge_reply(mail, district, judged)
    if is_within(sender.domain, load_domains().discreet_mail):
        yield Clue(
            "secret_mail",
            "coercion",
            1,
            f"it was sent through {sender.domain}, which hides who its people are",
        )
    elif is_within(sender.domain, load_domains().secret_mail):
        yield Clue(
            "secret_mail",
            "coercion",
            1,
            f"it was sent through {sender.domain}, where nobody says who they are",
        )
        yield Clue("hides", "origin", 1, f"{sender.domain} is where extortionists have their mailboxes")
    if is_within(sender.domain, load_domains().freemail):
        yield Clue("private_sender", "private", 1, f"it was sent from a private mailbox at {sender.domain}")
    elif district.domains and sender.domain and not district.owns(sender.domain):
        yield Clue("outside_sender", "private", 1, f"it was sent from outside, by {sender.domain}")


def _judge_domain(sender: MailAddress, district: KnownDistrict) -> Iterator[Clue]:
    domain = sender.domain
    if not domain or district.owns(domain):
        return
    if mixes_scripts(domain):
        yield Clue(
            "sender_scripts",
            "trick",
            5,
            f"letters of the sender's domain {domain} are of another script and pass for Latin ones",
        )
    likeness = find_own_likeness(domain, district)
    if likeness:
        yield Clue("sender_lookalike", "trick", 5, f"the sender's domain {domain} {likeness}")
    elif likeness := find_brand_likeness(domain):
        yield Clue("sender_brand_lookalike", "trick", 4, f"the sender's domain {domain} {likeness}")
    elif word := find_own_word(domain, district):
        yield Clue(
            "sender_uses_name", "trick", 2, f"the sender's domain {domain} uses the district's name ({word})"
        )
    elif find_owner(domain).rpartition(".")[2] in load_domains().odd_endings:
        yield Clue(
            "sender_ending", "trick", 1, f"the sender's domain {domain} is under an ending that scams like"
        )


def find_own_likeness(domain: str, district: KnownDistrict) -> str:
    """How a domain is made to look like one of the district's, or of somebody's whom it knows; "" where it is
    not, or is known itself.
    """
    if is_hosting(domain) or district.knows_domain(domain):
        return ""
    for own in sorted(district.imitated):
        if likeness := find_likeness(domain, own):
            return likeness
    return ""


def is_hosting(domain: str) -> bool:
    """Whether a firm has the domain that serves many schools, each under its own name."""
    tables = load_domains()
    brands = {one for domains in tables.brand_domains.values() for one in domains}
    return is_within(domain, brands | tables.trackers | tables.safe | tables.services)


def find_own_word(domain: str, district: KnownDistrict) -> str:
    """The word by which the district is known, where it stands in another's domain; "" where none does."""
    name = "" if is_hosting(domain) or district.knows_domain(domain) else decode_domain(find_name(domain))
    for own in sorted(district.domains):
        word = re.sub(
            r"(?:public)?(?:schools?|isd|district|academy|k12|edu|schls|usd)\d*$", "", find_name(own)
        )
        if len(word) >= 4 and word in name.replace("-", "") and not is_neighbour(name, word):
            return word
    return ""


def find_brand_likeness(domain: str) -> str:
    """How a domain is made to look like that of a firm people know; "" where it is not, or is the firm's."""
    tables = load_domains()
    if is_hosting(domain) or is_within(domain, tables.freemail) or find_name(domain) in _ANY_MAIL:
        return ""
    for brand, domains in tables.brand_domains.items():
        for own in sorted(domains):
            if len(own.partition(".")[0]) >= 4 and (likeness := find_likeness(domain, own)):
                return likeness
        # a short name counts where it stands by itself
        if len(brand) <= 4 and brand in re.split(r"[-.]", domain):
            return f"holds {brand}, whose it is not"
    return ""


def _judge_results(sender: MailAddress, district: KnownDistrict, judged: JudgedSender) -> Iterator[Clue]:
    if judged.verdict is SenderVerdict.FAILED:
        own = district.owns(sender.domain)
        yield Clue("forged" if own else "failed", "trick", 4 if own else 2, judged.why)
    elif judged.verdict is SenderVerdict.PASSED and district.owns(sender.domain):
        yield Clue("proven", "proof_of_sender", 4, judged.why)
    elif judged.verdict is SenderVerdict.RELAYED:
        yield Clue("relayed", "origin", 1, judged.why)


def _judge_name(sender: MailAddress, district: KnownDistrict, judged: JudgedSender) -> Iterator[Clue]:
    """What the name that is shown claims."""
    name, domain = fold(sender.name), sender.domain
    if district.owns(domain):
        return
    inside = _ADDRESS.search(sender.name)
    if inside and domain and find_owner(inside[1].lower()) != find_owner(domain):
        yield Clue(
            "name_is_address",
            "trick",
            4,
            f"it shows {inside[0]} as the sender's name, and was sent from {sender.email}",
        )
        return
    named = district.is_named_in(sender.name)
    if named and is_neighbour(name, fold(named)):
        return
    if named:
        yield Clue(
            "poses_as_district",
            "trick",
            3,
            f"the sender is called {named}, and the address {sender.email or '-'} is not the district's",
        )
        return
    brand = find_brand(name)
    if brand and not is_within(domain, load_domains().brand_domains[brand]):
        yield Clue(
            "poses_as_brand",
            "trick",
            3,
            f"the sender is called {sender.name!r}, and {domain or 'no domain'} is not that firm's",
        )
        return
    yield from _judge_role(sender, name, district, judged)


def _judge_role(
    sender: MailAddress, name: str, district: KnownDistrict, judged: JudgedSender
) -> Iterator[Clue]:
    """An office or a school that the name claims and the domain does not bear out."""
    domain = sender.domain
    private = is_within(domain, load_domains().freemail)
    if _is_authority(name, domain, judged):
        return
    told = f"the sender is called {sender.name!r}, and {domain or 'no domain'} is not the district's"
    if private and _ROLES.search(re.sub(r"[._\d-]+", " ", fold(sender.email.partition("@")[0]))):
        yield Clue(
            "poses_as_office", "trick", 3, f"the address {sender.email} names an office, at a private mailbox"
        )
    elif _ROLES.search(name) and (private or (district.domains and not is_school(domain))):
        yield Clue("poses_as_office", "trick", 3, told)
    elif _ROLES.search(name) and not is_school(domain) and judged.verdict is not SenderVerdict.PASSED:
        yield Clue("poses_as_office", "trick", 2, told)
    elif _INSTITUTIONS.search(name) and (private or not is_school(domain)):
        yield Clue("poses_as_school", "trick", 2 if private else 1, told)


def _is_authority(name: str, domain: str, judged: JudgedSender) -> bool:
    """Whether a name is that of another authority, whose domain bears the word, too, and whose server proves
    it: a state's incident desk, a sheriff's officer at a school.
    """
    if judged.verdict is not SenderVerdict.PASSED:
        return False
    borne = set(re.split(r"[-.]", domain)) & _AUTHORITIES
    return bool(borne) and (not _ROLES.search(name) or not borne.isdisjoint(name.split()))


def find_brand(folded: str) -> str:
    """The firm that a folded text names first; "" where it names none."""
    padded = f" {re.sub(r'[^a-z0-9]+', ' ', folded)} "
    for word, brand in load_domains().brands.items():
        if f" {word} " in padded:
            return brand
    return ""


def _judge_reply(mail: MailMessage, district: KnownDistrict, judged: JudgedSender) -> Iterator[Clue]:
    reply, sender = mail.reply_to.domain, mail.sender.domain
    if reply and sender and find_owner(reply) != find_owner(sender) and not district.owns(reply):
        tables = load_domains()
        told = f"answers go to {mail.reply_to.email}, not to {mail.sender.email}"
        if find_own_likeness(reply, district) or find_brand_likeness(reply) or mixes_scripts(reply):
            yield Clue("reply_lookalike", "trick", 4, told)
        elif district.owns(sender) or is_within(reply, tables.freemail | tables.secret_mail):
            yield Clue("reply_elsewhere", "trick", 3, told)
        elif not mail.bulk:
            yield Clue("reply_elsewhere", "trick", 1, told)
    returned = mail.return_path.domain
    if (
        returned
        and district.owns(sender)
        and not district.owns(returned)
        and judged.verdict is not SenderVerdict.PASSED
    ):
        yield Clue(
            "returned_elsewhere", "trick", 2, f"it says that it is from {sender}, and was sent by {returned}"
        )
