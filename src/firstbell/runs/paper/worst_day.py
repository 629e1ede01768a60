"""The worst day in twelve steps, each one line and one command: a page of the kit, and docs/worst-day.md."""

from __future__ import annotations

from typing import NamedTuple


class DayStep(NamedTuple):
    """What to do, and the command that does it; "" where no command can."""

    text: str
    command: str = ""


STEPS = (
    DayStep("Unplug struck machines from the network. Do not switch them off, and delete nothing."),
    DayStep(
        "Freeze the backups, open the case, start the law's clocks, write the plan and the call sheet.",
        "firstbell respond --now",
    ),
    DayStep("Call the people on the sheet, the insurer first. Use no mail account of the district."),
    DayStep("See what is damaged, and since when.", "firstbell event show EVENT"),
    DayStep("Check that the desk and every repository stand.", "firstbell doctor"),
    DayStep("Ask the backups how they got in, and what a restore would start again.", "firstbell hunt run"),
    DayStep("Read the plan: what comes back first, and from which day.", "firstbell recover plan"),
    DayStep(
        "Restore to clean machines, tier by tier. Stop and go on as you need.", "firstbell recover run PLAN"
    ),
    DayStep("Change every password and key before anything goes back on the network."),
    DayStep("Find out whose data was in the files.", "firstbell impact scan"),
    DayStep("See what must be told to whom by when; counsel decides.", "firstbell case clocks"),
    DayStep("Say nothing that the record does not show.", "firstbell statement check FILE"),
)


def render_markdown() -> str:
    """The page for docs/."""
    lines = [
        "# The worst day, in twelve steps",
        "",
        "Print this page, or `firstbell kit`, which prints it too. Run the commands on the desk.",
        "",
    ]
    for number, step in enumerate(STEPS, start=1):
        lines.append(f"{number}. {step.text}")
        lines += [f"   `{step.command}`"] if step.command else []
    lines += [
        "",
        "No Firstbell at hand? The kit says how stock restic restores everything. Pay nobody, answer nobody:",
        "`firstbell message triage FILE` looks at what the intruder writes.",
    ]
    return "\n".join(lines) + "\n"
