"""Linux: a systemd service and its timer."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.actions.vault.agents.access import Access, render_file
from firstbell.runs.rehearsals.schedule import quote_word

_USUAL = ("/etc", "/home", "/srv", "/var/lib")


def render_linux(access: Access, paths: Sequence[str], at: str) -> str:
    """The commands, for a root shell."""
    variables = access.list_variables("/etc/firstbell/vault.pem")
    environment = "\n".join(f"{name}={value}" for name, value in variables)
    restic = f"restic backup --host {access.host} --retry-lock 1h --one-file-system"
    words = " ".join(map(quote_word, paths or _USUAL))
    run = "systemd-run -q -P --wait -p EnvironmentFile=/etc/firstbell/backup.env"
    return f"""# Linux, as root
apt-get install -y restic        # or: dnf install restic
mkdir -p -m 700 /etc/firstbell
{render_file("/etc/firstbell/vault.pem", access.certificate)}umask 077
{render_file("/etc/firstbell/backup.env", environment)}umask 022
cat > /etc/systemd/system/firstbell-backup.service <<'END'
[Unit]
Description=Backup to the Firstbell vault
Wants=network-online.target
After=network-online.target
[Service]
Type=oneshot
EnvironmentFile=/etc/firstbell/backup.env
ExecStart={restic} $FIRSTBELL_MORE {words}
CacheDirectory=firstbell-backup
Environment=RESTIC_CACHE_DIR=/var/cache/firstbell-backup
Nice=10
IOSchedulingClass=idle
END
cat > /etc/systemd/system/firstbell-backup.timer <<'END'
[Timer]
OnCalendar=*-*-* {at}:00
RandomizedDelaySec=30m
Persistent=true
[Install]
WantedBy=timers.target
END
systemctl daemon-reload
systemctl enable --now firstbell-backup.timer
systemctl start firstbell-backup.service     # the first backup, now
{run} restic snapshots --host {access.host} --latest 1     # it should list one snapshot
# Every other month, and when the desk calls this host suspect, also read what looks unchanged:
#   systemctl set-environment FIRSTBELL_MORE=--force; systemctl start firstbell-backup
#   systemctl unset-environment FIRSTBELL_MORE
# To take it off this host again (the backups stay in the vault):
#   systemctl disable --now firstbell-backup.timer
#   rm -r /etc/firstbell /etc/systemd/system/firstbell-backup.*
"""
