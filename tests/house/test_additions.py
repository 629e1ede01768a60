"""One more of a kind touches at most two files: the examples of CONTRIBUTING.md, added to a copy."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.house.sources import PACKAGE, ROOT
from tests.impact import school

_BLOCK = re.compile(r"```(?:python|toml)\n# (\S+\.(?:py|toml))\n(.*?)```", re.DOTALL)
_SETTING, _NOTE = re.compile(r"`(spool: str = .*?)`"), re.compile(r"`(\"your lessons are over.*?)`")
_DESK = """
version = 1
district.name = "Hill"
alerts.spool = "alerts"
"""
_ASK = """
import json, sys
from pathlib import Path
from firstbell.actions.impact.review import list_kinds
from firstbell.desk.loader import load_configuration
from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.examine.names import tell_note
from firstbell.examine.validators.registry import validate
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.roster import load_roster
from firstbell.notify.kinds import load_words
from firstbell.notify.clocks.rules import load_law
from firstbell.notify.statements.draft import load_language
from firstbell.notify.statements.language import names
from firstbell.watch.channels.registry import make_channels

desk = Path(sys.argv[1])
lexicon = Lexicon(load_roster([desk / "roster"]).people)

def find(name, text):
    analyst = Analyst(lexicon, Keeper(bytes(32), "2024-02-20"))
    analyst.begin(name)
    data = text.encode()
    draft = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource(name, data), draft)
    return {link.keys[0]: sorted(link.kinds) for link in analyst.end().links}

picture = b"qoif" + bytes([0, 0, 0, 1, 0, 0, 0, 1, 3, 0]) + bytes([254, 1, 2, 3]) + bytes(7) + b"\\x01"
print(json.dumps({
    "channels": [one.name for one in make_channels(load_configuration(desk).alerts, desk)],
    "kinds": list(list_kinds()),
    "letter": find("note.txt", "Ana Lopez Garcia, student 100234: library record shows nine loans."),
    "table": find("list.csv", sys.argv[2]),
    "named": sorted(names.list_kinds("Borrowing histories were taken.")),
    "words": [load_language(language)["kinds"]["library"] for language in ("en", "es", "so")],
    "counted": "library" in load_words(),
    "type": validate(picture, b"/a.qoi").type,
    "broken": str(validate(picture[:-1] + b"x", b"/a.qoi").grade),
    "note": tell_note(b"Your Lessons Are Over.txt"),
    "law": load_law()["GU"].name,
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a package says to which the examples were added, and nothing else."""
    root = tmp_path_factory.mktemp("copy")
    package, desk = root / "firstbell", root / "desk"
    shutil.copytree(PACKAGE, package)
    text = (ROOT / "CONTRIBUTING.md").read_text()
    for name, content in _BLOCK.findall(text):
        assert not (package / name).exists()
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(content)
    _insert(package / "desk/configuration.py", '    syslog: str = ""\n', f"    {_SETTING.findall(text)[0]}\n")
    _insert(package / "examine/names.py", "_MORE_NOTES = {\n", f"    {_NOTE.findall(text)[0]}\n")
    law = (package / "notify/rules/us/mn.toml").read_text()
    for here, there in (('"MN"', '"GU"'), ('"Minnesota"', '"Guam"'), ("mn-", "gu-"), ("mn.", "gu.")):
        law = law.replace(here, there)
    (package / "notify/rules/us/gu.toml").write_text(law)
    desk.mkdir()
    (desk / "firstbell.toml").write_text(
        'version = 1\n[district]\nname = "Hill"\n[alerts]\nspool = "alerts"\n'
    )
    school.write_roster(desk / "roster")
    table = "student_id,last_name,first_name,library_card_number\n100234,Lopez Garcia,Ana,F-2210\n"
    done = subprocess.run(
        [sys.executable, "-c", _ASK, str(desk), table],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _insert(path: Path, after: str, line: str) -> None:
    text = path.read_text()
    assert text.count(after) == 1
    path.write_text(text.replace(after, after + line))


def test_an_alert_channel_is_a_module_and_its_setting(told: dict[str, Any]) -> None:
    assert told["channels"] == ["spool"]


def test_a_kind_of_data_is_two_files(told: dict[str, Any]) -> None:
    assert told["kinds"][-1] == "library"
    assert told["letter"] == {school.ANA: ["library"]}
    assert told["table"] == {school.ANA: ["library"]}
    assert told["named"] == ["library"]
    assert told["words"][1] == "registros de la biblioteca"
    assert told["words"][2] == told["words"][0] == "library records"
    assert told["counted"]


def test_a_validator_is_one_file(told: dict[str, Any]) -> None:
    assert told["type"] == "qoi"
    assert told["broken"] == "broken"


def test_a_note_is_one_line(told: dict[str, Any]) -> None:
    assert "Truant" in told["note"]


def test_a_law_is_one_file(told: dict[str, Any]) -> None:
    assert told["law"] == "Guam"
