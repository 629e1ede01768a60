"""One server for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from firstbell.vault import Vault
from tests.server.serving import Client, RunningServer, make_served_vault


@dataclass
class Place:
    """A vault that is served, and one client of each permission."""

    vault: Vault
    server: RunningServer
    append: Client
    read: Client
    full: Client
    desk: Client
    kiosk: Client


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    vault = make_served_vault(tmp_path_factory.mktemp("served") / "vault")
    server = RunningServer(vault.folder)
    yield Place(
        vault,
        server,
        server.client(vault, "office"),
        server.client(vault, "office", "read"),
        server.client(vault, "office", "full"),
        server.client(vault, "*", "full"),
        server.client(vault, "kiosk"),
    )
    server.stop()
