"""One drill for the tests of the console, and one browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.console.drilled import DrilledConsole
from tests.console.warm_commands import WarmCommands


@pytest.fixture(scope="session")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmCommands]:
    """Command lines that need not load anything."""
    warm = WarmCommands(tmp_path_factory.mktemp("commands"))
    yield warm
    warm.close()


@pytest.fixture(scope="session")
def drilled(tmp_path_factory: pytest.TempPathFactory, commands: WarmCommands) -> Iterator[DrilledConsole]:
    """A served drill."""
    console = DrilledConsole.start(tmp_path_factory.mktemp("drilled"), commands)
    yield console
    console.stop()


@pytest.fixture(scope="session")
def addresses(drilled: DrilledConsole) -> dict[str, str]:
    """The address of every page of it by name."""
    return drilled.paths()


@pytest.fixture
def paths(drilled: DrilledConsole, addresses: dict[str, str]) -> dict[str, str]:
    """The same, when the letter waits again: other tests make plans of their own."""
    drilled.letter()
    return addresses


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, for one module: while it is open, no event loop can run in this process."""
    with sync_playwright() as playwright:
        # nothing here is drawn for anybody: without a process for graphics it takes a third less time
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        yield browser
        browser.close()
