"""The map of coverage, and logs that were kept silent."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from firstbell.drill.intrusion.hives import make_tree, write_hive
from firstbell.investigate.hunts.coverage_map import STATES, render_map, render_map_page
from firstbell.investigate.hunts.nights.coverage import COVERED, OFF, NightCoverage
from firstbell.record.sources import say_source
from tests.investigate.hunts.made import DAY_NS, SECURITY, START_NS, MadeHost, security

SVG = "{http://www.w3.org/2000/svg}"
CONFIG = "/C/Windows/System32/config"


def test_every_stretch_is_a_bar_and_every_state_looks_different() -> None:
    stretches = [
        NightCoverage("fs02", f"eventlog/{state}", START_NS, START_NS + DAY_NS * (at + 1), state, why="<why>")
        for at, state in enumerate(STATES)
    ]
    root = etree.fromstring(render_map(stretches).encode())
    titles = [one.text for one in root.iter(f"{SVG}title")]
    assert sum("fs02 event log " in (title or "") for title in titles) == len(STATES)
    assert len({(fill, edge) for fill, edge, _ in STATES.values()}) == len(STATES)
    # the words of every state end within the picture: a letter is 7 wide at most
    width = float(root.get("viewBox", "").split()[2])
    legend = [one for one in root.iter(f"{SVG}text") if (one.text or "").partition(":")[0] in STATES]
    assert len(legend) == len(STATES)
    assert all(float(one.get("x", "0")) + 7 * len(one.text or "") <= width for one in legend)
    page = render_map_page(stretches)
    assert "(UTC)</th>" in page
    assert "&lt;why&gt;" in page
    assert "default-src 'none'" in page
    assert page.count("<td>fs02</td>") == len(STATES) - 1


def test_a_map_of_nothing_is_a_map() -> None:
    etree.fromstring(render_map([]).encode())
    assert "Everything" in render_map_page([NightCoverage("a", "flow", 1, 2, COVERED)])


def test_a_page_of_many_hosts_has_maps_that_each_fit_a_sheet_and_lose_no_row() -> None:
    hosts = [f"file-server-of-the-northern-school-{number:02}" for number in range(30)]
    sources = [f"eventlog/{number}" for number in range(5)] + ["flow"]
    stretches = [
        NightCoverage(host, source, START_NS, START_NS + DAY_NS, COVERED)
        for host in hosts
        for source in sources
    ]
    stretches += [
        NightCoverage("one", f"s{number:03}", START_NS, START_NS + 1, COVERED) for number in range(90)
    ]
    page = render_map_page(stretches)
    maps = re.findall(r"<svg.*?</svg>", page, re.S)
    assert len(maps) == 6
    heights = [float(etree.fromstring(one).get("height", "")) for one in maps]
    # a sheet is 1.25 times as high as wide within its margins, and the first one bears the heading
    assert max(heights) <= 1100 * 1.1
    drawn = [title for one in maps for title in re.findall(r"<rect[^>]*><title>(.*?): ", one)]
    assert sorted(drawn) == sorted(f"{one.host} {say_source(one.source)}" for one in stretches)
    # the beginning and the end of a long name are shown, and a host's rows stay together where they have room
    assert "file-server-o...ern-school-00" in page
    assert all("-school-00" not in one or one.count("school-00 ") == len(sources) for one in maps)
    assert "counter(page)" in page


def test_hosts_and_sources_with_much_the_same_name_look_different_and_their_whole_names_stand_there() -> None:
    hosts = [f"northern-district-server-{which}-of-the-high-school" for which in ("hall", "gym")]
    sources = [
        f"eventlog/Microsoft-Windows-TerminalServices-{which}/Operational"
        for which in ("LocalSessionManager", "RemoteConnectionManager")
    ]
    stretches = [
        NightCoverage(host, source, START_NS, START_NS + DAY_NS, COVERED)
        for host in (*hosts, "fs02")
        for source in sources
    ]
    texts = list(etree.fromstring(render_map(stretches).encode()).iter(f"{SVG}text"))
    bold = [one for one in texts if one.get("font-weight") == "bold"]
    told = {"".join(one.xpath("text()")): one.findtext(f"{SVG}title") for one in bold}
    # a name that has room needs no title
    assert {whole or label for label, whole in told.items()} == {*hosts, "fs02"}
    assert all(len(label) <= 30 for label in told)
    named = {one.findtext(f"{SVG}title"): "".join(one.xpath("text()")) for one in texts}
    assert len({named[say_source(source)] for source in sources}) == len(sources)
    page = render_map_page(stretches)
    for name in (*hosts, *map(say_source, sources)):
        assert f"<td>{name}</td>" in page
    assert "Names that are shortened" not in render_map_page([NightCoverage("a", "flow", 1, 2, COVERED)])


def test_a_page_of_nothing_says_that_nothing_is_known_and_claims_no_span() -> None:
    page = render_map_page([])
    assert "nothing is known of any time" in page
    assert "1970" not in page
    assert "Everything" not in page


@pytest.mark.parametrize("how", ["channel", "service"])
def test_a_log_that_was_kept_silent_is_off_and_not_covered(how: str) -> None:
    path = r"Microsoft\Windows\CurrentVersion\WINEVT\Channels\Security"
    quiet = {
        "channel": {f"{CONFIG}/SOFTWARE": write_hive(make_tree({path: {"Enabled": 0}}))},
        "service": {
            f"{CONFIG}/SYSTEM": write_hive(
                make_tree({"Select": {"Current": 1}, r"ControlSet001\Services\EventLog": {"Start": 4}})
            )
        },
    }[how]
    loud = {
        "channel": {f"{CONFIG}/SOFTWARE": write_hive(make_tree({path: {"Enabled": 1}}))},
        "service": {
            f"{CONFIG}/SYSTEM": write_hive(
                make_tree({"Select": {"Current": 1}, r"ControlSet001\Services\EventLog": {"Start": 2}})
            )
        },
    }[how]
    made = MadeHost()
    events = [security(number, at_s=number * 3600.0) for number in range(1, 90)]
    for night in range(1, 5):
        settings = quiet if night in (2, 3) else loud
        made.add_night({SECURITY: events[: night * 22], **settings})
    stretches = [one for one in made.hunt().coverage if one.source == "eventlog/Security"]
    (off,) = [one for one in stretches if one.state == OFF]
    assert (off.from_ns, off.until_ns) == (START_NS + DAY_NS, START_NS + 4 * DAY_NS)
    covered = [one for one in stretches if one.state == COVERED]
    assert covered
    assert not any(one.from_ns < off.until_ns and one.until_ns > off.from_ns for one in covered)
