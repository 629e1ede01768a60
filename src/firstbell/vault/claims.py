"""Hosts that are expected and claim their own credential, as journal claims.jsonl tells.

See docs/protocols/claims.md. The journal is made when the first host is expected; before that there is none.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from contextlib import suppress
from typing import Annotated, Literal

import msgspec

from firstbell.base.clock import format_time, parse_time
from firstbell.store.errors import ObjectExistsError
from firstbell.vault.errors import ClaimClosedError, ClaimTakenError, TooManyClaimsError, UnknownClaimError
from firstbell.vault.journal import Journal, JournalEntry, create_journal
from firstbell.vault.registry import make_credential_id
from firstbell.vault.shared_journal import JournalFolder

NAME = "claims"
MOST_CLAIMS = 4
_CLOSED = "no claim of this host is open"
_Count = Annotated[int, msgspec.Meta(ge=0)]


class Expected(JournalEntry, frozen=True, tag="expected"):
    """A host that may claim a credential until a time. The rest is what will hold for it."""

    host: str
    until: str
    platform: str
    by: str
    network: str = ""
    paths: tuple[str, ...] = ()
    at: str = "20:00"
    every_h: float = 24.0
    quota_bytes: _Count = 0
    requests_per_minute: _Count = 0
    uploads_per_minute: _Count = 0


class Claimed(JournalEntry, frozen=True, tag="claimed"):
    """A claim. `sha256`: of the credential; `modulus`: of the host's RSA key, hex."""

    host: str
    id: str
    sha256: str
    modulus: str
    address: str = ""


class Confirmed(JournalEntry, frozen=True, tag="confirmed"):
    """A claim that a person took. `sealed`: the repository's password for the host's key, base64."""

    host: str
    claim: str
    sealed: str
    by: str


class Dismissed(JournalEntry, frozen=True, tag="dismissed"):
    """A claim that a person refused; "" for the host itself, which is expected no more."""

    host: str
    claim: str
    why: str
    by: str


ClaimEntry = Expected | Claimed | Confirmed | Dismissed
State = Literal["expected", "waiting", "contested", "confirmed", "late"]


def find_code(sha256: str, modulus: str) -> str:
    """What host and desk show of a claim, such as `9F3A-01BC`."""
    digits = hashlib.sha256(f"{sha256}\n{modulus}".encode()).hexdigest()[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


class HostClaims(msgspec.Struct):
    """One expected host. `claims`: those that stand, by id; `ended`: ids of those that were dismissed."""

    expected: Expected
    claims: dict[str, Claimed] = msgspec.field(default_factory=dict)
    confirmed: Confirmed | None = None
    ended: dict[str, Claimed] = msgspec.field(default_factory=dict)

    def is_open(self, now_ns: int) -> bool:
        """Whether its window is open."""
        return now_ns < parse_time(self.expected.until)

    def find_state(self, now_ns: int) -> State:
        """What is to be done about it."""
        if self.confirmed:
            return "confirmed"
        if len(self.claims) > 1:
            return "contested"
        if self.claims:
            return "waiting"
        return "expected" if self.is_open(now_ns) else "late"

    def pick(self, code: str) -> Claimed:
        """The claim that is meant; without a code the only one. Raises: UnknownClaimError."""
        found = [
            one for one in self.claims.values() if code.upper() in ("", find_code(one.sha256, one.modulus))
        ]
        name = self.expected.host
        if not found:
            what = f"with the code {code}" if code else "yet"
            raise UnknownClaimError(
                f"{name} has no claim {what}", hint="`firstbell host claims` shows the claims"
            )
        if len(found) > 1:
            codes = ", ".join(find_code(one.sha256, one.modulus) for one in found)
            raise UnknownClaimError(
                f"{len(found)} machines claim to be {name}: {codes}",
                hint="ask at the machine which code it shows, then give --code",
            )
        return found[0]


class ClaimBook:
    """The claims of one vault. Thread-safe as the journal is; several processes may have it open."""

    def __init__(self, journals: JournalFolder) -> None:
        self._journals = journals
        self._clock = journals.clock
        self._journal: Journal[ClaimEntry] | None = None
        self._hosts: dict[str, HostClaims] = {}

    def refresh(self) -> None:
        """Take in what others wrote. Raises: VaultError."""
        if self._journal is None:
            if not (self._journals.folder / f"{NAME}.jsonl").exists():
                return
            self._journal = self._journals.open(NAME, ClaimEntry, self._apply)
        self._journal.refresh()

    def close(self) -> None:
        """Let go of the journal."""
        if self._journal is not None:
            self._journal.close()

    def _apply(self, entry: ClaimEntry) -> None:
        key = entry.host.casefold()
        if isinstance(entry, Expected):
            known = self._hosts.get(key)
            if known is None or known.confirmed:
                self._hosts[key] = HostClaims(entry)
            else:
                known.expected = entry
            return
        host = self._hosts.get(key)
        if host is None:
            return
        if isinstance(entry, Claimed):
            host.claims[entry.id] = entry
        elif isinstance(entry, Confirmed):
            host.confirmed = entry
        elif not entry.claim:
            del self._hosts[key]
        elif entry.claim in host.claims:
            host.ended[entry.claim] = host.claims.pop(entry.claim)

    def list(self) -> list[HostClaims]:
        """Every host that is, or was, expected, by name. Raises: VaultError."""
        self.refresh()
        return [self._hosts[key] for key in sorted(self._hosts)]

    def find(self, host: str) -> HostClaims:
        """Raises: UnknownClaimError; VaultError."""
        self.refresh()
        try:
            return self._hosts[host.casefold()]
        except KeyError:
            raise UnknownClaimError(
                f"no host {host!r} is expected", hint="`firstbell host add --from hosts.csv` expects hosts"
            ) from None

    def expect(self, *entries: Expected) -> None:
        """Open the window for hosts. Raises: VaultError, StoreError."""
        with suppress(ObjectExistsError):
            made = format_time(self._clock.now_ns())
            create_journal(self._journals.folder, NAME, vault_id=self._journals.vault_id, made=made)
        self._append(*entries)

    def claim(self, host: str, *, sha256: str, modulus: str, address: str) -> Claimed:
        """Write a claim down; the same one again is the one that stands.

        Raises: ClaimClosedError, ClaimTakenError, TooManyClaimsError, VaultError.
        """
        self.refresh()
        known = self._hosts.get(host.casefold())
        if known is None or not known.is_open(self._clock.now_ns()):
            raise ClaimClosedError(_CLOSED)
        same = next((one for one in known.claims.values() if one.sha256 == sha256), None)
        if same is not None and same.modulus == modulus:
            return same
        if known.confirmed:
            raise ClaimTakenError(f"the credential of {known.expected.host} was claimed already")
        if same is not None or not _is_within(address, known.expected.network):
            raise ClaimClosedError(_CLOSED)
        if len(known.claims) + len(known.ended) >= MOST_CLAIMS:
            raise TooManyClaimsError(f"{known.expected.host} was claimed too often")
        claimed = Claimed(
            host=known.expected.host,
            id=make_credential_id(),
            sha256=sha256,
            modulus=modulus,
            address=address,
        )
        self._append(claimed)
        return claimed

    def confirm(self, claim: Claimed, *, sealed: str, by: str) -> None:
        """Take a claim: what was sealed is handed to its host. Raises: VaultError."""
        self._append(Confirmed(host=claim.host, claim=claim.id, sealed=sealed, by=by))

    def dismiss(self, host: str, *, claim: str, why: str, by: str) -> None:
        """Refuse a claim, or ("") expect the host no more. Raises: VaultError."""
        self._append(Dismissed(host=host, claim=claim, why=why, by=by))

    def _append(self, *entries: ClaimEntry) -> None:
        self.refresh()
        assert self._journal is not None
        self._journal.append(*entries)


def check_network(text: str) -> None:
    """Raises: ValueError unless it names an address, or a range of addresses such as 10.4.0.0/16."""
    ipaddress.ip_network(text, strict=False)


def _is_within(address: str, network: str) -> bool:
    if not network:
        return True
    plain = re.sub(r"^::ffff:(?=\d+\.)", "", address)
    try:
        return ipaddress.ip_address(plain) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
