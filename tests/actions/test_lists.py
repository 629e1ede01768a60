"""Every list, by the command line and by the call that a page or a library makes: the same fields."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from firstbell.actions.access.desk import DeskAccess, NobodyListens
from firstbell.actions.case.clocks import ClocksRequest, explain_clock, list_clocks
from firstbell.actions.case.record import list_known
from firstbell.actions.desk.district import outline_district
from firstbell.actions.events.events import list_events
from firstbell.actions.events.versions import VersionRequest, list_versions
from firstbell.actions.notify.statements import StatementRequest, judge_statement, list_statements
from firstbell.base.clock import FixedClock, parse_given_time
from firstbell.base.errors import UsageError
from firstbell.case.case import Case
from firstbell.case.custody import list_exhibits
from firstbell.case.description import describe_custody, describe_entry, describe_fact
from firstbell.catalog.description import describe_examination
from firstbell.ledger import SignerKeyFile
from firstbell.notify.clocks.situation import LegalStatus
from firstbell.repository import Repository
from firstbell.repository.description import describe_snapshot
from firstbell.store import LocalStore
from firstbell.vault import Vault
from firstbell.vault.description import describe_credential, list_hosts
from tests.cli.conftest import PASSWORD, Call, District, call, district, place, struck

__all__ = ["call", "district", "place", "struck"]
NOW = "2025-02-21T15:00:00Z"
SAID = "We have found no evidence that personal information was taken. We restored our systems."


def as_json(told: Any) -> Any:
    """What is left of it once it was printed."""
    return json.loads(json.dumps(told, default=str))


def without(messages: Sequence[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in one.items() if key not in names} for one in messages]


def test_what_a_repository_holds_is_listed_alike(district: District, call: Call) -> None:
    folder = district.root / "sis"
    repo = ("-r", district.repository)
    shown = {
        "snapshots": call("snapshots", *repo, "--json"),
        "events": call("event", "list", *repo, "--json"),
        "judged": call("examine", "--all", *repo, "--json"),
    }
    event = shown["events"].messages[0]["id"]
    shown["event"] = call("event", "show", event[:8], *repo, "--json")
    repository = Repository.open(LocalStore(district.repository), PASSWORD)
    access = DeskAccess(district.desk, SignerKeyFile(district.desk / "desk.key", None, name="page"))
    heard = NobodyListens()
    with repository.lock(), access.open_context(repository, heard) as context:
        events = list_events(context)
        file = next(
            path for row in events.events[0].struck for path in context.catalog.list_damaged(row.snapshot, 1)
        )
        rows = context.catalog.list_examinations()
        judged = [
            describe_examination(context.catalog, rows[one.id]) for one in context.catalog.list_snapshots()
        ]
        versions = list_versions(VersionRequest(file), context, repository)
        with pytest.raises(UsageError, match="is a folder"):
            list_versions(VersionRequest(str(folder).encode()), context, repository)
        snapshots = [
            {"message_type": "snapshot", **describe_snapshot(one)} for one in repository.list_snapshots()
        ]
        one = events.describe_one(event[:8])
    told = call("versions", file.decode(), *repo, "--json")
    assert as_json(snapshots) == shown["snapshots"].messages[:-1]
    assert as_json(events.describe()) == shown["events"].messages[:-1]
    assert as_json(one) == shown["event"].messages[0]
    assert as_json(judged) == shown["judged"].messages[:-1]
    assert as_json(versions.describe_each()) == told.messages[:-1]
    assert as_json(versions.describe()) == {k: v for k, v in told.summary.items() if k != "message_type"}
    assert heard.warnings == []


def test_hosts_and_credentials_are_listed_alike(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_VAULT", str(tmp_path / "vault"))
    assert call("vault", "init", tmp_path / "vault", "--url", "http://127.0.0.1:8000/").status == 0
    assert call("host", "add", "files").status == 0
    listed = call("host", "list", "--credentials", "--json").messages[:-1]
    vault = Vault(tmp_path / "vault")
    hosts = [{"message_type": "host", **one} for one in list_hosts(vault)]
    credentials = [
        {"message_type": "credential", **describe_credential(one, vault.clock.now_ns())}
        for one in vault.registry.credentials.values()
    ]
    assert len(hosts) == 1
    assert as_json([*hosts, *credentials]) == listed


def test_what_a_case_holds_is_listed_alike(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    value = '{"confirmed": true, "found": "2025-02-18T06:00:00-06:00"}'
    (tmp_path / "note.txt").write_text("pay")
    (tmp_path / "said.txt").write_text(SAID)
    for words in (
        ("open", tmp_path / "case"),
        ("fact", "encryption_event", value, "--as-of", "2025-02-18"),
        ("evidence", "add", tmp_path / "note.txt", "--why", "the note"),
    ):
        assert call("case", *words).status == 0
    checked = call("statement", "check", tmp_path / "said.txt", "--json")
    clocks = call("case", "clocks", "--as-of", NOW, "--json")
    rule = clocks.messages[0]["rule"]
    explained = call("case", "clocks", "explain", rule, "--as-of", NOW, "--json")

    signer = SignerKeyFile(tmp_path / "desk" / "desk.key", None, name="page")
    case = Case(tmp_path / "case", signer, FixedClock(parse_given_time(NOW)))
    entries, names = case.main.read(), case.name_actors()
    home = outline_district(tmp_path / "desk")
    request = ClocksRequest(home, NOW)
    listed = list_clocks(case, request)
    assert as_json(listed.describe_each()) == clocks.messages[:-1]
    assert as_json(listed.describe()) == {k: v for k, v in clocks.summary.items() if k != "message_type"}
    assert (
        as_json(explain_clock(case, rule, request).describe())
        == without([explained.summary], "message_type")[0]
    )
    assert [describe_fact(one) for one in list_known(entries)] == call("case", "facts", "--json").messages[
        :-1
    ]
    assert [describe_entry(one, names) for one in entries] == call("case", "log", "--json").messages[:-1]
    assert (
        as_json([describe_custody(one, names) for one in list_exhibits(entries)])
        == call("case", "evidence", "--json").messages[:-1]
    )
    judged = judge_statement(entries, StatementRequest(SAID, home))
    assert as_json(judged.describe_each()) == checked.messages[:-1]
    assert judged.describe() == without([checked.summary], "message_type", "as_of")[0]
    assert list_statements(entries, home) == call("statement", "list", "--json").messages[:-1] == []


def test_a_state_that_is_none_is_refused_for_every_face(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no state 'MINN'"):
        outline_district(tmp_path, home="minn")
    assert outline_district(tmp_path, home="tx").status.home == "TX"
    assert outline_district(tmp_path).names == []


def test_what_the_district_is_to_the_law_stands_in_the_desks_file(tmp_path: Path) -> None:
    assert outline_district(tmp_path).status.entity == "school_district"
    (tmp_path / "firstbell.toml").write_text(
        'version = 1\n[district]\nname = "Oak Hill Academy"\nstate = "NY"\nentity = "charter"\n'
    )
    assert outline_district(tmp_path).status == LegalStatus("NY", "charter", "America/Chicago")
    assert outline_district(tmp_path, home="OH", entity="university").status == LegalStatus(
        "OH", "university"
    )
    assert outline_district(tmp_path / "none").flaw == ""
    (tmp_path / "firstbell.toml").write_text('version = 1\n[district]\nname = "A"\nentity = "bank"\n')
    assert "district.entity" in outline_district(tmp_path).flaw
