"""What speaks for and against one layer of a reported message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.documents.hypertext import read_markup
from firstbell.triage.authentication import JudgedSender, SenderVerdict
from firstbell.triage.clues import Clue, has_clue
from firstbell.triage.district import KnownDistrict
from firstbell.triage.domains import find_owner, is_within, load_domains
from firstbell.triage.formalities import (
    drop_asked,
    drop_formalities,
    drop_marked,
    drop_quotations,
    drop_reported,
    is_warning,
    join_lines,
    plays,
)
from firstbell.triage.indicators import find_contacts, list_indicators, refang
from firstbell.triage.labels import BULK_FROM
from firstbell.triage.layers import Layer
from firstbell.triage.linkage import list_attachment_clues, list_link_clues
from firstbell.triage.links import decode_data_url, find_target
from firstbell.triage.mail import MailMessage
from firstbell.triage.mastheads import is_letter_to_many
from firstbell.triage.redirections import redirects_money
from firstbell.triage.samples import list_sample_clues
from firstbell.triage.senders import find_brand, list_sender_clues
from firstbell.triage.signs import read_text
from firstbell.triage.words import fold

# what a message is about it says at its beginning
_LONGEST_LEAD = 4000
_ATTACHMENT_TEXT = 8_000
_CONTACT_POINTS = {
    "onion": 3.0,
    "tox": 4.0,
    "session": 3.0,
    "bitcoin": 3.0,
    "monero": 4.0,
    "ethereum": 2.0,
    "telegram": 2.0,
}
_CONTACT_NAMES = {"telegram": "telegram", "bitcoin": "wallet", "monero": "wallet", "ethereum": "wallet"}
# "3.5 XMR", "in Monero": what few but extortionists count in
_CRYPTO_SUM = re.compile(
    r"\b\d[\d.,]{0,12}\s?(?:XMR|BTC|USDT|monero|bitcoins?)\b"
    r"|\b(?:in|of|en) (?:XMR|BTC|USDT|monero|bitcoins?)\b",
    re.IGNORECASE,
)
_THREATENING_SIDES = frozenset({"coercion", "loose"})
_NO_MARKS = str.maketrans(dict.fromkeys('"\u201c\u201d\u00ab\u00bb'))
_BULK_POINTS = {"List-Unsubscribe": 3.0, "List-Id": 2.0, "Precedence": 2.0, "Feedback-ID": 1.0}


def list_layer_clues(layer: Layer, district: KnownDistrict, sender: JudgedSender) -> Iterator[Clue]:
    """What speaks for or against a layer: its words, sender, links, attachments and headers."""
    mail = layer.mail
    text = gather_text(mail)
    found = _find_signs(drop_formalities(_drop_others(mail, text, district, sender)))
    yield from found
    if layer.warns:
        yield Clue("disowned", "notice", 2, "it tells everybody to leave what it quotes, and who has it")
    if any(clue.name == "event" for clue in found) and district.is_named_in(text[:_LONGEST_LEAD]):
        yield Clue("event_named", "event", 1, "it speaks of the event by the district's name")
    yield from _list_contact_clues(text, mail, district)
    yield from list_sender_clues(mail, district, sender)
    yield from list_link_clues(mail, district)
    yield from list_attachment_clues(mail)
    own = f"{mail.subject}\n{mail.text}"
    if sender.verdict is SenderVerdict.RELAYED:
        own = mail.text.translate(_NO_MARKS)  # what a machine puts in quotation marks is all that was said
    yield from list_sample_clues(mail, own, says_proof=has_clue(found, "proof"))
    if redirects_money(text):
        yield Clue("money_redirected", "trick", 5, "it names an account that money is to go to from now on")
        yield Clue("redirected", "lure", 2, "it wants pay or a payment to go to another account")
    yield from _list_standing_clues(mail, district, sender)
    if any(clue.side == "lure" for clue in found):
        yield from _list_brand_clues(mail, text)
    for name in sorted(mail.bulk):
        reason = f"its headers are those of mail to many ({name})"
        yield Clue(name.lower().replace("-", "_"), "bulk", _BULK_POINTS.get(name, 1.0), reason)
    if "?" in mail.text and len(mail.text) < 4000:
        yield Clue("question_mark", "question", 1, "it holds a question")
    if code := district.find_code(text):
        yield Clue("code", "proof_of_code", 6, f"it bears the code {code} of a letter that the district sent")


def _find_signs(text: str) -> list[Clue]:
    """The signs of the words; what only asks whether there was a threat is none."""
    found = [Clue(sign.name, sign.side, sign.points, sign.reason) for sign in read_text(text).signs]
    plain = drop_asked(text) if any(clue.side == "coercion" for clue in found) else text
    if plain == text:
        return found
    kept = {sign.name for sign in read_text(plain).signs}
    return [clue for clue in found if clue.side not in _THREATENING_SIDES or clue.name in kept]


def _drop_others(mail: MailMessage, text: str, district: KnownDistrict, sender: JudgedSender) -> str:
    """The text without what it quotes of others: in a warning, in mail to many, and in an exercise."""
    if _tells_of_others(mail, text, district, sender):
        return drop_reported(drop_quotations(drop_marked(text)))
    if sender.verdict is SenderVerdict.PASSED and not mail.links and plays(text):
        return drop_quotations(join_lines(text))
    return text


def _tells_of_others(mail: MailMessage, text: str, district: KnownDistrict, sender: JudgedSender) -> bool:
    """Whether what a message quotes is what others wrote: a warning whose sender is proven, mail to many.

    An account that was taken over may quote its threat; the second reader reads quotations as all else.
    """
    if district.owns(mail.sender.domain):
        return sender.verdict is SenderVerdict.PASSED and is_warning(text)
    if sum(_BULK_POINTS.get(name, 1.0) for name in mail.bulk) >= BULK_FROM:
        return True
    return is_letter_to_many(mail) and not district.is_named_in(text)


def gather_text(mail: MailMessage) -> str:
    """Everything a layer says: its subject, its body, what stands in its attachments and in pages inside
    links.
    """
    parts = [mail.subject, mail.text]
    parts += [attachment.text[:_ATTACHMENT_TEXT] for attachment in mail.attachments if attachment.text]
    for link in mail.links[:20]:
        if page := decode_data_url(link.target[:200_000]):
            parts.append(read_markup(page).text[:_ATTACHMENT_TEXT])
    return "\n\n".join(parts)


def _list_contact_clues(text: str, mail: MailMessage, district: KnownDistrict) -> Iterator[Clue]:
    kinds: dict[str, str] = {}
    for indicator in find_contacts(text[:60_000]):
        kinds.setdefault(indicator.kind, indicator.value)
    for link in mail.links:
        if find_target(link.target).host.endswith(".onion"):
            kinds.setdefault("onion", "")
    for kind in kinds:
        name = {"onion": "a hidden service (.onion)", "tox": "a Tox id", "session": "a Session id"}.get(
            kind, f"a {kind} address"
        )
        yield Clue(_CONTACT_NAMES.get(kind, "contact"), "coercion", _CONTACT_POINTS[kind], f"it names {name}")
    if _CRYPTO_SUM.search(text[:60_000]):
        yield Clue("crypto_sum", "coercion", 1, "it names a sum in a cryptocurrency")
    if district.known:
        values = {refang(one.value) for one in list_indicators([mail], own=district.domains)}
        if values & district.known:
            yield Clue("known", "trick", 3, "an address in it stands in the case's record already")
        # whoever sent phishing before is not for that the one who broke in
        if values & district.known_threats:
            yield Clue(
                "known_actor", "coercion", 3, "an address in it is on record for somebody who threatens"
            )


def _list_standing_clues(mail: MailMessage, district: KnownDistrict, sender: JudgedSender) -> Iterator[Clue]:
    """What speaks for a sender that nobody proved: its own domain, and links that stay there."""
    if sender.verdict in (SenderVerdict.FAILED, SenderVerdict.RELAYED):
        return
    tables = load_domains()
    domain = mail.sender.domain
    hosts = [target.host for link in mail.links if (target := find_target(link.target)).host]
    safe = tables.safe | tables.trackers
    if district.owns(domain):
        if all(district.owns(host) or is_within(host, safe) for host in hosts):
            yield Clue(
                "own_sender", "standing", 3, "it says that it is from the district, and its links stay there"
            )
        return
    for brand, domains in tables.brand_domains.items():
        if is_within(domain, domains) and not is_within(domain, tables.freemail):
            if all(is_within(host, domains) or find_owner(host) == find_owner(domain) for host in hosts):
                yield Clue(
                    "brand_sender",
                    "standing",
                    3,
                    f"it is from {domain}, and its links stay with {brand.replace('_', ' ')}",
                )
            return


def _list_brand_clues(mail: MailMessage, text: str) -> Iterator[Clue]:
    """A text that speaks in the name of a firm, from a domain that is not the firm's."""
    brand = find_brand(fold(f"{mail.subject} {text[:1500]}"))
    domain = mail.sender.domain
    domains = load_domains().brand_domains.get(brand, frozenset())
    if brand and domain and not is_within(domain, domains):
        hosts = [target.host for link in mail.links if (target := find_target(link.target)).host]
        if not hosts or not all(is_within(host, domains) for host in hosts):
            yield Clue(
                "speaks_for_brand",
                "trick",
                1,
                f"it speaks for {brand.replace('_', ' ')}, and is not from there",
            )
