"""One S3 server, spoken to as somebody: obstore moves the bytes, boto3 asks what obstore cannot.

Who somebody is is found as AWS's own tools find it: keys, else a profile of the shared files, else the
role of the machine. Both libraries take long to load, so this module is loaded when an address says `s3:`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from obstore.auth.boto3 import Boto3CredentialProvider
from obstore.store import S3Store

from firstbell import __version__
from firstbell.store.credentials import Credentials, require_certificates
from firstbell.store.errors import StoreError
from firstbell.store.patience import Patience
from firstbell.store.s3_address import S3Address
from firstbell.store.s3_faults import ERRORS, Retrier
from firstbell.store.s3_settings import S3Settings

if TYPE_CHECKING:
    from obstore.store import ClientConfig

_FALLBACK_REGION = "us-east-1"
# a pack of 16 MB takes two minutes where the line carries 1 Mbit/s
_LONGEST_REQUEST = timedelta(minutes=30)


class NoCredentialsError(StoreError):
    """Nobody said who we are to the server."""

    code = "store.no_credentials"


class S3Session:
    """Connections to the server of an address. `client`: boto3's. Thread-safe once made."""

    def __init__(
        self,
        address: S3Address,
        credentials: Credentials,
        settings: S3Settings,
        *,
        patience: Patience | None = None,
    ) -> None:
        require_certificates(credentials.ca_file)
        self.patience = patience or Patience()
        self._address = address
        self._credentials = credentials
        self._is_virtual = _wants_virtual_host(address, settings)
        self._has_checksums = _wants_checksums(address, settings)
        try:
            self._session = _log_in(credentials)
            if self._session.get_credentials() is None:
                raise NoCredentialsError(
                    f"{address.url}: there are no access keys for it",
                    hint="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
                )
            self._provider = Boto3CredentialProvider(self._session)
            region = settings.region or self._session.region_name
            self.region = region or _guess_region(address) or self._ask_region()
            self.client = self._make_client(self.region)
        except BotoCoreError as error:
            raise NoCredentialsError(
                f"{address.url}: {error}", hint="check AWS_PROFILE and its files"
            ) from None

    def make_retrier(self, url: str) -> Retrier:
        """The patience that all requests share, for an address to be named in errors."""
        return Retrier(url, self.patience)

    def open_bucket(self, bucket: str, *, is_upload: bool) -> S3Store:
        """A bucket as obstore sees it, for uploads or for all else: their time limits differ."""
        limits: ClientConfig = {
            "connect_timeout": timedelta(seconds=self.patience.connect_s),
            "timeout": _LONGEST_REQUEST,
        }
        if not is_upload:
            # it would run while an upload is sent, too, which has no answer to read yet
            limits["read_timeout"] = timedelta(seconds=self.patience.read_s)
        if self._credentials.ca_file:
            limits["root_certificate"] = self._credentials.ca_file.read_bytes()
        endpoint = self._find_endpoint(bucket)
        return S3Store(
            bucket,
            config={
                "endpoint": endpoint,
                "aws_endpoint_url_s3": endpoint,  # else one in the environment comes before ours
                "region": self.region,
                "virtual_hosted_style_request": self._is_virtual,
                **({"checksum_algorithm": "SHA256"} if self._has_checksums else {}),
                "disable_bulk_delete": True,
            },
            client_options={"allow_http": True, "user_agent": f"firstbell/{__version__}", **limits},
            # tried again by us: only we know that an upload named by its hash may be repeated
            retry_config={"max_retries": 0, "retry_timeout": timedelta(0)},
            credential_provider=self._provider,
        )

    def _find_endpoint(self, bucket: str) -> str:
        host = self._address.host
        if self._address.is_amazon:
            host = f"s3.{self.region}.amazonaws.com{'.cn' if host.endswith('.cn') else ''}"
        scheme = "https" if self._address.is_secure else "http"
        return f"{scheme}://{bucket}.{host}" if self._is_virtual else f"{scheme}://{host}"

    def _make_client(self, region: str) -> Any:
        style = "virtual" if self._is_virtual else "path"
        return self._session.client(
            "s3",
            region_name=region,
            endpoint_url=None if self._address.is_amazon else self._address.endpoint,
            verify=str(self._credentials.ca_file) if self._credentials.ca_file else None,
            config=Config(
                s3={"addressing_style": style},
                connect_timeout=self.patience.connect_s,
                read_timeout=self.patience.read_s,
                retries={"total_max_attempts": 1},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                max_pool_connections=16,
                # the address says where, not a variable
                ignore_configured_endpoint_urls=True,
            ),
        )

    def _ask_region(self) -> str:
        """Where the server says that the bucket is; a usual name where it does not say."""
        client = self._make_client(_FALLBACK_REGION)
        try:
            answer = client.get_bucket_location(Bucket=self._address.bucket)
        except ERRORS:
            # not there yet, or not ours to ask; a way that fails is told by what goes it next
            return _FALLBACK_REGION
        found = answer.get("LocationConstraint") or _FALLBACK_REGION
        return "eu-west-1" if found == "EU" else str(found)


def _log_in(credentials: Credentials) -> boto3.Session:
    known = credentials.aws
    has_keys = "AWS_ACCESS_KEY_ID" in known
    session = botocore.session.Session(profile=None if has_keys else known.get("AWS_PROFILE"))
    for name in ("shared_credentials_file", "config_file"):
        if f"AWS_{name.upper()}" in known:
            variable = "credentials_file" if name == "shared_credentials_file" else name
            session.set_config_variable(variable, known[f"AWS_{name.upper()}"])
    if has_keys:
        session.set_credentials(
            known["AWS_ACCESS_KEY_ID"],
            known.get("AWS_SECRET_ACCESS_KEY", ""),
            known.get("AWS_SESSION_TOKEN"),
        )
    region = known.get("AWS_REGION") or known.get("AWS_DEFAULT_REGION")
    return boto3.Session(botocore_session=session, region_name=region)


def _wants_virtual_host(address: S3Address, settings: S3Settings) -> bool:
    if settings.lookup != "auto":
        return settings.lookup == "dns"
    # the server's certificate does not cover a name with one more dot
    return address.is_amazon and "." not in address.bucket


def _wants_checksums(address: S3Address, settings: S3Settings) -> bool:
    if settings.checksums != "auto":
        return settings.checksums == "on"
    # Backblaze refuses the header; the signature holds the hash of what is sent in any case
    return not address.is_backblaze


def _guess_region(address: S3Address) -> str | None:
    """The region in names such as s3.eu-west-1.amazonaws.com and s3.us-west-004.backblazeb2.com."""
    if address.is_backblaze:
        return address.host.removesuffix(".backblazeb2.com").removeprefix("s3.")
    if not address.is_amazon:
        return None
    parts = address.host.split(".amazonaws.com")[0].replace("s3-", "s3.").split(".")
    return parts[-1] if parts[-1].count("-") >= 2 else None
