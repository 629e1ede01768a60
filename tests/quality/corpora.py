"""Real files by the name of the package that holds them, split by origin into two halves.

Rules were tuned while looking at packages of `tune`; `report` ones were not opened before they stood.
Packages are fetched by pip and apt into a folder that the caller names, unpacked once, and only read from
then on. What is no file of a person's (build scripts, sources of programs) counts too: hosts hold such
files.

Known trap: test documents of LibreOffice named CVE-, EDB- and BID- are stored as RC4 ciphertext. They are
opaque from the start and are never counted as clean ones.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LEAST_BYTES, LARGEST_BYTES = 64, 8 << 20
_OPAQUE = re.compile(r"^(CVE|EDB|BID)-")
_APT_SOURCE = """Types: deb deb-src
URIs: http://deb.debian.org/debian
Suites: stable
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.pgp
"""


@dataclass(frozen=True)
class Package:
    """One origin: a source distribution (`sdist`), a Debian source (`source`) or binary package (`deb`)."""

    kind: str
    name: str
    half: str


def _make(kind: str, half: str, names: str) -> tuple[Package, ...]:
    return tuple(Package(kind, name, half) for name in names.split())


PACKAGES = (
    *_make(
        "sdist",
        "tune",
        "pillow python-docx python-pptx pikepdf pypdf fonttools mutagen rarfile oletools olefile",
    ),
    *_make("sdist", "tune", "PGPy"),
    *_make(
        "sdist",
        "report",
        "fastparquet tinytag pdfminer.six pydicom odfpy extract-msg libarchive-c ebooklib lz4",
    ),
    *_make("sdist", "report", "brotli py7zr patool"),
    *_make("source", "report", "qpdf jhove libarchive libapache-poi-java libreoffice"),
    *_make(
        "deb",
        "report",
        "texlive-latex-base-doc sonic-pi-samples gnome-backgrounds mate-backgrounds r-doc-pdf",
    ),
    *_make("deb", "report", "debian-handbook"),
)
# consecutive releases, as people really change files; none of them was looked at while rules were tuned
RELEASES = (
    ("ansible", "11.1.0", "11.2.0"),
    ("botocore", "1.35.0", "1.35.60"),
    ("biopython", "1.83", "1.84"),
    ("jupyterlab", "4.2.0", "4.3.0"),
    ("streamlit", "1.38.0", "1.40.0"),
    ("networkx", "3.3", "3.4.2"),
    ("nltk", "3.8.1", "3.9.1"),
    ("statsmodels", "0.14.2", "0.14.4"),
    ("nibabel", "5.2.1", "5.3.2"),
    ("astropy", "6.1.0", "6.1.7"),
    ("pygments", "2.17.2", "2.18.0"),
    ("mypy", "1.11.0", "1.13.0"),
    ("pydicom", "2.4.4", "3.0.1"),
    ("reportlab", "4.1.0", "4.2.5"),
    ("kubernetes", "30.1.0", "31.0.0"),
    ("twilio", "9.2.0", "9.3.7"),
)


@dataclass(frozen=True)
class Sample:
    """One file of a corpus. `origin`: the package it comes from."""

    path: Path
    origin: str
    is_opaque: bool = False

    @property
    def suffix(self) -> str:
        """Lower case, with the dot."""
        return self.path.suffix.lower()


class Cache:
    """Packages under one folder: `fetched/` as they came, `files/` unpacked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def unpack(self, package: Package) -> Path:
        """The folder of a package's files, fetched and unpacked where it is not there yet."""
        target = self.folder / "files" / package.half / package.name
        if not target.exists():
            fetched = self._fetch(package)
            partial = target.with_name(target.name + ".partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            for archive in fetched:
                _unpack(archive, partial)
            partial.rename(target)
        return target

    def unpack_release(self, name: str, version: str) -> Path:
        """The folder of a wheel's files."""
        target = self.folder / "files" / "releases" / f"{name}-{version}"
        if not target.exists():
            place = self.folder / "fetched" / f"{name}-{version}"
            if not list(place.glob("*.whl")):
                _run_pip(place, f"{name}=={version}", "--only-binary")
            target.mkdir(parents=True)
            with zipfile.ZipFile(next(place.glob("*.whl"))) as archive:
                archive.extractall(target)
        return target

    def _fetch(self, package: Package) -> list[Path]:
        place = self.folder / "fetched" / package.name
        if not _list_archives(place):
            place.mkdir(parents=True, exist_ok=True)
            if package.kind == "sdist":
                _run_pip(place, package.name, "--no-binary")
            else:
                self._run_apt(place, package)
        return _list_archives(place)

    def _run_apt(self, place: Path, package: Package) -> None:
        """apt with lists of its own, so that the system's sources stay as they are."""
        apt = (self.folder / "apt").resolve()
        options = [f"-oDir::Etc::sourcelist={os.devnull}", f"-oDir::Etc::sourceparts={apt}/sources"]
        options += [
            f"-oDir::State::lists={apt}/lists",
            f"-oDir::Cache={apt}/cache",
            "-oAPT::Sandbox::User=root",
        ]
        if not (apt / "lists").exists():
            for part in ("sources", "lists/partial", "cache/archives/partial"):
                (apt / part).mkdir(parents=True)
            (apt / "sources" / "debian.sources").write_text(_APT_SOURCE)
            subprocess.run(["apt-get", "-qq", *options, "update"], check=True)
        wanted = ["source", "--download-only"] if package.kind == "source" else ["download"]
        subprocess.run(["apt-get", "-qq", *options, *wanted, package.name], check=True, cwd=place)


def _run_pip(place: Path, wanted: str, option: str) -> None:
    place.mkdir(parents=True, exist_ok=True)
    name = wanted.partition("==")[0] if option == "--no-binary" else ":all:"
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*command, option, name, "-d", str(place), wanted], check=True)


def _list_archives(place: Path) -> list[Path]:
    names = (".tar.gz", ".tar.xz", ".tar.bz2", ".tgz", ".zip", ".deb")
    found = [path for path in sorted(place.glob("*")) if path.name.endswith(names)] if place.exists() else []
    # of a Debian source only what its authors published
    return [path for path in found if ".debian.tar" not in path.name and "-translations" not in path.name]


def _unpack(archive: Path, target: Path) -> None:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(target)
    elif archive.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", str(archive), str(target)], check=True)
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(target, filter="data")


def list_samples(folder: Path, origin: str) -> Iterator[Sample]:
    """The files of one origin within the sizes that are measured."""
    for at, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(at, name)
            if path.is_symlink() or not LEAST_BYTES <= path.stat().st_size <= LARGEST_BYTES:
                continue
            yield Sample(path, origin, bool(_OPAQUE.match(name)))


def pick_samples(samples: Sequence[Sample], count: int, *, seed: int) -> list[Sample]:
    """Some of them: types by turns and packages by turns, and at most a twentieth of one type."""
    source = random.Random(seed)
    groups: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    for sample in samples:
        groups[sample.suffix, sample.origin].append(sample)
    for group in groups.values():
        source.shuffle(group)
    keys = sorted(groups)
    source.shuffle(keys)
    chosen: list[Sample] = []
    taken = Counter[str]()
    while len(chosen) < count and keys:
        for key in list(keys):
            if not groups[key] or taken[key[0]] >= max(4, count // 20):
                keys.remove(key)
                continue
            chosen.append(groups[key].pop())
            taken[key[0]] += 1
    return chosen[:count]


def load_corpus(cache: Cache, half: str, *, napier: Path | None = None) -> list[Sample]:
    """All files of one half. `napier`: a local copy of NapierOne, whose files join the `report` half.

    A package that nobody offers any more is told and left out; the report names those that were read.
    """
    found: list[Sample] = []
    for package in PACKAGES:
        if package.half != half:
            continue
        try:
            found += list_samples(cache.unpack(package), package.name)
        except subprocess.CalledProcessError:
            print(f"{package.name} cannot be fetched and is left out")
    if napier is not None and half == "report":
        found += load_napier(napier)
    return found


def load_napier(folder: Path) -> list[Sample]:
    """Clean files of a copy of NapierOne (https://github.com/simonrdavies/NapierOne): a folder for each type.

    Folders of ransomware's output and of protected archives are left out: the former are no clean files, the
    latter are opaque from the start and are marked so.
    """
    found = []
    for part in sorted(path for path in folder.iterdir() if path.is_dir()):
        name = part.name.upper()
        if "RANSOMWARE" in name:
            continue
        is_sealed = "PASSWORD" in name or "ENCRYPT" in name
        found += [
            Sample(sample.path, f"napierone {part.name}", is_sealed)
            for sample in list_samples(part, part.name)
        ]
    return found
