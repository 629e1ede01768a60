"""Messages that people hand in, by the command line and by their action: the same labels and entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.access.desk import NobodyListens
from firstbell.actions.messages.triage import TriageDesk, TriagedMessage, TriageRequest, triage_messages
from firstbell.case.case import Case
from firstbell.case.sealed import SealedStore
from firstbell.case.sealed_key import SealSecret, open_sealed
from firstbell.ledger import SignerKeyFile
from firstbell.triage.errors import MessageFileError
from tests.cli.conftest import Call, call
from tests.cli.test_message import COERCION, PLAIN

__all__ = ["call"]


def test_messages_are_labelled_and_recorded_alike(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        assert call("case", "open", folder, "--name", "twin").status == 0
    mail = tmp_path / "mail"
    mail.mkdir()
    for name, data in (("a.eml", COERCION), ("b.eml", COERCION), ("c.eml", PLAIN)):
        (mail / name).write_bytes(data)
    listener, signer = NobodyListens(), SignerKeyFile(tmp_path / "desk" / "desk.key")

    def open_store(case: Case) -> SealedStore:
        return open_sealed(case.folder.sealed, SealSecret(tmp_path / f"{case.id}.key"))

    page = tmp_path / "page.html"
    *shown, summary = call(
        "message", "triage", mail, "--domain", "lakesideschools.org", "--case", folders[0], "--json"
    ).messages
    desk = TriageDesk(tmp_path / "desk", listener, open_store, Case(folders[1], signer))
    told: list[TriagedMessage] = []
    asked = TriageRequest(files=[mail], domains=["lakesideschools.org"], page=page)
    result = triage_messages(desk, asked, told.append)

    own = {"evidence": "", "entry": ""}
    assert [dict(one.told) | own for one in told] == [one | own for one in shown]
    assert result.describe() | {"seconds": 0} == {
        name: 0 if name == "seconds" else value for name, value in summary.items() if name != "message_type"
    }
    assert (result.evidence, result.entries, result.duplicates) == (1, 1, 1)
    assert "<html" in page.read_text()
    one, two = (
        [
            (entry.kind, {name: body for name, body in entry.body.items() if name not in ("case", "time")})
            for entry in Case(folder, signer).main.read()
            if entry.kind != "key"
        ]
        for folder in folders
    )
    assert one == two
    assert listener.warnings == []
    (tmp_path / "empty").mkdir()
    with pytest.raises(MessageFileError, match="holds no files"):
        triage_messages(desk, TriageRequest(files=[tmp_path / "empty"]))
