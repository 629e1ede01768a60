"""A real S3 server for the tests: Ceph's radosgw, one for a whole run, shared by its workers."""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from firstbell.store import Store
from firstbell.store.credentials import Credentials
from firstbell.store.patience import Patience
from firstbell.store.s3_address import S3Address
from firstbell.store.s3_factory import open_s3
from firstbell.store.s3_settings import S3Settings
from tests.conftest import S3_PEERS

SCRIPT = Path(__file__).parents[2] / "scripts" / "radosgw.sh"

RETENTION_LEFT = datetime.timedelta(seconds=3)  # a busy server may take a second to hear of it


@dataclass(frozen=True)
class S3Server:
    """A server and its owner's keys."""

    folder: Path
    endpoint: str
    access_key: str
    secret_key: str

    def find_address(self, bucket: str, prefix: str = "") -> str:
        """What follows `-r`."""
        return f"s3:{self.endpoint}/{bucket}" + (f"/{prefix}" if prefix else "")

    @property
    def variables(self) -> dict[str, str]:
        return {
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def open(self, bucket: str, prefix: str = "", **options: str) -> Store:
        """Our store of a bucket; `options` as in `-o s3.NAME`, with `_` for `-`."""
        settings = {f"s3.{name.replace('_', '-')}": value for name, value in options.items()}
        address = S3Address.parse(self.find_address(bucket, prefix).removeprefix("s3:"))
        return open_s3(
            address, Credentials(aws=self.variables), S3Settings.read(settings), patience=Patience(tries=3)
        )

    @property
    def client(self) -> Any:
        """The owner's own client, who is also the intruder of the tests."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=Config(
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def make_locked(self, bucket: str, mode: str | None) -> None:
        """A bucket with Object Lock; `mode` of a default retention of a day, None for none."""
        client = self.client
        client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
        rule = {"DefaultRetention": {"Mode": mode, "Days": 1}}
        client.put_object_lock_configuration(
            Bucket=bucket,
            ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", **({"Rule": rule} if mode else {})},
        )

    def let_retention_pass(self, bucket: str, prefix: str) -> None:
        """As if a day had gone by: retentions (GOVERNANCE) end seconds after they are set; it waits."""
        client = self.client
        end = datetime.datetime.now(datetime.UTC)
        for version in client.list_object_versions(Bucket=bucket, Prefix=prefix)["Versions"]:
            end = datetime.datetime.now(datetime.UTC) + RETENTION_LEFT
            client.put_object_retention(
                Bucket=bucket,
                Key=version["Key"],
                VersionId=version["VersionId"],
                Retention={"Mode": "GOVERNANCE", "RetainUntilDate": end},
                BypassGovernanceRetention=True,
            )
        time.sleep(max(0.0, (end - datetime.datetime.now(datetime.UTC)).total_seconds()) + 0.05)

    def make_user(self, name: str) -> S3Server:
        """The server as somebody else sees it."""
        subprocess.run(
            [
                *("radosgw-admin", "-c", str(self.folder / "ceph.conf"), "-n", "client.rgw.a"),
                *("user", "create", f"--uid={name}", f"--display-name={name}"),
                *(f"--access-key={name}", f"--secret-key={name}"),
            ],
            check=True,
            capture_output=True,
        )
        return replace(self, access_key=name, secret_key=name)

    def allow(self, bucket: str, user: str, *actions: str) -> None:
        """Let another user do `actions` in a bucket."""
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": [f"arn:aws:iam:::user/{user}"]},
            "Action": actions,
            "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        }
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        self.client.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))


@contextmanager
def share_server(base: Path) -> Iterator[S3Server]:
    """The server of this run: the first worker that needs it starts it, the last one stops it.

    `base`: a folder that all workers of a run share.
    """
    _require()
    folder, users = base / "radosgw", base / "radosgw.users"
    with _alone(base):
        if not folder.exists():
            started = subprocess.run([SCRIPT, "start", folder], check=True, capture_output=True, text=True)
            (base / "radosgw.address").write_text(started.stdout)
        count = int(users.read_text()) if users.exists() else 0
        users.write_text(str(count + 1))
        endpoint, access_key, secret_key = (base / "radosgw.address").read_text().split()
    try:
        yield S3Server(folder, endpoint, access_key, secret_key)
    finally:
        with _alone(base):
            count = int(users.read_text()) - 1
            users.write_text(str(count))
            if not count:
                subprocess.run([SCRIPT, "stop", folder], check=True)


@contextmanager
def _alone(base: Path) -> Iterator[None]:
    with (base / "radosgw.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _require() -> None:
    missing = [program for program in S3_PEERS if shutil.which(program) is None]
    problem = f"install first: apt-get install {' '.join(S3_PEERS)}" if missing else ""
    if os.geteuid() != 0:
        problem = problem or "only root can start radosgw"
    if problem and os.environ.get("CI"):
        pytest.fail(problem)
    if problem:
        pytest.skip(problem)
