"""A host that begins to push to a vault, or ends: entry, repository, credential, and the desk's file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from firstbell.actions.vault.agents import Access
from firstbell.base.clock import format_time
from firstbell.crypto.derivation import ScryptParameters
from firstbell.desk import CONFIGURATION_NAME, DeskError, Host, RepositoryAddress
from firstbell.desk.amendment import check_amendable, enter_host, strike_host
from firstbell.desk.recovery import make_passphrase
from firstbell.repository import Repository
from firstbell.repository.format.keyfile import KeyOrigin
from firstbell.repository.keys import add_key
from firstbell.store import Kind
from firstbell.vault import CERTIFICATE, NewCredential, Vault, VaultStore
from firstbell.vault.entries import HostAdded, HostChanged
from firstbell.vault.registry import VaultHost


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """A host to add. `password_file`: of the desk's key in the vault's repositories; `login`: who asks.

    `credential_sha256`: of the credential that the host made itself; "" where one is to be made.
    """

    entry: HostAdded
    paths: tuple[str, ...]
    desk: Path
    desk_password: str
    password_file: Path
    login: str
    credential_sha256: str = ""


@dataclass(frozen=True, slots=True)
class NewHost:
    """What was made. `password`: of the repository. `is_entered`: whether firstbell.toml names the host.

    `problem`: why it does not though there is one, "" otherwise; the password is told all the same.
    """

    host: str
    credential: NewCredential
    password: str
    is_entered: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Retirement:
    """A host that ended. `systems`: those that still lie on it, for which it stays in firstbell.toml."""

    host: str
    revoked: tuple[str, ...]
    systems: tuple[str, ...]


def enroll_host(vault: Vault, request: EnrolmentRequest) -> NewHost:
    """Add a host: when this returns its repository is there, and the desk has a key of its own in it.

    One whose making was killed before it had a repository is made to its end. A desk with a firstbell.toml
    has the host in it; one whose firstbell.toml cannot be changed is refused before anything is made.

    Raises: InvalidHostNameError, HostExistsError, VaultError, StoreError, DeskError.
    """
    _check_desk(request)
    host = request.entry.host
    if not (host in vault.registry.hosts and not vault.open_place(host).exists(Kind.CONFIG, "config")):
        vault.add_host(request.entry)
    password = make_passphrase()
    repository = Repository.init(VaultStore(vault, host), password)
    origin = KeyOrigin(format_time(vault.clock.now_ns()), request.login, "firstbell-desk", ScryptParameters())
    add_key(repository.store, repository.key.master, password=request.desk_password, origin=origin)
    if request.credential_sha256:
        credential = vault.accept_credential(host, request.credential_sha256, note="claimed")
    else:
        credential = vault.add_credential(host, "append")
    return NewHost(host, credential, password, *_enter(vault, request))


def give_access(vault: Vault, made: NewHost, *, base: str) -> Access:
    """What the host needs to know. `base`: the address of the server, as the host reaches it."""
    return Access(
        host=made.host,
        url=f"rest:{base}{made.host}/",
        user=made.credential.user,
        credential=made.credential.secret,
        password=made.password,
        certificate=read_certificate(vault, base),
    )


def read_certificate(vault: Vault, base: str) -> str:
    """The certificate that hosts trust, PEM; "" where the server is reached without TLS, or has another."""
    certificate = vault.folder / CERTIFICATE
    return certificate.read_text() if base.startswith("https:") and certificate.exists() else ""


def renew_password(vault: Vault, request: EnrolmentRequest) -> NewHost:
    """Give a host that is there another password of its repository, which the desk's key opens.

    For one whose first was lost before it was told.

    Raises: WrongPasswordError, VaultError, StoreError, DeskError.
    """
    _check_desk(request)
    host = request.entry.host
    password = make_passphrase()
    repository = Repository.open(VaultStore(vault, host), request.desk_password)
    origin = KeyOrigin(format_time(vault.clock.now_ns()), request.login, host, ScryptParameters())
    add_key(repository.store, repository.key.master, password=password, origin=origin)
    credential = vault.registry.list_credentials(host)[-1]
    return NewHost(host, NewCredential(credential.id, host, ""), password, *_enter(vault, request))


def _check_desk(request: EnrolmentRequest) -> None:
    """Raises: DeskError where the desk has a firstbell.toml that the host cannot be named in."""
    if (request.desk / CONFIGURATION_NAME).exists():
        check_amendable(request.desk)


def _enter(vault: Vault, request: EnrolmentRequest) -> tuple[bool, str]:
    """Name the host and its repository in firstbell.toml, where the desk has one; why it was not done.

    The password that was made is known to nobody yet: no fault of the file may cost it.
    """
    if not (request.desk / CONFIGURATION_NAME).exists():
        return False, ""
    entry = request.entry
    try:
        enter_host(
            request.desk,
            Host(name=entry.host, repository=entry.host, every_h=entry.every_h, paths=request.paths),
            address_host(vault, entry.host, desk=request.desk, password_file=request.password_file),
        )
    except DeskError as error:
        return False, str(error)
    return True, ""


def address_host(vault: Vault, host: str, *, desk: Path, password_file: Path) -> RepositoryAddress:
    """A host's repository in the vault, as firstbell.toml names it. `password_file`: of the desk's key."""
    absolute = password_file.absolute()
    if absolute.is_relative_to(desk.absolute()):
        absolute = absolute.relative_to(desk.absolute())
    return RepositoryAddress(name=host, url=str(vault.locate(host).absolute()), password_file=str(absolute))


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLimits:
    """What is to hold for a host from here on; None leaves it as it is. 0: no limit."""

    quota_bytes: int | None = None
    requests_per_minute: int | None = None
    uploads_per_minute: int | None = None
    every_h: float | None = None


def change_host(vault: Vault, name: str, limits: HostLimits) -> VaultHost:
    """Change what holds for a host; how it stands then. Raises: UnknownHostError, VaultError."""
    known = vault.registry.find_host(name)
    wanted = {field: value for field, value in asdict(limits).items() if value is not None}
    told = {field: getattr(known, field) for field in asdict(limits)} | wanted
    if wanted:
        vault.change_host(HostChanged(host=name, **told))
    return vault.registry.find_host(name)


def retire_host(vault: Vault, name: str, *, desk: Path, why: str) -> Retirement:
    """End a host: its credentials are revoked, no backup is expected of it, and firstbell.toml drops it.

    What it sent stays, and can be restored. Raises: UnknownHostError, VaultError, DeskError.
    """
    known = vault.registry.find_host(name)
    now_ns = vault.clock.now_ns()
    ended = [one for one in vault.registry.list_credentials(name) if one.is_valid(now_ns)]
    for credential in ended:
        vault.revoke(credential, why=why)
    if known.every_h:
        vault.change_host(
            HostChanged(
                host=name,
                quota_bytes=known.quota_bytes,
                requests_per_minute=known.requests_per_minute,
                uploads_per_minute=known.uploads_per_minute,
                every_h=0.0,
            )
        )
    systems = strike_host(desk, name) if (desk / CONFIGURATION_NAME).exists() else []
    return Retirement(name, tuple(one.id for one in ended), tuple(systems))
