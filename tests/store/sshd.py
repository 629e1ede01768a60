"""Debian's SSH server on a port of the loopback, with keys made for one test run."""

from __future__ import annotations

import getpass
import shutil
import subprocess
from pathlib import Path

from tests.processes.ports import find_free_port
from tests.store.test_rest import wait_for_port

SFTP_SERVER = "/usr/lib/openssh/sftp-server"
_SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin")


class SshServer:
    """`args`: words for ssh that make it find the keys, for `-o sftp.args=`."""

    def __init__(self, folder: Path) -> None:
        assert _SSHD is not None, "install Debian's package openssh-server"
        folder.mkdir(mode=0o700)
        for name in ("host", "user"):
            words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(words, check=True)
        self.port = find_free_port()
        host_key = (folder / "host.pub").read_text()
        (folder / "known").write_text(f"[127.0.0.1]:{self.port} {host_key}")
        (folder / "authorized").write_text((folder / "user.pub").read_text())
        (folder / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nPidFile none\n"
            f"AuthorizedKeysFile {folder / 'authorized'}\nStrictModes no\nPasswordAuthentication no\n"
            f"KbdInteractiveAuthentication no\nUsePAM no\nPermitRootLogin yes\n"
            f"Subsystem sftp {SFTP_SERVER}\n"
        )
        Path("/run/sshd").mkdir(exist_ok=True)
        self.address = f"//{getpass.getuser()}@127.0.0.1:{self.port}"
        self.args = (
            f"-F none -o IdentityFile={folder / 'user'} -o UserKnownHostsFile={folder / 'known'} "
            "-o BatchMode=yes -o IdentitiesOnly=yes"
        )
        self._process = subprocess.Popen(
            [_SSHD, "-D", "-e", "-f", str(folder / "config")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for_port(self.port, "sshd")

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()
