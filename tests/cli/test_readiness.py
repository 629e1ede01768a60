"""`rehearse` and `readiness` on a small district."""

from __future__ import annotations

import email
import email.policy
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from firstbell.cli.terminal.exits import ExitStatus
from firstbell.ledger import Ledger
from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.cli.conftest import CHEAP, PASSWORD, Call, District
from tests.cli.district import DOCUMENTS, write_desk
from tests.notify.mailserver import serve_mail


def entries_of(district: District, kind: str) -> list[dict[str, Any]]:
    (folder,) = [path for path in district.desk.rglob("ledger") if path.is_dir()]
    return [dict(entry.body) for entry in Ledger(folder).read() if entry.kind == kind]


def spoil_pack(repository: Path) -> None:
    """Flip a byte in the middle of the largest pack."""
    pack = max((path for path in (repository / "data").rglob("*") if path.is_file()), key=os.path.getsize)
    pack.chmod(0o600)
    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 1
    pack.write_bytes(data)


def test_a_rehearsal_is_verified_deleted_and_kept(call: Call, district: District, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    told = call("rehearse", "--files", "5", "--scratch", scratch, "--cap", "50M", "--json")

    assert told.status == 0, told.err
    assert told.summary["verified"] == ["Identity", "Records", "Payroll"]
    assert told.summary["files"] == 15
    assert list(scratch.iterdir()) == []
    kept = entries_of(district, "drill.rehearsed")
    assert [body["files"] for body in kept] == [5, 5, 5]
    assert all(body["files_read_back"] == 5 and not body["is_all"] for body in kept)
    assert kept[0]["of_files"] == DOCUMENTS


def test_all_of_a_system_is_rehearsed_and_its_checks_run(call: Call, district: District) -> None:
    path = district.desk / "firstbell.toml"
    check = '[[system.checks]]\nkind = "command"\ntarget = "test -n \\"$(ls {target})\\""\n'
    live = '[[system.checks]]\nkind = "tcp"\ntarget = "localhost:1"\n'
    path.write_text(path.read_text() + check + live)  # of Payroll, the last one
    told = call("rehearse", "--all", "--systems", "Payroll", "--json")

    assert told.status == 0, told.err
    payroll = told.messages[1]
    assert payroll["is_all"] is True
    assert [one["passed"] for one in payroll["checks"]] == [True]
    assert payroll["checks_left_out"] == 1


def test_a_live_server_is_not_asked_whether_the_restored_copy_works(call: Call, district: District) -> None:
    path = district.desk / "firstbell.toml"
    with socket.create_server(("127.0.0.1", 0)) as production:
        port = production.getsockname()[1]
        addresses = (f"postgresql://127.0.0.1:{port}/payroll", f"127.0.0.1:{port}")
        checks = [f'[[system.checks]]\nkind = "postgresql"\ntarget = "{one}"\n' for one in addresses]
        path.write_text(path.read_text() + "".join(checks))  # of Payroll, the last one
        told = call("rehearse", "--all", "--systems", "Payroll", "--json")
        production.setblocking(False)
        with pytest.raises(BlockingIOError):
            production.accept()

    assert told.status == 0, told.err
    assert told.messages[1]["checks"] == []
    assert told.messages[1]["checks_left_out"] == 2


def test_a_dump_that_is_not_in_the_backup_is_missed(call: Call, district: District) -> None:
    path = district.desk / "firstbell.toml"
    path.write_text(path.read_text() + '[[system.checks]]\nkind = "postgresql"\ntarget = "gone.dump"\n')
    told = call("rehearse", "--all", "--systems", "Payroll", "--json")

    assert told.status == 3
    assert [one["passed"] for one in told.messages[1]["checks"]] == [False]


def test_a_host_whose_repository_does_not_open_is_not_said_to_have_no_backup(
    call: Call, district: District
) -> None:
    path = district.desk / "firstbell.toml"
    away = f'[[repository]]\nname = "away"\nurl = "{district.repository}-unplugged"\n'
    text = path.read_text().replace(
        'name = "sis01"\nrepository = "all"', 'name = "sis01"\nrepository = "away"'
    )
    path.write_text(text + away)
    told = call("readiness")
    hosts = [one for one in call("readiness", "--json").messages if one["message_type"] == "host"]

    assert told.status == 3
    assert "host sis01: its repository could not be opened, so its newest backup is unknown" in told.out
    assert "never backed up" not in told.out
    unknown = "Nobody knows how Records, Payroll would come back, because a repository could not be opened"
    assert f"{unknown}, and no time here includes them." in told.out
    assert {one["name"]: one["is_closed"] for one in hosts} == {"dc01": False, "sis01": True}
    plan = call("recover", "plan", "--dry-run")
    (row,) = [line for line in plan.out.splitlines() if line.startswith("2") and "Payroll" in line]
    # no time and no loss are figured for what no backup gives
    assert row.split()[2:8] == ["1", "0", "0", "B", "-", "-"]


def test_a_host_without_any_backup_is_said_to_have_none(call: Call, district: District) -> None:
    path = district.desk / "firstbell.toml"
    path.write_text(path.read_text() + '[[host]]\nname = "lab"\nrepository = "all"\n')
    assert "host lab: never backed up" in call("readiness").out


def test_a_spoiled_pack_is_found_by_reading_every_pack_in_time(call: Call, district: District) -> None:
    first = call("rehearse", "--cover", "30", "--files", "1", "--json")
    spoil_pack(district.repository)
    told = call("rehearse", "--cover", "0.0000001", "--files", "1", "--json")

    assert first.summary["pack_problems"] == 0
    assert first.summary["packs_read"] > 0
    assert told.status == 3
    assert told.summary["pack_problems"] > 0
    assert entries_of(district, "drill.packs_read")[-1]["problems"]


def test_the_cap_holds_and_no_more_room_is_wanted_than_is_used(call: Call, district: District) -> None:
    small = call("rehearse", "--all", "--cap", "20K", "--json")
    huge = call("rehearse", "--cap", "900T", "--json")

    assert small.status == 0
    assert 0 < small.summary["files"] < 3 * DOCUMENTS
    assert huge.status == 0, huge.err
    assert huge.summary["size_bytes"] < 1 << 20


def test_a_schedule_is_printed_and_nothing_done(call: Call, district: District) -> None:
    told = call("rehearse", "--schedule", "--cover", "14", "--systems", "Records")

    assert told.status == 0
    assert "OnCalendar" in told.out
    assert "rehearse --systems Records --cover 14" in told.out
    assert not list(district.desk.rglob("ledger"))


def test_a_schedule_names_everything_by_its_whole_path(
    call: Call, district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "firstbell"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    # as whoever types bin/firstbell: the search finds it by a relative path
    monkeypatch.setenv("PATH", "bin")
    told = call("rehearse", "--schedule", "-r", district.repository.relative_to(tmp_path))
    assert told.status == 0
    assert f"ExecStart={program} rehearse" in told.out
    assert f"-r {district.repository}" in told.out


def test_readiness_says_when_what_and_who_is_late(call: Call, district: District) -> None:
    before = call("readiness", "--json")
    assert call("rehearse", "--files", "5", "--tier", "0").status == 0
    after = call("readiness", "--json")

    assert before.status == 0, before.err
    assert before.summary["never_rehearsed"] == ["Identity", "Records", "Payroll"]
    assert before.summary["measured"] is False
    assert before.summary["late_hosts"] == ["dc01", "sis01"]
    assert before.summary["single_copy"] == ["dc01", "sis01"]
    assert after.summary["measured"] is True
    assert after.summary["never_rehearsed"] == ["Records", "Payroll"]
    assert [tier["tier"] for tier in after.summary["tiers"]] == [0, 1]
    assert after.summary["tiers"][0]["seconds"] == after.summary["first_bell_s"]
    assert len(after.summary["history"]) == 2
    systems = {line["name"]: line for line in after.messages if line["message_type"] == "system"}
    assert systems["Identity"]["rehearsed"]["verdict"] == "verified"
    # the newest clean snapshot, not the struck one
    assert systems["Records"]["recovery_point"].startswith("2023-02-17")
    assert {measure["name"] for measure in after.summary["evidence"]} >= {f"RC.RP-0{n}" for n in range(1, 7)}


def test_the_last_measurement_is_told_without_measuring(call: Call, district: District) -> None:
    assert call("readiness", "--last", "--json").summary["recorded"] is False
    assert "never measured" in call("readiness", "--last").out
    measured = call("readiness", "--json").summary
    call("readiness", "--no-record")
    last = call("readiness", "--last", "--json").summary
    assert last["recorded"] is True
    assert (last["first_bell_s"], last["all_s"]) == (measured["first_bell_s"], measured["all_s"])
    assert call("readiness", "--last", "--no-record").status == 2


def test_the_report_is_one_page_on_paper(call: Call, district: District, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    page, printed = tmp_path / "ready.html", tmp_path / "ready.pdf"
    told = call("readiness", "--html", page, "--pdf", printed, "--no-record")

    assert told.status == 0
    assert "Time to first bell" in told.out
    text = page.read_text()
    assert "<svg" in text
    assert "evidence of the test restoration" in text
    assert len(pypdf.PdfReader(printed).pages) == 1
    assert not entries_of(district, "drill.readiness")


def test_a_rehearsal_has_a_report_of_one_page(call: Call, district: District, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    page, printed = tmp_path / "rehearsed.html", tmp_path / "rehearsed.pdf"
    check = '[[system.checks]]\nkind = "sqlite"\ntarget = "no/<such>.sqlite"\n'
    path = district.desk / "firstbell.toml"
    path.write_text(path.read_text() + check)  # of Payroll, the last one
    words = ("rehearse", "--all", "--systems", "Payroll", "--cover", "9", "--html", page, "--pdf", printed)
    assert call(*words).status == 3

    text = page.read_text()
    assert "1 of 2 systems restored and verified" in text
    assert "no/&lt;such&gt;.sqlite" in text
    assert "packs read and checked" in text
    (sheet,) = pypdf.PdfReader(printed).pages
    assert "Root of hashes" in sheet.extract_text()


def test_a_second_repository_is_a_second_copy(call: Call, district: District, tmp_path: Path) -> None:
    other = tmp_path / "second"
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    Repository.init(LocalStore(other), PASSWORD, kdf=CHEAP)
    path = district.desk / "firstbell.toml"
    text = path.read_text()
    table = f'[[repository]]\nname = "off site"\nurl = "{other}"\n'
    path.write_text(text.replace("[[host]]", table + "[[host]]", 1))
    told = call("readiness", "--json", "--no-record")
    assert told.summary["single_copy"] == ["dc01", "sis01"]
    words = ("copy", "-r", other, "--from-repo", district.repository, "--from-password-file", password)
    assert call(*words, "-H", "sis01").status == 0
    told = call("readiness", "--json", "--no-record")

    assert told.summary["single_copy"] == ["dc01"]
    assert {line["name"]: line["copies"] for line in told.messages if line["message_type"] == "host"} == {
        "dc01": 1,
        "sis01": 2,
    }


def test_repositories_that_cannot_be_opened_are_said(call: Call, district: District, tmp_path: Path) -> None:
    path = district.desk / "firstbell.toml"
    text = path.read_text().replace(f'url = "{district.repository}"', f'url = "{tmp_path / "gone"}"')
    table = f'[[repository]]\nname = "other"\nurl = "{tmp_path / "lost"}"\n'
    text = text.replace("[[host]]", table + "[[host]]", 1)
    path.write_text(text.replace('name = "dc01"\nrepository = "all"', 'name = "dc01"\nrepository = "other"'))
    told = call("readiness", "--json")

    assert told.status == 1
    assert "could be opened" in told.err


def test_what_the_ledger_knows_of_a_repository_that_does_not_open_is_told(
    call: Call, district: District, tmp_path: Path
) -> None:
    lab = tmp_path / "lab"
    Repository.init(LocalStore(lab), PASSWORD, kdf=CHEAP)
    assert call("backup", "-r", lab, district.root / "sis", "-H", "sis01").status == 0
    path = district.desk / "firstbell.toml"
    table = f'[[repository]]\nname = "lab"\nurl = "{lab}"\n[[host]]\nname = "sis01"\nrepository = "lab"'
    path.write_text(path.read_text().replace('[[host]]\nname = "sis01"\nrepository = "all"', table))
    assert call("rehearse", "--systems", "Records").status == 0
    lab.rename(tmp_path / "gone")
    told, shown = call("readiness", "--json", "--no-record"), call("readiness", "--no-record")

    assert told.status == shown.status == 3
    systems = {line["name"]: line for line in told.messages if line["message_type"] == "system"}
    assert systems["Records"]["rehearsed"]["verdict"] == "verified"
    assert [name for name, system in systems.items() if system["is_closed"]] == ["Records", "Payroll"]
    assert "Records" not in told.summary["never_rehearsed"]
    records = next(line for line in shown.out.splitlines() if line.startswith("Records"))
    assert records.count("unknown") == 2
    assert "tier 1: unknown, because a repository of Records, Payroll did not open" in shown.out
    assert "No backup restores" not in shown.out


def test_a_system_without_a_backup_is_named(call: Call, district: District) -> None:
    more = '[[system]]\nname = "Doors"\ntier = 0\n[[system.parts]]\nhost = "dc01"\npaths = ["/no/such"]\n'
    write_desk(district.desk, district.repository, district.root, district.out, more=more)

    assert call("readiness", "--json").status == 3
    told = call("rehearse", "--files", "1", "--json")
    assert told.status == 3
    assert told.summary["not_verified"] == ["Doors"]


def test_a_check_whose_file_is_not_in_the_sample_is_left_out(call: Call, district: District) -> None:
    path = district.desk / "firstbell.toml"
    missing = '[[system.checks]]\nkind = "sqlite"\ntarget = "no/such.sqlite"\n'
    path.write_text(path.read_text() + missing)  # of Payroll, the last one
    sample = call("rehearse", "--files", "3", "--systems", "Payroll", "--json")
    whole = call("rehearse", "--all", "--systems", "Payroll", "--json")

    assert sample.status == 0
    assert sample.messages[1]["checks_left_out"] == 1
    assert whole.status == 3
    assert whole.summary["not_verified"] == ["Payroll"]


def test_what_fits_nothing_proves_nothing(call: Call, district: District) -> None:
    told = call("rehearse", "--cap", "1K", "--tier", "0", "--json")

    assert told.status == 3
    assert told.messages[0]["verdict"] == "nothing fits"
    ready = call("readiness", "--json", "--no-record")
    identity = next(line for line in ready.messages if line.get("name") == "Identity")
    assert identity["proven"] is False


def test_what_a_killed_rehearsal_left_is_deleted(call: Call, district: District, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    left, strange = scratch / "firstbell-rehearsal-dead", scratch / "firstbell-rehearsal-mine"
    for folder in (left, strange):
        folder.mkdir(parents=True)
        (folder / "grades.csv").write_text("of a child")
    (left / "lock").touch()

    assert call("rehearse", "--files", "1", "--tier", "0", "--scratch", scratch).status == 0
    assert [path.name for path in scratch.iterdir()] == ["firstbell-rehearsal-mine"]


def test_targets_that_a_plan_would_refuse_do_not_matter(call: Call, district: District) -> None:
    path = district.desk / "firstbell.toml"
    path.write_text(path.read_text().replace(f'target = "{district.out / "identity"}"', 'target = "/"'))

    assert call("recover", "plan", "-n").status == 1
    assert call("readiness", "--no-record").status == 0
    assert call("rehearse", "--files", "1", "--tier", "0", "--scratch", district.desk / "tmp").status == 0


def test_the_weekly_report_goes_to_the_director_and_says_what_changed(call: Call, district: District) -> None:
    path = district.desk / "firstbell.toml"
    refused = call("readiness", "--mail", "--json")
    assert (refused.status, "no relay" in refused.failure["message"]) == (2, True)
    with serve_mail() as inbox:
        path.write_text(
            path.read_text()
            + '\n[[person]]\nname = "Kay"\nrole = "director"\nemail = "kay@hill.example"\n'
            + f'[alerts]\nsmtp = "127.0.0.1:{inbox.port}"\nrecipients = ["ben@hill.example"]\n'
        )
        assert call("readiness", "--mail").status == 0
        assert call("rehearse", "--files", "5").status == 0
        told = call("readiness", "--mail")
    assert told.status == 0, told.err
    (first_to, first), (to, second) = inbox.messages
    assert (first_to, to) == ("kay@hill.example", "kay@hill.example")
    mails = [email.message_from_bytes(one, policy=email.policy.default) for one in (first, second)]
    texts = [str(mail.get_content()) for mail in mails]
    assert "weekly report. Time to first bell" in str(mails[0]["Subject"])
    assert "This is the first report" in texts[0]
    assert "Identity: was rehearsed for the first time." in texts[1]


def test_a_desk_that_names_no_system_is_told_so_and_so_is_the_director(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path))
    with serve_mail() as inbox:
        (tmp_path / "firstbell.toml").write_text(
            'version = 1\n[district]\nname = "Hill"\n[alerts]\n'
            f'smtp = "127.0.0.1:{inbox.port}"\nrecipients = ["kay@hill.example"]\n'
        )
        told = call("readiness", "--mail")
    assert told.status == ExitStatus.USAGE
    assert "names no system of the school yet" in told.err
    ((to, mail),) = inbox.messages
    assert to == "kay@hill.example"
    assert b"No system is named yet" in mail


def test_an_unsealed_key_is_told_until_a_passphrase_seals_it(
    call: Call, district: District, tmp_path: Path
) -> None:
    assert call("readiness").status in (0, 3)  # which writes on the desk's ledger, and so makes the key
    told = call("readiness", "--no-record")
    assert "desk.key is not sealed" in told.out
    assert "firstbell desk key seal" in told.out
    password = tmp_path / "passphrase"
    password.write_text("of the desk's key")
    assert call("desk", "key", "seal", "--new-password-file", password).status == 0
    told = call("readiness", "--no-record", "--json")
    assert told.summary["key_unsealed"] is False
    assert "is not sealed" not in call("readiness", "--no-record").out
