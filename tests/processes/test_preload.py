"""Character sets that are not loaded before a child is confined: it sees that one of them was asked for."""

from __future__ import annotations

import encodings
import json
import subprocess
import sys
from pathlib import Path

from firstbell.processes.preload import EAST_ASIAN_CODECS
from tests.house.sources import ROOT

CODE = """
import json, sys
from firstbell.processes.preload import EAST_ASIAN_CODECS, ImportWatch, load_codecs

load_codecs(EAST_ASIAN_CODECS)
loaded = [name for name in sys.modules if name.startswith("encodings.")]
watch = ImportWatch(EAST_ASIAN_CODECS)
sys.meta_path[:] = [watch]  # a child finds no module
asked = {}
for name in sys.argv[1:]:
    watch.is_asked = False
    try:
        bytes((0x93, 0xFA)).decode(name)
    except (LookupError, UnicodeDecodeError):
        pass
    asked[name] = watch.is_asked
print(json.dumps([loaded, asked]))
"""


def test_those_left_out_are_the_ones_with_libraries_of_their_own() -> None:
    folder = Path(encodings.__path__[0])
    own = {path.stem for path in folder.glob("*.py") if "_multibytecodec" in path.read_text("utf-8")}
    assert own == EAST_ASIAN_CODECS


def test_a_character_set_that_was_left_out_is_seen_to_be_missing_and_one_that_never_was_is_not() -> None:
    names = ["shift_jis", "ms932", "GBK", "cp1250", "koi8_r", "no_such_set"]
    done = subprocess.run(
        [sys.executable, "-c", CODE, *names], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded, asked = json.loads(done.stdout)
    assert "encodings.koi8_r" in loaded
    assert not {f"encodings.{name}" for name in EAST_ASIAN_CODECS} & {*loaded}
    assert asked == dict(zip(names, [True, True, True, False, False, False], strict=True))
