"""The worst day in twelve steps, each one line and one command: a page of the kit, and docs/worst-day.md."""

from __future__ import annotations

from typing import NamedTuple


class DayStep(NamedTuple):
    """What to do, and the command that does it; "" where no command can."""

    text: str
    command: str = ""


STEPS = (
    DayStep("Unplug affected computers from the network. Do not turn them off. Delete nothing."),
    DayStep(
        "Freeze the backups, open the case, start the legal deadlines, write the plan and the call sheet.",
        "firstbell respond --now",
    ),
    DayStep("Call the people on the sheet, the insurer first. Do not use the district's mail."),
    DayStep(
        "See what is damaged, and since when. Step 2 named the EVENT.",
        "firstbell event show EVENT",
    ),
    DayStep("Check that the desk and every repository work.", "firstbell doctor"),
    DayStep("Find out how they got in, and what a restore would start again.", "firstbell hunt run"),
    DayStep("Read the plan: what comes back first, and from which day.", "firstbell recover plan"),
    DayStep(
        "Restore onto clean machines, in order. You can stop and continue.", "firstbell recover run PLAN"
    ),
    DayStep("Change every password and key before anything goes back on the network."),
    DayStep(
        "Find out whose data was in the files. Step 2 named the folder CASE.",
        "firstbell impact scan --case CASE",
    ),
    DayStep("See who must be told by when. Counsel decides.", "firstbell case clocks --case CASE"),
    DayStep("Say nothing that the record does not show.", "firstbell statement check FILE --case CASE"),
)


def render_markdown() -> str:
    """The page for docs/."""
    lines = [
        "# The worst day, in twelve steps",
        "",
        "Print this page, or `firstbell kit`, which includes it. Run the commands on the desk.",
        "",
    ]
    for number, step in enumerate(STEPS, start=1):
        lines.append(f"{number}. {step.text}")
        lines += [f"   `{step.command}`"] if step.command else []
    lines += [
        "",
        "Is Firstbell gone? The kit says how stock restic restores everything. Do not pay, and do not answer",
        "the intruder: `firstbell message triage FILE` checks what they write.",
    ]
    return "\n".join(lines) + "\n"
