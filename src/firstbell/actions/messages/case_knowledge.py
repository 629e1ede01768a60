"""What a case knows that messages are held against: texts that went out, letters sent, its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import msgspec

from firstbell.actions.access.desk import OpensSealed
from firstbell.actions.messages.district_knowledge import list_texts
from firstbell.base.errors import Error
from firstbell.case.case import Case
from firstbell.case.sealed import SealedStore
from firstbell.impact.results.people_list import list_people_shortly
from firstbell.impact.scan.scan_store import Kept
from firstbell.notify.notices.entries import NoticesSent
from firstbell.notify.notices.notice_store import DRAFT_NAME, DraftKept
from firstbell.notify.statements.entries import StatementPublished, StatementVersion
from firstbell.triage.district import KnownDistrict
from firstbell.triage.own_texts import OwnTexts
from firstbell.triage.people import CasePeople

_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class CaseKnowledge:
    """The district with what its case knows. `problems`: what of it could not be read, and why."""

    district: KnownDistrict
    problems: tuple[str, ...] = ()


def add_case(district: KnownDistrict, case: Case, open_sealed: OpensSealed) -> CaseKnowledge:
    """The district with the texts and the people of its case."""
    texts = OwnTexts()
    texts.domains |= district.domains
    for name, text in _list_statements(case):
        texts.add(name, text)
    problems: list[str] = []
    people = None
    if case.folder.sealed.exists():
        people = _read_sealed(case, open_sealed, texts.add, problems=problems)
    told = replace(district, find_own=texts.find, partners=frozenset(texts.domains - district.domains))
    return CaseKnowledge(replace(told, find_people=people.match) if people else told, tuple(problems))


def _list_statements(case: Case) -> Iterator[tuple[str, str]]:
    """The statements that were published, by the day and where."""
    texts: dict[str, str] = {}
    for entry in case.main.read():
        if entry.kind == StatementVersion.KIND:
            texts[str(entry.body.get("sha256"))] = str(entry.body.get("text", ""))
        elif entry.kind == StatementPublished.KIND and (text := texts.get(str(entry.body.get("sha256")))):
            where = str(entry.body.get("where", "")).strip()
            yield f"the statement that the district published ({where})", text


def _read_sealed(
    case: Case, open_sealed: OpensSealed, add: Callable[[str, str], None], *, problems: list[str]
) -> CasePeople | None:
    """Learn the letters that were sent; the people whose data was in the files, None where none are known."""
    try:
        sealed = open_sealed(case)
        if _were_letters_sent(case):
            for name, text in _list_letters(sealed):
                add(name, text)
        return _load_people(sealed)
    except Error as error:
        problems.append(f"letters and people of the case cannot be compared: {error}")
        return None


def _were_letters_sent(case: Case) -> bool:
    return any(entry.kind == NoticesSent.KIND for entry in case.main.read())


def _list_letters(sealed: SealedStore) -> Iterator[tuple[str, str]]:
    if DRAFT_NAME not in sealed.list():
        return
    draft = msgspec.msgpack.decode(sealed.get(DRAFT_NAME), type=DraftKept)
    for told in (*draft.shared.values(), *draft.letters.values()):
        for text in list_texts(told):
            if text.count(" ") >= _FEWEST_WORDS:
                yield "a letter that the district sent", text


def _load_people(sealed: SealedStore) -> CasePeople | None:
    people = CasePeople()
    for person in list_people_shortly(Kept(sealed)):
        is_child = person.is_minor or person.role == "student"
        people.add(person.name, person.sourced_id or "", is_child=is_child)
    return people if people.count else None
