"""People, files and samples of a scan as the fields of lists, values masked."""

from __future__ import annotations

from typing import Any

from firstbell.documents.causes import advise, say_reason
from firstbell.impact.results.results import Exposed, FileRow, PersonRow
from firstbell.impact.results.samples import ReviewSample


def describe_person(person: PersonRow) -> dict[str, Any]:
    """A person whose data was found."""
    return {
        "message_type": "person",
        "person_id": person.person_id,
        "sourcedId": person.sourced_id,
        "name": person.name,
        "role": person.role,
        "is_minor": person.is_minor,
        "kinds": person.kinds,
        "documents": person.documents,
        "confidence": person.confidence,
        "linked_by": person.linked_by,
        "possible_kinds": person.possible_kinds,
        "possible_documents": person.possible_documents,
        "reviewed": person.reviewed,
    }


def describe_exposed(exposed: Exposed) -> dict[str, Any]:
    """What of a person stood in one content, and how that is known."""
    return {
        "message_type": "exposure",
        "paths": exposed.paths,
        "content": exposed.content,
        "kinds": exposed.kinds,
        "confidence": exposed.sureness,
        "linked_by": exposed.linked_by,
        "places": exposed.places,
        "values": [
            {"kind": value.kind, "mask": value.mask, "keyed": value.keyed} for value in exposed.values
        ],
        "note": exposed.note,
    }


def describe_file(file: FileRow) -> dict[str, Any]:
    """A file in scope: what was read of it, and whom it tells of."""
    return {
        "message_type": "file",
        "path": file.path,
        "state": file.state,
        "names_only": file.names_only,
        "names": file.mentioned,
        "risk": round(file.risk, 3),
        "reason": file.reason,
        "cause": say_reason(file.reason),
        "advice": advise(file.reason),
        "kinds": file.kinds,
        "people": file.people,
        "size": file.size,
        "format": file.format,
        "sha256": file.content or None,
        "duplicate_of": file.duplicate_of or None,
        "kinds_of_nobody": file.loose,
        "touched": [{"how": one.how, "when": one.when, "source": one.source} for one in file.touches],
    }


def describe_sample(sample: ReviewSample) -> dict[str, Any]:
    """What a reviewer is asked to judge."""
    return {
        "message_type": "sample",
        "sample_id": sample.sample_id,
        "side": sample.side,
        "path": sample.path,
        "sha256": sample.content,
        "person_id": sample.person_id or None,
        "name": sample.name or None,
        "kinds": list(sample.kinds),
        "stratum": sample.stratum,
        "people": sample.people,
        "names": sample.mentioned,
        "risk": round(sample.risk, 3),
    }
