"""Two people who are one: the other one is looked for and chosen, and no id is typed by hand."""

from __future__ import annotations

import re

from tests.console.drilled import DrilledConsole, Visitor
from tests.console.test_review import list_people


def find_others(visitor: Visitor, page: str, words: str) -> str:
    """The page of a person, after another one was looked for."""
    reply = visitor.post("/search", page="person", back=page, words=words)
    address = reply.headers["location"]
    assert words not in address
    assert address.startswith(f"{page}?search=")
    return visitor.get(address).text


def test_the_other_person_is_chosen_from_those_who_fit(
    drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    reviewer, page = drilled.visitor("reviewer"), paths["person"]
    person = page.rpartition("/")[2]
    people = list_people(drilled)
    (own,) = (one for one in people if one["person_id"] == person)
    other = next(one for one in people if one["person_id"] != person)
    before = reviewer.get(page).text
    assert 'name="into"' not in before
    assert "find the other person above first" in before
    # nobody decides about whom no page has shown yet
    merge = {"verb": "merge", "person": person, "into": str(other["person_id"])}
    assert reviewer.post(f"/cases/{drilled.case}/drafts", **merge).status == 400

    shown = find_others(reviewer, page, str(other["name"]))
    offered = re.findall(r'type="radio" name="into" value="([^"]+)"', shown)
    assert str(other["person_id"]) in offered
    assert person not in offered
    # masked as on every page of people, and told apart by what is there
    label = re.findall(rf'value="{other["person_id"]}">(.*?)</label>', shown, re.DOTALL)[0]
    # but in the command, which has what was typed
    assert str(other["name"]) not in shown.partition('class="source"')[0]
    assert str(other["role"]) in label
    assert f"number ...{str(other['sourcedId'])[-2:]}" in label or "number not known" in label
    assert f"/people/{other['person_id']}" in label
    kept = reviewer.post(f"/cases/{drilled.case}/drafts", **merge)
    assert (kept.status, "merge" in reviewer.get(kept.headers["location"]).text) == (303, True)
    reviewer.post(f"/cases/{drilled.case}/drafts", drop="last")
    # whoever was offered was looked at, and that is on the log
    looks = drilled.run("console", "looks", "--desk", str(drilled.folder))
    assert any({person, other["person_id"]} <= set(one.get("people") or ()) for one in looks)

    alone = find_others(reviewer, page, str(own["name"]))
    assert person not in re.findall(r'name="into" value="([^"]+)"', alone)
    assert "Nobody else whose data was found fits that." in find_others(reviewer, page, "zzqq no such name")
    assert "--words" not in find_others(reviewer, page, "--all").partition("<main")[0]


def test_names_stand_in_the_list_for_who_has_said_why(drilled: DrilledConsole, paths: dict[str, str]) -> None:
    reviewer, page = drilled.visitor("reviewer"), paths["person"]
    other = next(one for one in list_people(drilled) if one["person_id"] != page.rpartition("/")[2])
    reviewer.post(f"/cases/{drilled.case}/names", why="two files of one child")
    assert str(other["name"]) in find_others(reviewer, page, str(other["name"])).replace("&#39;", "'")
