"""What it was measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path


def describe_machine(scratch: Path) -> str:
    """Processor, memory, filesystem of the scratch folder, system, in one line."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    kind = subprocess.run(
        ["stat", "-f", "-c", "%T", str(scratch)], capture_output=True, text=True, check=True
    ).stdout.strip()
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return (
        f"{model}, {os.cpu_count()} processors, {memory:.0f} GiB of memory, {kind}, "
        f"{system}, Linux {platform.release()}, Python {platform.python_version()}"
    )


def read_load() -> float:
    """The load of the last minute."""
    return os.getloadavg()[0]
