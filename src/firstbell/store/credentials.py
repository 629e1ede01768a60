"""Who we are to a server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.deferral import defer
from firstbell.store.errors import UnreachableServerError

if TYPE_CHECKING:
    import ssl
else:
    ssl = defer("ssl")

# what AWS's own tools read from the environment, and what is made use of here
AWS_VARIABLES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_CONFIG_FILE",
)
# what restic reads of Azure's, Backblaze's and Google's; B2_S3_ENDPOINT is ours
CLOUD_VARIABLES = (
    "AZURE_ACCOUNT_NAME",
    "AZURE_ACCOUNT_KEY",
    "AZURE_ACCOUNT_SAS",
    "AZURE_ENDPOINT_SUFFIX",
    "AZURE_FORCE_CLI_CREDENTIAL",
    "B2_ACCOUNT_ID",
    "B2_ACCOUNT_KEY",
    "B2_S3_ENDPOINT",
    "GOOGLE_ACCESS_TOKEN",
    "GOOGLE_APPLICATION_CREDENTIALS",
)


def hide_secret(address: str) -> str:
    """An address as it may be shown: a user and a password are for no screen and no log.

    >>> hide_secret("rest:https://office:p@ss/word@vault.example/office/")
    'rest:https://...@vault.example/office/'
    """
    return re.sub(r"//.*@", "//...@", address)


def require_certificates(ca_file: Path | None) -> None:
    """Raises: UnreachableServerError where certificates to trust are named and cannot be read."""
    try:
        if ca_file is not None:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(ca_file)
        return
    except FileNotFoundError:
        problem = f"there is no file {ca_file}"
    except ssl.SSLError:
        problem = f"{ca_file} holds no certificate in PEM form (it begins with -----BEGIN CERTIFICATE-----)"
    except OSError as error:
        problem = f"{ca_file}: {error.strerror}"
    raise UnreachableServerError(problem, hint="name the server's certificate (PEM) with --cacert")


class Credentials(msgspec.Struct, frozen=True):
    """Of basic authentication. `ca_file`: certificates to trust instead of the system's, for S3 beside them.
    `aws`: values of AWS_VARIABLES, for S3. `cloud`: values of CLOUD_VARIABLES.
    """

    username: str | None = None
    password: str | None = None
    ca_file: Path | None = None
    aws: Mapping[str, str] = msgspec.field(default_factory=dict)
    cloud: Mapping[str, str] = msgspec.field(default_factory=dict)

    def __repr__(self) -> str:
        known = f"aws={sorted(self.aws)}, cloud={sorted(self.cloud)}"
        return f"Credentials({self.username!r}, ca_file={self.ca_file!r}, {known})"
