"""When a page stands on the screen: Chromium with a slow line and a slow processor, over a served console.

The line is slow 3G (400 ms, 400 kbit/s) and the processor four times slower than this one. A first visit
has nothing kept; afterwards the browser has style and script, as it has from the second page on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from firstbell.base.clock import monotonic_s

CHROMIUM = "/usr/bin/chromium"
_LATENCY_MS, _BYTES_A_SECOND, _SLOWER = 400, 50_000, 4
_LONG_MS = 60_000
# settled: nothing has moved and nothing larger was painted for so long
_CALM_MS = 1500
_READ = """
(calm) => new Promise((done) => {
  const told = { fcp: 0, lcp: 0, cls: 0 };
  let last = performance.now();
  const watch = (type, note) => new PerformanceObserver((list) => {
    for (const one of list.getEntries()) note(one);
    last = performance.now();
  }).observe({ type, buffered: true });
  watch("paint", (one) => { if (one.name === "first-contentful-paint") told.fcp = one.startTime; });
  watch("largest-contentful-paint", (one) => { told.lcp = one.startTime; });
  watch("layout-shift", (one) => { if (!one.hadRecentInput) told.cls += one.value; });
  const isCalm = () => told.fcp && told.lcp && performance.now() - last > calm;
  const look = () => (isCalm() ? done(told) : setTimeout(look, 100));
  look();
})
"""


@dataclass(frozen=True)
class PaintFigures:
    """One page: when something stands there, when the largest part does, by how much it moved meanwhile.

    `visit`: "first" where the browser kept nothing, else "next".
    """

    name: str
    visit: str
    fcp_ms: float
    lcp_ms: float
    cls: float

    def describe(self) -> dict[str, object]:
        """It as a line of JSON."""
        return {
            "message_type": "paint",
            "page": self.name,
            "visit": self.visit,
            "fcp_ms": round(self.fcp_ms),
            "lcp_ms": round(self.lcp_ms),
            "cls": round(self.cls, 4),
        }


def measure_paints(
    origin: str, cookie: str, paths: Iterable[tuple[str, str]], *, visit: str = "next"
) -> Iterator[PaintFigures]:
    """Each of these pages (name, path), for whom the cookie signs in. `origin`: where the console is."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            for name, path in paths:
                with _open(browser, origin, cookie) as (page, devtools):
                    if visit == "next":
                        page.goto(f"{origin}{path}", timeout=_LONG_MS)
                    _slow_down(devtools)
                    page.goto(f"{origin}{path}", timeout=_LONG_MS)
                    told = page.evaluate(_READ, _CALM_MS)
                    yield PaintFigures(name, visit, told["fcp"], told["lcp"], told["cls"])
        finally:
            browser.close()


def measure_change(address: str, cookie: str, text: str, change: Callable[[str], None]) -> float:
    """Seconds from the end of a change at the desk until an open page shows its text by itself."""
    parts = urlsplit(address)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            with _open(browser, f"{parts.scheme}://{parts.netloc}", cookie) as (page, _):
                page.goto(address, timeout=_LONG_MS)
                # from then on it knows what the sources were
                page.wait_for_event("response", lambda one: "/changes?" in one.url, timeout=_LONG_MS)
                change(text)
                start_s = monotonic_s()
                page.get_by_text(text, exact=True).first.wait_for(state="attached", timeout=_LONG_MS)
                return monotonic_s() - start_s
        finally:
            browser.close()


@contextmanager
def _open(browser: Browser, origin: str, cookie: str) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context()
    try:
        if cookie:
            name, _, value = cookie.partition("=")
            context.add_cookies(
                [{"name": name, "value": value, "url": origin.replace("http:", "https:"), "secure": True}]
            )
        page = context.new_page()
        yield page, context.new_cdp_session(page)
    finally:
        context.close()


def _slow_down(devtools: CDPSession) -> None:
    devtools.send("Network.enable")
    line = {"downloadThroughput": _BYTES_A_SECOND, "uploadThroughput": _BYTES_A_SECOND}
    devtools.send("Network.emulateNetworkConditions", {"offline": False, "latency": _LATENCY_MS, **line})
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
