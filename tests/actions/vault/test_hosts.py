"""Credentials and claims of hosts, by the command line and by their actions: the vault holds the same."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from firstbell.actions.vault.claims import (
    ConfirmationRequest,
    DismissalRequest,
    GroupDefaults,
    GroupRequest,
    confirm_claims,
    dismiss_claim,
    expect_group,
)
from firstbell.actions.vault.credentials import (
    CredentialGrant,
    CredentialRevocation,
    grant_credential,
    revoke_credentials,
    rotate_credential,
)
from firstbell.actions.vault.enrolment import EnrolmentRequest
from firstbell.base.errors import UsageError
from firstbell.vault import Vault
from firstbell.vault.description import describe_credential
from firstbell.vault.entries import HostAdded
from firstbell.vault.errors import UnknownHostError
from tests.cli.conftest import Call, call

__all__ = ["call"]
LIST = "name,system,paths\nlab-1,linux,/home\nlab-2,linux,/home\n"


class Vaults(NamedTuple):
    """Two vaults that began alike, and the folder they lie in."""

    by_command: Path
    by_action: Path
    folder: Path

    def compare(self) -> list[tuple[str, str, str]]:
        """Both have the same hosts and credentials; permission, note and state of these."""
        found = []
        for folder in (self.by_command, self.by_action):
            vault = Vault(folder)
            now_ns = vault.clock.now_ns()
            told = [describe_credential(one, now_ns) for one in vault.registry.credentials.values()]
            claims = [(one.expected.host, one.find_state(now_ns)) for one in vault.claims.list()]
            found.append(
                (claims, sorted((str(one["permission"]), one["note"], one["state"]) for one in told))
            )
        assert found[0] == found[1]
        return found[0][1]


@pytest.fixture
def vaults(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Vaults:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_VAULT", str(tmp_path / "one"))
    assert call("vault", "init", tmp_path / "one", "--url", "http://127.0.0.1:8000/").status == 0
    assert call("host", "add", "files").status == 0
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    return Vaults(tmp_path / "one", tmp_path / "two", tmp_path)


def test_credentials_are_given_renewed_and_revoked_alike(vaults: Vaults, call: Call) -> None:
    vault = Vault(vaults.by_action)
    told = call("host", "grant", "files", "--permission", "read", "--note", "audit", "--json").summary
    asked = CredentialGrant(host="files", permission="read", note="audit")
    assert grant_credential(vault, asked).user == told["user"] == "files"
    assert call("host", "rotate", "files", "--grace", "1h", "--json").status == 0
    rotated = rotate_credential(vault, "files", grace_s=3600)
    assert len(rotated.ended) == 1
    assert [state for permission, _, state in vaults.compare() if permission == "append"] == ["valid"] * 2
    assert call("host", "rotate", "files", "--json").status == 0
    assert len(rotate_credential(vault, "files").ended) == 2
    ended = call("host", "revoke", "files", "--why", "stolen", "--json").summary["revoked"]
    assert len(revoke_credentials(vault, CredentialRevocation(host="files", why="stolen"))) == len(ended)
    assert not [state for _, _, state in vaults.compare() if state == "valid"]
    with pytest.raises(UnknownHostError):
        rotate_credential(vault, "nobody")


def test_a_list_of_hosts_is_expected_and_dismissed_alike(vaults: Vaults, call: Call) -> None:
    source = vaults.folder / "hosts.csv"
    source.write_text(LIST)
    told = call("host", "add", "--from", source, "--bundle", vaults.folder / "a", "--json").summary
    defaults = GroupDefaults(
        platform="windows", paths=(), at="20:00", limits=HostAdded(host=""), by="kay", read_size=int
    )
    request = GroupRequest(
        source=source, defaults=defaults, bundle=vaults.folder / "b", base="http://x/", window_s=3600
    )
    vault = Vault(vaults.by_action)
    group = expect_group(vault, request)
    assert [one.host for one in group.expected] == told["hosts"] == ["lab-1", "lab-2"]
    assert sorted(group.files) == told["files"] == sorted(one.name for one in request.bundle.iterdir())
    with pytest.raises(UsageError, match="is not empty"):
        expect_group(vault, request)
    vaults.compare()

    assert call("host", "dismiss", "lab-1", "--why", "sold", "--json").summary["claim"] == ""
    gone = dismiss_claim(vault, DismissalRequest(host="LAB-1", why="sold", by="kay"))
    assert (gone.host, gone.claim) == ("lab-1", "")
    told = call("host", "confirm", "--all", "--json").summary

    def refuse() -> EnrolmentRequest:
        raise AssertionError("no claim waits, so no desk is asked for")

    done = confirm_claims(vault, ConfirmationRequest(everything=True), enrolment=refuse)
    assert (done.confirmed, done.contested) == (told["confirmed"], told["contested"]) == ([], [])
    vaults.compare()
    with pytest.raises(UsageError, match="name hosts"):
        ConfirmationRequest(hosts=["lab-2"], everything=True)
