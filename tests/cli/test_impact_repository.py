"""`firstbell impact scan -r`: what an event touched, in its clean versions; systems of the desk; lists."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call
from tests.documents import formats
from tests.impact import school


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    school.write_roster(tmp_path / "roster")
    return tmp_path / "desk"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder of documents, of which one is untouched by what comes."""
    tree = tmp_path / "srv"
    tree.mkdir()
    (tree / "letter.docx").write_bytes(formats.make_docx())
    (tree / "health.xlsx").write_bytes(formats.make_xlsx())
    (tree / "untouched.txt").write_text("Student: Abdullahi Mohamed Ali\nDiagnosis: asthma\n")
    page, form = formats.make_docx("header"), formats.make_pdf()
    for number in range(40):
        (tree / f"page{number}.docx").write_bytes(page)
        (tree / f"form{number}.pdf").write_bytes(form)
    return tree


def strike(tree: Path) -> None:
    """What an intruder leaves: noise under new names, in a folder that the test made itself."""
    rng = random.Random(7)
    for path in sorted(tree.iterdir()):
        if path.suffix in {".docx", ".xlsx", ".pdf"}:
            path.write_bytes(rng.randbytes(max(path.stat().st_size, 4000)))
            path.rename(path.with_name(f"{path.name}.locked"))


def back_up(call: Call, tree: Path) -> None:
    assert call("backup", tree, "--host", "files01").status == 0


def scan(call: Call, tmp_path: Path, *further: object) -> dict[str, Any]:
    told = call("impact", "scan", "--roster", tmp_path / "roster", *further, "--json")
    assert told.status in {0, 3}, told.err
    return dict(told.messages[-1])


def files(call: Call) -> dict[str, dict[str, Any]]:
    messages = call("impact", "files", "--json").messages[:-1]
    return {str(one["path"]).rpartition("/")[2]: dict(one) for one in messages}


@pytest.mark.long
def test_what_an_event_touched_is_read_in_its_clean_version(
    call: Call, tmp_path: Path, place: Path, tree: Path
) -> None:
    back_up(call, tree)
    strike(tree)
    (tree / "made that night.docx.locked").write_bytes(random.Random(8).randbytes(6000))
    back_up(call, tree)

    summary = scan(call, tmp_path)

    found = files(call)
    assert {"letter.docx", "health.xlsx", "page0.docx", "form0.pdf"} <= set(found)
    assert "untouched.txt" not in found
    assert found["letter.docx"]["state"] == "read"
    assert found["letter.docx"]["touched"][0]["how"] == "damaged"
    assert summary["files_duplicate"] > 70
    people = {one["sourcedId"] for one in call("impact", "people", "--json").messages[:-1]}
    assert people == {school.ANA, school.PAHOUA, school.TIEN}
    assert scan(call, tmp_path)["read_now"] == 0


@pytest.mark.long
def test_a_repository_without_an_event_is_read_as_a_whole(
    call: Call, tmp_path: Path, place: Path, tree: Path
) -> None:
    back_up(call, tree)

    told = call("impact", "scan", "--roster", tmp_path / "roster", "--json")

    assert told.messages[-1]["files_in_scope"] == 83
    assert "no encryption event" in told.err


@pytest.mark.long
def test_a_list_adds_what_it_names_by_path_and_hash(
    call: Call, tmp_path: Path, place: Path, tree: Path
) -> None:
    back_up(call, tree)
    digest = hashlib.sha256((tree / "health.xlsx").read_bytes()).hexdigest()
    listed = tmp_path / "list.txt"
    listed.write_text(f"# what left by the firewall\n{digest}\n*/untouched.*\n/srv/gone.docx\n")

    summary = scan(call, tmp_path, "--scope", listed)

    assert {name: one["state"] for name, one in files(call).items()} == {
        "health.xlsx": "read",
        "untouched.txt": "read",
        "gone.docx": "unreadable",
    }
    assert summary["files_in_scope"] == 3


@pytest.mark.long
def test_a_system_of_the_desk_is_read_as_a_whole(
    call: Call, tmp_path: Path, place: Path, tree: Path, desk: Path
) -> None:
    back_up(call, tree)
    desk.mkdir(exist_ok=True)
    (desk / "firstbell.toml").write_text(
        'version = 1\n[district]\nname = "North"\n'
        f'[[repository]]\nname = "vault"\nurl = "{place}"\n'
        '[[host]]\nname = "files01"\nrepository = "vault"\n'
        '[[system]]\nname = "letters"\ntier = 1\n'
        f'parts = [{{ host = "files01", paths = ["{tree}/letter.docx"] }}]\n'
    )

    assert scan(call, tmp_path, "--system", "letters")["files_in_scope"] == 1
    told = call("impact", "scan", "--roster", tmp_path / "roster", "--system", "nothing")
    assert (told.status, "letters" in told.err) == (1, True)
