"""The district's identity provider: what it offers, and who it says somebody is.

OpenID Connect Core 1.0, the code flow with PKCE (RFC 7636, S256). All of it needs the network, so it runs in
a child; a token is believed only after its signature, issuer, audience, nonce and times were checked.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt
import msgspec
import urllib3

from firstbell.base.clock import NS_PER_S
from firstbell.base.errors import UNREADABLE
from firstbell.console.errors import ConsoleError
from firstbell.console.settings import is_loopback
from firstbell.desk.configuration import DistrictSignIn

BACK_PATH = "/sign-in/district/back"
_TIMEOUT = urllib3.Timeout(connect=5.0, read=10.0)
_MOST_BYTES = 1 << 20
# how far the provider's clock may be from ours
_LEEWAY_S = 60
_MOST_GROUPS = 2000
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")


class ProviderError(ConsoleError):
    """The identity provider does not answer as OpenID Connect has it, or is not set up rightly."""

    code = "console.identity_provider"


class IdentityTokenError(ConsoleError):
    """A token of the identity provider does not hold."""

    code = "console.identity_token"


class ProviderOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider says of itself. Addresses: where people sign in, where codes are changed, its keys."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: list[str] = msgspec.field(
        default_factory=lambda: ["client_secret_basic"]
    )
    authorization_response_iss_parameter_supported: bool = False


class ForeignIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is. `account`: SHA-256 of issuer and subject; `groups`: None if untold."""

    account: str
    groups: list[str] | None = None


@dataclass(frozen=True)
class IdentityProvider:
    """One provider, as the desk's configuration names it. `redirect`: where browsers come back to."""

    settings: DistrictSignIn
    redirect: str
    secret: str = field(default="", repr=False)
    ca_file: str = ""

    @property
    def host(self) -> str:
        """Its name, as people see it in the address line."""
        return urlsplit(self.settings.issuer).netloc

    def find_offer(self) -> ProviderOffer:
        """Ask what it offers. Raises: ProviderError."""
        address = self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
        try:
            offer = msgspec.json.decode(self._fetch("GET", address), type=ProviderOffer)
        except UNREADABLE as error:
            raise ProviderError(
                f"{self.host} does not describe itself as OpenID Connect has it: {error}"
            ) from None
        if offer.issuer != self.settings.issuer:
            raise ProviderError(
                f"{self.host} calls itself {offer.issuer}",
                hint="write it so in sign_in.issuer, if that is the provider you mean",
            )
        for place in (offer.authorization_endpoint, offer.token_endpoint, offer.jwks_uri):
            check_address(place, "an address of the identity provider")
        return offer

    def make_address(self, offer: ProviderOffer, *, state: str, nonce: str, verifier: str) -> str:
        """Where a browser is sent."""
        challenge = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": self.redirect,
            "scope": " ".join(dict.fromkeys(("openid", *self.settings.scopes))),
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in offer.authorization_endpoint else "?"
        return f"{offer.authorization_endpoint}{joint}{urlencode(asked)}"

    def identify(
        self, offer: ProviderOffer, code: str, *, nonce: str, verifier: str, now_ns: int
    ) -> ForeignIdentity:
        """Change a code for a token, and read it. Raises: ProviderError, IdentityTokenError."""
        token = self._change_code(offer, code, verifier)
        keys = self._fetch("GET", offer.jwks_uri)
        claims = self._check(token, keys)
        _check_claims(claims, client=self.settings.client_id, nonce=nonce, now_s=now_ns / NS_PER_S)
        named = f"{offer.issuer}\0{claims['sub']}".encode()
        return ForeignIdentity(account=hashlib.sha256(named).hexdigest(), groups=self._find_groups(claims))

    def _change_code(self, offer: ProviderOffer, code: str, verifier: str) -> str:
        client, secret = self.settings.client_id, self.secret
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect,
            "code_verifier": verifier,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if secret and "client_secret_basic" in offer.token_endpoint_auth_methods_supported:
            # RFC 6749 section 2.3.1: both as a form encodes them
            pair = f"{quote(client, safe='')}:{quote(secret, safe='')}".encode()
            headers["Authorization"] = "Basic " + base64.b64encode(pair).decode()
        else:
            form |= {"client_id": client, **({"client_secret": secret} if secret else {})}
        told = _read_object(self._fetch("POST", offer.token_endpoint, urlencode(form), headers), self.host)
        token = told.get("id_token")
        if not isinstance(token, str):
            raise ProviderError(f"{self.host} gave no token that says who signed in")
        return token

    def _check(self, token: str, keys: bytes) -> dict[str, Any]:
        """The claims of a token that one of the provider's keys signed for us."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in _ALGORITHMS:
                raise IdentityTokenError(
                    f"the token of {self.host} is signed by {header.get('alg')!s}, which is not taken"
                )
            claims: dict[str, Any] = jwt.decode(
                token,
                _choose_key(header, _read_object(keys, self.host)),
                algorithms=_ALGORITHMS,
                audience=self.settings.client_id,
                issuer=self.settings.issuer,
                # times are held against the console's own clock, below
                options={
                    "require": list(_REQUIRED),
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "enforce_minimum_key_length": True,
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise IdentityTokenError(f"the token of {self.host} does not hold: {error}") from None
        return claims

    def _find_groups(self, claims: dict[str, Any]) -> list[str] | None:
        told = claims.get(self.settings.groups_claim)
        told = [told] if isinstance(told, str) else told
        if not isinstance(told, list) or len(told) > _MOST_GROUPS:
            return None
        return [one for one in told if isinstance(one, str)]

    def _fetch(
        self, method: str, address: str, body: str = "", headers: dict[str, str] | None = None
    ) -> bytes:
        """What an address answers; no redirect is followed. Raises: ProviderError."""
        told: bytes
        try:
            with urllib3.PoolManager(retries=False, timeout=_TIMEOUT, ca_certs=self.ca_file or None) as pool:
                reply = pool.request(
                    method, address, body=body or None, headers=headers, redirect=False, preload_content=False
                )
                told = reply.read(_MOST_BYTES + 1, decode_content=True)
                reply.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise ProviderError(
                f"{self.host} cannot be reached: {type(error).__name__}",
                hint="sign in with your passkey, a code or a one-time link",
            ) from None
        if reply.status != 200 or len(told) > _MOST_BYTES:
            raise ProviderError(
                f"{self.host} answered {reply.status}{_name_refusal(told)}",
                hint="begin again; if it stays so, look at the client in the identity provider's settings",
            )
        return told


def open_provider(settings: DistrictSignIn, desk: Path, origin: str) -> IdentityProvider:
    """The provider that a desk names. `origin`: of the console. Raises: ProviderError."""
    check_address(settings.issuer, "sign_in.issuer")
    secret = ""
    if settings.client_secret_file:
        path = desk / settings.client_secret_file
        try:
            secret = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ProviderError(
                f"sign_in.client_secret_file: {path} cannot be read", hint=str(error)
            ) from None
        if not secret:
            raise ProviderError(f"sign_in.client_secret_file: {path} is empty")
    ca_file = str(desk / settings.ca_file) if settings.ca_file else ""
    if ca_file and not Path(ca_file).is_file():
        raise ProviderError(f"sign_in.ca_file: there is no file {ca_file}")
    return IdentityProvider(settings, origin + BACK_PATH, secret, ca_file)


def check_address(address: str, what: str) -> None:
    """Raises: ProviderError for an address that others on the network can read or change."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise ProviderError(f"{what}: {address!r} is no address") from None
    if parts.scheme == "https" and host and not parts.fragment:
        return
    if parts.scheme == "http" and is_loopback(host) and not parts.fragment:
        return
    raise ProviderError(f"{what}: {address!r} does not begin with https://")


def _choose_key(header: dict[str, Any], told: dict[str, Any]) -> jwt.PyJWK:
    """The one key that may have signed. Raises: IdentityTokenError, jwt.PyJWTError."""
    alg, kid = header["alg"], header.get("kid")
    fitting = [
        one
        for one in told.get("keys") or ()
        if isinstance(one, dict)
        and one.get("kty") in {"RSA", "EC", "OKP"}
        and one.get("use", "sig") == "sig"
        and one.get("alg", alg) == alg
        and (kid is None or one.get("kid") == kid)
    ]
    if len(fitting) != 1:
        raise IdentityTokenError("no single key of the identity provider fits the token")
    return jwt.PyJWK(fitting[0], algorithm=alg)


def _check_claims(claims: dict[str, Any], *, client: str, nonce: str, now_s: float) -> None:
    """What the library leaves to us: OpenID Connect Core 1.0, 3.1.3.7. Raises: IdentityTokenError."""
    told = claims["nonce"]
    if not isinstance(told, str) or not hmac.compare_digest(told.encode(), nonce.encode()):
        raise IdentityTokenError("the token belongs to another sign-in")
    audience = claims["aud"]
    if claims.get("azp", client) != client or (
        isinstance(audience, list) and len(audience) > 1 and "azp" not in claims
    ):
        raise IdentityTokenError("the token was made for another program")
    times = [claims["exp"], claims["iat"], claims.get("nbf", 0)]
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in times):
        raise IdentityTokenError("a time of the token is no number")
    if now_s > times[0] + _LEEWAY_S:
        raise IdentityTokenError("the token has expired; the clocks of both machines may differ")
    if max(times[1:]) > now_s + _LEEWAY_S:
        raise IdentityTokenError("the token is of the future; the clocks of both machines differ")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise IdentityTokenError("the token names nobody")


def _read_object(data: bytes, host: str) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise ProviderError(f"{host} did not answer with an object of JSON")
    return told


def _name_refusal(data: bytes) -> str:
    """The provider's own word for what is wrong: RFC 6749 section 5.2 has letters and underscores."""
    try:
        told = json.loads(data).get("error", "")
    except (*UNREADABLE, AttributeError):
        return ""
    return f": {told}" if isinstance(told, str) and told.replace("_", "").isalnum() and len(told) < 60 else ""
