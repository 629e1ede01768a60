"""Lines that do not follow one another, put back into the order in which they were written.

What a head signed decides, wherever the lines stand now: the lines between two heads are found by the seq
they say and by the ids that the lines after them say.
"""

from __future__ import annotations

from collections import Counter
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple

from firstbell.ledger.actors import make_fingerprint
from firstbell.ledger.roles import FOUNDERS, KEY, MAIN
from firstbell.ledger.roster import Key, read_change
from firstbell.ledger.verifier.entry_ids import Choice, choose_ids
from firstbell.ledger.verifier.head_position import FIRST_SPOT, HeadPosition, Spot, grow
from firstbell.ledger.verifier.lines import ENTRY, FIRST, HEAD, LedgerLine
from firstbell.ledger.verifier.problems import (
    CHANGED,
    REFUSED,
    REWRITTEN,
    LedgerProblem,
    name_problem,
    spread,
)
from firstbell.ledger.verifier.rules import UNKNOWN, Rules, learn

KINDS_OF_LEDGERS = ("case", "desk")
_BUILT_ON = "it is built on an entry that was rewritten; what the heads sign is another one"

_DOUBTED = "it was rewritten, or one behind it in its batch was: the head is over other entries"


class Missing(NamedTuple):
    """An entry (-1: the first line) whose own line stands nowhere. `time`: of its batch, "" if not known."""

    hex_id: str = ""
    time: str = ""


class Placed(NamedTuple):
    """Lines by the key of their place, and what has none.

    `gaps`: sizes of two heads between which there was another one. `roots`: size -> root, of wanted sizes.
    """

    lines: Dict[Spot, LedgerLine]
    missing: Dict[int, Missing]
    gaps: List[Tuple[int, int]]
    problems: List[LedgerProblem]
    roots: Dict[int, str]


class Placing:
    """Puts lines in place, batch by batch, up to the last head that can be trusted.

    `wanted`: sizes at which the root is to be told. `standing` is that behind the last batch in the end.
    """

    def __init__(self, standing: HeadPosition, lines: Sequence[LedgerLine], wanted: Set[int]) -> None:
        self.standing = standing
        self.placed = Placed({}, {}, [], [], {})
        self._lines = lines
        self._wanted = wanted
        self._position = {line.place: at for at, line in enumerate(lines)}
        self._at = -1
        self._tainted = ""
        self._by_seq: Dict[int, List[LedgerLine]] = {}
        self._heads_by_seq: Dict[int, List[LedgerLine]] = {}
        for line in lines:
            if line.what in (ENTRY, HEAD) and line.seq >= standing.size:
                there = self._by_seq if line.what == ENTRY else self._heads_by_seq
                there.setdefault(line.seq, []).append(line)
        first = self._find_first() if not standing.head_hash else None
        self._heads = self._list_heads()
        self._followed = {line.prev for line in lines if line.what == HEAD}
        self._signed = {head.hex_id for head in self._heads}
        if not standing.head_hash:
            self._begin(first)
        for cover in self._list_covers():
            for head in self._list_steps(cover):
                self._place_batch(head)

    def _find_first(self) -> Optional[LedgerLine]:
        """The first line, wherever it stands; the rules begin with what it says, or must have said."""
        first = next((line for line in self._lines if line.what == FIRST), None)
        said = dict(first.body) if first else {}
        named = Counter(line.body.ledger for line in self._lines if line.what == HEAD).most_common(1)
        said["id"] = named[0][0] if named else said.get("id", "")
        for line in self._by_seq.get(0, ()):
            change = read_change(line.body or {})
            tracks = [track for track in FOUNDERS if change and FOUNDERS[track] == change.actor.role]
            said["track"] = (tracks or [MAIN])[0]
        self.standing = self.standing._replace(rules=self.standing.rules.begin(said))
        return first

    def _begin(self, first: Optional[LedgerLine]) -> None:
        """See whether the first line is the one that the heads follow."""
        covers = self._list_covers()
        followed = covers[0].prev if covers else ""
        if first is None:
            followed = self._heads_by_seq[min(self._heads_by_seq)][0].prev
            self.placed.missing[-1] = Missing(followed)
        else:
            self._take(first, FIRST_SPOT)
            is_followed = any(line.what == HEAD and line.prev == first.hex_id for line in self._lines)
            if not followed or is_followed or self._is_sound_first(first):
                followed = first.hex_id
            else:
                self.placed.problems.append(name_problem(-1, CHANGED, "it was changed", entry=followed))
        self.standing = self.standing._replace(head_hash=followed or "none")

    def _is_sound_first(self, first: LedgerLine) -> bool:
        times = [line.time for line in self._by_seq.get(0, ())]
        is_of_it = first.body["id"] == self.standing.rules.ledger_id and first.time in times
        return is_of_it and first.kind in KINDS_OF_LEDGERS and first.body["track"] in FOUNDERS

    def _list_heads(self) -> List[LedgerLine]:
        """The heads that stand as they were signed, by size, each once."""
        keys = dict(self.standing.rules.roster.keys)
        for line in self._lines:
            change = read_change(line.body) if line.what == ENTRY and line.kind == KEY else None
            if change is not None and change.public:
                keys.setdefault(make_fingerprint(change.public), Key(change.actor, change.public))
        heads = {line.hex_id: line for line in self._lines if line.what == HEAD}
        # without the founder's own entry no key can be trusted: what the heads say is all there is
        used = {head.body.key for head in heads.values()}
        is_lost = not used & set(keys) and not self.standing.size
        signed = [head for head in heads.values() if is_lost or self._is_signed(head, keys)]
        return sorted((head for head in signed if head.seq >= self.standing.size), key=lambda head: head.seq)

    def _is_signed(self, head: LedgerLine, keys: Dict[str, Key]) -> bool:
        key, rules = keys.get(head.body.key), self.standing.rules
        if key is None or key.state != "valid" or key.actor.id != head.actor:
            return False
        is_ours = head.body.ledger == rules.ledger_id
        return is_ours and rules.is_signed(key.public, head.body.message, head.body.signature)

    def _list_covers(self) -> List[LedgerLine]:
        """Of the signed heads those that the next one follows: they decide what is right. By size."""
        covers: List[LedgerLine] = []
        followed: Optional[LedgerLine] = None
        for head in reversed(self._heads):
            if followed is None or head.hex_id == followed.prev:
                covers.append(head)
            elif head.seq >= followed.seq or followed.prev in self._signed:
                continue
            followed = head
        return covers[::-1]

    def _choose(self, cover: LedgerLine) -> Choice:
        """The ids of the entries up to a head."""
        standing = self.standing
        span = (standing.size, cover.seq + 1)
        # a head that none follows stands in the place of another: rather its entries are wrong than the last
        heads = (self._heads_by_seq.get(seq, ()) for seq in range(span[0], span[1] - 1))
        is_last_sure = any(head.hex_id not in self._followed for there in heads for head in there)
        return choose_ids(
            self._by_seq, span, standing.frontier, root=cover.body.root, is_last_sure=is_last_sure
        )

    def _list_signed(self, span: Tuple[int, int]) -> List[LedgerLine]:
        """The signed heads before that of the span."""
        heads = (self._heads_by_seq.get(seq, ()) for seq in range(span[0], span[1] - 1))
        return [head for there in heads for head in there if head.hex_id in self._signed]

    def _list_steps(self, cover: LedgerLine) -> Iterator[LedgerLine]:
        """The head, and where not all up to it can be told, those before it up to which all can."""
        if self.standing.frontier is not None and self._choose(cover).frontier is None:
            for head in self._list_signed((self.standing.size, cover.seq + 1)):
                if head.hex_id in self._followed and self._choose(head).frontier is not None:
                    yield head
        yield cover

    def _place_batch(self, cover: LedgerLine) -> None:
        standing = self.standing
        span = (standing.size, cover.seq + 1)
        choice = self._choose(cover)
        entries = self._take_entries(span, choice, cover)
        heads = [*self._find_inner_heads(span, choice), cover]
        rules, followed, begun = standing.rules, standing.head_hash, standing.size
        for head in heads:
            is_whole = head.prev == followed
            if not is_whole:
                self.placed.gaps.append((begun, head.seq + 1))
            batch = [line for line in entries if begun <= line.seq <= head.seq]
            rules = self._judge(rules, batch, head, is_whole=is_whole)
            rules = self._note_missing(rules, (begun, head.seq + 1), head.time if is_whole else "")
            self._take(self._pick_copy(head), (head.seq, 1))
            followed, begun = head.hex_id, head.seq + 1
        count = standing.heads + len(heads)
        self.standing = HeadPosition(
            rules, (), choice.frontier, begun, choice.ids[-1] or "", followed, count, cover
        )

    def _judge(self, rules: Rules, batch: Sequence[LedgerLine], head: LedgerLine, *, is_whole: bool) -> Rules:
        why = rules.mistrust_head(head, batch)
        # the key of an actor may have been made by an entry that is missing
        found: List[LedgerProblem] = []
        rules = rules.judge(batch, head, found, is_whole=is_whole)
        is_sure = not self.placed.missing
        self.placed.problems.extend(problem for problem in found if is_sure or problem.kind != REFUSED)
        if why and not is_whole:
            why = rules.mistrust_head(head, batch)
        if why and not (why == UNKNOWN and self.placed.missing):
            self.placed.problems.append(name_problem(head.seq, CHANGED, "the head behind it %s" % why))
        return rules

    def _note_missing(self, rules: Rules, span: Tuple[int, int], time: str) -> Rules:
        """Note the time that missing entries had, and take in the keys in what stands in their place."""
        for seq in range(*span):
            if seq in self.placed.missing:
                self.placed.missing[seq] = self.placed.missing[seq]._replace(time=time)
                for line in self._by_seq.get(seq, ()):
                    rules = rules._replace(roster=learn(rules.roster, line)) if line.kind == KEY else rules
        return rules

    def _take(self, line: LedgerLine, key: Spot) -> None:
        self.placed.lines[key] = line
        self._at = self._position[line.place]

    def _take_entries(self, span: Tuple[int, int], choice: Choice, cover: LedgerLine) -> List[LedgerLine]:
        """The lines of the entries that stand as they were written; the others are noted as missing."""
        taken: List[LedgerLine] = []
        for seq, hex_id in zip(range(*span), choice.ids):
            line = self._pick_line(seq, hex_id)
            if line is None:
                self.placed.missing[seq] = Missing(hex_id or "")
            else:
                self._take(line, (seq, 0))
                taken.append(line)
                if seq in choice.doubted:
                    self.placed.problems.append(name_problem(seq, REWRITTEN, _DOUBTED, entry=line.hex_id))
        if choice.is_rewritten:
            self.placed.problems.extend(_tell_rewritten(taken, cover))
            self._tainted = taken[-1].hex_id
        elif self._tainted and taken and taken[0].prev == self._tainted:
            self.placed.problems.extend(spread((span[0], cover.seq), REWRITTEN, _BUILT_ON))
            self._tainted = taken[-1].hex_id
        return taken

    def _pick_line(self, seq: int, hex_id: Optional[str]) -> Optional[LedgerLine]:
        """The line of an entry; of several copies the next one behind the line before it."""
        lines = [line for line in self._by_seq.get(seq, ()) if line.hex_id == hex_id]
        return self._pick_next(lines) if lines else None

    def _pick_copy(self, head: LedgerLine) -> LedgerLine:
        return self._pick_next([line for line in self._heads_by_seq[head.seq] if line.hex_id == head.hex_id])

    def _pick_next(self, lines: Sequence[LedgerLine]) -> LedgerLine:
        return next((line for line in lines if self._position[line.place] > self._at), lines[0])

    def _find_inner_heads(self, span: Tuple[int, int], choice: Choice) -> List[LedgerLine]:
        """Heads within a batch that are over its entries: a head between them and the batch's is missing."""
        inner = {
            seq: [line for line in self._heads_by_seq[seq] if self._is_sound(line)]
            for seq in range(span[0], span[1] - 1)
            if seq in self._heads_by_seq
        }
        frontier, at = self.standing.frontier, span[0]
        found: List[LedgerLine] = []
        for seq in sorted({*inner, *(size - 1 for size in self._wanted if span[0] < size <= span[1])}):
            ids = [hex_id for hex_id in choice.ids[at - span[0] : seq + 1 - span[0]] if hex_id]
            if frontier is None or len(ids) != seq + 1 - at:
                frontier = None
                found.extend(line for line in inner.get(seq, ())[:1] if line.hex_id in self._followed)
                continue
            frontier, at = grow(frontier, ids), seq + 1
            root = frontier.root().hex()
            fitting = [line for line in inner.get(seq, ()) if line.body.root == root][:1]
            found.extend(fitting)
            if fitting or choice.frontier is not None:
                self.placed.roots[at] = root
        return found

    def _is_sound(self, head: LedgerLine) -> bool:
        """Whether a head stands as it was signed, or nobody can tell since an entry before it is missing."""
        key = self.standing.rules.roster.keys.get(head.body.key)
        is_strange = key is None or key.actor.id != head.actor
        return head.hex_id in self._signed or (is_strange and bool(self.placed.missing))


def _tell_rewritten(taken: Sequence[LedgerLine], cover: LedgerLine) -> Iterator[LedgerProblem]:
    if any(line.time[:-1] < cover.time[:-1] for line in taken):
        return  # the rules name those by their times
    told = "it was changed and the chain made to fit: the head behind entry %d is not over it" % cover.seq
    yield from spread((taken[0].seq, taken[-1].seq), REWRITTEN, told)
