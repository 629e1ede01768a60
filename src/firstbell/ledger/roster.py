"""The roster: whose keys sign a ledger, as its `key` entries say, place by place."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstbell.ledger.actors import Actor, make_fingerprint
from firstbell.ledger.passkeys import read_passkey
from firstbell.ledger.roles import FOUNDERS, KEY, MAIN, ROLES, may_add
from firstbell.ledger.signatures import Signer

MADE = "made"
ROTATED = "rotated"
REVOKED = "revoked"
_ACTOR_FIELDS = {"id", "name", "role"}


@dataclass(frozen=True)
class KeyChange:
    """What a `key` entry says. `public`: 32 bytes, or a passkey; none where a key is revoked."""

    action: str
    actor: Actor
    fingerprint: str
    public: bytes = b""


@dataclass(frozen=True)
class Key:
    """A key of an actor. `state`: valid, retired (another took its place) or revoked."""

    actor: Actor
    public: bytes
    state: str = "valid"


def describe_key(action: str, signer: Signer, why: str = "") -> dict[str, Any]:
    """The body of an entry by which this signer's key is made or takes the place of the one before."""
    return describe_public(action, signer.actor, signer.public, why=why)


def describe_public(action: str, actor: Actor, public: bytes, *, why: str = "") -> dict[str, Any]:
    """As `describe_key`, of an actor whose private key is elsewhere. `public`: 32 bytes, or a passkey."""
    body = {
        "action": action,
        "actor": {"id": actor.id, "name": actor.name, "role": actor.role},
        "fingerprint": make_fingerprint(public),
        "public": base64.b64encode(public).decode(),
    }
    return {**body, "why": why} if why else body


def read_change(body: Mapping[str, Any]) -> KeyChange | None:
    """What the body of a `key` entry says; None where it is no change of keys."""
    actor, public, why = body.get("actor"), body.get("public", ""), body.get("why", "")
    if not isinstance(actor, dict) or set(actor) != _ACTOR_FIELDS:
        return None
    texts = (body.get("action"), body.get("fingerprint"), public, why, *actor.values())
    if not all(isinstance(text, str) for text in texts):
        return None
    try:
        key = base64.b64decode(public, validate=True)
    except (binascii.Error, ValueError):
        return None
    return KeyChange(body["action"], Actor(**actor), body["fingerprint"], key)


class ActorRoster:
    """Actors and keys at one place of a ledger."""

    def __init__(self, track: str = MAIN, *, takes_passkeys: bool = False) -> None:
        self.track = track
        self.takes_passkeys = takes_passkeys
        self.keys: dict[str, Key] = {}
        self.actors: dict[str, Actor] = {}
        self.log: list[Mapping[str, Any]] = []

    def find_problem(self, by: str, body: Mapping[str, Any]) -> str:
        """Why the actor of id `by` may not add this `key` entry here; "" where nothing speaks against it."""
        change = read_change(body)
        if change is None:
            return "its body is no change of keys"
        if change.action == REVOKED:
            return self._mistrust_revoking(by, change)
        if problem := self._mistrust_public(change):
            return problem
        if not self.actors:
            return self._mistrust_founding(by, change)
        if change.action == MADE:
            return self._mistrust_making(by, change)
        if change.action == ROTATED:
            return self._mistrust_rotating(by, change)
        return f"there is no action {change.action!r} on keys"

    def _mistrust_public(self, change: KeyChange) -> str:
        is_passkey = read_passkey(change.public) is not None
        if make_fingerprint(change.public) != change.fingerprint or not (
            len(change.public) == 32 or is_passkey
        ):
            return "its fingerprint is not that of its key"
        if is_passkey and not self.takes_passkeys:
            return "a ledger of version 2 takes no passkey (`firstbell case upgrade` begins one that does)"
        return "this key is on the ledger already" if change.fingerprint in self.keys else ""

    def _mistrust_founding(self, by: str, change: KeyChange) -> str:
        founder = FOUNDERS.get(self.track)
        if change.action != MADE or change.actor.id != by or change.actor.role != founder:
            return f"the first entry is the key of its founder, a {founder}"
        return ""

    def _mistrust_making(self, by: str, change: KeyChange) -> str:
        if change.actor.id in self.actors:
            return "the actor has a key already, which can be rotated"
        if change.actor.role not in ROLES:
            return f"there is no role called {change.actor.role!r}"
        return "" if self._rules(by) else f"a {self._role(by)} may not add actors"

    def _mistrust_rotating(self, by: str, change: KeyChange) -> str:
        if self.actors.get(change.actor.id) != change.actor:
            return "the ledger does not know the actor so"
        if by != change.actor.id and not self._rules(by):
            return f"a {self._role(by)} may rotate no other's key"
        return ""

    def _mistrust_revoking(self, by: str, change: KeyChange) -> str:
        key = self.keys.get(change.fingerprint)
        if key is None or key.actor != change.actor:
            return "the ledger does not know this key of this actor"
        if key.state == REVOKED:
            return "the key is revoked already"
        if by != change.actor.id and not self._rules(by):
            return f"a {self._role(by)} may revoke no other's key"
        if key.state == "valid" and self._is_last_founder(change.fingerprint):
            return "nobody would be left who may add keys"
        return ""

    def _is_last_founder(self, fingerprint: str) -> bool:
        founder = FOUNDERS[self.track]
        left = [f for f, key in self.keys.items() if key.state == "valid" and key.actor.role == founder]
        return left == [fingerprint]

    def _role(self, actor_id: str) -> str:
        actor = self.actors.get(actor_id)
        return actor.role if actor else "stranger"

    def _rules(self, actor_id: str) -> bool:
        return may_add(self.track, self._role(actor_id), KEY)

    def apply(self, body: Mapping[str, Any]) -> None:
        """Take in a change that nothing spoke against."""
        change = read_change(body)
        assert change is not None
        self.log.append(body)
        if change.action == REVOKED:
            key = self.keys[change.fingerprint]
            self.keys[change.fingerprint] = Key(key.actor, key.public, REVOKED)
            return
        for fingerprint, key in self.keys.items():
            if key.actor.id == change.actor.id and key.state == "valid":
                self.keys[fingerprint] = Key(key.actor, key.public, "retired")
        self.keys[change.fingerprint] = Key(change.actor, change.public)
        self.actors[change.actor.id] = change.actor

    def list_valid(self, actor_id: str) -> frozenset[str]:
        """The fingerprints of the keys with which this actor may sign."""
        return frozenset(
            f for f, key in self.keys.items() if key.state == "valid" and key.actor.id == actor_id
        )

    def mistrust_key(self, actor_id: str, fingerprint: str) -> str:
        """Why this key may not sign for this actor here; "" where it may."""
        key = self.keys.get(fingerprint)
        if key is None or key.actor.id != actor_id:
            return "is not known to the ledger"
        return "" if key.state == "valid" else f"is {key.state}"

    def mistrust_kind(self, actor_id: str, kind: str) -> str:
        """Why this actor may not add an entry of this kind, bodies left aside; "" where nothing says so."""
        if actor_id not in self.actors:
            return f"the ledger has no actor {actor_id}"
        role = self.actors[actor_id].role
        if kind == KEY or may_add(self.track, role, kind):
            return ""
        return f"a {role} may not add {kind!r}"
