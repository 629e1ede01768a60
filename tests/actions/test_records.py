"""People, notes, time stamps on a case and orders to a vault: by the command line and by their actions."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from firstbell.actions.case.notes import NoteRequest, add_note
from firstbell.actions.case.time_stamps import request_stamp, take_stamp
from firstbell.actions.desk.actors import ActorRequest, NewKey, enter_actor, renew_key, retire_key
from firstbell.actions.entries import HeadStamped
from firstbell.actions.vault.orders import HostOrder, ReleaseOrder, freeze_host, release_object, thaw_host
from firstbell.actions.vault.retention_lock import (
    LockRequest,
    StepRequest,
    change_lock,
    list_lowerings,
    step_lowering,
)
from firstbell.base.errors import UnknownIdError, UsageError
from firstbell.case.actors import describe_signer, render_public
from firstbell.case.case import Case
from firstbell.desk.lock_reduction import LoweringError
from firstbell.ledger import Ledger, Signer, load_signer, make_actor, make_signer
from firstbell.ledger.errors import RoleError
from firstbell.ledger.signatures import SignerKeyFile
from firstbell.vault import Vault
from firstbell.vault.entries import SetAside
from firstbell.vault.errors import UnknownHostError
from tests.actions.test_verbs import AT, Twins, compare, twins
from tests.cli.conftest import Call, call
from tests.ledger.authority import make_authority

__all__ = ["call", "twins"]


def hand_over(folder: Path, name: str, role: str) -> tuple[Path, Signer]:
    """A public key file as a person hands it over."""
    signer = make_signer(make_actor(name, role))
    (folder / f"{name}.pub").write_bytes(render_public(describe_signer(signer)))
    return folder / f"{name}.pub", signer


def test_people_and_their_keys_are_put_on_record_alike(twins: Twins, call: Call, tmp_path: Path) -> None:
    begun = len(twins.open().main.read())
    public, _ = hand_over(tmp_path, "Ida", "reviewer")
    to = ("--case", twins.by_command, "--json")
    told = call("case", "actor", "add", "Ida", "--role", "reviewer", "--public", public, *to).summary
    ledger = twins.open().main
    added = enter_actor(ledger, ActorRequest(name="Ida", role="reviewer", source=public))
    assert (added.actor.id, added.fingerprint, added.key_file) == (
        told["id"],
        told["fingerprint"],
        told["key_file"],
    )

    fresh = tmp_path / "ben.key"
    source = NewKey(place=lambda new: fresh, password="open")
    made = enter_actor(ledger, ActorRequest(name="Ben", role="technician", source=source))
    assert load_signer(fresh, "open").fingerprint == made.fingerprint
    assert call("case", "actor", "add", "Ben", "--role", "technician", *to).summary["role"] == "technician"

    for which, case in ((told["fingerprint"], None), (added.fingerprint, twins.open())):
        if case is None:
            assert call("case", "key", "revoke", which[:12], "--why", "lost", *to).status == 0
        else:
            assert retire_key(case.main, which[:12], "lost").actor.name == "Ida"
    assert len(compare(twins, begun, leaving=("actor", "fingerprint", "public"))) == 3


def test_a_key_that_the_ledger_refuses_is_not_left_behind(twins: Twins, tmp_path: Path) -> None:
    reviewer = hand_over(tmp_path, "Rae", "reviewer")
    enter_actor(twins.open().main, ActorRequest(name="Rae", role="reviewer", source=reviewer[0]))
    ledger = Case(twins.by_action, reviewer[1]).main
    left = tmp_path / "left.key"
    with pytest.raises(RoleError):
        enter_actor(ledger, ActorRequest(name="Eve", role="director", source=NewKey(place=lambda new: left)))
    assert not left.exists()
    own = tmp_path / "own.key"
    renewed = renew_key(ledger, NewKey(place=lambda new: own))
    assert renewed.key_file == own
    assert renewed.actor.name == "Rae"
    assert load_signer(own, None).fingerprint == renewed.fingerprint


def test_notes_are_put_down_alike(twins: Twins, call: Call) -> None:
    begun = len(twins.open().main.read())
    to = ("--case", twins.by_command, "--json")
    first = call("case", "note", " the FBI called ", "--at", AT, *to).summary["id"]
    ledger = twins.open().main
    mine = add_note(ledger, NoteRequest(body={"text": "the FBI called"}, at=AT))
    told = call("case", "add", "contact", "--text", "called back", "--ref", first[:9], *to)
    assert told.status == 0, told.err
    add_note(ledger, NoteRequest(kind="contact", body={"text": "called back"}, refs=[mine.hex_id[:9]]))
    assert [entry.kind for entry in compare(twins, begun)] == ["note", "contact"]
    assert ledger.read()[-1].refs == (mine.hex_id,)
    with pytest.raises(UsageError, match="the note is empty"):
        add_note(ledger, NoteRequest(body={"text": ""}))
    assert call("case", "note", " ", *to).status == 2


def test_heads_are_time_stamped_alike(twins: Twins, call: Call, tmp_path: Path) -> None:
    begun = len(twins.open().main.read())
    authority = make_authority(tmp_path / "tsa")
    root = tmp_path / "root.pem"
    root.write_bytes(authority.root)
    case = twins.open()
    asked = request_stamp(case, tmp_path / "two.tsq")
    to = ("--case", twins.by_command, "--json")
    told = call("case", "stamp", "request", tmp_path / "one.tsq", *to).summary
    assert (Path(told["kept"]).name, told["size"]) != (asked.kept.name, 0)
    for name in ("one", "two"):
        (tmp_path / f"{name}.tsr").write_bytes(authority.stamp((tmp_path / f"{name}.tsq").read_bytes()))
    told = call("case", "stamp", "take", tmp_path / "one.tsr", "--root", root, *to).summary
    taken = take_stamp(case, tmp_path / "two.tsr", [root])
    assert (taken.line.head.size, taken.stamp.authority) == (told["size"], told["authority"])
    (entry,) = compare(twins, begun, leaving=("root", "serial", "stamped", "text"))
    assert HeadStamped.read(entry).stamped == told["time"]


def read_orders(folder: Path) -> list[tuple[str, str]]:
    """What the desk ordered, and why."""
    lines = map(json.loads, (folder / "judgements.jsonl").read_text().splitlines())
    return [(line["what"], line["why"]) for line in lines if line.get("by") == "desk"]


def list_standing(vault: Vault) -> list[dict[str, Any]]:
    """What is frozen and what is in quarantine."""
    frozen = [{"frozen": host} for host in sorted(vault.judgements.frozen)]
    return frozen + [{"aside": one.name} for one in vault.judgements.list_set_aside()]


def test_orders_to_a_vault_are_alike(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_VAULT", str(tmp_path / "one"))
    assert call("vault", "init", tmp_path / "one", "--url", "http://127.0.0.1:8000/").status == 0
    assert call("host", "add", "files").status == 0
    Vault(tmp_path / "one").judge(SetAside(host="files", type="data", name="ab" * 32, why="not it", by="x"))
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    twos = Vault(tmp_path / "two")

    assert call("vault", "freeze", "files", "--why", " an  intruder ").status == 0
    freeze_host(twos, HostOrder(host="files", why=" an  intruder "))
    assert call("vault", "release", "ab", "--why", "looked at", "--json").summary["name"] == "ab" * 32
    assert release_object(twos, ReleaseOrder(name="ab", why="looked at")).host == "files"
    assert list_standing(Vault(tmp_path / "one")) == list_standing(twos) == [{"frozen": "files"}]
    assert call("vault", "thaw", "files", "--why", "gone").status == 0
    thaw_host(twos, HostOrder(host="files", why="gone"))
    assert not list_standing(twos)
    assert not list_standing(Vault(tmp_path / "one"))
    by_action, by_command = (read_orders(tmp_path / name) for name in ("two", "one"))
    assert (
        by_action == by_command == [("frozen", "an intruder"), ("released", "looked at"), ("thawed", "gone")]
    )
    with pytest.raises(UsageError, match="is not frozen"):
        thaw_host(twos, HostOrder(host="files", why="again"))
    with pytest.raises(UnknownHostError):
        freeze_host(twos, HostOrder(host="nobody", why="x"))
    with pytest.raises(UsageError, match="--why is empty"):
        freeze_host(twos, HostOrder(host="*", why=" "))
    with pytest.raises(UnknownIdError, match="nothing in the quarantine"):
        release_object(twos, ReleaseOrder(name="ab", why="again"))


def test_a_shorter_lock_takes_two_people_by_the_actions_too(tmp_path: Path, call: Call) -> None:
    folder = tmp_path / "vault"
    assert call("vault", "init", folder, "--url", "http://127.0.0.1:8000/", "--lock-days", "30").status == 0
    vault = Vault(folder)
    first = SignerKeyFile(tmp_path / "desk.key", None, name="Ann")
    ledger = Ledger(tmp_path / "ledger", vault.clock, first)
    assert change_lock(vault, ledger, LockRequest(days=40)) is None
    assert vault.lock_days == 40
    with pytest.raises(LoweringError, match="needs a reason"):
        change_lock(vault, ledger, LockRequest(days=3))
    asked = change_lock(vault, ledger, LockRequest(days=3, why="the disk is full"))
    assert asked is not None
    step = StepRequest(step="approve", prefix=asked.hex_id[:8])
    with pytest.raises(LoweringError, match="cannot also approve"):
        step_lowering(vault, ledger, step)
    public, second = hand_over(tmp_path, "Ben", "director")
    enter_actor(ledger, ActorRequest(name="Ben", role="director", source=public))
    approved = step_lowering(vault, Ledger(tmp_path / "ledger", vault.clock, second), step)
    assert approved.approved
    (standing,) = list_lowerings(vault, ledger)
    assert (standing.asked_by, standing.approved_by) == ("Ann", "Ben")
    assert standing.describe()["days"] == 3
    with pytest.raises(LoweringError, match="7 days must pass first"):
        step_lowering(vault, ledger, StepRequest(step="apply", prefix=asked.hex_id[:8]))
    step_lowering(vault, ledger, StepRequest(step="withdraw", prefix=asked.hex_id[:8], why="a new disk"))
    assert not list_lowerings(vault, ledger)
    assert vault.lock_days == 40
