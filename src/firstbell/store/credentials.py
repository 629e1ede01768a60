"""Who we are to a server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

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
