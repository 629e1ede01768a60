"""An office: documents of one host that are backed up day by day, struck by tests, and recovered."""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call

WORDS = re.findall(
    r"\w+",
    "budget bus calendar class coach counsel course field grade gym hall health kitchen lab lesson letter "
    "library lunch math meeting music note nurse office parent permit plan play policy principal report "
    "roster safety schedule school science score sport staff student teacher test trip visit week",
)


def make_text(seed: str, words: int = 400) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) + str(rng.randrange(40)) for _ in range(words))


def make_document(text: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", f"<w:t>{text}</w:t>"),
        ):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


@dataclass
class Office:
    """A folder of documents that is backed up day by day. `texts`: what each holds, as people wrote it."""

    call: Call
    root: Path
    day: int = 1
    texts: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, text: str) -> None:
        self.texts[name] = text
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make_document(text))

    def back_up(self, *targets: Path) -> str:
        """The snapshot's id."""
        time = f"2023-02-{self.day:02d} 02:00:00"
        self.day += 1
        told = self.call("backup", *(targets or (self.root,)), "-H", "files", "--time", time, "--json")
        assert told.status == 0
        return str(told.summary["snapshot_id"])

    def list_struck(self) -> list[Path]:
        return sorted(self.root.rglob("*.docx"))

    def compare(self, folder: Path) -> dict[str, int]:
        """How many files of a restored folder are right, wrong, missing, and strange."""
        top = folder / self.root.relative_to("/")
        found = {str(path.relative_to(top)): path.read_bytes() for path in top.rglob("*") if path.is_file()}
        wanted = {name: make_document(text) for name, text in self.texts.items()}
        return {
            "right": sum(found.get(name) == content for name, content in wanted.items()),
            "wrong": sum(found.get(name, content) != content for name, content in wanted.items()),
            "missing": len(wanted.keys() - found.keys()),
            "strange": len(found.keys() - wanted.keys()),
        }


def open_office(call: Call, root: Path) -> Office:
    """Two folders of documents, five calm days with an edit a day."""
    office = Office(call, root)
    for folder in ("staff", "students"):
        for at in range(12):
            office.write(f"{folder}/{at}.docx", make_text(f"{folder} {at}"))
    for day in range(5):
        name = f"staff/{day}.docx"
        office.write(name, office.texts[name] + f" edited on day {day}")
        office.back_up()
    return office


def recover(office: Office, folder: Path, *arguments: str) -> tuple[dict[str, int], dict[str, Any]]:
    told = office.call("recover", "run", "-t", folder, "--json", *arguments)
    assert told.status == 0, told.err
    return office.compare(folder), told.summary


def rule_event(office: Office, snapshot: str) -> None:
    """A person says that the snapshot is an event."""
    assert office.call("examine", "rule", snapshot, "event", "--why", "somebody was here").status == 0


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "desk"


@pytest.fixture
def office(tmp_path: Path, call: Call) -> Office:
    return open_office(call, tmp_path / "srv")


def write_system(folder: Path, root: Path) -> None:
    """A desk with one system: all that lies at `root` of the host."""
    (folder / "desk").mkdir(exist_ok=True)
    (folder / "desk" / "firstbell.toml").write_text(
        'version = 1\n[district]\nname = "Lakeside"\n[[repository]]\nname = "all"\n'
        f'url = "{folder}/repository"\n[[host]]\nname = "files"\nrepository = "all"\n'
        f'[[system]]\nname = "files"\ntier = 0\ntarget = "{folder}/to"\n'
        f'[[system.parts]]\nhost = "files"\npaths = ["{root}"]\n'
    )


def strike_decoding(office: Office) -> None:
    """Whole containers around text that means nothing; files that the test made."""
    for path in office.list_struck():
        path.write_bytes(make_document(make_text(f"noise {path}")))
