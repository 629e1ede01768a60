"""macOS: a launch daemon and the script that it runs."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from firstbell.actions.vault.agents.access import Access, render_file

_USUAL = ("/Users",)


def render_macos(access: Access, paths: Sequence[str], at: str) -> str:
    """The commands, for a root shell."""
    variables = access.list_variables("/etc/firstbell/vault.pem")
    exports = "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables)
    hour, _, minute = at.partition(":")
    return f"""# macOS, in a root shell (sudo -s); give restic Full Disk Access in System Settings
brew install restic              # or the program from https://restic.net in /usr/local/bin
mkdir -p -m 700 /etc/firstbell
{render_file("/etc/firstbell/vault.pem", access.certificate)}umask 077
cat > /etc/firstbell/backup.sh <<'END'
#!/bin/sh
PATH=/usr/local/bin:/opt/homebrew/bin:$PATH
{exports}
[ "$1" = --list ] && exec restic snapshots --host {access.host} --latest 1
exec restic backup --host {access.host} --retry-lock 1h --one-file-system "$@" {shlex.join(paths or _USUAL)}
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
# When it is done, this lists one snapshot:
#   /etc/firstbell/backup.sh --list
# Every other month, and when the desk calls this host suspect, also read what looks unchanged:
#   /etc/firstbell/backup.sh --force
# To take it off this host again (the backups stay in the vault):
#   launchctl bootout system/org.firstbell.backup
#   rm -r /etc/firstbell /Library/LaunchDaemons/org.firstbell.backup.plist
"""
