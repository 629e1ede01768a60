"""The evaluation on a small set that it makes: figures with limits, and the parts that make figures."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from firstbell.record.examination import Verdict
from tests.quality.baselines import list_baselines, measure_entropy, score_daa, score_nextcloud
from tests.quality.benign import list_transitions
from tests.quality.corpora import Sample, list_samples, load_napier, pick_samples
from tests.quality.events import Attack, judge_by_thresholds, run_attack, run_bulk
from tests.quality.families import FAMILIES, Family, pick_families
from tests.quality.hosts import Files, make_generated, make_host
from tests.quality.measuring import OURS, Tally, bound_rate, measure_benign, measure_strikes
from tests.quality.picture import trace_curve
from tests.quality.report import Figures, render_report
from tests.quality.run import draw, measure_cost

BY_NAME = {family.name: family for family in FAMILIES}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    folder = tmp_path_factory.mktemp("corpus")
    for number, (suffix, content) in enumerate(make_generated(56)):
        (folder / f"file {number}{suffix}").write_bytes(content)
    return list(list_samples(folder, "generated"))


@pytest.fixture(scope="module")
def host() -> Files:
    return make_host(make_generated(112))


@pytest.mark.long
def test_every_pattern_is_found_in_generated_files(samples: list[Sample]) -> None:
    figures = measure_strikes(pick_samples(samples, 40, seed=1), FAMILIES, {})
    for name, tally in figures.by_family[OURS].items():
        assert tally.share >= 0.95, (name, tally, [miss for miss in figures.misses if miss.family == name])
    total = Tally(
        sum(row.hits for row in figures.by_family[OURS].values()),
        sum(row.cases for row in figures.by_family[OURS].values()),
    )
    assert total.share >= 0.99


def test_no_honest_change_of_generated_files_is_flagged(samples: list[Sample]) -> None:
    figures = measure_benign(list_transitions(samples, seed=2), {})
    assert figures.sum_up(OURS).cases > 600
    assert figures.alarms == []
    assert "gpg, symmetric" in figures.apart


@pytest.mark.long
def test_no_honest_change_in_bulk_is_an_event(host: Files, tmp_path: Path) -> None:
    verdicts = dict(run_bulk(host, folder=tmp_path))
    assert len(verdicts) == 15
    assert [name for name, verdict in verdicts.items() if verdict is Verdict.EVENT] == []


@pytest.mark.parametrize(("name", "a_day"), [("whole", 0), ("64 in 192", 3), ("Play", 1), ("WannaCry", 10)])
def test_an_attack_is_called_early_and_all_of_it_comes_back(
    name: str, a_day: int, host: Files, tmp_path: Path
) -> None:
    outcome = run_attack(Attack(BY_NAME[name], a_day), host, folder=tmp_path, seed=5)
    assert outcome.hold is not None
    assert outcome.event is not None
    assert outcome.hold <= outcome.event <= (outcome.files if a_day == 0 else 3 * a_day + 3)
    assert outcome.snapshots_to_event == 1 or a_day
    assert (outcome.too_old, outcome.too_new, outcome.left_over) == (0, 0, 0), outcome.wrong
    assert outcome.identical >= outcome.files


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_strike_is_the_same_for_the_same_seed_and_changes_the_file(family: Family) -> None:
    data = b"a line of a document that somebody wrote\n" * 400
    first, second = family.strike(data, seed=1), family.strike(data, seed=1)
    assert first == second
    assert first != data
    if not family.wipes:
        assert family.strike(data, seed=2) != first
    assert first.startswith(family.head_mark)
    assert first.endswith(family.tail_mark)


def test_patterns_of_the_report_are_others_than_those_of_tuning() -> None:
    tune, report = ({family.name for family in pick_families(half)} for half in ("tune", "report"))
    assert not tune & report
    assert len(tune) >= 15
    assert len(report) >= 15


def test_baselines_see_noise_and_pass_over_text() -> None:
    text, noise = b"plain words of a letter\n" * 300, random.Random(1).randbytes(9000)
    for name, (score, limit) in list_baselines().items():
        if name != "extension list":
            assert score(text, text, "letter.txt") <= limit, name
            assert score(text, noise, "letter.txt") > limit, name
    assert score_daa(text, gzip.compress(noise), "") > score_daa(text, text, "")
    assert score_nextcloud(text, noise, "") == 1
    assert measure_entropy(b"") == 0


def test_published_thresholds_count_renames_and_deletions() -> None:
    tree = {f"/srv/a/file {n}.docx": b"x" for n in range(250)}
    assert judge_by_thresholds(tree, {path + ".lock": b"y" for path in tree})
    assert judge_by_thresholds(tree, {})
    assert not judge_by_thresholds(tree, tree)
    assert not judge_by_thresholds(tree, dict(list(tree.items())[60:]))


def test_a_rate_is_bounded_from_above() -> None:
    assert bound_rate(Tally(0, 1000)) == pytest.approx(0.003, rel=0.01)
    assert bound_rate(Tally(0, 0)) == 1
    assert 0.05 < bound_rate(Tally(5, 100)) < 0.12


def test_a_curve_goes_from_nothing_to_everything() -> None:
    curve = trace_curve([3.0, 4.0, 5.0], [1.0, 2.0, 3.5])
    assert [curve[0], curve[-1]] == [(0.0, 0.0), (1.0, 1.0)]
    assert max(recall for rate, recall in curve if rate == 0) == pytest.approx(2 / 3)


def test_a_copy_of_napierone_is_read_without_its_ransomware(tmp_path: Path) -> None:
    for part in ("DOC-total", "ZIP-PASSWORD-total", "RANSOMWARE-MAZE-total"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "0001-file.doc").write_bytes(bytes(100))
    found = load_napier(tmp_path)
    assert [(sample.origin, sample.is_opaque) for sample in found] == [
        ("napierone DOC-total", False),
        ("napierone ZIP-PASSWORD-total", True),
    ]


def test_samples_are_picked_by_turns_and_ciphertext_of_tests_is_marked(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"a{number}.txt").write_bytes(bytes(80))
    (tmp_path / "CVE-2000-1.doc").write_bytes(bytes(80))
    (tmp_path / "tiny.doc").write_bytes(b"x")
    found = list(list_samples(tmp_path, "package"))
    chosen = pick_samples(found, 20, seed=1)
    assert sum(sample.suffix == ".txt" for sample in chosen) == 4
    assert [sample.is_opaque for sample in chosen if sample.suffix == ".doc"] == [True]


def test_the_report_and_its_picture_are_rendered(samples: list[Sample], host: Files, tmp_path: Path) -> None:
    families, baselines = [BY_NAME["whole"], BY_NAME["base64"]], list_baselines()
    strikes = measure_strikes(samples[:9], families, baselines)
    benign = measure_benign(list_transitions(samples[:4], seed=1), baselines)
    figures = Figures("make bench-examine", "2 cores", 9, ["generated"], [], strikes, benign)
    figures.cost_ms_a_file, figures.cost_ms_a_mb = measure_cost(samples[:9], families)
    figures.outcomes = [run_attack(Attack(families[0]), host, folder=tmp_path, seed=9)]
    page = render_report(figures)
    for heading in ("Goals", "By pattern", "Attacks over days", "What is still missed"):
        assert f"## {heading}" in page
    assert "| attacked files of 4 KiB and more that were found | 99 % | 100.00%" in page
    picture = draw(figures)
    assert picture.startswith("<svg")
    assert "entropy &gt; 7.9" in picture
