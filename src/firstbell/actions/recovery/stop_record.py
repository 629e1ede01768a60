"""What a ledger gets of a run that was stopped or killed: its systems, and which commands were ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import TracebackType

import msgspec

from firstbell.actions.access.desk import ActionListener
from firstbell.base.errors import Error
from firstbell.ledger import Ledger
from firstbell.runs.entries import EndedCommand, RunStopped
from firstbell.runs.execution.journal import RunJournal
from firstbell.runs.execution.past import read_past
from firstbell.runs.execution.system import ENDED_BY_NEXT, ENDED_BY_STOP

OpenLedger = Callable[[str], Ledger]


class StopRecord:
    """Around a run: a stop of it is on the ledger when it is left. So is that the run before was killed,
    where this one ended commands that had gone on.

    `body`: the entry, with what it says of any stop. `journals`: by system. `open_ledger`: of a system.
    """

    def __init__(
        self,
        body: RunStopped,
        journals: Mapping[str, RunJournal],
        *,
        open_ledger: OpenLedger,
        listener: ActionListener,
    ) -> None:
        self._body = body
        self._journals = journals
        self._open_ledger = open_ledger
        self._listener = listener
        self._known = {name: len(journal.read()) for name, journal in journals.items()}

    def __enter__(self) -> None:
        """What is in the journals now is from before."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ended = list(self._find_ended())
        left = [one for one in ended if one.ended_by == ENDED_BY_NEXT]
        if left:
            self._keep("killed", [one.system for one in left], left)
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            self._keep("stopped", self._find_unfinished(), [one for one in ended if one not in left])

    def _find_ended(self) -> Iterator[EndedCommand]:
        for name, journal in self._journals.items():
            for line in journal.read()[self._known[name] :]:
                if line["what"] == "command" and line.get("ended_by") in (ENDED_BY_STOP, ENDED_BY_NEXT):
                    said = str(line.get("output", "")).splitlines()[-1:]
                    when, command, ended_by = (str(line[key]) for key in ("when", "command", "ended_by"))
                    yield EndedCommand(name, when, command, ended_by, "".join(said))

    def _find_unfinished(self) -> list[str]:
        pasts = {name: read_past(journal.read()) for name, journal in self._journals.items()}
        return [name for name, past in pasts.items() if past.state == "begun"]

    def _keep(self, how: str, unfinished: list[str], ended: list[EndedCommand]) -> None:
        """On each ledger what is of its systems; what cannot be written is a warning."""
        ledgers: dict[str, tuple[Ledger, set[str]]] = {}
        try:
            for name in self._journals:
                ledger = self._open_ledger(name)
                ledgers.setdefault(str(ledger.path), (ledger, set()))[1].add(name)
            for ledger, names in ledgers.values():
                msgspec.structs.replace(
                    self._body,
                    how=how,
                    unfinished=tuple(name for name in unfinished if name in names),
                    ended=tuple(one for one in ended if one.system in names),
                ).append_to(ledger)
        except Error as error:
            self._listener.warn(f"that the run was {how} could not be recorded: {error}")
