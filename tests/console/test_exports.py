"""What is made from pages for others: an export of the case, the report on people, proof of readiness."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from firstbell.console.key_process.work import DONE, WorkList
from tests.cli.test_notice import DRAFT, write_people
from tests.console.drilled import DrilledConsole
from tests.console.test_orders import order, wait_for_work


def test_an_investigator_exports_what_an_investigator_reads(drilled: DrilledConsole) -> None:
    forensic = drilled.visitor("forensic")
    address = f"/cases/{drilled.case}/entries"
    refused = forensic.post(
        "/order", **{"order": "export-case", "case": drilled.case, "for": "director"}, why="x"
    )
    assert (refused.status, "exports what a forensic reads" in refused.text) == (400, True)
    assert order(forensic, "export-case", case=drilled.case, why="the insurer asks") == address
    assert wait_for_work(drilled.folder, "export-case") == DONE
    (folder,) = drilled.folder.glob("export-*")
    assert f"The export lies at the desk in <code>{folder}</code>" in forensic.get(address).text
    assert (folder / "bagit.txt").is_file()
    (entry,) = [
        line
        for line in drilled.run("case", "log", str(drilled.folder / "case"))
        if str(folder.name) in str(line) or "the insurer asks" in str(line)
    ]
    assert "(The drill's forensic, forensic, in the console)" in str(entry)
    assert "forensic" in str(entry["body"])


def test_the_report_on_people_is_written_for_counsel_masked_and_as_a_register(
    drilled: DrilledConsole,
) -> None:
    counsel = drilled.visitor("counsel")
    address = f"/cases/{drilled.case}/people"
    assert order(counsel, "report-people", case=drilled.case, register="yes") == address
    assert wait_for_work(drilled.folder, "report-people") == DONE
    (page,), (register,) = drilled.folder.glob("people-*.html"), drilled.folder.glob("register-*.csv")
    told = counsel.get(address).text
    assert f"<code>{page}</code>" in told
    assert f"<code>{register}</code>" in told
    names = {
        line["name"]
        for line in drilled.run("impact", "people", "--case", str(drilled.folder / "case"))
        if "name" in line
    }
    with register.open(newline="") as file:
        listed = "\n".join(",".join(row) for row in csv.reader(file))
    assert all(name in listed for name in list(names)[:5])
    assert not [name for name in names if f">{name}<" in page.read_text()]
    technician = drilled.visitor("technician")
    assert "<h2>Write the report" not in technician.get(address).text


def test_a_letter_is_looked_up_by_its_code_which_stays_out_of_the_address(
    drilled: DrilledConsole, tmp_path: Path
) -> None:
    case = ("--case", str(drilled.folder / "case"))
    drilled.run("notice", "plan", "--people", str(write_people(tmp_path / "people.jsonl", 2)), *case)
    drilled.run("notice", "draft", str(tmp_path / "letters"), *DRAFT, *case)
    written = PdfReader(tmp_path / "letters" / "letters-en-001.pdf").pages[0].extract_text()
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", written)
    assert code is not None, written
    communications = drilled.visitor("communications")
    asked = {"page": "letters", "back": f"/cases/{drilled.case}/letters"}
    for words, answer in ((code[0], "One of our letters has this code"), ("AAAA-AAAA-AAAB", "not genuine")):
        found = communications.post("/search", **asked, words=words)
        assert words not in found.headers["location"]
        assert answer in communications.get(found.headers["location"]).text


@pytest.mark.long
def test_a_recovery_is_rehearsed_and_an_event_exercised_from_the_page(drilled: DrilledConsole) -> None:
    technician = drilled.visitor("technician")
    assert "A rehearsal" not in technician.get("/readiness").text
    assert order(technician, "rehearse", tier="0").startswith("/work/")
    assert wait_for_work(drilled.folder, "rehearse") == DONE
    assert "Rehearse the recovery, The drill&#39;s technician" in technician.get("/readiness").text
    rows = [line for line in technician.get("/readiness.json").lines() if line["message_type"] == "system"]
    assert [row["name"] for row in rows if row["tier"] == 0 and row["rehearsed"]]
    order(technician, "exercise", tier="0")
    assert wait_for_work(drilled.folder, "exercise") == DONE
    work = WorkList(drilled.folder).list_all()[0]
    assert work.read_lines()[-1]["message_type"] == "summary"
