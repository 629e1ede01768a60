"""What the printed pages say where no backup restores anything of the first tier."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from firstbell.runs.paper import plan_page, readiness_page
from firstbell.runs.readiness.readiness import Tier
from tests.runs.test_plan_file import PHONES, RECORDS, make_plan
from tests.runs.test_readiness import make_readiness, make_system


def test_a_plan_without_a_first_bell_gives_no_time_for_it() -> None:
    plan = make_plan(RECORDS, PHONES)
    with_bell = structs.replace(plan, first_bell_s=60.0, first_bell_systems=["Records"])
    without = structs.replace(plan, first_bell_systems=["Phones"], first_bell_without=["Phones"])
    assert plan_page.list_figures(with_bell)[0] == ("60 s", "to first bell")
    assert plan_page.list_figures(without)[0] == ("none", "to first bell")
    assert "no first bell" in plan_page.describe_plan(without)


def test_readiness_names_no_time_for_what_no_backup_restores() -> None:
    gone = make_system(missing=("never backed up",), bell_s=None, recovery_point="", recovery_point_h=None)
    readiness = replace(make_readiness(gone), first_bell_s=None, all_s=0.0)
    lead = readiness_page.describe_lead(readiness)
    assert lead.startswith(
        "After an encryption event, no system of the first tier would be restored. No backup"
    )
    assert "the rest would be back after 60 s." in readiness_page.describe_lead(
        replace(readiness, all_s=60.0)
    )
    assert readiness_page.list_figures(readiness)[2] == ("none", "oldest recovery point")
    tier = Tier(tier=0, seconds=None, restorable_s=0.0, without=("Records",))
    assert readiness_page.describe_tier(tier).endswith("because no backup restores Records completely")
    assert readiness_page.describe_tier(replace(tier, restorable_s=60.0)).endswith("is back after 60 s")
