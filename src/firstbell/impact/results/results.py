"""The rows of the result: people, what of theirs stood where, files."""

from __future__ import annotations

import msgspec

from firstbell.impact.detection.evidence.results import Masked
from firstbell.impact.scan.touches import Touch


class Exposed(msgspec.Struct, array_like=True):
    """What of one person's stands in one document. `paths`: where that document was found.

    `shared_with`: ids of the people of whom it may be any.
    """

    content: str
    paths: list[str]
    kinds: list[str]
    sureness: str
    linked_by: list[str]
    places: list[str]
    values: list[Masked]
    note: str = ""
    shared_with: list[str] = []


class PersonRow(msgspec.Struct, array_like=True):
    """One person. `kinds`, `documents`: as sure as `confidence` at least probable; else what is possible.

    `possible_*`: what may be about somebody else as well. `reviewed`: what a reviewer decided.
    """

    person_id: str
    sourced_id: str | None
    name: str
    role: str
    kinds: list[str] = []
    documents: int = 0
    confidence: str = "possible"
    linked_by: list[str] = []
    is_minor: bool = False
    possible_kinds: list[str] = []
    possible_documents: int = 0
    exposures: list[Exposed] = []
    reviewed: list[str] = []


class FileRow(msgspec.Struct, array_like=True):
    """One file in scope. `people`: how many are linked to it. `duplicate_of`: the path that was read
    instead. `mentioned`, `risk`, `layout`: as of `Findings`. `names_only`: it names people of the roster, and
    no kind of data was decided of anybody.
    """

    path: str
    state: str
    reason: str
    kinds: list[str]
    people: int
    size: int
    content: str
    format: str
    duplicate_of: str
    loose: list[str]
    touches: list[Touch]
    version: str = ""
    names_only: bool = False
    mentioned: int = 0
    risk: float = 0.0
    layout: str = ""


class ImpactTotals(msgspec.Struct):
    """What the result comes to, in numbers."""

    files_in_scope: int = 0
    files_read: int = 0
    files_partly: int = 0
    files_unreadable: int = 0
    files_skipped: int = 0
    files_duplicate: int = 0
    files_names_only: int = 0
    bytes_in_scope: int = 0
    bytes_read: int = 0
    people: int = 0
    people_certain: int = 0
    people_probable: int = 0
    people_possible: int = 0
    exposures: int = 0
    kinds: list[str] = []
    coverage_percent: float = 0.0
    at: str = ""


class ImpactResult(msgspec.Struct):
    """All of it."""

    totals: ImpactTotals
    people: list[PersonRow]
    files: list[FileRow]
