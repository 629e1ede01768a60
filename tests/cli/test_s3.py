"""A bucket on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import PASSWORD, Call
from tests.store.radosgw import S3Server


def test_an_extended_option_that_is_none_is_a_wrong_command_line(call: Call, place: Path) -> None:
    told = call("snapshots", "-o", "s3.region")
    assert told.status == 2
    assert "KEY=VALUE" in told.err
    told = call("-r", "s3:http://127.0.0.1:9/bucket", "-o", "s3.colour=red", "snapshots")
    assert told.status == 2
    assert "s3.bucket-lookup" in told.err


def test_the_variables_of_aws_name_the_keys(
    call: Call, tree: Path, s3_server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = ("-r", s3_server.find_address("from-the-line", "office"))
    monkeypatch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
    told = call(*repo, "init")
    assert told.status == 1
    assert "AWS_ACCESS_KEY_ID" in told.err
    for name, value in s3_server.variables.items():
        monkeypatch.setenv(name, value)
    assert call(*repo, "init", "-o", "s3.bucket-lookup=path").status == 0
    assert call(*repo, "backup", tree).status == 0
    assert call(*repo, "check", "--read-data").status == 0


def test_forget_and_prune_say_what_the_place_keeps(
    call: Call, tree: Path, s3_server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3_server.make_locked("kept-on-the-line", "COMPLIANCE")
    repo = ("-r", s3_server.find_address("kept-on-the-line"))
    for name, value in s3_server.variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
    for command in (["init"], ["backup", tree]):
        assert call(*repo, *command).status == 0
    told = call(*repo, "forget", "latest", "--no-guards", "--yes")
    assert told.status == 0
    assert "the storage keeps it" in told.out
    assert "removed 0 snapshots" in told.out
