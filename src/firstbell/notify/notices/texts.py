"""What stands in a letter, by language: paragraphs under the headings that a notice of breach has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from firstbell.notify.clocks.rules import find_attorney_general
from firstbell.notify.errors import MissingFactError
from firstbell.notify.notices.advice import (
    FACTS,
    FURTHER,
    SCHOOL,
    Demand,
    list_blocks,
    load_blocks,
    pick_block,
)
from firstbell.notify.notices.plan import Letter
from firstbell.notify.statements.draft import load_language, show_day, write_lines
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_HAPPENED = ("event_found", "event", "first_access", "taken", "taken_believed", "published", "taken_unknown")
_DOING = ("law", "firm", "passwords", "multi_factor", "monitoring")

_PLAIN_DEMAND = Demand()
# of an e-mail or a site no language has another word
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?\b")
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes. `contact`: telephone, e-mail or page for questions; `report`: how to ask for the report.

    `school`: whom to call about school records; `contact` where that is "". `translations`: by language those
    of the texts that letters in it say in other words.
    """

    contact: str
    return_address: Sequence[str]
    signer: str
    report: str
    school: str = ""
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def translate(self, language: str) -> Sender:
        """The sender as letters in this language say it."""
        told = self.translations.get(language, {})
        return replace(
            self,
            contact=told.get("contact", self.contact),
            signer=told.get("signer", self.signer),
            report=told.get("report", self.report),
            school=told.get("school", self.school),
        )

    def list_untranslated(self, language: str) -> list[str]:
        """Texts with words in them that letters in this language say as the English ones do."""
        told = self.translations.get(language, {})
        texts = {name: getattr(self, name) for name in ("contact", "report", "school") if name not in told}
        return [name for name, text in texts.items() if _WORD.search(_ADDRESS.sub("", text))]


@dataclass(frozen=True, slots=True)
class Offer:
    """Credit monitoring that is paid for. `until`: the last day to enroll, in words."""

    provider: str
    months: int
    until: str


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is particular to a letter. `demand`: of its reader's law; `names_kinds`: whether it names all.

    `monitoring_code`: "" where none is offered to this reader.
    """

    code: str
    demand: Demand = _PLAIN_DEMAND
    offer: Offer | None = None
    monitoring_code: str = ""
    names_kinds: bool = True


@dataclass(frozen=True, slots=True)
class LetterText:
    """The words of one language: (heading, paragraphs) of each section, and what changes by letter."""

    language: str
    title: str
    review: str
    sections: Mapping[str, tuple[str, Sequence[str]]]
    words: Mapping[str, Any]
    organisation: str
    sender: Sender
    blocks: Mapping[str, str]


def write_text(record: CaseRecord, language: str, sender: Sender, *, reviewed: bool) -> LetterText:
    """The words of a language. Raises: MissingFactError with what must not be blank; AudienceError."""
    sender = sender.translate(language)
    missing = [] if record.names else ["organisation.names"]
    if not record.get(Subject.ENCRYPTION_EVENT, "found"):
        missing.append("encryption_event.found")
    missing += [
        f"--{name.replace('_', '-')}"
        for name in ("contact", "signer", "return_address")
        if not getattr(sender, name)
    ]
    if missing:
        raise MissingFactError("a letter", missing)
    words = _adapt(record, language)
    letter = words["letter"]
    shared = {"organisation": record.names[0], "contact": sender.contact}
    sections = {
        "happened": (letter["happened"], write_lines(record, words, _HAPPENED)),
        "involved": (letter["involved"], [letter["involved_text"]]),
        "doing": (letter["doing"], write_lines(record, words, _DOING) or [letter["doing_text"]]),
        "can_do": (
            letter["can_do"],
            [_fill(words["lines"][name], **shared) for name in ("no_payment", "phishing")],
        ),
        "more": (letter["more"], [_fill(letter["questions"], **shared)]),
    }
    review = "" if reviewed else str(words["review"])
    return LetterText(
        language,
        letter["title"],
        review,
        sections,
        letter,
        record.names[0],
        sender,
        _write_blocks(record, words, sender),
    )


def _fill(sentence: str, **given: str) -> str:
    """The sentence with what the district gave; "8 a.m. to 5 p.m." at its end brings the full stop along."""
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", str(sentence).format(**given))


def _adapt(record: CaseRecord, language: str) -> Mapping[str, Any]:
    """The words of a language with a letter's own lines, and the names of agencies as one says them."""
    words, blocks = load_language(language), load_blocks(language)
    informed = record.get(Subject.LAW_ENFORCEMENT, "informed") or ()
    agencies = {**words["agencies"], **blocks.get("agencies", {})}
    default = agencies.get("default", "{name}")
    named = {str(one): agencies.get(str(one).strip().lower(), default.format(name=one)) for one in informed}
    lines = {**words["lines"], **blocks["lines"]}
    return {**named, **words, "lines": lines, "code_of_language": language}


def _write_blocks(record: CaseRecord, words: Mapping[str, Any], sender: Sender) -> dict[str, str]:
    """The blocks that are the same in every letter that has them. Without a count there is no `records`."""
    told = load_blocks(str(words["code_of_language"]))
    blocks = {name: text for name, text in told.items() if isinstance(text, str)}
    count = record.get(Subject.PEOPLE_AFFECTED, "count")
    for name in ("school_records", "school_records_own"):
        blocks[name] = _fill(blocks[name], school=sender.school or sender.contact)
    blocks["passwords"] = str(words["lines"]["passwords_reader"])
    blocks["report"] = _fill(words["letter"]["report"], report=sender.report or sender.contact)
    if isinstance(count, int | float):
        blocks["records"] = blocks["records"].format(count=f"{int(count):,}")
    else:
        del blocks["records"]
    return blocks


def describe_letter(text: LetterText, letter: Letter, particulars: Particulars | str) -> dict[str, Any]:
    """What changes from letter to letter, as template and e-mail want it. Kinds only, never a value.

    `particulars`: a text stands for the letter's code alone.
    """
    given = Particulars(particulars) if isinstance(particulars, str) else particulars
    words, blocks = text.words, text.blocks
    about = words["about_child" if letter.is_minor else "about_you"].format(name=letter.about)
    address = letter.address
    place = " ".join(
        part for part in (f"{address.city},", address.state, address.postcode) if part.strip(",")
    )
    advice = list_blocks(letter, given.demand, has_monitoring=bool(given.monitoring_code))
    advice = [name for name in advice if name == "monitoring" or name in blocks]
    if text.sender.report and "report" not in advice:
        advice.append("report")
    dear = blocks["dear_guardian"] if letter.is_minor else blocks["dear"]
    return {
        "id": letter.id,
        "to": letter.to,
        "lines": [line for line in (address.line1, address.line2, place) if line.strip(", ")],
        "greeting": dear.format(name=letter.about),
        "about": about,
        "is_plain": "nature_of_breach" in given.demand.forbidden,
        "kinds": _name_kinds(text, letter, names_kinds=given.names_kinds),
        "facts": [name for name in advice if name in FACTS],
        "further": [name for name in advice if name in FURTHER],
        "blocks": [
            name if name == "monitoring" else pick_block(name, blocks, is_child=letter.is_minor)
            for name in advice
            if name not in FACTS | FURTHER
        ],
        "monitoring": _write_offer(text, given, is_child=letter.is_minor),
        **_write_office(text, letter.state, advice),
        "months": given.offer.months if given.offer and given.monitoring_code else 0,
        "minor": words["minor"] if letter.is_minor and "alert_freeze" in advice else "",
        "code": words["code"].format(code=given.code, contact=text.sender.contact),
        "genuine": given.code,
    }


def _name_kinds(text: LetterText, letter: Letter, *, names_kinds: bool) -> list[str]:
    kinds = load_language(text.language)["kinds"]
    named = [kind for kind in letter.kinds if names_kinds or kind not in SCHOOL]
    told = [str(kinds.get(kind, kind.replace("_", " "))) for kind in named]
    if len(named) < len(letter.kinds):
        told.append(text.blocks["withheld_kinds"])
    return told or [text.words["kinds_unknown"]]


def _write_offer(text: LetterText, given: Particulars, *, is_child: bool) -> str:
    offer = given.offer
    if offer is None or not given.monitoring_code:
        return ""
    return text.blocks[pick_block("monitoring", text.blocks, is_child=is_child)].format(
        months=offer.months,
        provider=offer.provider,
        until=_show_until(offer.until, text.language),
        code=given.monitoring_code,
    )


def _show_until(told: str, language: str) -> str:
    """A date as the language writes it; other words as they were given."""
    try:
        return show_day(date.fromisoformat(told), load_language(language))
    except ValueError:
        return told


def _write_office(text: LetterText, state: str, advice: Sequence[str]) -> dict[str, str]:
    """The block that tells where the office is that helps consumers, filled in; both are "" without one."""
    office = find_attorney_general(state)
    contact = office.contact if office else ""
    return {
        name: text.blocks[name].format(contact=contact) if name in advice else ""
        for name in ("attorney_general", "consumer_office")
    }


def describe_text(text: LetterText, day: str) -> dict[str, Any]:
    """What all letters of a language share, as the template wants it."""
    return {
        "language": text.language,
        "title": text.title,
        "review": text.review,
        "day": day,
        "blocks": dict(text.blocks),
        "organisation": text.organisation,
        # the name stands above it already
        "return_address": [line for line in text.sender.return_address if line != text.organisation],
        "signer": text.sender.signer,
        "sections": {
            name: {"title": title, "lines": list(lines)} for name, (title, lines) in text.sections.items()
        },
    }
