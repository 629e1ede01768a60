"""Whether a standing installation would hold on the day: one line a check, each with what to do."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from cryptography import x509

from firstbell.actions.vault.offers import DESK_REPOSITORY, HostOffer, offer_unknown
from firstbell.base.clock import NS_PER_S, Clock, format_second, parse_time
from firstbell.base.counts import choose_word, say_count
from firstbell.base.errors import Error, say_cause
from firstbell.desk import Configuration, RepositoryAddress, load_configuration
from firstbell.desk.examples import find_leftovers
from firstbell.desk.loader import refuse_flaws
from firstbell.desk.recovery import PASSPHRASE_NAME
from firstbell.processes.layers import inspect_layers
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Repository, Snapshot
from firstbell.vault import CERTIFICATE, Vault
from firstbell.vault.about import find_vault
from firstbell.vault.looks import SILENCE_S, find_silence, read_look
from firstbell.vault.schedules import find_last_snapshot, find_schedule

_LEAST_FREE = 0.1
_LEAST_DAYS = 30
_DESK_BACKUP_H = 48
_AHEAD_NS = 300 * NS_PER_S
_H_NS = 3600 * NS_PER_S
_UNITS = ("firstbell-vault.service", "firstbell-examiner.service", "firstbell-watchdog.timer")
_ROLES = ("director", "technician", "counsel")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check. `why`: what was found, in words; `hint`: what to do, "" where nothing is."""

    name: str
    ok: bool
    why: str
    hint: str = ""

    def describe(self) -> dict[str, object]:
        """The fields of `doctor --json`."""
        told: dict[str, object] = {"message_type": "check", "name": self.name, "ok": self.ok, "why": self.why}
        return told | ({"hint": self.hint} if self.hint else {})


class RepositoryOpener(Protocol):
    """Opens a repository of the desk as its commands do."""

    def __call__(self, address: RepositoryAddress) -> Repository:
        """Raises: what opening raises."""


@dataclass(frozen=True, slots=True)
class CheckupRequest:
    """What is looked at. `vault`: beside those that the desk's repositories lie in; None for no other."""

    desk: Path
    vault: Path | None
    clock: Clock


def run_checkup(
    request: CheckupRequest,
    open_repository: RepositoryOpener,
    check_channels: Callable[[Configuration], Iterator[CheckResult]],
) -> Iterator[CheckResult]:
    """Every check in turn; none of them changes anything, and none ends the others.

    `check_channels`: those of the ways that alerts go, which lie a floor above.
    """
    configuration = None
    try:
        configuration = load_configuration(request.desk)
        refuse_flaws(request.desk, find_leftovers(configuration))
        yield CheckResult(
            "configuration", ok=True, why=f"firstbell.toml of {configuration.district.name} holds"
        )
    except Error as error:
        yield CheckResult("configuration", ok=False, why=str(error), hint=error.hint)
    if configuration is not None:
        yield _check_people(configuration)
        yield _check_systems(configuration)
        yield from _check_repositories(configuration, open_repository, request.clock)
        yield from check_channels(configuration)
    yield from _check_passphrase(request.desk)
    yield from _check_vaults(request, configuration)
    yield _check_disk("disk desk", request.desk)
    yield _check_sandbox()
    yield from _check_synchronization()
    yield from _check_units()


def _check_people(configuration: Configuration) -> CheckResult:
    roles = {person.role for person in configuration.person}
    missing = [role for role in _ROLES if role not in roles]
    unreachable = [person.name for person in configuration.person if not person.reach]
    if missing:
        return CheckResult(
            "people",
            ok=False,
            why=f"nobody is named as {' or '.join(missing)}",
            hint="add a [[person]] to firstbell.toml for each role that an event needs",
        )
    if unreachable:
        return CheckResult(
            "people",
            ok=False,
            why=f"no way to reach {', '.join(unreachable)} with the mail down",
            hint="write a telephone number into `reach`",
        )
    count = len(configuration.person)
    said = f"{say_count(count, 'person', 'people')} {choose_word(count, 'is', 'are')}"
    return CheckResult("people", ok=True, why=f"{said} named, each with a way to reach them")


def _check_systems(configuration: Configuration) -> CheckResult:
    if not configuration.system:
        return CheckResult(
            "systems",
            ok=False,
            why="firstbell.toml names no system, so no plan can bring one back",
            hint="add a [[system]] for each to firstbell.toml: docs/formats/desk.md",
        )
    bare = [system.name for system in configuration.system if not system.target]
    if bare:
        return CheckResult(
            "systems",
            ok=False,
            why=f"no target is named for {', '.join(bare)}",
            hint="write the folder that it is restored to as `target` of its [[system]] in firstbell.toml",
        )
    count = len(configuration.system)
    return CheckResult(
        "systems", ok=True, why=f"{say_count(count, 'system')} named, each with a folder to restore it to"
    )


def _check_repositories(
    configuration: Configuration, open_repository: RepositoryOpener, clock: Clock
) -> Iterator[CheckResult]:
    newest: dict[str, int] = {}
    offered: list[HostOffer] = []
    for address in configuration.repository:
        name = f"repository {address.name}"
        try:
            snapshots = list(open_repository(address).list_snapshots())
        except Error as error:
            yield CheckResult(name, ok=False, why=str(error), hint=error.hint)
            continue
        count = len(snapshots)
        yield CheckResult(name, ok=True, why=f"opens; {say_count(count, 'snapshot')}")
        if address.name != DESK_REPOSITORY:
            offered += offer_unknown(configuration, address, snapshots)
        for snapshot in _list_backups(snapshots, clock.now_ns()):
            whose = DESK_REPOSITORY if address.name == DESK_REPOSITORY else snapshot.hostname
            newest[whose] = max(newest.get(whose, 0), snapshot.time_ns)
    yield _tell_offers(offered)
    now_ns = clock.now_ns()
    for host in configuration.host:
        yield _check_host(host.name, newest.get(host.name), host.every_h, now_ns)
    yield _check_desk_backup(newest.get(DESK_REPOSITORY), now_ns)


def _list_backups(snapshots: Iterable[Snapshot], now_ns: int) -> Iterator[Snapshot]:
    """Those that a host made. One from the future is nobody's newest backup: it would hide that none come."""
    for snapshot in snapshots:
        if COMPOSED_TAG not in (snapshot.tags or ()) and snapshot.time_ns <= now_ns + _H_NS:
            yield snapshot


def _say_age(age_ns: int) -> str:
    return say_count(max(round(age_ns / _H_NS), 0), "hour")


def _tell_offers(offered: Sequence[HostOffer]) -> CheckResult:
    """What hosts back up and firstbell.toml does not know. Nothing fails: it may be as it should be."""
    if not offered:
        return CheckResult("unknown paths", ok=True, why="firstbell.toml knows all that hosts back up")
    said = "; ".join(
        f"{one.host}{'' if one.is_known else ', which it does not name,'} backs up {', '.join(one.paths)}"
        for one in offered
    )
    return CheckResult(
        "unknown paths",
        ok=True,
        why=f"firstbell.toml does not know that {said}",
        hint="no plan brings it back: `firstbell host offers`, then `firstbell host take`",
    )


def _check_host(name: str, newest_ns: int | None, every_h: float, now_ns: int) -> CheckResult:
    if newest_ns is None:
        return CheckResult(
            f"host {name}",
            ok=False,
            why="there is no backup of it",
            hint=f"run on it what `firstbell host add` printed; `host rotate {name}` renews its credential",
        )
    age_h = (now_ns - newest_ns) / _H_NS
    if age_h > every_h * 1.25:
        return CheckResult(
            f"host {name}",
            ok=False,
            why=f"its newest backup is {_say_age(now_ns - newest_ns)} old; one is due every "
            f"{every_h:g} {'hour' if every_h == 1 else 'hours'}",
            hint="look at the backup task on that host",
        )
    return CheckResult(f"host {name}", ok=True, why=f"backed up {_say_age(now_ns - newest_ns)} ago")


def _check_passphrase(desk: Path) -> Iterator[CheckResult]:
    """A passphrase that the first backup of the desk wrote into a file, until the file is gone."""
    path = desk / PASSPHRASE_NAME
    if path.exists():
        yield CheckResult(
            "recovery passphrase",
            ok=False,
            why=f"it still lies in {path}",
            hint="print it, lock it away, and remove the file",
        )


def _check_desk_backup(newest_ns: int | None, now_ns: int) -> CheckResult:
    hint = "run `firstbell desk backup` each day, for example from a systemd timer"
    if newest_ns is None:
        return CheckResult("desk backup", ok=False, why="the desk itself has no backup", hint=hint)
    age_h = (now_ns - newest_ns) / _H_NS
    return CheckResult(
        "desk backup",
        ok=age_h <= _DESK_BACKUP_H,
        why=f"the desk's newest backup is {_say_age(now_ns - newest_ns)} old",
        hint="" if age_h <= _DESK_BACKUP_H else hint,
    )


def _check_vaults(request: CheckupRequest, configuration: Configuration | None) -> Iterator[CheckResult]:
    folders = {request.vault.absolute()} if request.vault else set()
    for address in configuration.repository if configuration else ():
        found = find_vault(Path(address.url)) if address.url.startswith("/") else None
        folders |= {found[0].absolute()} if found else set()
    for folder in sorted(folders):
        try:
            vault = Vault(folder)
        except Error as error:
            yield CheckResult(f"vault {folder}", ok=False, why=str(error), hint=error.hint)
            continue
        yield from _check_vault(vault)


def _check_vault(vault: Vault) -> Iterator[CheckResult]:
    late = [
        host.name
        for host in vault.registry.hosts.values()
        if find_schedule(find_last_snapshot(vault, host.name), host, now_ns=vault.clock.now_ns()) == "missed"
    ]
    count = len(vault.registry.hosts)
    yield CheckResult(
        f"vault {vault.folder}",
        ok=not late,
        why=f"late: {', '.join(late)}" if late else f"{say_count(count, 'host')}, none of them late",
        hint="`firstbell host list` shows since when" if late else "",
    )
    yield _check_clock(vault)
    yield _check_examiner(vault)
    yield _check_disk("disk vault", vault.folder)
    if (vault.folder / CERTIFICATE).exists():
        yield _check_certificate(vault.folder / CERTIFICATE, vault.clock)


def _check_clock(vault: Vault) -> CheckResult:
    """Whether the clock runs behind what is on the record: then every age and deadline would be wrong."""
    now_ns = vault.clock.now_ns()
    newest = max(
        (parse_time(at) for host in vault.registry.hosts if (at := find_last_snapshot(vault, host))),
        default=0,
    )
    if newest > now_ns + _AHEAD_NS:
        behind_h = (newest - now_ns) / _H_NS
        return CheckResult(
            "clock",
            ok=False,
            why=f"this machine's clock is {behind_h:.1f} hours behind the newest entry of the vault",
            hint="set it by NTP before you rely on any time that is shown",
        )
    return CheckResult("clock", ok=True, why="the clock agrees with the vault's record")


def _check_examiner(vault: Vault) -> CheckResult:
    last = read_look(vault)
    silence = find_silence(vault)
    if silence is not None or not last:
        waits = f"; something has waited since {format_second(silence.since)}" if silence else ""
        return CheckResult(
            "examiner",
            ok=False,
            why=f"{'it has not looked for a quarter of an hour' if last else 'it has never looked'}{waits}",
            hint="`systemctl status firstbell-examiner`, or `firstbell serve --examine`",
        )
    age_s = (vault.clock.now_ns() - parse_time(last)) // NS_PER_S
    if age_s > SILENCE_S:
        return CheckResult(
            "examiner",
            ok=False,
            why=f"its last look was {say_count(age_s // 60, 'minute')} ago",
            hint="`systemctl status firstbell-examiner`",
        )
    return CheckResult(
        "examiner", ok=True, why=f"it looked {say_count(age_s, 'second')} ago and nothing waits"
    )


def _check_disk(name: str, folder: Path) -> CheckResult:
    try:
        usage = shutil.disk_usage(folder)
    except OSError as error:
        return CheckResult(name, ok=False, why=f"{folder}: {error.strerror}")
    share = usage.free / usage.total
    return CheckResult(
        name,
        ok=share >= _LEAST_FREE,
        why=f"{share:.0%} of the disk of {folder} is free ({usage.free / 1e9:.0f} GB)",
        hint="" if share >= _LEAST_FREE else "make room: a full disk takes no backups",
    )


def _check_certificate(path: Path, clock: Clock) -> CheckResult:
    try:
        ends = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        return CheckResult("certificate", ok=False, why=f"{path} cannot be read: {say_cause(error)}")
    days = (ends - datetime.fromtimestamp(clock.now_ns() // NS_PER_S, UTC)).days
    return CheckResult(
        "certificate",
        ok=days >= _LEAST_DAYS,
        why=f"the server's certificate ends on {ends:%Y-%m-%d}, in {say_count(days, 'day')}",
        hint="" if days >= _LEAST_DAYS else "renew it, and give the new one to the hosts before it ends",
    )


def _check_sandbox() -> CheckResult:
    """Whether all layers hold of what hostile documents are read in."""
    layers = inspect_layers()
    missing = [layer for layer in layers if not layer.ok]
    if missing:
        return CheckResult(
            "sandbox",
            ok=False,
            why="; ".join(f"{layer.name}: {layer.why}" for layer in missing),
            hint="the other layers hold; docs/protocols/fence.md says what each needs",
        )
    return CheckResult("sandbox", ok=True, why=f"all {len(layers)} layers hold around what reads documents")


def _check_synchronization() -> Iterator[CheckResult]:
    told = _ask("timedatectl", "show", "--property=NTPSynchronized", "--value")
    if told in {"yes", "no"}:
        yield CheckResult(
            "time service",
            ok=told == "yes",
            why="the clock is set by NTP" if told == "yes" else "no NTP server sets this machine's clock",
            hint="" if told == "yes" else "`timedatectl set-ntp true`",
        )


def _check_units() -> Iterator[CheckResult]:
    """The units that are installed: each must be active."""
    for unit in _UNITS:
        if _ask("systemctl", "is-enabled", unit) == "enabled":
            state = _ask("systemctl", "is-active", unit)
            yield CheckResult(
                f"service {unit}",
                ok=state == "active",
                why=f"it is {state or 'unknown'}",
                hint="" if state == "active" else f"`systemctl status {unit}` says why",
            )


def _ask(*words: str) -> str:
    """What a program of the system answers, "" where there is none or it fails."""
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=10, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
