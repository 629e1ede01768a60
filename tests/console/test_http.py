"""What a stranger, another site and each role get, by page, twin and guessed id."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from base64 import b32decode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from firstbell.base.clock import NS_PER_S, SystemClock
from firstbell.console.key_process.codes import STEP_S, make_code
from firstbell.console.pages import BY_NAME, PAGES, ROLES
from firstbell.console.web.guards import POLICY
from firstbell.console.web.tables import COLUMNS
from firstbell.record.entry_kinds import say_entry_kind
from firstbell.record.timeline import say_line_kind
from tests.console.drilled import DrilledConsole, Visitor

EVERY = sorted(BY_NAME)


def find_twin(path: str) -> str:
    """The address of the JSON twin."""
    return "/today.json" if path == "/" else f"{path}.json"


def test_there_is_an_address_for_every_page(paths: dict[str, str]) -> None:
    assert sorted(paths) == EVERY


def test_a_stranger_is_led_to_the_sign_in_and_gets_no_twin(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    stranger = drilled.visitor()
    for path in paths.values():
        page = stranger.get(path)
        asked = "" if path == "/" else f"?next={quote(path, safe='')}"
        assert (page.status, page.headers["location"]) == (303, f"/sign-in{asked}"), path
        assert stranger.get(find_twin(path)).status == 401, path
    assert stranger.get("/sign-in").status == 200


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_its_pages_and_no_other(
    drilled: DrilledConsole, paths: dict[str, str], role: str
) -> None:
    somebody = drilled.visitor(role)
    for name, path in paths.items():
        wanted = 200 if role in BY_NAME[name].roles else 403
        if BY_NAME[name].needs_names:
            # one session sees so many rows of people a minute
            somebody = drilled.visitor(role)
        # the bare address leads everybody somewhere
        shown = 303 if name == "today" and wanted == 403 else wanted
        assert (name, somebody.get(path).status) == (name, shown)
        assert (name, somebody.get(find_twin(path)).status) == (name, wanted)
        if BY_NAME[name].rows is not None:
            assert (name, somebody.get(f"{path}.csv").status) == (name, wanted)
    home = somebody.get("/you").text
    for name, path in paths.items():
        if BY_NAME[name].menu and name != "you":
            assert (f'href="{path}"' in home) is (role in BY_NAME[name].roles), name


@pytest.mark.parametrize("role", ROLES)
def test_the_bare_address_leads_a_role_to_its_first_page(
    drilled: DrilledConsole, paths: dict[str, str], role: str
) -> None:
    reply = drilled.visitor(role).get("/")
    first = next(page for page in PAGES if page.menu and role in page.roles)
    shown = paths[first.name] if reply.status == 200 else reply.headers["location"]
    assert (reply.status, shown) == (200 if first.name == "today" else 303, paths[first.name])


@pytest.mark.parametrize(("name", "words"), [("record", say_line_kind), ("entries", say_entry_kind)])
def test_the_kinds_of_a_record_stand_on_its_pages_in_words(
    drilled: DrilledConsole, paths: dict[str, str], name: str, words: Callable[[str], str]
) -> None:
    director = drilled.visitor("director")
    kinds = {line["kind"] for line in director.get(find_twin(paths[name])).lines() if "kind" in line}
    shown = "".join(director.get(f"{paths[name]}?kind={kind}").text for kind in sorted(kinds))
    for kind in kinds:
        assert f'<option value="{kind}" selected>{words(kind)}</option>' in shown
        assert re.search(rf'<td data-title="Kind">\s*{re.escape(words(kind))}\s*</td>', shown)
        assert "." not in words(kind)
    assert any("." in kind for kind in kinds)


@pytest.mark.parametrize("role", ROLES)
def test_a_guessed_id_tells_a_role_nothing(drilled: DrilledConsole, paths: dict[str, str], role: str) -> None:
    somebody = drilled.visitor(role)
    for name, path in paths.items():
        guessed = re.sub(r"[0-9a-f]{12,64}", lambda found: "0" * len(found[0]), path)
        # a host of this name may be; the others are made of ids
        if guessed == path:
            continue
        twins = (f"{guessed}.json",) + ((f"{guessed}.csv",) if BY_NAME[name].rows else ())
        for address in (guessed, *twins):
            reply = somebody.get(address)
            assert (name, reply.status) == (name, 404 if role in BY_NAME[name].roles else 403)
            # a page has the navigation; a twin has nothing to tell
            assert address == guessed or "message_type" not in reply.text, name


@pytest.mark.parametrize(
    "path",
    [
        "/cases/00000000000000000000000000000000/people",
        "/cases/../../etc/passwd/people",
        "/cases/{case}/people/200109",
        "/cases/{case}/people/p000000000000000",
        "/cases/{case}/people/--help",
        "/hosts/--vault",
        "/events/--help",
        "/events/00000000deadbeef",
        "/static/../process.py",
        "/static/console.css",
    ],
)
def test_a_guessed_id_is_no_page(drilled: DrilledConsole, path: str) -> None:
    assert drilled.visitor("director").get(path.replace("{case}", drilled.case)).status == 404


@pytest.mark.parametrize("path", ["/no-such-page", "/cases/{case}/no-such-page", "/hosts/a/b"])
def test_an_unknown_address_has_the_menu_of_whoever_is_signed_in(drilled: DrilledConsole, path: str) -> None:
    reply = drilled.visitor("director").get(path.replace("{case}", drilled.case))
    assert (reply.status, "How to sign in" in reply.text, 'href="/you"' in reply.text) == (404, False, True)
    stranger = drilled.visitor().get(path)
    assert (stranger.status, "How to sign in" in stranger.text) == (404, True)


def test_every_answer_has_the_headers_that_keep_a_page_to_itself(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    director = drilled.visitor("director")
    for path in (*paths.values(), "/sign-in", "/no-such-page", "/today.json"):
        headers = director.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers
    assert "unsafe" not in POLICY


@pytest.mark.parametrize(
    "host", ["evil.example", "firstbell.localhost", "127.0.0.1:1", "localhost.evil.example:{}"]
)
def test_another_name_of_this_machine_is_refused(drilled: DrilledConsole, host: str) -> None:
    reply = drilled.visitor("director").ask("GET", "/", Host=host.format(drilled.port))
    assert reply.status == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "", "Origin": "http://evil.example"},
        {"Sec_Fetch_Site": "", "Origin": "null"},
        {"Sec_Fetch_Site": ""},
    ],
)
def test_a_form_of_another_site_is_refused(drilled: DrilledConsole, headers: dict[str, str]) -> None:
    director = drilled.visitor("director")
    for path in (
        "/sign-out",
        "/search",
        f"/cases/{drilled.case}/names",
        urlsplit(drilled.invite("board")).path,
    ):
        assert director.ask("POST", path, {"why": "a reason"}, **headers).status == 403, path
    assert director.get("/you").status == 200


def test_a_browser_that_tells_the_origin_alone_is_let_in(drilled: DrilledConsole) -> None:
    director = drilled.visitor("director")
    headers = {"Sec_Fetch_Site": "", "Origin": drilled.origin}
    assert director.ask("POST", "/search", {"page": "files"}, **headers).status == 403  # by the role
    assert director.ask("POST", "/sign-out", {}, **headers).status == 303
    assert director.get("/you").status == 303


def test_a_form_that_is_too_large_is_refused(drilled: DrilledConsole) -> None:
    assert drilled.visitor("technician").post("/search", words="x" * 70_000).status == 413


def test_a_link_signs_in_once(drilled: DrilledConsole) -> None:
    path = urlsplit(drilled.invite("counsel")).path
    first, second = Visitor(drilled.port), Visitor(drilled.port)
    looked = second.get(path)
    assert looked.status == 200
    assert "counsel" in looked.text
    assert first.post(path).status == 303
    assert first.cookie.startswith("__Host-firstbell=")
    assert second.post(path).status == 410
    assert second.get(path).status == 410
    assert second.get("/").status == 303


def test_the_cookie_is_for_this_site_and_no_script(drilled: DrilledConsole) -> None:
    reply = drilled.visitor().post(urlsplit(drilled.invite("board")).path)
    words = {word.strip().lower() for word in reply.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "secure", "path=/", "samesite=lax"} <= words
    assert not any(word.startswith("domain") for word in words)


def test_who_was_ended_at_the_desk_sees_nothing_more(drilled: DrilledConsole) -> None:
    board = drilled.visitor("board")
    assert board.get("/readiness").status == 200
    (told,) = drilled.run("console", "end", "The drill's board", "--desk", str(drilled.folder))
    assert told["role"] == "board"
    assert board.get("/readiness").status == 303


def test_no_form_that_decides_has_chosen_beforehand(drilled: DrilledConsole, paths: dict[str, str]) -> None:
    counsel = drilled.visitor("counsel")
    counsel.get(paths["people"])
    shown = counsel.get(paths["clocks"]).text + counsel.get(paths["person"]).text
    chosen = re.findall(r'<select name="(rule|finding|start|verb|kind)"[^>]*><option value="([^"]*)"', shown)
    assert {name for name, _ in chosen} == {"rule", "finding", "start", "verb", "kind"}
    assert {first for _, first in chosen} == {""}


def test_every_column_shows_a_field_that_the_command_prints(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    director = drilled.visitor("director")
    for page in PAGES:
        # these show nothing before somebody looks or starts something; work and a letter have no such table
        if page.rows is None or page.name in {"files", "restore", "run", "works", "letter"}:
            continue
        rows = [
            line
            for line in director.get(find_twin(paths[page.name])).lines()
            if line["message_type"] == page.rows.type
        ]
        # restic leaves tags out where a snapshot has none
        told = {name for row in rows for name in row} | {"tags"}
        lacking = {column.field for column in COLUMNS[page.rows.section]} - told if rows else set()
        assert (page.name, lacking - {"places"}) == (page.name, set())


def test_pages_show_the_times_in_sentences_by_the_clocks_of_the_district(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    # the addresses of the same values for programs keep UTC
    attributes = re.compile(r'(?:datetime|title|value|href)="[^"]*"')
    director = drilled.visitor("director")
    for name in ("record", "event", "hunt", "runs"):
        shown = attributes.sub("", director.get(paths[name]).text)
        assert re.findall(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d\S*", shown) == [], name


def test_the_newest_snapshot_of_a_host_is_the_first_to_rule_on(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    director = drilled.visitor("director")
    listed = director.get(find_twin(paths["host"])).lines()
    snapshots = [one for one in listed if one["message_type"] == "snapshot"]
    # nobody can rule on one that Firstbell composed
    newest = [one["id"] for one in snapshots if "firstbell:composed" not in one.get("tags", ())][-1]
    offered = re.findall(r'<option value="([0-9a-f]{64})"', director.get(paths["host"]).text)
    assert offered[0] == newest


def test_a_hunt_names_its_sources_in_words(drilled: DrilledConsole, paths: dict[str, str]) -> None:
    shown = drilled.visitor("director").get(paths["hunt"]).text
    assert "event log Security" in shown
    assert "eventlog/" not in shown
    assert "records of outgoing traffic" in shown


def test_a_broken_record_is_red_on_every_page_until_it_is_put_back(drilled: DrilledConsole) -> None:
    ledger = drilled.folder / "case" / "ledger" / "entries.jsonl"
    whole = ledger.read_bytes()
    lines = whole.splitlines(keepends=True)
    lines[4] = lines[4].replace(b'"time":"2', b'"time":"1', 1)
    case = f"/cases/{drilled.case}"
    looked = {
        "director": ("/", "/hosts", f"/events/{drilled.event}", case, f"{case}/entries", f"{case}/people"),
        "reviewer": (f"{case}/review", f"{case}/statements"),
    }
    visitors = {role: drilled.visitor(role) for role in (*looked, "board")}
    twin = visitors["director"].get("/events.json").body
    ledger.write_bytes(b"".join(lines))
    try:
        for role, paths in looked.items():
            for path in paths:
                page = visitors[role].get(path).text
                assert re.search(r'role="alert"><p><strong>The record of .* is broken in 1 place', page), path
                assert "it was changed" in page, path
                # a record that does not hold is not said to hold anywhere
                assert "is intact: no entry was changed" not in page, path
        link = f'href="{case}/entries">Open the record'
        assert link in visitors["director"].get("/").text
        assert link not in visitors["reviewer"].get(f"{case}/review").text
        assert "is broken" not in visitors["board"].get("/readiness").text
        assert visitors["director"].get("/events.json").body == twin
    finally:
        ledger.write_bytes(whole)
    assert "is broken" not in visitors["director"].get("/").text


def test_style_and_script_come_packed_for_whoever_takes_that(drilled: DrilledConsole) -> None:
    stranger = drilled.visitor()
    (name,) = re.findall(r'href="(/static/console[^"]+css)"', stranger.get("/sign-in").text)
    whole, packed = stranger.get(name), stranger.ask("GET", name, Accept_Encoding="gzip, br")
    assert gzip.decompress(packed.body) == whole.body
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in whole.headers
    assert len(packed.body) < len(whole.body) / 2
    assert packed.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in stranger.ask("GET", "/sign-in", Accept_Encoding="gzip").headers


def test_looking_changes_nothing_but_the_log_of_looks(drilled: DrilledConsole, paths: dict[str, str]) -> None:
    director = drilled.visitor("director")

    def read_state() -> dict[str, int]:
        kept = [path for path in drilled.folder.rglob("*") if path.is_file()]
        quiet = [
            path for path in kept if not {"cache", "console"} & set(path.relative_to(drilled.folder).parts)
        ]
        return {str(path): path.stat().st_mtime_ns for path in quiet}

    before = read_state()
    for path in paths.values():
        director.get(path)
    assert read_state() == before


def test_the_web_process_holds_no_key(drilled: DrilledConsole) -> None:
    web = Path(f"/proc/{drilled.find_web()}")
    told = (web / "environ").read_bytes()
    assert b"FIRSTBELL" not in told
    assert b"SECRET" not in told
    loaded = (web / "maps").read_text()
    assert "cryptography" not in loaded
    opened = [str(path.readlink()) for path in (web / "fd").iterdir()]
    assert [name for name in opened if str(drilled.folder) in name] == []
    code = (
        "import sys, firstbell.console.web.process;"
        "print([name for name in sys.modules if name.split('.')[0] == 'cryptography' or name.startswith("
        "('firstbell.crypto', 'firstbell.case', 'firstbell.ledger', 'firstbell.console.key_process'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout.replace("'", '"')) == [], done.stderr


def test_a_passphrase_and_a_code_sign_in_with_scripts_off(drilled: DrilledConsole) -> None:
    somebody = drilled.visitor("reviewer")
    words = {"passphrase": "correct horse battery", "again": "correct horse battery"}
    assert somebody.post("/you/code", passphrase="short", again="short").status == 400
    page = somebody.post("/you/code", **words)
    assert (page.status, page.headers["content-security-policy"]) == (200, POLICY)
    shown = re.search(r'class="secret">([A-Z2-7 ]+)<', page.text)
    token = re.search(r'name="token" value="([^"]+)"', page.text)
    assert shown is not None
    assert token is not None
    secret = b32decode(shown[1].replace(" ", ""))
    step = SystemClock().now_ns() // NS_PER_S // STEP_S
    wrong = somebody.post("/you/code/finish", token=token[1], code="12345")
    assert (wrong.status, "does not fit" in wrong.text) == (400, True)
    kept = somebody.post("/you/code/finish", token=token[1], code=make_code(secret, step))
    assert (kept.status, kept.headers["location"]) == (303, "/you")

    stranger = drilled.visitor()
    form = {"name": somebody.get("/you.json").lines()[0]["name"], "passphrase": words["passphrase"]}
    form["next"] = f"/cases/{drilled.case}/people?role=staff"
    refused = stranger.post("/sign-in/code", **form, code="000000")
    assert f'name="next" value="{form["next"]}"' in refused.text
    assert (refused.status, stranger.cookie) == (400, "")
    assert words["passphrase"] not in refused.text
    entered = stranger.post("/sign-in/code", **form, code=make_code(secret, step + 1))
    assert (entered.status, entered.headers["location"]) == (303, form["next"])
    told = stranger.get("/you.json").lines()[0]
    assert (told["role"], told["by"]) == ("reviewer", "code")
    planned = stranger.post(f"/cases/{drilled.case}/act", action="note", text="x")
    assert planned.status == 403


def test_the_page_of_an_event_counts_no_systems_of_a_run_that_never_started(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    page = drilled.visitor("director").get(paths["event"])
    assert page.status == 200
    assert "When can we open?" in page.text
    assert "0 of 0 systems" not in page.text
