"""The certificate that a vault is served with: valid, its key's own, and not about to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, parse_time
from firstbell.cli.certificates import CertificateError, check_certificate, make_certificate
from tests.cli.conftest import Call

MADE = parse_time("2023-02-18T00:00:00Z")
DAY_NS = 86_400 * 10**9


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "certificate.pem", tmp_path / "key.pem"
    for path, data in zip(paths, make_certificate("vault.example", FixedClock(MADE)), strict=True):
        path.write_bytes(data)
    return paths


def test_a_good_certificate_is_served_without_a_word(pair: tuple[Path, Path]) -> None:
    assert check_certificate(*pair, FixedClock(MADE)) == ""


def test_a_certificate_that_ends_soon_is_told(pair: tuple[Path, Path]) -> None:
    warning = check_certificate(*pair, FixedClock(MADE + 3640 * DAY_NS))
    assert "expires in 10 days, on 2033-02-15" in warning


@pytest.mark.parametrize(
    ("days", "problem"), [(3651, "expired on 2033-02-15"), (-3, "is not valid before 2023-02-17")]
)
def test_a_certificate_that_hosts_would_refuse_is_refused(
    pair: tuple[Path, Path], days: int, problem: str
) -> None:
    with pytest.raises(CertificateError, match=problem):
        check_certificate(*pair, FixedClock(MADE + days * DAY_NS))


def test_another_ones_key_and_what_is_no_certificate_are_refused(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    certificate, key = pair
    other = tmp_path / "other.pem"
    other.write_bytes(make_certificate("elsewhere.example", FixedClock(MADE))[1])
    with pytest.raises(CertificateError, match="is not the key that belongs to"):
        check_certificate(certificate, other, FixedClock(MADE))
    with pytest.raises(CertificateError, match=r"key\.pem and .*certificate\.pem"):
        check_certificate(key, certificate, FixedClock(MADE))
    with pytest.raises(CertificateError, match="No such file"):
        check_certificate(tmp_path / "none.pem", key, FixedClock(MADE))


def test_serve_names_an_expired_certificate(pair: tuple[Path, Path], tmp_path: Path, call: Call) -> None:
    for path, data in zip(pair, make_certificate("v.example", FixedClock(MADE - 4000 * DAY_NS)), strict=True):
        path.write_bytes(data)
    assert call("vault", "init", tmp_path / "vault", "--url", "https://v.example:8000").status == 0
    told = call("serve", "--vault", tmp_path / "vault", "--cert", *pair)
    assert told.status == 1
    assert "expired on" in told.err
    assert "hint: renew it" in told.err
