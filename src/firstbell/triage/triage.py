"""Triage of one reported message: its layers, their clues, one label, the reasons in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from firstbell.documents.hypertext import read_markup
from firstbell.triage.authentication import Judged, Verdict, judge_sender
from firstbell.triage.clues import Clue, has_clue
from firstbell.triage.district import District
from firstbell.triage.domains import find_owner, is_within, load_domains
from firstbell.triage.finding import read_text
from firstbell.triage.indicators import Indicator, find_contacts, list_indicators, refang
from firstbell.triage.judging import HARMFUL, Judgement, Label, judge_clues
from firstbell.triage.layers import Layer, split_layers
from firstbell.triage.linkage import list_attachment_clues, list_link_clues
from firstbell.triage.links import decode_data_url, find_target
from firstbell.triage.mail import Mail
from firstbell.triage.parsing import parse_mail
from firstbell.triage.reading import RawMessage
from firstbell.triage.samples import list_sample_clues
from firstbell.triage.senders import find_brand, list_sender_clues
from firstbell.triage.vocabulary import load_table
from firstbell.triage.words import fold

_MOST_REASONS = 12
# what a message is about it says at its beginning
_LONGEST_LEAD = 4000
_ATTACHMENT_TEXT = 8_000
# an own text so short only passes on what is below it
_FEW_WORDS = 60
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
_BULK_POINTS = {"List-Unsubscribe": 3.0, "List-Id": 2.0, "Precedence": 2.0, "Feedback-ID": 1.0}


@dataclass(frozen=True, slots=True)
class Triaged:
    """A message and what it is. `way`: of the layer that gave the label; `indicators`: of what threatens or
    deceives.
    """

    mail: Mail
    label: Label
    score: float
    points: float
    reasons: tuple[str, ...]
    clues: tuple[Clue, ...]
    way: str
    advice: str
    indicators: tuple[Indicator, ...]
    problems: tuple[str, ...]


@cache
def load_advice() -> dict[str, dict[str, str]]:
    """Label -> title and advice."""
    return load_table("labels")


def triage_raw(raw: RawMessage, district: District) -> Triaged:
    """What a message of a file is."""
    mail = parse_mail(raw.data)
    return triage_mail(mail, district, left_out=raw.left_out)


def triage_mail(mail: Mail, district: District, *, left_out: int = 0) -> Triaged:
    """What a message is. `left_out`: bytes of huge attachments that were not looked into."""
    layers = split_layers(mail)
    judged = [(layer, *_judge_layer(layer, layers, district)) for layer in layers]
    layer, judgement, clues = _choose(judged)
    problems = _list_problems(mail, left_out)
    reasons = _tell(layer, judgement, clues, problems, district)
    harmful = [one.mail for one, verdict, _ in judged if verdict.label in HARMFUL]
    return Triaged(
        mail=mail,
        label=judgement.label,
        score=judgement.score,
        points=judgement.points,
        reasons=tuple(reasons),
        clues=tuple(clues),
        way=layer.way,
        advice=load_advice()[judgement.label]["advice"],
        indicators=tuple(list_indicators(harmful, own=district.domains)),
        problems=problems,
    )


_Judged = tuple[Layer, Judgement, Sequence[Clue]]


def _choose(judged: Sequence[_Judged]) -> _Judged:
    """The layer whose label is the message's: what harms, whoever passes it on; then a question; then what is
    carried.
    """
    for label in HARMFUL:
        found = [one for one in judged if one[1].label is label]
        if found:
            return max(found, key=lambda one: one[1].points)
    own = judged[0]
    if len(judged) == 1 or own[1].label is Label.QUESTION:
        return own
    carried = next((one for one in judged[1:] if one[1].label is not Label.OTHER), judged[1])
    if own[1].label is Label.GENUINE and carried[1].label is not Label.QUESTION:
        return own
    if own[1].label is Label.OTHER or own[0].mail.text.count(" ") < _FEW_WORDS:
        return carried
    return own


def _judge_layer(
    layer: Layer, layers: Sequence[Layer], district: District
) -> tuple[Judgement, Sequence[Clue]]:
    trusted = district.trusted if _may_be_proven(layer, layers, district) else ()
    sender = judge_sender(layer.mail.results, layer.mail.sender.domain, trusted)
    clues = list(_list_clues(layer, district, sender))
    return judge_clues(clues), clues


def _may_be_proven(layer: Layer, layers: Sequence[Layer], district: District) -> bool:
    """Whether headers of a layer can prove anything: those of an attached message only where the district's
    own sends it.
    """
    return layer.way == "own" or (layer.way == "attached" and district.owns(layers[0].mail.sender.domain))


def _list_clues(layer: Layer, district: District, sender: Judged) -> Iterator[Clue]:
    mail = layer.mail
    text = gather_text(mail)
    reading = read_text(text)
    found = [Clue(sign.name, sign.side, sign.points, sign.reason) for sign in reading.signs]
    yield from found
    if any(clue.name == "event" for clue in found) and district.is_named_in(text[:_LONGEST_LEAD]):
        yield Clue("event_named", "event", 1, "it speaks of the event by the district's name")
    yield from _list_contact_clues(text, mail, district)
    yield from list_sender_clues(mail, district, sender)
    yield from list_link_clues(mail, district)
    yield from list_attachment_clues(mail)
    yield from list_sample_clues(mail, f"{mail.subject}\n{mail.text}", says_proof=has_clue(found, "proof"))
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


def gather_text(mail: Mail) -> str:
    """Everything a layer says: its subject, its body, what stands in its attachments and in pages inside
    links.
    """
    parts = [mail.subject, mail.text]
    parts += [attachment.text[:_ATTACHMENT_TEXT] for attachment in mail.attachments if attachment.text]
    for link in mail.links[:20]:
        if page := decode_data_url(link.target[:200_000]):
            parts.append(read_markup(page).text[:_ATTACHMENT_TEXT])
    return "\n\n".join(parts)


def _list_contact_clues(text: str, mail: Mail, district: District) -> Iterator[Clue]:
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
        yield Clue(
            _CONTACT_NAMES.get(kind, "contact"),
            "coercion",
            _CONTACT_POINTS[kind],
            f"it names {name}",
        )
    if district.known:
        values = {refang(one.value) for one in list_indicators([mail], own=district.domains)}
        if values & district.known:
            yield Clue("known", "trick", 3, "an address in it stands in the case's record already")
        # whoever sent phishing before is not for that the one who broke in
        if values & district.known_threats:
            yield Clue(
                "known_actor", "coercion", 3, "an address in it is on record for somebody who threatens"
            )


def _list_standing_clues(mail: Mail, district: District, sender: Judged) -> Iterator[Clue]:
    """What speaks for a sender that nobody proved: its own domain, and links that stay there."""
    if sender.verdict is Verdict.FAILED:
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


def _list_brand_clues(mail: Mail, text: str) -> Iterator[Clue]:
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


def _list_problems(mail: Mail, left_out: int) -> tuple[str, ...]:
    problems = list(mail.problems)
    for carried in mail.carried:
        problems += [f"in an attached message: {problem}" for problem in carried.problems]
    if left_out:
        problems.append(f"{left_out} bytes of it are not looked into: it is too large")
    return tuple(dict.fromkeys(problems))


_WAYS = {
    "forwarded": "what counts is the message that it forwards",
    "quoted": "what counts is the message that it quotes",
    "attached": "what counts is the message that is attached to it",
}


def _tell(
    layer: Layer, judgement: Judgement, clues: Sequence[Clue], problems: Sequence[str], district: District
) -> list[str]:
    """The reasons, the heaviest first."""
    reasons = [_WAYS[layer.way]] if layer.way in _WAYS else []
    reasons += [clue.reason for clue in judgement.clues]
    if judgement.label is Label.OTHER:
        reasons.append("nothing in it speaks for a threat, for phishing, for a question or for mail to many")
        reasons += [clue.reason for clue in clues if clue.side in {"trick", "failed"}]
    if judgement.label is Label.GENUINE and not district.told and not has_clue(clues, "code"):
        reasons.append("the district's domain was not told; it was taken from the messages themselves")
    if (
        judgement.label not in HARMFUL
        and not has_clue(clues, "proven", "code")
        and has_clue(clues, "own_sender")
    ):
        reasons.append("it says that it is from the district; no server that is trusted proved it")
    reasons += [f"broken: {problem}" for problem in problems]
    return list(dict.fromkeys(reasons))[:_MOST_REASONS]
