"""Folders of Sigma rules that others wrote: what can be used is, and each that cannot is named with why."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.investigate.hunts.match.patterns import HuntRuleError
from firstbell.investigate.hunts.match.sigma import load_folder
from firstbell.investigate.hunts.match.signs import read_span_s

RULE = """title: Shadow copies are deleted
id: c947b146-0abc-4c87-9c64-b17e9d7274a2
logsource: {category: process_creation, product: windows}
detection:
  selection: {CommandLine|contains: 'delete shadows'}
  condition: selection
tags: [attack.t1490, attack.impact]
falsepositives: [backup software]
"""


def load(folder: Path, *texts: str | bytes) -> tuple[list[str], list[str]]:
    """(signs of the rules, why others were left out) of these files."""
    for number, text in enumerate(texts):
        data = text.encode() if isinstance(text, str) else text
        (folder / f"{number}.yml").write_bytes(data)
    found = load_folder(folder)
    return [rule.sign for rule in found.rules], [why for _, why in found.left_out]


def test_a_rule_says_who_wrote_it_what_it_proves_and_what_looks_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(RULE)
    (rule,) = load_folder(tmp_path).rules
    assert rule.sign == "sigma:c947b146-0abc-4c87-9c64-b17e9d7274a2"
    assert rule.message == "Sigma rule: Shadow copies are deleted."
    assert rule.attack == ("T1490",)
    assert "backup software" in rule.not_proved


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is not a Sigma rule: it has no detection"),
        ("just a sentence", "it is not a Sigma rule: it has no detection"),
        ("- a\n- b\n", "it is not a Sigma rule: it has no detection"),
        ("title: x\n", "it is not a Sigma rule: it has no detection"),
        ("title: [x\n", "it cannot be read: "),
        ("a: &a [*a, *a]\n", "it is not a Sigma rule"),
        (b"title: caf\xe9\n", "it cannot be read: "),
        (b"\0\0\0\0", "it cannot be read: "),
        ("!!python/object/apply:os.system [id]\n", "it cannot be read: "),
        ("a: 2026-99-99\n", "it cannot be read: "),
        ("- " * 20_000 + "a\n", "it cannot be read: "),
        ("[" * 20_000, "it cannot be read: "),
        ("detection: {selection: {a: b}, condition: selection}\n", "it has no logsource"),
        ("logsource: windows\ndetection: {selection: {a: b}, condition: selection}\n", "it has no logsource"),
        ("logsource: {product: windows}\ndetection: selection\n", "or no detection"),
        (RULE.replace("condition: selection", "condition: 1 of nobody*"), "nobody*"),
        (RULE.replace("condition: selection", "condition: \u00b2 of selection*"), "\u00b2"),
        (RULE.replace("condition: selection", "condition: " + "9" * 5000 + " of selection*"), "asks for"),
        (RULE.replace("condition: selection", "condition: selection and"), ""),
        (RULE.replace("condition: selection", "condition: (selection"), ""),
        (RULE.replace("condition: selection", "condition: other"), "other"),
        (RULE.replace("CommandLine|contains", "CommandLine|teleport"), "teleport"),
        (RULE + "correlation: {type: event_count}\n", "it correlates other rules"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_in_one_line_and_the_others_are(
    tmp_path: Path, text: str | bytes, why: str
) -> None:
    signs, left_out = load(tmp_path, text, RULE)
    assert signs == ["sigma:c947b146-0abc-4c87-9c64-b17e9d7274a2"]
    (told,) = left_out
    assert why in told
    assert len(told.splitlines()) == 1
    assert len(told) < 6000


def test_rules_are_read_in_the_order_of_their_names_below_folders_too(tmp_path: Path) -> None:
    for name in ("b.yml", "a/z.yaml", "c/README.md", "a/.hidden.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(RULE.replace("id: c947", f"id: {name.replace('/', '-')}-c947"))
    assert [rule.sign.split("-c947")[0] for rule in load_folder(tmp_path).rules] == [
        "sigma:a-.hidden.yml", "sigma:a-z.yaml", "sigma:b.yml",
    ]  # fmt: skip


def test_two_rules_of_one_id_are_two(tmp_path: Path) -> None:
    signs, left_out = load(tmp_path, RULE, RULE.replace("delete shadows", "resize shadowstorage"))
    assert len(signs) == 2
    assert left_out == []
    found = load_folder(tmp_path)
    assert len({rule.key for rule in found.rules}) == 2


def test_the_digest_names_what_the_rules_say_and_not_where_they_lie(tmp_path: Path) -> None:
    digests = []
    for folder, text in (("a", RULE), ("b", RULE), ("c", RULE + "# other\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "rule.yml").write_text(text)
        digests.append(load_folder(tmp_path / folder).digest)
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize("name", ["empty", "nowhere"])
def test_a_folder_without_a_rule_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "rule.txt").write_text(RULE)
    with pytest.raises(HuntRuleError, match=r"holds no rule \(\*\.yml\)") as refused:
        load_folder(tmp_path / name)
    assert refused.value.hint == "name a folder of Sigma rules"


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "and",
                "or",
                "not",
                "(",
                ")",
                "1 of",
                "all of",
                "selection",
                "them",
                "sel*",
                "2 of",
                "|",
                "count()",
            ]
        ),
        max_size=8,
    )
)
def test_no_condition_ends_in_an_error_of_python(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "conditions"
    folder.mkdir(exist_ok=True)
    signs, left_out = load(folder, RULE.replace("condition: selection", f"condition: '{' '.join(words)}'"))
    assert len(signs) + len(left_out) == 1


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30.0), ("10m", 600.0), ("24h", 86_400.0), ("2d", 172_800.0), ("0s", 0.0)]
)
def test_a_span_of_time_is_read(text: str, seconds: float) -> None:
    assert read_span_s(text) == seconds


@pytest.mark.parametrize("text", ["10", "m", "-5m", "1.5h", "10 m", "\u00b2m", "10w", "9" * 5000 + "m"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(HuntRuleError, match="is not a span of time"):
        read_span_s(text)
