"""A batch in the making: the lines of its entries and the head that is signed over all up to there."""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from firstbell.ledger.actors import Actor, make_fingerprint
from firstbell.ledger.chain import Chain
from firstbell.ledger.errors import KeyRefusedError, RoleError
from firstbell.ledger.lines import (
    CONTINUES,
    PASSKEY_VERSION,
    VERSION,
    EntryLine,
    Head,
    HeaderLine,
    HeadLine,
    LedgerHeader,
    check_refs,
    describe_head,
    hash_line,
    render_body,
    render_line,
    signed_bytes,
)
from firstbell.ledger.roles import KEY, KINDS, ROLES, may_add
from firstbell.ledger.roster import MADE, ActorRoster, describe_public
from firstbell.ledger.signatures import Signer
from firstbell.ledger.tree import Frontier, hash_leaf

_ID_BYTES = 16
# the record of an event is signed by people at a browser, too; what a desk notes for itself is not
_VERSIONS = {"case": PASSKEY_VERSION}
# a clock that is behind by less than this has only been set right by the network
_BEHIND_S = 1.0


class EntryDraft(NamedTuple):
    """An entry that is to be added. `refs`: hex ids of entries."""

    kind: str
    body: Mapping[str, Any]
    refs: Sequence[str] = ()


class Beginning(NamedTuple):
    """What a ledger is that begins with its first batch.

    `version`: None for that of its kind. `id`: "" for a random one. `continues`: the last head of the ledger
    that stands before it, which its first entry signs.
    """

    kind: str
    track: str
    version: int | None = None
    id: str = ""
    continues: HeadLine | None = None

    def make_header(self, time: str) -> LedgerHeader:
        """Its first line."""
        version = self.version or _VERSIONS.get(self.kind, VERSION)
        return LedgerHeader(self.id or os.urandom(_ID_BYTES).hex(), self.kind, time, self.track, version)

    def describe_founding(self, signer: Signer | DistantSigner) -> dict[str, Any]:
        """The body of its first entry."""
        body = describe_public(MADE, signer.actor, signer.public)
        return body if self.continues is None else {**body, CONTINUES: describe_head(self.continues)}


class BatchTime(msgspec.Struct, frozen=True):
    """When a batch is added. `behind_s`: how far the clock is behind the last entry, whose time it takes."""

    time: str
    behind_s: float = 0.0


class DistantSigner(msgspec.Struct, frozen=True):
    """An actor whose private key is elsewhere. `public`: 32 bytes, or a passkey."""

    actor: Actor
    public: bytes

    @property
    def fingerprint(self) -> str:
        """That of the public key."""
        return make_fingerprint(self.public)


class PreparedBatch(msgspec.Struct, frozen=True):
    """A batch that waits for its signature. `lines`: those of its entries; nothing of it is written yet."""

    lines: tuple[bytes, ...]
    head: Head

    @property
    def message(self) -> bytes:
        """What is to be signed; a passkey signs `passkeys.make_challenge` of it."""
        return signed_bytes(self.head)

    def sign(self, signature: bytes) -> list[bytes]:
        """All lines, the last one the head's."""
        return [*self.lines, render_line(HeadLine(self.head, signature))]


def render_batch(
    chain: Chain, signer: Signer, drafts: Sequence[EntryDraft], *, moment: BatchTime, making: Beginning
) -> list[bytes]:
    """The lines of a batch behind a chain, which stays as it is; the last one is the head's.

    Raises: as `prepare_batch`.
    """
    batch = prepare_batch(chain, signer, drafts, moment=moment, making=making)
    return batch.sign(signer.sign(batch.message))


def prepare_batch(
    chain: Chain,
    signer: Signer | DistantSigner,
    drafts: Sequence[EntryDraft],
    *,
    moment: BatchTime,
    making: Beginning,
) -> PreparedBatch:
    """A batch behind a chain, which stays as it is, up to its signature.

    `making`: what a ledger is that begins with it.

    Raises: KeyRefusedError, RoleError when the signer may not; LedgerError when JSON cannot say a body.
    """
    begun: list[bytes] = []
    header, roster = chain.header, chain.roster
    if header is None:
        header = making.make_header(moment.time)
        begun = [render_line(HeaderLine(header))]
        roster = ActorRoster(making.track, takes_passkeys=header.version >= PASSKEY_VERSION)
        drafts = [EntryDraft(KEY, making.describe_founding(signer)), *drafts]
    elif problem := roster.mistrust_key(signer.actor.id, signer.fingerprint):
        raise KeyRefusedError(
            signer.fingerprint,
            problem,
            hint="a director must add them first, or bring back the desk's own key",
        )
    _check_drafts(roster, signer, drafts)
    entries, frontier = _render_entries(chain, signer, drafts, moment=moment)
    head = Head(
        actor=signer.actor.id,
        key=signer.fingerprint,
        ledger=header.id,
        previous=hash_line(begun[0]) if begun else chain.head_hash,
        root=frontier.root().hex(),
        size=frontier.count,
        time=moment.time,
    )
    return PreparedBatch((*begun, *entries), head)


def _check_drafts(roster: ActorRoster, signer: Signer | DistantSigner, drafts: Sequence[EntryDraft]) -> None:
    """Raises: RoleError when the signer may not add one of them."""
    by = signer.actor.id
    if any(draft.kind == KEY for draft in drafts):
        roster = copy.deepcopy(roster)  # what an entry changes holds for those after it
    for kind in {draft.kind for draft in drafts}:
        if kind.partition(".")[0] not in KINDS or (kind != KEY and kind.startswith(KEY + ".")):
            raise RoleError(
                f"there is no kind of entry called {kind!r}", hint="the kinds are " + ", ".join(sorted(KINDS))
            )
    for draft in drafts:
        if draft.kind == KEY:
            problem = roster.find_problem(by, draft.body)
            if not problem:
                roster.apply(draft.body)
        else:
            problem = roster.mistrust_kind(by, draft.kind)
        if problem:
            raise RoleError(f"{signer.actor.name}: {problem}", hint=_say_roles(roster.track, draft.kind))


def _say_roles(track: str, kind: str) -> str:
    roles = [role for role in ROLES if may_add(track, role, kind)]
    return f"roles that may: {', '.join(roles)}; sign with such a key: --key"


def _render_entries(
    chain: Chain, signer: Signer | DistantSigner, drafts: Sequence[EntryDraft], *, moment: BatchTime
) -> tuple[list[bytes], Frontier]:
    frontier = Frontier(chain.frontier.count, chain.frontier.peaks)
    prev, lines = chain.last_hex_id, []
    late = {"clock_behind_s": round(moment.behind_s, 3)} if moment.behind_s > _BEHIND_S else {}
    for draft in drafts:
        entry = EntryLine(
            actor=signer.actor.id,
            body=render_body(draft.kind, {**draft.body, **late}),
            kind=draft.kind,
            prev=prev,
            refs=check_refs(draft.refs),
            seq=frontier.count,
            time=moment.time,
        )
        lines.append(render_line(entry))
        leaf = hash_leaf(lines[-1])
        frontier.add(leaf)
        prev = leaf.hex()
    return lines, frontier
