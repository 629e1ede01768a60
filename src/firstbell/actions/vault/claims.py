"""A group of hosts that claim their own credentials: who is expected, who claimed, whom a person confirms."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from firstbell.actions.vault.agents import PLATFORMS
from firstbell.actions.vault.agents.bundle import BundledHost, render_bundle
from firstbell.actions.vault.enrolment import (
    EnrolmentRequest,
    NewHost,
    enroll_host,
    read_certificate,
    renew_password,
)
from firstbell.base.clock import NS_PER_S, format_time
from firstbell.base.errors import Error, UsageError
from firstbell.base.output_file import create_file
from firstbell.crypto.envelopes import seal_envelope
from firstbell.vault import Vault, VaultError, check_host_name
from firstbell.vault.claims import Claimed, Expected, HostClaims, check_network, find_code
from firstbell.vault.entries import HostAdded

_TIME_OF_DAY = re.compile(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]")
_COLUMNS = ("name", "system", "paths", "at", "every", "quota", "network")


class HostListError(Error):
    """A list of hosts that cannot be taken; the message names file and line."""

    code = "usage.host_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDefaults:
    """What holds for a host whose row says nothing of it. `by`: who asks. `read_size`: bytes of `500G`."""

    platform: str
    paths: tuple[str, ...]
    at: str
    limits: HostAdded
    by: str
    read_size: Callable[[str], int]


def read_host_list(text: str, source: str, defaults: GroupDefaults) -> list[Expected]:
    """The hosts of a list: CSV with a header, as spreadsheets write it. Raises: HostListError."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter, skipinitialspace=True)
    with _naming_line(rows, source):
        header = [str(name).strip().lower() for name in rows.fieldnames or ()]
    strange = [name for name in header if name not in _COLUMNS]
    twice = [name for name in header if header.count(name) > 1]
    if "name" not in header or strange or twice:
        problem = f"{strange[0]!r} is no column" if strange else "there is no column 'name'"
        problem = f"the column {twice[0]!r} is there twice" if twice and not strange else problem
        raise HostListError(f"{source}, line 1: {problem}", hint=f"the columns are {', '.join(_COLUMNS)}")
    rows.fieldnames = header
    found: dict[str, Expected] = {}
    for told in _list_rows(rows, source):
        try:
            host = _read_row(told, defaults)
        except (Error, ValueError) as error:
            raise HostListError(
                f"{source}, line {rows.line_num}: {error}", hint=str(getattr(error, "hint", ""))
            ) from None
        if host.host.casefold() in found:
            raise HostListError(f"{source}, line {rows.line_num}: {host.host} is named twice")
        found[host.host.casefold()] = host
    if not found:
        raise HostListError(f"{source} names no host", hint="one row a host below the line of columns")
    return list(found.values())


def _list_rows(rows: csv.DictReader[str], source: str) -> Iterator[dict[str, str]]:
    """The rows that say something. Raises: HostListError."""
    with _naming_line(rows, source):
        for row in rows:
            if None in row:
                raise HostListError(f"{source}, line {rows.line_num}: it has more fields than the first line")
            told = {key: (value or "").strip() for key, value in row.items()}
            if any(told.values()):
                yield told


@contextmanager
def _naming_line(rows: csv.DictReader[str], source: str) -> Iterator[None]:
    """What the reader cannot take apart is told with its line. Raises: HostListError."""
    try:
        yield
    except csv.Error as error:
        raise HostListError(
            f"{source}, line {rows.line_num + 1}: {error}",
            hint="look for a quotation mark that is not closed",
        ) from None


def _read_row(told: dict[str, str], defaults: GroupDefaults) -> Expected:
    check_host_name(told["name"])
    platform = told.get("system", "").lower() or defaults.platform
    if platform not in PLATFORMS:
        raise ValueError(f"system {platform!r} is none of {', '.join(PLATFORMS)}")
    at = told.get("at") or defaults.at
    if not _TIME_OF_DAY.fullmatch(at):
        raise ValueError(f"at {at!r} is not a time of day such as 20:00")
    if told.get("network"):
        check_network(told["network"])
    limits = defaults.limits
    every_h = _read_hours(told["every"]) if told.get("every") else limits.every_h
    quota = defaults.read_size(told["quota"]) if told.get("quota") else limits.quota_bytes
    paths = tuple(one.strip() for one in told.get("paths", "").replace("|", ";").split(";") if one.strip())
    return Expected(
        host=told["name"],
        until="",
        platform=platform,
        by=defaults.by,
        network=told.get("network", ""),
        paths=paths or defaults.paths,
        at=at,
        every_h=every_h,
        quota_bytes=quota,
        requests_per_minute=limits.requests_per_minute,
        uploads_per_minute=limits.uploads_per_minute,
    )


def _read_hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = 0.0
    if not 0.1 <= hours <= 8784:
        raise ValueError(f"every {text!r} is not a number of hours from 0.1 to 8784")
    return hours


@dataclass(frozen=True, slots=True)
class ExpectedGroup:
    """`files`: the bundle, by name. `known`: hosts of the list that the vault has; they are left out."""

    expected: Sequence[Expected]
    known: Sequence[str]
    until: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRequest:
    """A list of hosts to expect for a time. `base`: the address of the server; `bundle`: a new folder."""

    source: Path
    defaults: GroupDefaults
    bundle: Path
    base: str
    window_s: float


def expect_group(vault: Vault, request: GroupRequest) -> ExpectedGroup:
    """Expect the hosts of a list, and write their bundle. Run again it opens the window again.

    Raises: UsageError where the folder is not empty, the vault has no address or every host of the list, or
    the list cannot be read; HostListError; VaultError, also where the folder cannot be written; StoreError.
    """
    bundle = request.bundle
    if bundle.exists() and (not bundle.is_dir() or any(bundle.iterdir())):
        raise UsageError(f"{bundle} is not empty", hint="name a new folder with --bundle")
    if not request.base:
        raise UsageError("the vault has no address", hint="give --url, as the hosts reach the server")
    hosts = read_host_list(_read_text(request.source), str(request.source), request.defaults)
    group = _outline_group(vault, hosts, request)
    with _writing(bundle, group.files):
        vault.claims.expect(*group.expected)
    return group


def _outline_group(vault: Vault, hosts: Sequence[Expected], request: GroupRequest) -> ExpectedGroup:
    """The hosts as they are to be expected, and their bundle. Raises: UsageError where the vault has all."""
    until = format_time(vault.clock.now_ns() + int(request.window_s * NS_PER_S))
    there = {name.casefold() for name in vault.registry.hosts}
    fresh = [
        msgspec.structs.replace(host, until=until) for host in hosts if host.host.casefold() not in there
    ]
    known = [host.host for host in hosts if host.host.casefold() in there]
    if not fresh:
        raise UsageError(
            "the vault has every host of the list already",
            hint="`firstbell host rotate NAME` gives one a new credential",
        )
    bundled = [BundledHost(one.host, one.platform, one.paths, one.at) for one in fresh]
    certificate = read_certificate(vault, request.base)
    told_until = until[:16].replace("T", " ") + " UTC"
    files = render_bundle(request.base, bundled, certificate=certificate, until=told_until)
    return ExpectedGroup(fresh, known, until, files)


@contextmanager
def _writing(bundle: Path, files: Mapping[str, str]) -> Iterator[None]:
    """The files of a folder, which are gone again where one cannot be written or nobody can be expected.

    Raises: VaultError.
    """
    written: list[Path] = []
    try:
        bundle.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            # Windows reads a script with these marks as UTF-8
            create_file(bundle / name, text.encode("utf-8-sig" if name.endswith(".ps1") else "utf-8"))
            written.append(bundle / name)
        yield
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise VaultError(
                f"{error.filename or bundle}: {error.strerror}", hint="name a new folder with --bundle"
            ) from None
        raise


def _read_text(source: Path) -> str:
    try:
        return source.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{source}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{source} is not UTF-8", hint='save it as "CSV UTF-8"') from None


def list_claims(vault: Vault) -> list[HostClaims]:
    """Every host that is or was expected. Raises: VaultError."""
    return vault.claims.list()


def describe_claims(host: HostClaims, now_ns: int) -> dict[str, Any]:
    """One host, as `host claims --json` gives it."""
    return {
        "host": host.expected.host,
        "state": host.find_state(now_ns),
        "until": host.expected.until,
        "system": host.expected.platform,
        "network": host.expected.network,
        "claims": [
            {
                "id": one.id,
                "code": find_code(one.sha256, one.modulus),
                "address": one.address,
                "time": one.time,
                "confirmed": host.confirmed is not None and host.confirmed.claim == one.id,
            }
            for one in host.claims.values()
        ],
    }


def confirm_claim(vault: Vault, host: HostClaims, *, claim: Claimed, request: EnrolmentRequest) -> NewHost:
    """Take a claim: make the repository, write the credential down, seal the password for the host.

    `request` names the desk; the rest of it comes from what is expected of the host. One whose confirming was
    killed is confirmed to its end: it gets another password.

    Raises: UsageError where it was confirmed already; VaultError, StoreError, DeskError, EnvelopeError.
    """
    if host.confirmed is not None:
        raise UsageError(f"{claim.host} was confirmed already")
    expected = host.expected
    entry = HostAdded(
        host=expected.host,
        quota_bytes=expected.quota_bytes,
        requests_per_minute=expected.requests_per_minute,
        uploads_per_minute=expected.uploads_per_minute,
        every_h=expected.every_h,
    )
    # first, so that a key that cannot seal leaves nothing behind
    seal_envelope(int(claim.modulus, 16), b"")
    wanted = replace(request, entry=entry, paths=expected.paths, credential_sha256=claim.sha256)
    is_begun = any(one.digest.hex() == claim.sha256 for one in vault.registry.list_credentials(claim.host))
    made = renew_password(vault, wanted) if is_begun else enroll_host(vault, wanted)
    sealed = seal_envelope(int(claim.modulus, 16), made.password.encode())
    vault.claims.confirm(claim, sealed=base64.b64encode(sealed).decode(), by=request.login)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationRequest:
    """Claims to confirm: of the hosts named, or every one that waits. `code`: what the one machine shows.

    Raises: UsageError where no host is named, or some are and all; for a code of several.
    """

    hosts: Sequence[str] = ()
    everything: bool = False
    code: str = ""

    def __post_init__(self) -> None:
        if self.everything == bool(self.hosts):
            raise UsageError("name hosts, or give --all", hint="`firstbell host claims` shows who waits")
        if self.code and len(self.hosts) != 1:
            raise UsageError("--code goes with the name of one host")


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Hosts that are confirmed now, and those left out since two machines claim their name.

    `problems`: why firstbell.toml does not name a host that is confirmed, by host.
    """

    confirmed: Sequence[str]
    contested: Sequence[str]
    problems: Mapping[str, str]


def confirm_claims(
    vault: Vault,
    request: ConfirmationRequest,
    *,
    enrolment: Callable[[], EnrolmentRequest],
    tell: Callable[[str], None] = lambda _: None,
) -> Confirmations:
    """Confirm claims; all are looked up before the first is confirmed. `tell`: called with each host.

    `enrolment`: asked for the desk that gets a key in each repository; its entry is not looked at.

    Raises: UnknownClaimError; as `confirm_claim`.
    """
    contested: list[str] = []
    if request.everything:
        now_ns = vault.clock.now_ns()
        states = [(host, host.find_state(now_ns)) for host in list_claims(vault)]
        chosen = [host for host, state in states if state == "waiting"]
        contested = [host.expected.host for host, state in states if state == "contested"]
    else:
        chosen = [vault.claims.find(name) for name in request.hosts]
    picked = [(host, host.pick(request.code)) for host in chosen]
    confirmed, problems = [], {}
    for host, claim in picked:
        made = confirm_claim(vault, host, claim=claim, request=enrolment())
        tell(made.host)
        confirmed.append(made.host)
        if made.problem:
            problems[made.host] = made.problem
    return Confirmations(confirmed, contested, problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissalRequest:
    """A claim to dismiss, by the code its machine shows; "": the host is expected no more. `by`: who asks."""

    host: str
    why: str
    by: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """The host as it is expected, and the id of the claim that was dismissed; "" for the host itself."""

    host: str
    claim: str


def dismiss_claim(vault: Vault, request: DismissalRequest) -> Dismissal:
    """Dismiss a claim, or expect a host no more.

    Raises: UsageError where the host was confirmed already; UnknownClaimError, VaultError.
    """
    name = request.host
    host = vault.claims.find(name)
    if host.confirmed is not None:
        raise UsageError(f"{name} was confirmed already", hint=f"`firstbell host remove {name}` ends it")
    claim = host.pick(request.code).id if request.code else ""
    vault.claims.dismiss(host.expected.host, claim=claim, why=request.why, by=request.by)
    return Dismissal(host.expected.host, claim)
