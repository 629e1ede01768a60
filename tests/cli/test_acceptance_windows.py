"""docs/acceptance.md as it stands, with the student records on a Windows build of restic.

`scripts/windows.sh` makes that computer, with wine, in the folder FIRSTBELL_WINDOWS, else among the temporary
files; `scripts/bare.sh` does the same in a bare Debian tree.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_windows_build import KEPT
from tests.house.sources import ROOT

PROGRAMS = ("mmdebstrap", "samba", "samba-tool", "smbclient", "ldapsearch", "dovecot", "pg_createcluster")
SECONDS = 3600


def is_missing(program: str) -> bool:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None


@pytest.mark.deep
@pytest.mark.skipif(
    os.geteuid() != 0 or any(map(is_missing, PROGRAMS)), reason=f"needs root and {', '.join(PROGRAMS)}"
)
def test_the_fifteen_commands_bring_a_district_back_whose_records_lie_on_windows(tmp_path: Path) -> None:
    subprocess.run([ROOT / "scripts/windows.sh", "make", KEPT], check=True)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        [ROOT / "scripts/acceptance.sh", ROOT / "docs/acceptance.md", tmp_path / "school"],
        env=os.environ | {"FIRSTBELL_WINDOWS": str(KEPT), "PATH": path},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert re.search(r"from the alert to the plan: \d+\.\d s", done.stdout)
    assert "PostgreSQL counts 20,000 students in both dumps" in done.stdout
    # what came back of the Windows computer, by its own paths
    assert {one.name for one in (tmp_path / "school/restored/sis/C/Records").iterdir()} >= {
        "records.dump",
        "records.sql",
        "letters",
    }
