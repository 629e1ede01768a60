"""A time-stamping authority: OpenSSL with certificates of its own."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

_CONFIG = """
[tsa]
default_tsa = config
[config]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[req]
distinguished_name = name
[name]
"""


@dataclass(frozen=True)
class Authority:
    """Its folder holds keys and certificates."""

    folder: Path

    @property
    def root(self) -> bytes:
        """The certificate to trust, PEM."""
        return (self.folder / "root.pem").read_bytes()

    def stamp(self, request: bytes) -> bytes:
        """The answer to a request."""
        (self.folder / "request.tsq").write_bytes(request)
        _run(
            self.folder,
            *("ts", "-reply", "-config", "openssl.cnf", "-section", "config", "-queryfile", "request.tsq"),
            *("-signer", "leaf.pem", "-inkey", "leaf.key", "-chain", "root.pem", "-out", "answer.tsr"),
        )
        return (self.folder / "answer.tsr").read_bytes()


def make_authority(folder: Path) -> Authority:
    """A root, and a certificate for time-stamps that it vouches for."""
    folder.mkdir()
    (folder / "openssl.cnf").write_text(_CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "openssl.cnf")
    _run(
        folder,
        *("req", "-x509", *curve, "-keyout", "root.key", "-out", "root.pem", "-days", "30"),
        *("-subj", "/O=District of Tests/CN=Root of Time", "-extensions", "root"),
    )
    _run(folder, "req", *curve, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=Clock of Tests")
    _run(
        folder,
        *("x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key", "-out", "leaf.pem"),
        *("-days", "30", "-extfile", "openssl.cnf", "-extensions", "leaf", "-set_serial", "4711"),
    )
    return Authority(folder)


def _run(folder: Path, *arguments: str) -> None:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
