"""A track of a case goes on in a ledger of version 3, whose first entry signs the whole one before it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from firstbell.case.bodies import CaseUpgraded
from firstbell.case.case import CASE_KIND, Case
from firstbell.case.errors import CaseAccessError, CaseStateError
from firstbell.case.folder import CONTINUED_VERSION, CaseCard
from firstbell.ledger import EntryDraft, HeadLine, Ledger, LedgerError, Signer
from firstbell.ledger.batch import Beginning
from firstbell.ledger.chain import Chain
from firstbell.ledger.continuation import CONTINUED, describe_end, find_end
from firstbell.ledger.errors import KeyRefusedError, LedgerEndedError
from firstbell.ledger.lines import PASSKEY_VERSION
from firstbell.ledger.roles import FOUNDERS, KEY
from firstbell.ledger.roster import MADE, REVOKED, ActorRoster, describe_public

_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class UpgradedTrack:
    """A track after its upgrade. `ledger_id`: of the ledger that is added to. `continues`: the head it signs.

    `actors`: how many were taken along. `is_new`: False where the track was of version 3 before.
    """

    track: str
    ledger_id: str
    version: int
    continues: HeadLine | None
    actors: int
    is_new: bool

    def describe(self) -> dict[str, Any]:
        """The fields, as `case upgrade --json` gives them."""
        head = self.continues
        return {
            "track": self.track,
            "upgraded": self.is_new,
            "version": self.version,
            "ledger": self.ledger_id,
            "actors": self.actors,
            "continues": None
            if head is None
            else {"ledger": head.head.ledger, "entries": head.head.size, "root": head.head.root},
        }


def upgrade_track(case: Case, *, privileged: bool = False) -> tuple[Case, UpgradedTrack]:
    """Let a track go on in a ledger of version 3; the case as it is then. Twice is as once.

    The first write ends the ledger, the second begins the next one; a kill between them leaves a track that
    is read, that takes nothing, and that the next call upgrades.

    Raises: CaseAccessError when the signer may not found the track; CaseStateError when there is no such
    track; KeyRefusedError; what reading and appending raise.
    """
    old = case.privileged_ledger if privileged else case.main
    if privileged and not case.has_privileged:
        raise CaseStateError("the case has no privileged track yet; counsel begins it in version 3")
    chain = old.review()
    assert chain.header is not None
    if chain.header.version >= PASSKEY_VERSION:
        told = UpgradedTrack(
            old.beginning.track,
            chain.header.id,
            chain.header.version,
            None,
            len(chain.roster.actors),
            is_new=False,
        )
        return case, told
    founder = _find_founder(chain.roster, old.signer)
    next_id = _end(old)
    done = _begin(case, old, founder, next_id=next_id)
    upgraded = Case(case.folder.path, founder, case.clock)
    told_case = upgraded.describe()
    upgraded.folder.replace_card(
        CaseCard(
            CONTINUED_VERSION,
            told_case.id,
            told_case.name,
            told_case.made,
            told_case.event,
            told_case.repository,
        )
    )
    return upgraded, done


def _find_founder(roster: ActorRoster, signer: Signer) -> Signer:
    """The signer as the track knows the actor. Raises: KeyRefusedError, CaseAccessError."""
    if problem := roster.mistrust_key(signer.actor.id, signer.fingerprint):
        raise KeyRefusedError(signer.fingerprint, problem)
    actor = roster.actors[signer.actor.id]
    needed = FOUNDERS[roster.track]
    if actor.role != needed:
        raise CaseAccessError(
            f"{actor.name} is {actor.role}; only a {needed} can upgrade this track",
            hint=f"use the key file of a {needed} with --key",
        )
    return Signer(actor, signer.private)


def _end(ledger: Ledger) -> str:
    """Put down that the record goes on elsewhere; the id of that ledger. Where it stands there, that one."""
    next_id = os.urandom(_ID_BYTES).hex()
    try:
        ledger.append(CONTINUED, describe_end(next_id))
    except LedgerEndedError:
        return find_end(ledger.review())
    return next_id


def _begin(case: Case, old: Ledger, founder: Signer, *, next_id: str) -> UpgradedTrack:
    chain = old.review()
    track = chain.roster.track
    ledger = Ledger(case.folder.locate_next(old.folder), case.clock, founder, kind=CASE_KIND, track=track)
    ledger.beginning = Beginning(CASE_KIND, track, PASSKEY_VERSION, next_id, chain.head)
    assert chain.head is not None
    told = CaseUpgraded(continues=chain.head.head.ledger, entries=chain.size)
    ledger.append_many([*_take_along(chain, founder), told.draft()])
    version = _find_version(ledger)
    return UpgradedTrack(track, next_id, version, chain.head, len(ledger.roster().actors), is_new=True)


def _find_version(ledger: Ledger) -> int:
    header = ledger.review().header
    if header is None:
        raise LedgerError(f"ledger {ledger.path} was not begun")
    return header.version


def _take_along(chain: Chain, founder: Signer) -> Iterator[EntryDraft]:
    """The other actors with their keys; one whose keys were all revoked stays known, and revoked."""
    for actor in chain.roster.actors.values():
        keys = [key for key in chain.roster.keys.values() if key.actor.id == actor.id]
        valid = [key.public for key in keys if key.state == "valid"]
        if actor.id == founder.actor.id:
            continue
        last = keys[-1]
        yield EntryDraft(KEY, describe_public(MADE, actor, valid[0] if valid else last.public))
        if not valid:
            told = describe_public(REVOKED, actor, last.public, why="revoked before the upgrade")
            yield EntryDraft(KEY, {name: value for name, value in told.items() if name != "public"})
