"""One table: by its path, which source a file is, and which reader reads it.

Names of artifacts follow ForensicArtifacts (Apache-2.0) where it has one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class SourceKind:
    """`reader`: as in `readers.table`, or "eventlog". `source`: what coverage calls it, before it is read.

    `magic`: how the content must begin for a name that other files may have, too; b"" for any.
    """

    reader: str
    source: str
    pattern: re.Pattern[bytes]
    magic: bytes = b""


# a file that is read only together with another one
BESIDE = "beside"


def _kind(reader: str, source: str, pattern: bytes, magic: bytes = b"") -> SourceKind:
    return SourceKind(reader, source, re.compile(pattern, re.IGNORECASE | re.DOTALL), magic)


_ROTATED = rb"(\.\d+|-\d{8}|\.old)?(\.gz|\.xz)?"

# where programs keep files of their own, of which many bear such names
_TABLE_OR_TEXT = rb"(?=.*\.(?:xml|jsonl?|ndjson|csv|tsv)(?:\.gz)?\Z)"
_ELSEWHERE = rb"(?!.*/(program files[^/]*|programdata/(microsoft|package cache)|usr/(share|lib|src)|node_modules|site-packages|winsxs|assembly|microsoft\.net|servicing|system32|syswow64)/)"
_LOG_NAMES = (
    rb"(?:winlogbeat|evtx|event[-_ ]?logs?|winevt|wevtutil|sysmon|(?<![^-_. /\d])"
    rb"(?:security|system|application|powershell|defender|forwarded(?:events)?|events?|taskscheduler|rdp|bits|wmi)(?![^-_. \d]))"
)

KINDS = (
    _kind("eventlog", "eventlog", rb".*\.evtx"),
    # copies under another name, and what lies where Windows keeps its logs
    _kind("eventlog", "eventlog", rb".*(\.evtx[._~-][^/]*|/winevt/logs/[^/]+)", b"ElfFile\0"),
    _kind("registry", "registry/NTUSER", rb".*/(ntuser[^/]*\.dat|usrclass\.dat)", b"regf"),
    _kind("registry", "registry/SYSTEM", rb".*/system(\.(hiv|hive|dat))?", b"regf"),
    _kind("registry", "registry/SOFTWARE", rb".*/software(\.(hiv|hive|dat))?", b"regf"),
    _kind("registry", "registry/SAM", rb".*/sam(\.(hiv|hive|dat))?", b"regf"),
    _kind("registry", "registry/SECURITY", rb".*/security(\.(hiv|hive|dat))?", b"regf"),
    _kind("registry", "registry/AMCACHE", rb".*/amcache\.hve", b"regf"),
    _kind(BESIDE, "registry", rb".*/(ntuser[^/]*\.dat|usrclass\.dat|system|software|sam|security|amcache\.hve)\.log[12]"),
    _kind("jumplists", "links/jumplist", rb".*/recent/(automatic|custom)destinations/[^/]+\.(automatic|custom)destinations-ms"),
    _kind("journal", "journal", rb".*/log/journal/.*\.journal~?"),
    _kind("proxy", "text/proxy", rb".*/(squid[^/]*/access\.log|(zscaler|nss[-_]?web|bluecoat|proxysg|websense|web[-_]?proxy|proxy)[^/]*\.(log|csv))" + _ROTATED),
    _kind("srum", "srum/network", rb".*/srudb\.dat"),
    _kind("prefetch", "prefetch", rb".*\.pf"),
    _kind("links", "links", rb".*/(recent|downloads|desktop|startup|start menu|programs)/.*\.lnk"),
    _kind("utmp", "utmp", rb".*/(wtmp|btmp|utmp)" + _ROTATED),
    _kind("lastlog", "utmp/lastlog", rb".*/log/lastlog"),
    _kind("browser", "browser", rb".*/(user data|chrome|chromium|edge|brave-browser|opera[^/]*)/.*/history"),
    _kind("browser", "browser", rb".*/places\.sqlite"),
    _kind(BESIDE, "browser", rb".*/(history|places\.sqlite)-wal"),
    _kind(BESIDE, "directory", rb".*/ntds\.dit"),
    _kind("tasks", "tasks", rb".*/windows/(system32/|syswow64/)?tasks/.+"),
    _kind("jobs", "bits", rb".*/microsoft/network/downloader/qmgr[^/]*\.(db|dat)"),
    _kind("policy", "policy", rb".*/sysvol/.*\.(bat|cmd|ps1|vbs|js|exe|msi)"),
    _kind("policy", "policy", rb".*/sysvol/.*/(scripts\.ini|psscripts\.ini|scheduledtasks\.xml|services\.xml|registry\.xml|groups\.xml|gpttmpl\.inf)"),
    _kind("webroot", "webroot", rb".*/(inetpub|wwwroot|htdocs|public_html|webapps|httpproxy|var/www)/.*\.(aspx?|ashx|asmx|php[0-9]?|phtml|jspx?|cfm|cgi|pl)"),
    _kind("wmi", "wmi", rb".*/wbem/repository/(fs/)?objects\.data"),
    _kind("unix", "settings/unix", rb".*/etc/(crontab|anacrontab|cron\.[a-z]+/[^/]+|rc\.local|ld\.so\.preload)"),
    _kind("unix", "settings/unix", rb".*/var/spool/cron/.+"),
    _kind("unix", "settings/unix", rb".*/(etc|usr/lib|lib|run)/systemd/(system|user)/.+\.(service|timer|path|socket)"),
    _kind("unix", "settings/unix", rb".*/\.config/systemd/user/.+\.(service|timer|path|socket)"),
    _kind("unix", "settings/unix", rb".*/\.ssh/authorized_keys2?"),
    _kind("unix", "settings/unix", rb".*/etc/(pam\.d/[^/]+|pam\.conf|sudoers|sudoers\.d/[^/]+|profile|profile\.d/[^/]+)"),
    _kind("unix", "settings/unix", rb".*/etc/(udev/rules\.d/[^/]+|bash\.bashrc|bashrc|environment|init\.d/[^/]+)"),
    _kind("unix", "settings/unix", rb".*/etc/(passwd|group|ssh/sshd_config|hosts|update-motd\.d/[^/]+)"),
    _kind("unix", "settings/unix", rb".*/(root|home/[^/]+)/\.(bashrc|bash_profile|profile|zshrc|bash_login|xprofile)"),
    _kind("auth", "text/auth", rb".*/log/(auth\.log|secure)" + _ROTATED),
    _kind("audit", "text/audit", rb".*/log/audit/audit\.log" + _ROTATED),
    _kind("syslog", "text/syslog", rb".*/log/(syslog|messages|cron(\.log)?|daemon\.log)" + _ROTATED),
    _kind("firewall", "flow/firewall", rb".*/(firewall|fortigate|fortios|paloalto|pfsense|sonicwall|asa|cef|leef|vpn)[^/]*\.log" + _ROTATED),
    _kind("web", "text/web", rb".*/(access|access_log|ssl_access|other_vhosts_access|[^/]*[-_]access)(\.log|_log)?" + _ROTATED),
    _kind("iis", "text/web", rb".*/(u_ex|ex|u_extend)\d{6,8}[^/]*\.log" + _ROTATED),
    _kind("zeek", "flow/zeek", rb".*/(conn|conn[._-][^/]*)\.log" + _ROTATED),
    _kind("history", "text/history", rb".*/(\.bash_history|\.zsh_history|\.ash_history|consolehost_history\.txt)"),
    _kind("rclone", "text/transfer", rb".*/[^/]*rclone[^/]*\.(log|txt)"),
    _kind("winscp", "text/transfer", rb".*/[^/]*winscp[^/]*\.log"),
    _kind("filezilla", "text/transfer", rb".*/[^/]*filezilla[^/]*\.log"),
    _kind("megasync", "text/transfer", rb".*/(megasync|megacmdserver|megacmd)[^/]*\.log" + _ROTATED),
    _kind("curl", "text/transfer", rb".*/[^/]*curl[^/]*\.log"),
    _kind("anydesk", "text/remote", rb".*/(ad|ad_svc)\.trace"),
    _kind("anydesk", "text/remote", rb".*/anydesk/.*connection_trace\.txt"),
    _kind("screenconnect", "text/remote", rb".*/screenconnect[^/]*/.*\.(log|xml)"),
    _kind("exports", "eventlog/exported", _TABLE_OR_TEXT + _ELSEWHERE + rb".*/[^/]*" + _LOG_NAMES + rb"[^/]*"),
    _kind("transfer_settings", "settings/transfer", rb".*/(rclone\.conf|winscp\.ini|recentservers\.xml|sitemanager\.xml|filezilla\.xml|queue\.sqlite3|megasync\.cfg)"),
)  # fmt: skip


def find_kind(path: bytes) -> SourceKind | None:
    """The source that a file with this path is; None for no source."""
    for kind in KINDS:
        if kind.pattern.fullmatch(path) is not None:
            return kind
    return None
