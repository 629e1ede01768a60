"""The chain: a ledger's lines in order, each checked against all that stand before it.

A batch is the entries of one actor, and the head which that actor signs over everything up to there, with a
key that was valid before the batch; only the founder's own key vouches for itself.
"""

from __future__ import annotations

from firstbell.base.counts import say_count
from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.ledger.errors import LedgerDamagedError
from firstbell.ledger.lines import (
    ENTRY_START,
    FIRST_PREV,
    HEAD_START,
    PASSKEY_VERSION,
    EntryLine,
    Head,
    HeadLine,
    LedgerHeader,
    decode_entry,
    hash_line,
    is_time,
    open_entry,
    parse_head,
    parse_header,
    signed_bytes,
)
from firstbell.ledger.roles import FOUNDERS, KEY
from firstbell.ledger.roster import ActorRoster
from firstbell.ledger.signatures import is_signed
from firstbell.ledger.tree import Frontier, hash_leaf


class Chain:
    """What is known at one place of a ledger.

    `last_hex_id`, `last_time`: of the last entry. `head`: the last one. `every_signature`: else only that of
    the last head is checked, by `finish`: it covers every line before it, and who wrote it had checked the
    one before.
    """

    def __init__(self, *, every_signature: bool = False) -> None:
        self.header: LedgerHeader | None = None
        self.frontier = Frontier()
        self.last: EntryLine | None = None
        self.last_hex_id = FIRST_PREV
        self.last_time = ""
        self.heads = 0
        self.head: HeadLine | None = None
        self.head_hash = ""
        self.roster = ActorRoster()
        self._every_signature = every_signature
        self._actor: str | None = None
        self._signing: frozenset[str] = frozenset()
        self._allowed: set[tuple[str, str]] = set()

    @property
    def seq(self) -> int:
        """That of the last entry, -1 before the first."""
        return self.frontier.count - 1

    @property
    def size(self) -> int:
        """How many entries have a head behind them."""
        return self.head.head.size if self.head else 0

    def feed(self, line: bytes) -> bool:
        """Take in the next line, without its newline; whether it is an entry, which is `last` then.

        Raises: LedgerDamagedError, NewerLedgerError.
        """
        if line.startswith(ENTRY_START) and self.header is not None:
            self._feed_entry(line)
            return True
        if self.header is None:
            self._feed_header(line)
        elif line.startswith(HEAD_START):
            self._feed_head(line)
        else:
            raise LedgerDamagedError(self.seq + 1, "what stands there is no entry")
        return False

    def _feed_header(self, line: bytes) -> None:
        header = parse_header(line)
        if header.track not in FOUNDERS:
            raise LedgerDamagedError(-1, f"there is no track {header.track!r}")
        self.header, self.head_hash = header, hash_line(line)
        self.roster.track = header.track
        self.roster.takes_passkeys = header.version >= PASSKEY_VERSION

    def _feed_entry(self, line: bytes) -> None:
        seq = self.frontier.count
        try:
            entry = decode_entry(line)
        except UNREADABLE as error:
            raise LedgerDamagedError(seq, f"it does not read ({say_cause(error)})") from None
        if entry.seq != seq or entry.prev != self.last_hex_id:
            raise LedgerDamagedError(seq, "it does not follow the entry before it")
        # without their Z, times order as texts
        if entry.time[:-1] < self.last_time[:-1] or not is_time(entry.time):
            raise LedgerDamagedError(seq, f"its time {entry.time} is before that of the entry before it")
        if self._actor is not None and entry.time != self.last_time:
            raise LedgerDamagedError(seq, f"its time {entry.time} is not that of its batch")
        if (entry.actor, entry.kind) not in self._allowed or entry.actor != self._actor:
            self._check_actor(entry)
        leaf = hash_leaf(line)
        self.frontier.add(leaf)
        self.last, self.last_hex_id, self.last_time = entry, leaf.hex(), entry.time

    def _check_actor(self, entry: EntryLine) -> None:
        if self._actor is None:
            self._signing = self.roster.list_valid(entry.actor)
        elif entry.actor != self._actor:
            raise LedgerDamagedError(entry.seq, "it is of another actor than the rest of its batch")
        if entry.kind == KEY:
            self._change_keys(entry)
        elif problem := self.roster.mistrust_kind(entry.actor, entry.kind):
            raise LedgerDamagedError(entry.seq, problem)
        else:
            self._allowed.add((entry.actor, entry.kind))
        self._actor = entry.actor

    def _change_keys(self, entry: EntryLine) -> None:
        body = open_entry(entry, "").body
        if problem := self.roster.find_problem(entry.actor, body):
            raise LedgerDamagedError(entry.seq, problem)
        self.roster.apply(body)
        if entry.seq == 0:
            self._signing = self.roster.list_valid(entry.actor)

    def _feed_head(self, line: bytes) -> None:
        parsed = parse_head(line, self.seq)
        if problem := self._mistrust_head(parsed.head):
            raise LedgerDamagedError(self.seq, f"the head after it {problem}")
        if self._every_signature:
            self._check_signature(parsed)
        self.head, self.head_hash = parsed, hash_line(line)
        self.heads += 1
        self._actor = None

    def _mistrust_head(self, head: Head) -> str:
        assert self.header is not None
        if head.ledger != self.header.id:
            return "is of another ledger"
        if head.previous != self.head_hash:
            return "does not follow the head before it"
        if head.size != self.frontier.count or head.size == self.size:
            return f"counts {say_count(head.size, 'entry', 'entries')}"
        if head.root != self.frontier.root().hex():
            return "is not over the entries that stand before it"
        if head.time != self.last_time:
            return "is of another time than its entries"
        if head.actor != self._actor:
            return "is of another actor than its entries"
        if head.key not in self._signing:
            return f"is signed by a key that {self.roster.mistrust_key(head.actor, head.key)}"
        return ""

    def _check_signature(self, parsed: HeadLine) -> None:
        key = self.roster.keys[parsed.head.key]
        if not is_signed(key.public, signed_bytes(parsed.head), parsed.signature):
            raise LedgerDamagedError(
                parsed.head.size - 1, "the head after it has a signature that does not fit"
            )

    def finish(self) -> None:
        """Check the signature of the last head. Raises: LedgerDamagedError."""
        if self.head is not None and not self._every_signature:
            self._check_signature(self.head)
