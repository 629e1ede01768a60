"""What holds of entries beyond their order: times, actors, roles, keys, signatures."""

from __future__ import annotations

import copy
from typing import Any, Callable, Iterator, List, Mapping, NamedTuple, Sequence

from firstbell.ledger.roles import KEY, MAIN
from firstbell.ledger.roster import ActorRoster, read_change
from firstbell.ledger.verifier.lines import READS_VERSION, LedgerLine, is_moment
from firstbell.ledger.verifier.problems import BACK_DATED, REFUSED, LedgerProblem, name_problem

SignatureCheck = Callable[[bytes, bytes, bytes], bool]
FOREIGN = "is of another ledger"
UNKNOWN = "is signed by a key that is not known to the ledger"
UNFITTING = "has a signature that does not fit"


class Rules(NamedTuple):
    """What is known of people and times at one place. `is_signed`: by public key, message, signature."""

    is_signed: SignatureCheck
    roster: ActorRoster = ActorRoster()
    ledger_id: str = ""
    last_time: str = ""

    def begin(self, first: Mapping[str, Any]) -> Rules:
        """Behind the first line."""
        takes_passkeys = first.get("version") == READS_VERSION
        roster = ActorRoster(first.get("track", MAIN), takes_passkeys=takes_passkeys)
        return self._replace(roster=roster, ledger_id=first.get("id", ""))

    def mistrust_head(self, head: LedgerLine, entries: Sequence[LedgerLine]) -> str:
        """Why the head of these entries cannot be trusted; "" where nothing speaks against it."""
        if head.body.ledger != self.ledger_id:
            return FOREIGN
        roster = self.roster
        if not roster.actors and entries and entries[0].kind == KEY:
            roster = learn(roster, entries[0])  # the founder's key vouches for itself
        key = roster.keys.get(head.body.key)
        if key is None or key.actor.id != head.actor:
            return UNKNOWN
        if key.state != "valid":
            return "is signed by a key that is %s" % key.state
        return "" if self.is_signed(key.public, head.body.message, head.body.signature) else UNFITTING

    def judge(
        self,
        entries: Sequence[LedgerLine],
        head: LedgerLine,
        problems: List[LedgerProblem],
        *,
        is_whole: bool,
    ) -> Rules:
        """What is known behind a head; what does not hold is added to `problems`.

        `entries`: those before it that stand as they were written. `is_whole`: they are one batch.
        """
        roster, last_time = self.roster, self.last_time
        for line in entries:
            problems.extend(_mistrust_time(line, last_time, head.time if is_whole else line.time))
            if is_whole and line.actor != head.actor:
                told = "it is of another actor than its head"
                problems.append(name_problem(line.seq, REFUSED, told, entry=line.hex_id))
            if line.kind == KEY:
                problem = roster.find_problem(line.actor, line.body)
                roster = roster if problem else learn(roster, line)
            else:
                problem = roster.mistrust_kind(line.actor, line.kind)
            if problem:
                problems.append(name_problem(line.seq, REFUSED, problem, entry=line.hex_id))
            last_time = line.time
        return self._replace(roster=roster, last_time=max(last_time, head.time, key=_strip))


def _strip(time: str) -> str:
    # without their Z, times order as texts
    return time[:-1]


def _mistrust_time(line: LedgerLine, last_time: str, batch_time: str) -> Iterator[LedgerProblem]:
    if not is_moment(line.time):
        yield name_problem(line.seq, REFUSED, "its time %r is none" % line.time, entry=line.hex_id)
    elif line.time[:-1] < last_time[:-1]:
        told = "it was back-dated: its time %s is before that of the entry before it, %s"
        yield name_problem(line.seq, BACK_DATED, told % (line.time, last_time), entry=line.hex_id)
    elif line.time != batch_time:
        yield from tell_time(line, batch_time)


def tell_time(line: LedgerLine, batch_time: str) -> Iterator[LedgerProblem]:
    """The problem of an entry whose time is not that of the head behind it."""
    word, kind = (
        ("back-dated", BACK_DATED) if line.time[:-1] < batch_time[:-1] else ("given a later time", REFUSED)
    )
    told = "it was %s: its time is %s, that of its head %s" % (word, line.time, batch_time)
    yield name_problem(line.seq, kind, told, entry=line.hex_id)


def learn(roster: ActorRoster, line: LedgerLine) -> ActorRoster:
    """The roster with a change of keys taken in, if it can be."""
    change = read_change(line.body)
    known = change is not None and (change.action != "revoked" or change.fingerprint in roster.keys)
    if not known or roster.find_problem(line.actor, line.body):
        return roster
    roster = copy.deepcopy(roster)
    roster.apply(line.body)
    return roster
