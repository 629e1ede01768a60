"""Pictures of every page of the console: light, dark, on a phone, printed.

`python -m scripts.console_pictures DIR` plays a small drill, opens its console in Debian's Chromium, and
leaves a sheet for each page in DIR: the four pictures side by side, as WebP.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from firstbell.base.clock import SystemClock, format_time
from firstbell.console.pages import BY_NAME
from tests.cli.test_notice import DRAFT, write_people
from tests.console.drilled import DrilledConsole
from tests.console.warm_commands import WarmCommands

CHROMIUM = "/usr/bin/chromium"
_HEIGHT, _SCALE, _GAP = 1000, 0.6, 12
_BETWEEN = (128, 128, 128)
_QUALITY = 45
_ROLES = ("director", "technician")
THREAT = b"""From: M <x@onionmail.example>
To: jane@lakesideschools.example
Subject: your district

We have downloaded 140 GB from your school district. Tell your district to pay or we will publish
your child's records. You have 72 hours. http://abcdefabcdefabcd.onion/
"""
DOUBTFUL = b"""From: Bo <bo@letters.example>
Subject: this was in our mailbox
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

A note was in our mailbox, see the scan.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="scan.pdf"

%PDF-1.7
--b--
"""


@dataclass(frozen=True)
class PictureKind:
    """How a page is looked at. `width`: of the window; `is_dark`; `is_printed`: as on paper."""

    width: int
    is_dark: bool = False
    is_printed: bool = False


KINDS = (
    PictureKind(1100),
    PictureKind(1100, is_dark=True),
    PictureKind(320),
    PictureKind(794, is_printed=True),
)


def furnish(console: DrilledConsole, paths: dict[str, str]) -> None:
    """What a desk has done by the second day, so that no page is empty."""
    folder, case = console.folder, ("--case", str(console.folder / "case"))
    text = folder / "statement.txt"
    (drafted,) = console.run("statement", "draft", "--audience", "families", "--contact", "555-0100", *case)
    text.write_text(str(drafted["text"]))
    match = console.run("find", "*.docx", *console.repository, "--no-lock")[0]
    evidence = f"{match['snapshot_id']}:{match['path']}"
    people = write_people(folder / "people.jsonl", 40)
    plan = folder / "plans" / f"{paths['run'].rpartition('/')[2]}.json"
    desk = ("--desk", str(folder))
    for words in (
        ("event", "declare", console.event, *console.repository),
        ("statement", "approve", str(text), "--audience", "families", *case),
        ("case", "evidence", "add", evidence, "--why", "it was struck first", *case, *console.repository),
        ("notice", "plan", "--people", str(people), *case),
        ("notice", "draft", str(folder / "letters"), *DRAFT, *case),
        ("recover", "run", str(plan), *desk, *case),
        ("rehearse", *desk),
        ("readiness", *desk),
    ):
        end = console.call(*words)
        if end.status not in {0, 3, 4}:
            raise SystemExit(f"{words[0]} {words[1]}: {end.stderr}")


def hand_in(console: DrilledConsole, paths: dict[str, str]) -> None:
    """A threat that a family forwarded, and a message on which a person decides."""
    now = format_time(SystemClock().now_ns())
    console.message(DOUBTFUL, at=now)
    paths["message"] = f"{paths['messages']}/{console.message(THREAT, at=now)}"


def open_page(page: Page, address: str, name: str) -> None:
    """As a person gets there: files are looked for, and ticked."""
    if name not in {"files", "restore"}:
        page.goto(address)
        return
    page.goto(address.removesuffix("/restore"))
    page.get_by_label("A part of its name").fill("*.docx")
    page.get_by_role("button", name="Find").click()
    if name == "restore":
        for at in range(2):
            page.get_by_role("checkbox").nth(at).check()
        page.get_by_role("button", name="Get the ticked files back").click()


def take_pictures(browser: Browser, console: DrilledConsole) -> dict[str, list[Image.Image]]:
    """The pictures of each page, in the order of `KINDS`."""
    paths = console.paths()
    furnish(console, paths)
    hand_in(console, paths)
    taken: dict[str, list[Image.Image]] = defaultdict(list)
    for kind in KINDS:
        for role in _ROLES:
            names = [name for name in paths if _find_role(name) == role]
            context = browser.new_context(
                viewport={"width": kind.width, "height": _HEIGHT},
                color_scheme="dark" if kind.is_dark else "light",
            )
            page = context.new_page()
            page.goto(console.invite(role))
            page.get_by_role("button", name="Sign in").click()
            for name in names:
                page.emulate_media(media="screen")
                open_page(page, console.origin + paths[name], name)
                page.emulate_media(media="print" if kind.is_printed else "screen")
                taken[name].append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
            context.close()
    return taken


def _find_role(name: str) -> str:
    return next(role for role in _ROLES if role in BY_NAME[name].roles)


def lay_out(pictures: list[Image.Image]) -> Image.Image:
    """One sheet."""
    small = [one.resize((round(one.width * _SCALE), round(one.height * _SCALE))) for one in pictures]
    width = sum(one.width for one in small) + _GAP * (len(small) - 1)
    sheet = Image.new("RGB", (width, max(one.height for one in small)), _BETWEEN)
    at = 0
    for one in small:
        sheet.paste(one, (at, 0))
        at += one.width + _GAP
    return sheet


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        commands = WarmCommands(Path(scratch))
        console = DrilledConsole.start(Path(scratch), commands)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
                taken = take_pictures(browser, console)
                browser.close()
        finally:
            console.stop()
            commands.close()
    for name, pictures in taken.items():
        lay_out(pictures).save(folder / f"{name}.webp", "WEBP", method=6, quality=_QUALITY)
    print(f"{sum(path.stat().st_size for path in folder.glob('*.webp')):,} bytes in {len(taken)} sheets")


if __name__ == "__main__":
    main()
