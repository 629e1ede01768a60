"""What holds for the whole suite: the peers are there, and nobody's own settings reach a test."""

from __future__ import annotations

import os
import shutil

import hypothesis
import pytest

# programs that Firstbell is compared with; a suite without them proves nothing about compatibility
PEERS = ("restic",)

# the same examples in every run: a failure today is a failure tomorrow
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.load_profile("fixed")


def pytest_sessionstart(session: pytest.Session) -> None:
    missing = [peer for peer in PEERS if shutil.which(peer) is None]
    if missing:
        names = " ".join(missing)
        pytest.exit(
            f"missing: {names}. The tests need it; install first: apt-get install {names}", returncode=1
        )


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No FIRSTBELL_* or RESTIC_* of the person who runs the tests, and cache folders of the run's own."""
    for name in list(os.environ):
        if name.startswith(("FIRSTBELL_", "RESTIC_")):
            monkeypatch.delenv(name)
    cache = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(cache / "firstbell"))
    monkeypatch.setenv("RESTIC_CACHE_DIR", str(cache / "restic"))
