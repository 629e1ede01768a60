"""Answers about files that are given out: who may have them, and who took which."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Protocol

from firstbell.base.counts import read_number
from firstbell.console.key_process.access_log import AccessEntry, AccessLog
from firstbell.console.key_process.answerer import SessionAnswerer
from firstbell.console.key_process.command_line import RunCommand
from firstbell.console.key_process.downloads import DownloadRequest, give_out, list_paths
from firstbell.console.key_process.rows import PART
from firstbell.console.key_process.sessions import (
    BY_DISTRICT,
    DISTRICT_ONLY_READS,
    ROWS_A_MINUTE,
    TOO_FAST,
    SignedIn,
)
from firstbell.console.messages import Answer, TakeFiles, Trouble
from firstbell.console.pages import BY_NAME


@dataclass(frozen=True, slots=True)
class DownloadWork:
    """Files that are to be given out: in a child, which speaks on the link itself."""

    request: DownloadRequest
    session: SignedIn


class DownloadAnswerer(SessionAnswerer, Protocol):
    """What the service gives these answers to work with."""

    looks: AccessLog

    @property
    def run(self) -> RunCommand:
        """The command line of Firstbell."""


class DownloadService:
    """The answers, and the sending."""

    def __init__(self, service: DownloadAnswerer) -> None:
        self._service = service

    def take(self, session: SignedIn, question: TakeFiles) -> Answer | DownloadWork:
        """The work of giving them out, or why not."""
        service = self._service
        if session.person.role not in BY_NAME["restore"].roles:
            return service.answer(403, session)
        if session.by == BY_DISTRICT:
            return service.answer(403, session, trouble=DISTRICT_ONLY_READS)
        search = session.searches.get(question.search, {})
        repository = service.places.find_repository(search.get("place", ""))
        paths = list_paths(search.get("words", ""))
        if repository is None or not paths or search.get("page") != "restore":
            return service.answer(409, session, trouble=_NO_FILES)
        if not session.may_show(PART, service.clock.now_ns(), most=ROWS_A_MINUTE):
            return service.answer(429, session, trouble=TOO_FAST)
        numbered = ((read_number(name), held) for name, held in question.choices.items())
        choices = {number: held for number, held in numbered if number is not None}
        return DownloadWork(DownloadRequest(repository, paths, choices), session)

    def send(self, work: DownloadWork, link: socket.socket) -> None:
        """Send the files, in a child; who takes which is put down before. Raises: OSError."""
        service, person = self._service, work.session.person

        def note(marks: list[str]) -> None:
            entry = AccessEntry(
                seq=0,
                at="",
                who=person.name,
                role=person.role,
                case="",
                page="download",
                people=[],
                files=marks,
            )
            service.looks.note(entry)

        give_out(link, work.request, service.run, note=note)


_NO_FILES = Trouble("No file is chosen any more.", "find the files again, and choose them")
