"""The lines that make a machine rehearse by itself: a systemd service and timer, or a line for cron."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

_SERVICE = """\
# /etc/systemd/system/firstbell-rehearse.service
[Unit]
Description=Restore a sample of the school's backups into scratch, and verify it
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
Nice=10
IOSchedulingClass=idle
ExecStart={command}

# /etc/systemd/system/firstbell-rehearse.timer
[Unit]
Description=Rehearse the recovery every night

[Timer]
OnCalendar=*-*-* 03:17:00
RandomizedDelaySec=20min
Persistent=true

[Install]
WantedBy=timers.target

# then: systemctl enable --now firstbell-rehearse.timer
"""


def render_schedule(program: str, words: Sequence[str]) -> str:
    """What to put where, so that `program rehearse words` runs every night."""
    command = shlex.join([program, "rehearse", *words])
    cron = f"# or for cron:\n17 3 * * *  {command}\n"
    # % begins a specifier in a unit and $ a variable; in a crontab % begins a new line
    in_unit = command.replace("%", "%%").replace("$", "$$")
    return _SERVICE.format(command=in_unit) + "\n" + cron.replace("%", "\\%")
