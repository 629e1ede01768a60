"""A desk with a case and one person in the console, to be killed at every step."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firstbell.base.clock import SystemClock
from firstbell.case.case import Case
from firstbell.case.lifecycle import make_case
from firstbell.case.sealed_key import SealSecret, open_sealed
from firstbell.console.key_process.passkey_service import find_actor
from firstbell.console.key_process.passkeys import Site
from firstbell.console.key_process.places import ConsoleCase, ConsolePlaces, ConsoleRepository
from firstbell.console.key_process.register import Register
from firstbell.console.key_process.service import ConsoleService
from firstbell.console.key_process.sessions import BY_PASSKEY, SignedIn
from firstbell.console.key_process.work import WorkList
from firstbell.ledger import SignerKeyFile
from firstbell.ledger.passkeys import EDDSA, Passkey, render_passkey
from firstbell.ledger.roster import MADE, describe_public

PLAN = "ab" * 8
ORIGIN = "http://firstbell.localhost:8710"
SITE = Site("firstbell.localhost", (ORIGIN,))
# the process is killed before each call of these, once: nothing else changes what is on the disk
STEPS = frozenset({"write", "fsync", "mkdir", "link", "rename", "replace", "ftruncate", "unlink", "flock"})


class Authenticator:
    """A passkey that answers challenges."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        point = self._key.public_key().public_bytes_raw()
        self.public = render_passkey(Passkey(EDDSA, point, SITE.name, SITE.origins))

    def answer(self, challenge: str) -> dict[str, str]:
        """The fields of a signature."""
        client = json.dumps({"type": "webauthn.get", "challenge": challenge, "origin": ORIGIN}).encode()
        data = hashlib.sha256(SITE.name.encode()).digest() + bytes([0x05]) + bytes(4)
        signature = self._key.sign(data + hashlib.sha256(client).digest())
        fields = {"client": client, "data": data, "signature": signature}
        return {name: base64.urlsafe_b64encode(held).decode().rstrip("=") for name, held in fields.items()}


@dataclass(frozen=True)
class StruckDesk:
    """A desk with one case, and one person who signs and gives orders in the console."""

    root: Path
    authenticator: Authenticator
    person: str
    case_id: str

    @property
    def launched(self) -> Path:
        """A byte for each command that was started."""
        return self.root / "launched"

    def count_launched(self) -> int:
        """How many commands were started."""
        return self.launched.stat().st_size if self.launched.exists() else 0

    def copy(self, root: Path) -> StruckDesk:
        """The same desk elsewhere."""
        shutil.copytree(self.root, root)
        return StruckDesk(root, self.authenticator, self.person, self.case_id)

    def start(self) -> ConsoleService:
        """The service of a key process that was just started."""
        places = ConsolePlaces(
            desk=self.root / "desk",
            has_configuration=True,
            vault=self.root / "vault",
            repositories=(ConsoleRepository("office", ("-r", "x", "-p", "y")),),
            cases=(ConsoleCase(self.case_id, "a case", self.root / "case"),),
        )

        def launch(words: Sequence[str], lock: int) -> None:
            fd = os.open(self.launched, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.write(fd, b"1")
            os.close(fd)

        def unseal(case: Case) -> Any:
            return open_sealed(case.folder.sealed, SealSecret(self.root / "secret"))

        service = ConsoleService(places, lambda words: 0, SystemClock(), SITE, open_sealed=unseal)
        service.shelf = WorkList(places.desk, launch)
        return service

    def sign_in(self, service: ConsoleService) -> SignedIn:
        """A session by the passkey."""
        return service.sessions.begin(service.register.people[self.person], by=BY_PASSKEY)

    def list_entries(self) -> list[dict[str, Any]]:
        """What the record says; it is checked."""
        entries = self.open_case().main.read()
        return [{"id": one.hex_id, "kind": one.kind, "body": one.body} for one in entries]

    def open_case(self) -> Case:
        """The case, as the desk opens it."""
        return Case(self.root / "case", SignerKeyFile(self.root / "desk" / "desk.key"), SystemClock())


def make_desk(root: Path, role: str) -> StruckDesk:
    """A desk whose case knows the passkey of a person of this role."""
    signer = SignerKeyFile(root / "desk" / "desk.key", name="ada")
    case = make_case(root / "case", signer, name="a case")
    open_sealed(case.folder.sealed, SealSecret(root / "secret"))
    register = Register(root / "desk", SystemClock())
    invited, token = register.invite("Cy", role)
    register.take(token)
    authenticator = Authenticator()
    person = register.add_passkey(invited.id, "credential", authenticator.public)
    case.main.append("key", describe_public(MADE, find_actor(person), authenticator.public))
    (root / "desk" / "plans").mkdir()
    (root / "desk" / "plans" / f"{PLAN}.json").write_text("{}")
    return StruckDesk(root, authenticator, person.id, case.id)


def run_killed(work: Callable[[], object], step: int) -> bool:
    """Run it in a process that is killed before its call number `step`; whether it was."""
    pid = os.fork()
    if pid == 0:
        left = itertools.count(step, -1)

        def watch(frame: FrameType, event: str, called: Any) -> None:
            if event == "c_call" and called.__name__ in STEPS and next(left) == 1:
                os.kill(os.getpid(), signal.SIGKILL)

        status = 1
        try:
            sys.setprofile(watch)
            work()
            status = 0
        finally:
            sys.setprofile(None)
            os._exit(status)
    _, told = os.waitpid(pid, 0)
    assert told in {0, signal.SIGKILL}, "it failed by itself"
    return told != 0


def strike(
    template: StruckDesk, folder: Path, prepare: Callable[[StruckDesk], Callable[[], object]]
) -> Iterator[tuple[StruckDesk, bool]]:
    """The desk after each kill, and whether it was one; the last time the work comes to its end.

    `prepare` gives the work to be killed; what it does itself is done.
    """
    for step in itertools.count(1):
        desk = template.copy(folder / str(step))
        was_killed = run_killed(prepare(desk), step)
        yield desk, was_killed
        shutil.rmtree(desk.root)
        if not was_killed:
            assert step > 3, "there was hardly anything to kill"
            return
