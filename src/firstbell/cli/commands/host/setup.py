"""What to run on a host so that it backs up to the vault, with stock restic: Linux, macOS, Windows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

PLATFORMS = ("linux", "macos", "windows")
_DEFAULT_PATHS = {
    "linux": ("/etc", "/home", "/srv", "/var/lib"),
    "macos": ("/Users",),
    "windows": ("C:\\Users",),
}


@dataclass(frozen=True, slots=True)
class Access:
    """What a host needs to know. `certificate`: PEM, "" where none is to be trusted specially."""

    host: str
    url: str
    user: str
    credential: str
    password: str
    certificate: str = ""


def render_setup(access: Access, platform: str, *, paths: Sequence[str] = (), at: str = "20:00") -> str:
    """The commands for one platform. `at`: HH:MM, when it backs up each day."""
    return _RENDERERS[platform](access, paths or _DEFAULT_PATHS[platform], at)


def _list_variables(access: Access, certificate: str) -> list[tuple[str, str]]:
    variables = [
        ("RESTIC_REPOSITORY", access.url),
        ("RESTIC_REST_USERNAME", access.user),
        ("RESTIC_REST_PASSWORD", access.credential),
        ("RESTIC_PASSWORD", access.password),
    ]
    return variables + ([("RESTIC_CACERT", certificate)] if access.certificate else [])


def _render_linux(access: Access, paths: Sequence[str], at: str) -> str:
    variables = _list_variables(access, "/etc/firstbell/vault.pem")
    restic = f"restic backup --host {access.host} --retry-lock 1h --one-file-system"
    return f"""# Linux, as root
apt-get install -y restic        # or: dnf install restic
mkdir -p -m 700 /etc/firstbell
{_here_document("/etc/firstbell/vault.pem", access.certificate)}umask 077
cat > /etc/firstbell/backup.env <<'END'
{_join(f"{name}={value}" for name, value in variables)}
END
umask 022
cat > /etc/systemd/system/firstbell-backup.service <<'END'
[Unit]
Description=Backup to the Firstbell vault
Wants=network-online.target
After=network-online.target
[Service]
Type=oneshot
EnvironmentFile=/etc/firstbell/backup.env
ExecStart={restic} {" ".join(paths)}
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
# Every other month, and when the desk says that this host is suspect: read what looks unchanged, too
#   systemd-run -P -p EnvironmentFile=/etc/firstbell/backup.env {restic} --force {" ".join(paths)}
"""


def _render_macos(access: Access, paths: Sequence[str], at: str) -> str:
    variables = _list_variables(access, "/etc/firstbell/vault.pem")
    hour, _, minute = at.partition(":")
    return f"""# macOS, in a root shell (sudo -s); give restic Full Disk Access in System Settings
brew install restic              # or the program from https://restic.net in /usr/local/bin
mkdir -p -m 700 /etc/firstbell
{_here_document("/etc/firstbell/vault.pem", access.certificate)}umask 077
cat > /etc/firstbell/backup.sh <<'END'
#!/bin/sh
PATH=/usr/local/bin:/opt/homebrew/bin:$PATH
{_join(f"export {name}='{value}'" for name, value in variables)}
exec restic backup --host {access.host} --retry-lock 1h --one-file-system "$@" {" ".join(paths)}
END
chmod 700 /etc/firstbell/backup.sh
umask 022
cat > /Library/LaunchDaemons/org.firstbell.backup.plist <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Label</key><string>org.firstbell.backup</string>
<key>ProgramArguments</key><array><string>/etc/firstbell/backup.sh</string></array>
<key>StartCalendarInterval</key><dict>
<key>Hour</key><integer>{int(hour)}</integer><key>Minute</key><integer>{int(minute)}</integer></dict>
<key>LowPriorityIO</key><true/>
<key>StandardErrorPath</key><string>/var/log/firstbell-backup.log</string>
</dict></plist>
END
launchctl bootstrap system /Library/LaunchDaemons/org.firstbell.backup.plist
launchctl kickstart system/org.firstbell.backup     # the first backup, now
# Every other month, and when the desk says that this host is suspect: read what looks unchanged, too
#   /etc/firstbell/backup.sh --force
"""


def _render_windows(access: Access, paths: Sequence[str], at: str) -> str:
    folder = "C:\\ProgramData\\Firstbell"
    variables = _list_variables(access, f"{folder}\\vault.pem")
    quoted = " ".join(f'"{path}"' for path in paths)
    trusted = f"@'\n{access.certificate.rstrip()}\n'@ | Set-Content -Encoding ascii {folder}\\vault.pem\n"
    return f"""# Windows, in PowerShell as administrator
winget install --id restic.restic --scope machine     # or restic.exe in {folder}
New-Item -ItemType Directory -Force {folder} | Out-Null
icacls {folder} /inheritance:r /grant:r "*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F" | Out-Null
{trusted if access.certificate else ""}@'
{_join(f"$env:{name} = '{value}'" for name, value in variables)}
$env:Path = "{folder};" + [Environment]::GetEnvironmentVariable('Path', 'Machine')
restic backup --host {access.host} --retry-lock 1h --use-fs-snapshot $args {quoted}
exit $LASTEXITCODE
'@ | Set-Content -Encoding UTF8 {folder}\\backup.ps1
$action = New-ScheduledTaskAction -Execute powershell.exe `
  -Argument "-NoProfile -ExecutionPolicy Bypass -File {folder}\\backup.ps1"
$trigger = New-ScheduledTaskTrigger -Daily -At {at} -RandomDelay (New-TimeSpan -Minutes 30)
$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -WakeToRun `
  -ExecutionTimeLimit (New-TimeSpan -Hours 20)
Register-ScheduledTask -TaskName FirstbellBackup -User SYSTEM -RunLevel Highest -Force `
  -Action $action -Trigger $trigger -Settings $settings | Out-Null
Start-ScheduledTask -TaskName FirstbellBackup     # the first backup, now
# Every other month, and when the desk says that this host is suspect: read what looks unchanged, too
#   powershell -ExecutionPolicy Bypass -File {folder}\\backup.ps1 --force
"""


def _here_document(path: str, text: str) -> str:
    return f"cat > {path} <<'END'\n{text.rstrip()}\nEND\n" if text else ""


def _join(lines: Iterable[str]) -> str:
    return "\n".join(lines)


_RENDERERS: dict[str, Callable[[Access, Sequence[str], str], str]] = {
    "linux": _render_linux,
    "macos": _render_macos,
    "windows": _render_windows,
}
