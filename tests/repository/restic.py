"""The real restic, run on a repository of a test."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

PASSWORD = "a password"


class Restic:
    """Runs restic on one repository. A missing restic fails the test that needs it."""

    def __init__(self, repository: Path, password: str = PASSWORD) -> None:
        self.repository = repository
        self.password = password

    def run(self, *arguments: str | Path, cwd: Path | None = None) -> str:
        """Standard output of `restic ARGUMENTS`, which must succeed."""
        result = self.attempt(*arguments, cwd=cwd)
        assert result.returncode == 0, f"restic {arguments}: {result.stdout}{result.stderr}"
        return result.stdout

    def attempt(self, *arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """The finished process."""
        environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "RESTIC_PASSWORD": self.password}
        command: list[str | Path] = ["restic", "--no-cache", "-r", self.repository, *arguments]
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            cwd=cwd,
            env=environment,
        )

    def load_json_lines(self, *arguments: str | Path) -> list[dict[str, Any]]:
        """The objects that `restic ARGUMENTS --json` prints, one a line."""
        return [json.loads(line) for line in self.run(*arguments, "--json").splitlines() if line.strip()]
