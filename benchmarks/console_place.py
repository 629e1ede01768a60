"""A desk as large as a large district's, for the bench of the console: invented, in a folder of its own."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from firstbell.case.case import Case
from firstbell.case.lifecycle import make_case
from firstbell.case.sealed_key import SealSecret, open_sealed
from firstbell.impact.detection.evidence.results import Masked
from firstbell.impact.results.people import make_person_id, sort_people
from firstbell.impact.results.people_list import save_people
from firstbell.impact.results.results import Exposed, FileRow, ImpactTotals, PersonRow
from firstbell.impact.scan.scan_store import Kept
from firstbell.ledger import EntryDraft, SignerKeyFile
from firstbell.runs.plans.plan import VERSION, PlannedSystem, RecoveryPlan, render_plan, seal_plan
from firstbell.vault import make_vault
from firstbell.vault.entries import HostAdded

_FIRST = ("Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hana", "Ida", "Jon", "Kit", "Lena")
_LAST = ("Hill", "Moe", "Lopez", "Nguyen", "Smith", "Vang", "Yusuf", "Berg", "Cole", "Diaz")
_KINDS = ("contact", "dob", "health", "special_education", "ssn")
_SYSTEMS, _SYSTEM_BYTES = 20, 1_000_000
_BATCH = 200


@dataclass(frozen=True)
class ConsoleSizes:
    """How much is made, and how often each page is asked for."""

    hosts: int = 1000
    people: int = 100_000
    entries: int = 2000
    files: int = 1_000_000
    rounds: int = 20


def make_people(count: int) -> list[PersonRow]:
    """So many people, each with two pieces of evidence."""
    rng = random.Random(22)
    return sort_people([_make_person(rng, number) for number in range(count)])


def _make_person(rng: random.Random, number: int) -> PersonRow:
    kinds = sorted(rng.sample(_KINDS, rng.randint(1, 3)))
    confidence = rng.choice(("certain", "certain", "probable", "possible"))
    exposures = [
        Exposed(
            f"{rng.getrandbits(256):064x}",
            [f"/office/{rng.choice(_LAST)}/{rng.getrandbits(40):x}.docx"],
            kinds,
            confidence,
            ["name", "school", "id"],
            [f"paragraph {rng.randint(1, 90)}" for _ in range(3)],
            [Masked(kind, f"...{rng.randint(10, 99)}", f"{rng.getrandbits(128):032x}") for kind in kinds],
            f"row {rng.randint(1, 9000)} of a list",
        )
        for _ in range(2)
    ]
    role = rng.choice(("student", "student", "guardian", "staff"))
    name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
    return PersonRow(
        make_person_id(f"made {number}"),
        str(200_000 + number),
        name,
        role,
        kinds,
        len(exposures),
        confidence,
        ["name"],
        is_minor=role == "student",
        exposures=exposures,
    )


@dataclass(frozen=True)
class MadePlace:
    """What is served. `person`: an id for the page of one person; `repository`: None without files."""

    root: Path
    case: Case
    person: str
    repository: Path | None

    @property
    def plan(self) -> RecoveryPlan:
        """A plan of a district's systems, whose file lies at the desk."""
        names = [f"system {number}" for number in range(_SYSTEMS)]
        systems = [
            PlannedSystem(name=name, tier=tier % 4, files=1000, size_bytes=_SYSTEM_BYTES)
            for tier, name in enumerate(names)
        ]
        waves = [[name] for name in names]
        return seal_plan(
            RecoveryPlan(version=VERSION, made="2026-01-02T03:04:05Z", waves=waves, systems=systems)
        )

    @property
    def words(self) -> list[str]:
        """The options of the command line."""
        named = ["--vault", str(self.root / "vault"), "--case", str(self.case.folder.path)]
        named += ["--desk", str(self.root / "desk"), "--listen", "127.0.0.1:0"]
        if self.repository is not None:
            named += ["-r", str(self.repository), "-p", str(self.root / "password")]
        return named

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of whoever measures goes in."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, "XDG_CONFIG_HOME": str(self.root / "config"), "PYTHONPATH": os.pathsep.join(sys.path)}


def make_place(root: Path, sizes: ConsoleSizes) -> MadePlace:
    """Hosts, a case with a record and people, and files in a repository."""
    vault = make_vault(root / "vault")
    for number in range(sizes.hosts):
        vault.add_host(HostAdded(host=f"host-{number:04d}"))
    case = make_case(root / "case", SignerKeyFile(root / "desk" / "desk.key", name="ada"), name="The outage")
    for start in range(0, sizes.entries, _BATCH):
        count = min(_BATCH, sizes.entries - start)
        case.main.append_many(
            [EntryDraft("note", {"text": f"what was done, {start + at}"}) for at in range(count)]
        )
    people = make_people(sizes.people)
    key = root / "config" / "firstbell" / "cases" / f"{case.id}.key"
    kept = Kept(open_sealed(case.folder.sealed, SealSecret(key)))
    save_people(kept, people)
    read = FileRow("/office/a.docx", "read", "", [], 1, 10, "ab" * 32, "docx", "", [], [])
    kept.put_part("files", [read])
    kept.put_part("totals", ImpactTotals(people=len(people), coverage_percent=100.0))
    place = MadePlace(root, case, people[len(people) // 2].person_id, _back_up(root, sizes.files))
    _introduce(place)
    folder = root / "desk" / "plans"
    folder.mkdir()
    (folder / f"{place.plan.id}.json").write_bytes(render_plan(place.plan))
    return place


def _introduce(place: MadePlace) -> None:
    """The desk opens the repository for the first time: it writes down that it knows it from now on."""
    if place.repository is not None:
        words = ["event", "list", "-r", str(place.repository), "-p", str(place.root / "password")]
        desk = {"FIRSTBELL_DESK": str(place.root / "desk")}
        subprocess.run([*FIRSTBELL, *words], check=True, capture_output=True, env=place.environment | desk)


def _back_up(root: Path, files: int) -> Path | None:
    """A repository that holds so many small files; None where there are none."""
    if not files:
        return None
    tree, repository, password = root / "tree", root / "repository", root / "password"
    for number in range(files):
        path = tree / f"folder {number // 1000:04d}" / f"file {number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"file {number}\n")
    password.write_text("made\n")
    for words in (["init"], ["backup", "--host", "host-0000", str(tree)]):
        given = ["-r", str(repository), "-p", str(password)]
        subprocess.run([*FIRSTBELL, *words, *given], check=True, stdout=subprocess.DEVNULL)
    return repository


FIRSTBELL = [sys.executable, "-m", "firstbell.cli.main"]
