"""What to run on a host that backs up already, so that it uses a new credential. Nothing else changes."""

from __future__ import annotations

from firstbell.actions.vault.agents.windows import quote_string

_LINUX = """# Linux, as root
umask 077
cd /etc/firstbell
sed 's|^RESTIC_REST_PASSWORD=.*|RESTIC_REST_PASSWORD={credential}|' backup.env >backup.new
mv backup.new backup.env
systemctl start firstbell-backup.service     # a backup with the new credential, now
"""
_MACOS = """# macOS, in a root shell (sudo -s)
umask 077
cd /etc/firstbell
sed 's|^export RESTIC_REST_PASSWORD=.*|export RESTIC_REST_PASSWORD={credential}|' backup.sh >backup.new
chmod 700 backup.new
mv backup.new backup.sh
launchctl kickstart system/org.firstbell.backup     # a backup with the new credential, now
"""
_WINDOWS = """# Windows, in PowerShell as administrator
$script = 'C:\\ProgramData\\Firstbell\\backup.ps1'
$line = '$env:RESTIC_REST_PASSWORD = ' + {quoted}
$text = (Get-Content -Raw $script) -replace '(?m)^\\$env:RESTIC_REST_PASSWORD = .*$', $line.Replace('$', '$$')
Set-Content -Encoding UTF8 $script $text
Start-ScheduledTask -TaskName FirstbellBackup     # a backup with the new credential, now
"""


def render_renewal(credential: str, platform: str) -> str:
    """The commands for one platform. `credential`: 43 characters of base64url, which no shell changes."""
    if platform == "windows":
        in_single = quote_string(quote_string(credential))
        return _WINDOWS.format(quoted=in_single)
    return {"linux": _LINUX, "macos": _MACOS}[platform].format(credential=credential)
