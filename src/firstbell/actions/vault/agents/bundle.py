"""One bundle for many hosts, which holds no secret: each host claims its own credential with it.

See docs/protocols/claims.md. `claim.ps1` is for Windows group policy or Intune; elsewhere `claim.sh` needs a
POSIX shell, curl and openssl. Once a claim is confirmed, it runs what `host add` would have printed.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from firstbell.actions.vault.agents import render_setup
from firstbell.actions.vault.agents.access import Access
from firstbell.actions.vault.agents.windows import quote_string
from firstbell.base.counts import say_count

CERTIFICATE_NAME = "vault.pem"


@dataclass(frozen=True, slots=True)
class BundledHost:
    """A host of a bundle. `paths`: none for what is usual on its system."""

    name: str
    platform: str
    paths: tuple[str, ...] = ()
    at: str = "20:00"


def render_bundle(base: str, hosts: Sequence[BundledHost], *, certificate: str, until: str) -> dict[str, str]:
    """The files of a bundle by name. `base`: address of the server; `until`: end of the window, in words."""
    made: dict[str, str] = {}
    names: dict[tuple[str, tuple[str, ...], str], str] = {}
    rows = []
    for host in hosts:
        key = (host.platform, host.paths, host.at)
        if key not in names:
            ending = "ps1" if host.platform == "windows" else "sh"
            names[key] = f"setup-{len(names) + 1}-{host.platform}.{ending}"
            made[names[key]] = _render_setup(base, host, certificate)
        rows.append(f"{host.name}\t{names[key]}\n")
    made["hosts.txt"] = "".join(rows)
    if certificate:
        made[CERTIFICATE_NAME] = certificate
    platforms = {host.platform for host in hosts}
    if platforms - {"windows"}:
        made["claim.sh"] = _load("claim.sh").replace("@BASE@", shlex.quote(base))
    if "windows" in platforms:
        made["claim.ps1"] = _load("claim.ps1").replace("@BASE@", quote_string(base))
    made["README.txt"] = _render_readme(len(hosts), platforms, until)
    return made


def _render_setup(base: str, host: BundledHost, certificate: str) -> str:
    access = Access("@HOST@", f"rest:{base}@HOST@/", "@HOST@", "@CREDENTIAL@", "@PASSWORD@", certificate)
    return render_setup(access, host.platform, paths=host.paths, at=host.at)


def _load(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _render_readme(count: int, platforms: set[str], until: str) -> str:
    text = _load("bundle.txt")
    # parts for systems that no host of the bundle has are left out
    wanted = {"windows": "windows" in platforms, "unix": bool(platforms - {"windows"})}
    for part, is_wanted in wanted.items():
        start, end = text.index(f"@{part}@\n"), text.index(f"@end {part}@\n")
        inner = text[start + len(f"@{part}@\n") : end] if is_wanted else ""
        text = text[:start] + inner + text[end + len(f"@end {part}@\n") :]
    return text.replace("@HOSTS@", say_count(count, "host")).replace("@UNTIL@", until)
