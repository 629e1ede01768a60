from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.store import LocalStore, open_store
from firstbell.store.errors import StoreError, UnknownAddressError


@pytest.mark.parametrize("prefix", ["", "local:"])
def test_a_path_is_a_local_store(tmp_path: Path, prefix: str) -> None:
    store = open_store(f"{prefix}{tmp_path}")
    assert isinstance(store, LocalStore)
    assert store.url == str(tmp_path)


@pytest.mark.parametrize("url", ["swift:x:/"])
def test_an_address_that_cannot_be_opened_is_refused_by_name(url: str) -> None:
    with pytest.raises(UnknownAddressError) as caught:
        open_store(url)
    assert repr(url) in str(caught.value)
    assert caught.value.hint


def test_a_path_with_a_colon_is_still_a_path() -> None:
    assert open_store("backups:2023").url == "backups:2023"


@pytest.mark.parametrize("url", ["http://vault.example:8000/office/", "https://vault.example/"])
def test_a_server_without_its_kind_is_no_folder(url: str) -> None:
    with pytest.raises(UnknownAddressError) as caught:
        open_store(url)
    assert caught.value.hint == f"write rest:{url}"


@pytest.mark.parametrize("secret", ["hunter2", "p@ss:w0rd", "a/slash"])
def test_a_refused_address_shows_no_password(secret: str) -> None:
    with pytest.raises(UnknownAddressError) as caught:
        open_store(f"https://office:{secret}@vault.example/office/")
    told = f"{caught.value} {caught.value.hint}"
    assert secret not in told
    assert "rest:https://...@vault.example/office/" in told


@pytest.mark.parametrize("scheme", ["ftp", "FTP", "webdav+tls", "smb"])
def test_an_address_of_an_unknown_kind_is_no_folder_and_shows_no_password(scheme: str) -> None:
    with pytest.raises(UnknownAddressError) as caught:
        open_store(f"{scheme}://clerk:hun/ter2@files.example/backups")
    told = f"{caught.value} {caught.value.hint}"
    assert "ter2" not in told
    assert f"{scheme}://...@files.example/backups" in told
    assert "sftp:" in caught.value.hint


@pytest.mark.parametrize("folder", ["ftp", "ftp:backups", "./ftp://kept", "/srv/a://b"])
def test_a_folder_whose_name_only_looks_so_stays_a_folder(folder: str) -> None:
    assert isinstance(open_store(folder), LocalStore)


@pytest.mark.parametrize(
    "kind", ["rest:ftp", "rest:https:/", "s3:ftp", "s3:https", "swift:https"], ids=lambda kind: kind
)
@pytest.mark.parametrize("secret", ["hunter2", "hun/ter2", "hunter2:99999999", "[hunter2"])
def test_no_kind_of_address_that_is_wrong_shows_a_password(kind: str, secret: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(f"{kind}://clerk:{secret}@")
    assert "ter2" not in f"{caught.value} {caught.value.hint}"
