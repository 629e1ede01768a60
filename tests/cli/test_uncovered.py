"""A backup that covers less than the one before is suspect, and the host is told as uncovered."""

from __future__ import annotations

from tests.cli.conftest import Call, District


def leave_out(call: Call, district: District) -> tuple[str, str]:
    """A backup of dc01 with a new exclude: the snapshot, and the folder that it leaves out."""
    when = ("--time", "2023-02-19 02:00:00+00:00")
    told = call(
        "backup",
        "-r",
        district.repository,
        district.root / "identity",
        "-H",
        "dc01",
        "-e",
        "a",
        *when,
        "--json",
    )
    assert told.status == 0, told.err
    return told.summary["snapshot_id"], f"{district.root}/identity/a/"


def test_a_new_exclude_is_suspect_and_named_until_a_person_releases_it(
    call: Call, district: District
) -> None:
    snapshot, folder = leave_out(call, district)
    (examined, _) = call("examine", snapshot, "-r", district.repository, "--json").messages
    assert examined["verdict"] == "suspect"
    (reason,) = [one for one in examined["reasons"] if one["code"] == "coverage.shrank"]
    assert folder in reason["detail"]
    assert reason["count"] == 8

    told = call("readiness", "--json", "--no-record")
    hosts = {line["name"]: line["uncovered"] for line in told.messages if line["message_type"] == "host"}
    assert hosts == {"dc01": [folder], "sis01": []}
    assert told.summary["uncovered_hosts"] == ["dc01"]
    assert f"no longer backed up: {folder}" in call("readiness", "--no-record").out

    plan = call("recover", "plan", "--dry-run", "--json").summary["plan"]
    assert [(one["host"], one["path"]) for one in plan["uncovered"]] == [("dc01", folder)]
    assert any(f"{folder} has not been backed up since 2023-02-19" in note for note in plan["notes"])

    rule = ("examine", "rule", snapshot, "benign", "--why", "the folder moved to another host")
    assert call(*rule, "-r", district.repository).status == 0
    assert call("readiness", "--json", "--no-record").summary["uncovered_hosts"] == []
