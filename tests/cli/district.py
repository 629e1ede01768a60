"""A small district for tests: two hosts in one repository, three systems of two tiers, struck at night."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

from firstbell.cli.main import run
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository
from firstbell.store import LocalStore

PASSWORD = "open sesame"
# opening costs a blink, not half a second
CHEAP = ScryptParameters(2, 1, 1)
NOTE = "All your files have been encrypted. To restore them pay bitcoin: http://drill.onion\n"
DOCUMENTS = 16


def write_document(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w>{words * 300}</w>")
    path.write_bytes(data.getvalue())


def strike(path: Path, ending: str = ".q8z") -> None:
    """Random bytes over a file the test made."""
    path.write_bytes(random.Random(str(path)).randbytes(path.stat().st_size))
    path.rename(path.with_name(path.name + ending))


def write_desk(desk: Path, repository: Path, root: Path, out: Path, *, more: str = "") -> None:
    """The desk's firstbell.toml; `more` stands at its end."""
    systems = [("Identity", 0, "dc01", "identity", ""), ("Records", 1, "sis01", "sis", "Identity")]
    systems.append(("Payroll", 1, "sis01", "payroll", "Identity"))
    lines = ["version = 1", "[district]", 'name = "Lakeside"', "[[repository]]", 'name = "all"']
    lines.append(f'url = "{repository}"')
    for host in ("dc01", "sis01"):
        lines += ["[[host]]", f'name = "{host}"', 'repository = "all"']
    for name, tier, host, folder, need in systems:
        lines += ["[[system]]", f'name = "{name}"', f"tier = {tier}", f'target = "{out / folder}"']
        lines += [f'depends_on = ["{need}"]'] if need else []
        lines += ["[[system.parts]]", f'host = "{host}"', f'paths = ["{root / folder}"]']
    desk.mkdir(parents=True, exist_ok=True)
    (desk / "firstbell.toml").write_text("\n".join(lines) + "\n" + more)


def make_district(root: Path, repository: Path) -> None:
    """Two days and a night of backups of `identity`, `sis` and `payroll`, in a repository of its own."""
    Repository.init(LocalStore(repository), PASSWORD, kdf=CHEAP)
    for folder in ("identity", "sis", "payroll"):
        for at in range(DOCUMENTS):
            write_document(root / folder / ("a" if at % 2 else "b") / f"{at}.docx", f"{folder} {at}")
    (root / "sis" / "tool.exe").write_bytes(b"MZ as it was")
    back_up(root, repository, "2023-02-16")
    (root / "sis" / "tool.exe").write_bytes(b"MZ and a back door")
    (root / "sis" / "a" / "late.txt").write_text("made by people\n" * 9)
    back_up(root, repository, "2023-02-17")
    for folder in ("sis", "payroll"):
        for at in range(DOCUMENTS - 1):
            strike(root / folder / ("a" if at % 2 else "b") / f"{at}.docx")
        for letter in "ab":
            (root / folder / letter / "READ_ME.txt").write_text(NOTE * 4)
    back_up(root, repository, "2023-02-18")


def back_up(root: Path, repository: Path, day: str) -> None:
    common = ["-q", "-r", str(repository), "--time", f"{day} 02:00:00+00:00"]
    assert run(["backup", str(root / "identity"), "-H", "dc01", *common]) == 0
    assert run(["backup", str(root / "sis"), str(root / "payroll"), "-H", "sis01", *common]) == 0
