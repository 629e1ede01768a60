"""Codes of letters in messages: whether one that stands there is of a letter of this case."""

from __future__ import annotations

import re

from firstbell.actions.access.desk import OpensSealed
from firstbell.case.case import Case
from firstbell.case.errors import CaseError
from firstbell.notify.errors import NotifyError
from firstbell.notify.notices.codes import clean_code, make_code
from firstbell.notify.notices.notice_store import NoticeStore

_LOOKED_AT = 60_000
_CODE = re.compile(
    r"(?<![\w-])(?:[0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){2}|[0-9A-Z]{4}(?: [0-9A-Z]{4}){2})(?![\w-])"
)


class LetterCodes:
    """The codes of a case's letters, read when a text holds what could be one.

    `problem`: why they cannot be read, "" while they can.
    """

    def __init__(self, case: Case, open_sealed: OpensSealed) -> None:
        self._case = case
        self._open_sealed = open_sealed
        self._codes: frozenset[str] | None = None
        self.problem = ""

    def find(self, text: str) -> str:
        """The first genuine code in a text; "" where it holds none."""
        for match in _CODE.finditer(text[:_LOOKED_AT]):
            code = clean_code(match[0])
            if code and code in self._load():
                return code
        return ""

    def _load(self) -> frozenset[str]:
        if self._codes is None:
            self._codes = self._read()
        return self._codes

    def _read(self) -> frozenset[str]:
        if not self._case.folder.sealed.exists():
            return frozenset()
        try:
            store = NoticeStore(self._open_sealed(self._case), self._case.folder.path / "notices")
            letters = store.load_plan().letters
            key = store.find_key()
        except (CaseError, NotifyError) as error:
            self.problem = f"cannot check the codes of letters: {error}"
            return frozenset()
        return frozenset(make_code(key, letter.id) for letter in letters)
