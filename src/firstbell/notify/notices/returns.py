"""What a mail house sends back: which letters went out, came back, or where somebody moved to."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from firstbell.notify.errors import TextFileError
from firstbell.notify.notices.journal import MAILED, MOVED, RETURNED
from firstbell.record.notices import PostalAddress

_STATES = {
    "mailed": MAILED, "sent": MAILED, "accepted": MAILED, "delivered": MAILED, "in transit": MAILED,
    "returned": RETURNED, "undeliverable": RETURNED, "nixie": RETURNED, "rts": RETURNED, "vacant": RETURNED,
    "moved": MOVED, "forwarded": MOVED, "coa": MOVED, "ncoa": MOVED, "address corrected": MOVED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of one letter. `address`: the new one, None where none is told."""

    letter: str
    state: str
    detail: str
    address: PostalAddress | None


def list_returns(path: Path) -> Iterator[Returned | str]:
    """Each line of the file; a text for one that cannot be read: which, and why.

    Raises: TextFileError when there is no such file, or it has no letter_id and status.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig", errors="replace") as stream:
            reader = csv.DictReader(stream)
            names = {name.strip().lower(): name for name in reader.fieldnames or []}
            if not {"letter_id", "status"} <= set(names):
                raise TextFileError(
                    f"{path}: it has no columns letter_id and status",
                    hint="a row names a letter and says mailed, returned or moved",
                )
            for number, row in enumerate(reader, start=2):
                told = {name: (row.get(column) or "").strip() for name, column in names.items()}
                letter, status = told["letter_id"], told["status"]
                unknown = f"{path}, line {number}: letter {letter!r} has the unknown status {status!r}"
                yield _read(told) or unknown
    except OSError as error:
        raise TextFileError(f"{path}: {error.strerror}") from None
    except csv.Error as error:
        raise TextFileError(f"{path}: it is no table that can be read ({error})") from None


def _read(told: dict[str, str]) -> Returned | None:
    state = _STATES.get(told["status"].lower())
    if state is None or not told["letter_id"]:
        return None
    address = PostalAddress(
        told.get("address_line1", ""), told.get("address_line2", ""), told.get("city", ""),
        told.get("state", ""),
        (told.get("zip5", "") or told.get("zip", "")) + told.get("zip4", ""),
    )  # fmt: skip
    detail = told.get("reason", "") or told.get("ncoa_code", "") or told.get("undeliverable_reason", "")
    return Returned(told["letter_id"], state, detail, address if address.is_mailable else None)
