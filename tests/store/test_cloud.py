"""Stores in a bucket of Google's, behind a small server of ours, and in a container of Azure's."""

from __future__ import annotations

import base64
import hmac
import os
import shutil
import subprocess
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest
import urllib3

from firstbell.store import (
    Kind,
    ObjectExistsError,
    ObjectInfo,
    ReadOnlyStoreError,
    Store,
    StoreError,
    UnreachableServerError,
    open_store,
)
from firstbell.store.cloud import CloudAddress, CloudAddressError, open_cloud
from firstbell.store.credentials import Credentials
from firstbell.store.patience import Patience
from tests.contract.store_suite import NAME, OTHER, StoreContract
from tests.processes.ports import find_free_port
from tests.store.small_gcs import Bucket, run_small_gcs
from tests.store.test_rest import wait_for_port

QUICK = Patience(tries=3, connect_s=2.0, read_s=5.0)
TOKEN = Credentials(cloud={"GOOGLE_ACCESS_TOKEN": "a"})


@pytest.fixture
def google() -> Iterator[tuple[Bucket, str]]:
    with run_small_gcs() as served:
        yield served


def connect(endpoint: str, given: str = "school:/office") -> Store:
    """Our store at a small server."""
    return open_store(f"gs:{given}", TOKEN, {"gs.endpoint": endpoint}, patience=QUICK)


@pytest.fixture
def place(google: tuple[Bucket, str]) -> Store:
    store = connect(google[1])
    store.create()
    return store


class TestGoogle(StoreContract):
    @pytest.fixture
    def store(self, place: Store) -> Store:
        return place


def test_an_object_lies_where_restic_looks(google: tuple[Bucket, str], place: Store) -> None:
    place.write(Kind.DATA, NAME, [b"x"])
    place.write(Kind.CONFIG, "config", [b"y"])
    assert google[0].objects == {f"office/data/{NAME[:2]}/{NAME}": b"x", "office/config": b"y"}


def test_what_lies_elsewhere_is_no_object(google: tuple[Bucket, str], place: Store) -> None:
    google[0].objects[f"office/data/{OTHER}"] = b"x"
    google[0].objects[f"office/locks/deep/{OTHER}"] = b"x"
    google[0].objects["office/locks/notes.txt"] = b"x"
    assert list(place.list(Kind.DATA)) == []
    assert list(place.list(Kind.LOCKS)) == []


def test_an_upload_whose_answer_was_lost_is_sent_again(google: tuple[Bucket, str], place: Store) -> None:
    google[0].lost_answers = 1
    place.write(Kind.DATA, NAME, [b"x"])
    assert list(place.list(Kind.DATA)) == [ObjectInfo(NAME, 1)]
    google[0].objects[f"office/data/{OTHER[:2]}/{OTHER}"] = b"of somebody else"
    with pytest.raises(ObjectExistsError):
        place.write(Kind.DATA, OTHER, [b"x"])


def test_a_refusal_says_which_keys_to_check(google: tuple[Bucket, str], place: Store) -> None:
    google[0].refusal = 403
    with pytest.raises(ReadOnlyStoreError) as caught:
        place.write(Kind.DATA, NAME, [b"x"])
    assert "GOOGLE_APPLICATION_CREDENTIALS" in caught.value.hint


def test_a_bucket_that_is_not_there_is_to_be_made_first(google: tuple[Bucket, str]) -> None:
    store = connect(google[1], "other:/x")
    with pytest.raises(StoreError, match="there is no bucket 'other'"):
        store.create()
    assert list(store.list(Kind.KEYS)) == []
    assert not store.exists(Kind.CONFIG, "config")


def test_a_server_that_is_not_there_is_given_up() -> None:
    with pytest.raises(UnreachableServerError):
        connect("http://127.0.0.1:9").read(Kind.CONFIG, "config")


@pytest.mark.parametrize(
    ("given", "container", "prefix", "url"),
    [
        ("school:/office", "school", "office", "gs:school:/office"),
        ("school:office/a/", "school", "office/a", "gs:school:/office/a"),
        ("school:/", "school", "", "gs:school:/"),
        ("school:/../x", "school", "x", "gs:school:/x"),
    ],
)
def test_addresses_are_read_as_restic_reads_them(given: str, container: str, prefix: str, url: str) -> None:
    address = CloudAddress.parse("gs", given)
    assert (address.container, address.prefix, address.url) == (container, prefix, url)


@pytest.mark.parametrize("given", ["", "school", ":/office", "a/b:/x"])
@pytest.mark.parametrize("service", ["azure", "gs"])
def test_what_is_no_address_is_refused(service: str, given: str) -> None:
    with pytest.raises(CloudAddressError) as caught:
        open_store(f"{service}:{given}")
    assert caught.value.hint


def test_what_is_missing_or_unknown_is_named() -> None:
    with pytest.raises(CloudAddressError) as caught:
        open_store("azure:school:/office")
    assert caught.value.hint == "set AZURE_ACCOUNT_NAME"
    with pytest.raises(CloudAddressError, match=r"gs\.regoin"):
        open_store("gs:school:/office", TOKEN, {"gs.regoin": "x"})


def test_no_secret_is_shown() -> None:
    credentials = Credentials(cloud={"AZURE_ACCOUNT_KEY": "c2VjcmV0", "AZURE_ACCOUNT_NAME": "a"})
    assert "c2VjcmV0" not in repr(credentials)
    assert "c2VjcmV0" not in open_cloud("azure", "x:/y", credentials, options={}).url


# what Azurite, Microsoft's emulator, is told everywhere; no secret
AZURITE_ACCOUNT = "devstoreaccount1"
AZURITE_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
INSTALLED = Path(__file__).parents[2] / ".venv/azurite/node_modules/.bin"  # by scripts/azurite.sh
AZURITE = shutil.which("azurite-blob", path=f"{INSTALLED}{os.pathsep}{os.environ['PATH']}")


def make_container(endpoint: str) -> None:
    """A request signed by the account's key. Source: Azure Storage, "Authorize with Shared Key"."""
    headers = {"x-ms-date": formatdate(usegmt=True), "x-ms-version": "2021-08-06", "Content-Length": "0"}
    signed = [f"{name}:{value}" for name, value in headers.items() if name.startswith("x-ms")]
    text = "\n".join(
        ["PUT", *[""] * 11, *signed, f"/{AZURITE_ACCOUNT}/{AZURITE_ACCOUNT}/school", "restype:container"]
    )
    mac = hmac.digest(base64.b64decode(AZURITE_KEY), text.encode(), "sha256")
    headers["Authorization"] = f"SharedKey {AZURITE_ACCOUNT}:{base64.b64encode(mac).decode()}"
    reply = urllib3.request("PUT", f"{endpoint}/school?restype=container", headers=headers)
    assert reply.status == 201, reply.data


@pytest.fixture(scope="module")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the emulator's account, in which a container `school` is."""
    assert AZURITE is not None
    port = find_free_port()
    words = [AZURITE, "--silent", "--skipApiVersionCheck", "--blobHost", "127.0.0.1", "--blobPort", str(port)]
    words += ["--location", str(tmp_path_factory.mktemp("azurite"))]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port, "azurite-blob")
        endpoint = f"http://127.0.0.1:{port}/{AZURITE_ACCOUNT}"
        make_container(endpoint)
        yield endpoint
    finally:
        running.terminate()
        running.wait()


def connect_azure(endpoint: str, folder: str, key: str = AZURITE_KEY) -> Store:
    cloud = {"AZURE_ACCOUNT_NAME": AZURITE_ACCOUNT, "AZURE_ACCOUNT_KEY": key}
    options = {"azure.endpoint": endpoint}
    return open_store(f"azure:school:/{folder}", Credentials(cloud=cloud), options, patience=QUICK)


@pytest.mark.skipif(AZURITE is None, reason="needs Azurite: scripts/azurite.sh")
class TestAzure(StoreContract):
    @pytest.fixture
    def store(self, azurite: str, tmp_path: Path) -> Store:
        made = connect_azure(azurite, tmp_path.name)
        made.create()
        return made

    def test_a_wrong_key_is_refused_with_a_hint(self, azurite: str) -> None:
        with pytest.raises(ReadOnlyStoreError) as caught:
            connect_azure(azurite, "x", "d3Jvbmc=").read(Kind.DATA, NAME)
        assert "AZURE_ACCOUNT_KEY" in caught.value.hint
