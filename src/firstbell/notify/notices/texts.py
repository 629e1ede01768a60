"""What stands in a letter, by language: paragraphs under the headings that a notice of breach has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.notify.errors import MissingFactError
from firstbell.notify.notices.plan import Letter
from firstbell.notify.statements.draft import load_language, write_lines
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_HAPPENED = ("event_found", "event", "first_access", "taken", "taken_believed", "published", "taken_unknown")
_DOING = ("law", "firm", "passwords", "multi_factor", "monitoring")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes. `contact`: telephone, e-mail or page for questions; `report`: how to ask for the report."""

    contact: str
    return_address: Sequence[str]
    signer: str
    report: str


@dataclass(frozen=True, slots=True)
class LetterText:
    """The words of one language: (heading, paragraphs) of each section, and what changes by letter."""

    language: str
    title: str
    review: str
    greeting: str
    sections: Mapping[str, tuple[str, Sequence[str]]]
    words: Mapping[str, Any]
    organisation: str
    sender: Sender


def write_text(record: CaseRecord, language: str, sender: Sender, *, reviewed: bool) -> LetterText:
    """The words of a language. Raises: MissingFactError with what must not be blank; AudienceError."""
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
    words = load_language(language)
    letter = words["letter"]
    shared = {
        "organisation": record.names[0],
        "contact": sender.contact,
        "report": sender.report or sender.contact,
    }
    sections = {
        "happened": (letter["happened"], write_lines(record, words, _HAPPENED)),
        "involved": (letter["involved"], [letter["involved_text"]]),
        "doing": (letter["doing"], write_lines(record, words, _DOING) or [letter["doing_text"]]),
        "can_do": (
            letter["can_do"],
            [
                words["lines"][name].format(**shared)
                for name in ("no_payment", "phishing", "passwords_reader", "freeze")
            ],
        ),
        "more": (letter["more"], [letter[name].format(**shared) for name in ("report", "questions")]),
    }
    review = "" if reviewed else str(words["review"])
    return LetterText(
        language, letter["title"], review, letter["greeting"], sections, letter, record.names[0], sender
    )


def describe_letter(text: LetterText, letter: Letter, code: str) -> dict[str, Any]:
    """What changes from letter to letter, as template and e-mail want it. Kinds only, never a value."""
    words = text.words
    kinds = load_language(text.language)["kinds"]
    about = words["about_child" if letter.is_minor else "about_you"].format(name=letter.about)
    address = letter.address
    place = " ".join(
        part for part in (f"{address.city},", address.state, address.postcode) if part.strip(",")
    )
    return {
        "id": letter.id,
        "to": letter.to,
        "lines": [line for line in (address.line1, address.line2, place) if line.strip(", ")],
        "about": about,
        "kinds": [str(kinds.get(kind, kind)) for kind in letter.kinds] or [words["kinds_unknown"]],
        "minor": words["minor"] if letter.is_minor else "",
        "code": words["code"].format(code=code, contact=text.sender.contact),
    }


def describe_text(text: LetterText, day: str) -> dict[str, Any]:
    """What all letters of a language share, as the template wants it."""
    return {
        "language": text.language,
        "title": text.title,
        "review": text.review,
        "greeting": text.greeting,
        "day": day,
        "organisation": text.organisation,
        "return_address": list(text.sender.return_address),
        "signer": text.sender.signer,
        "sections": {
            name: {"title": title, "lines": list(lines)} for name, (title, lines) in text.sections.items()
        },
    }
