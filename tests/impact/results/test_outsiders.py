"""People outside the roster: joined by what identifies them, never by a name alone where others bear it."""

from __future__ import annotations

from firstbell.impact.detection.evidence.results import Outsider, PersonLink
from firstbell.impact.results.outsiders import Group, fold_name, join_outsiders
from firstbell.impact.results.people import give_ids, make_person_id
from firstbell.impact.scan.scan_store import Kept
from tests.impact.kept_people import MemoryItems

Mention = tuple[str, PersonLink]


def mention(
    content: str, name: str, *anchors: str, dob: str = "", ssn: str = "", is_minor: bool = False
) -> Mention:
    outsider = Outsider(name, "other", (f"name {name}", *anchors), dob, ssn, is_minor)
    return content, PersonLink((), outsider, {"ssn"}, "certain", {"name"}, [], [])


def tell(groups: list[Group]) -> list[tuple[str, list[str]]]:
    return [(group.name, sorted(content for content, _ in group.links)) for group in groups]


def test_one_number_is_one_person_however_the_name_is_written() -> None:
    groups = join_outsiders(
        [
            mention("1", "Ana Olson", "ssn 4", ssn="4"),
            mention("2", "OLSON, Ana", "ssn 4", ssn="4", is_minor=True),
        ]
    )
    assert tell(groups) == [("Ana Olson", ["1", "2"])]
    assert groups[0].is_minor


def test_one_number_of_two_names_is_two_people() -> None:
    groups = join_outsiders([mention("1", "Ana Olson", "mail x"), mention("2", "Bertram Quist", "mail x")])
    assert len(groups) == 2


def test_another_birth_date_or_number_is_another_person() -> None:
    for field in ("dob", "ssn"):
        groups = join_outsiders(
            [
                mention("1", "Ana Olson", "mail x", **{field: "1"}),  # type: ignore[arg-type]
                mention("2", "Ana Olson", "mail x", **{field: "2"}),  # type: ignore[arg-type]
            ]
        )
        assert len(groups) == 2


def test_anchors_join_through_a_third_document() -> None:
    groups = join_outsiders(
        [
            mention("1", "Ana Olson", "mail x"),
            mention("2", "Ana Olson", "phone y"),
            mention("3", "Ana Olson", "mail x", "phone y"),
        ]
    )
    assert tell(groups) == [("Ana Olson", ["1", "2", "3"])]


def test_a_bare_name_goes_to_the_only_one_who_bears_it_and_stands_apart_where_two_do() -> None:
    one = [mention("1", "Ana Olson", "ssn 4", ssn="4"), mention("2", "Olson, Ana")]
    assert tell(join_outsiders(one)) == [("Ana Olson", ["1", "2"])]
    two = [*one, mention("3", "Ana Olson", "ssn 5", ssn="5")]
    assert [contents for _, contents in tell(join_outsiders(two))] == [["1"], ["3"], ["2"]]


def test_a_name_in_any_order_and_with_any_marks_is_one() -> None:
    assert fold_name("Muñoz-Roe, José") == fold_name("JOSE Mun\u0303oz-Roe")


def test_the_ids_of_people_stay_when_they_are_met_again_in_another_order() -> None:
    kept = Kept(MemoryItems())
    ana, bo = mention("1", "Ana Olson", "ssn 4", ssn="4"), mention("2", "Bo Roe", "ssn 5", ssn="5")
    named = mention("3", "Cy Vang")
    groups = join_outsiders([ana, bo, named])
    before = dict(zip((group.name for group in groups), give_ids(groups, kept), strict=True))
    later = join_outsiders([named, mention("9", "Dee Hill", "ssn 6", ssn="6"), bo, ana])
    after = dict(zip((group.name for group in later), give_ids(later, Kept(kept._store)), strict=True))
    assert {name: after[name] for name in before} == before
    assert len(set(after.values())) == 4
    assert all(one.startswith("x") for one in after.values())


def test_two_people_of_one_name_have_two_ids() -> None:
    kept = Kept(MemoryItems())
    groups = join_outsiders(
        [mention("1", "Ana Olson", "ssn 4", ssn="4"), mention("2", "Ana Olson", "ssn 5", ssn="5")]
    )
    assert len(set(give_ids(groups, kept))) == 2


def test_somebody_of_the_roster_has_one_id_in_every_scan() -> None:
    assert make_person_id("7") == make_person_id("7") != make_person_id("8")


def test_a_name_is_shown_as_documents_spell_it_best() -> None:
    groups = join_outsiders(
        [
            mention("1", "DO MINH", "ssn 4", ssn="4"),
            mention("2", "Do, Minh A", "ssn 4", ssn="4"),
            mention("3", "Đo, Minh", "ssn 4", ssn="4"),
        ]
    )
    assert [group.name for group in groups] == ["Đo, Minh"]


def test_a_bare_name_that_one_outsider_bears_is_probably_theirs() -> None:
    bare = ("2", PersonLink((), Outsider("Ana Olson", "other", ("name Ana Olson",), "", "", False),
                            {"credentials"}, "possible", {"name"}, [], []))  # fmt: skip
    (group,) = join_outsiders([mention("1", "Ana Olson", "ssn 4", ssn="4"), bare])
    assert [link.sureness for _, link in group.links] == ["certain", "probable"]


def test_a_bare_name_that_two_outsiders_bear_stays_open() -> None:
    bare = ("3", PersonLink((), Outsider("Ana Olson", "other", ("name Ana Olson",), "", "", False),
                            {"credentials"}, "possible", {"name"}, [], []))  # fmt: skip
    told = [mention("1", "Ana Olson", "ssn 4", ssn="4"), mention("2", "Ana Olson", "ssn 5", ssn="5")]
    groups = join_outsiders([*told, bare])
    assert [link.sureness for group in groups for _, link in group.links].count("possible") == 1
