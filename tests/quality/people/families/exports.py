"""Exports of programs: tables, records of fixed width, segments, statements."""

from __future__ import annotations

from tests.quality.people.families.stage import (
    DISABILITIES,
    ILLNESSES,
    OFFENCES,
    Family,
    Stage,
    us,
    write_rows,
)
from tests.quality.people.population import OUTSIDER


def _bare(text: str) -> str:
    return "".join(one for one in text.upper() if one.isascii())


def state_count(stage: Stage) -> None:
    """Fixed width, nothing said of the layout."""
    who = stage.students(20)
    lines = [
        f"0001{one.local_id:<13}{_bare(one.name.family):<30.30}{_bare(one.name.given):<20.20}"
        f"{one.born.replace('-', '')}{one.grade}{stage.rng.randrange(1, 9)}N 2023"
        for one in who
    ]
    stage.put(
        "Assessment/State reporting/MARSSB_0001.txt", "\n".join(lines), who, ["dob"], ["special_education"]
    )


def ach(stage: Stage) -> None:
    """A payroll file for the bank, records of 94."""
    who = stage.staff(10)
    lines = ["101 091000019 4160011232210141200A094101NORTHERN BANK          LAKEVIEW PUBLIC SCHOOLS        "]
    lines.append(
        "5200LAKEVIEW SCHOOLS                    1416001123PPDPAYROLL   221014221014   1091000010000001"
    )
    lines += [
        f"62209100001{stage.rng.randrange(10)}{one.account:<17}{stage.rng.randrange(90000, 400000):010d}"
        f"{one.local_id:<15}{_bare(one.full):<22.22}  0{number:015d}"
        for number, one in enumerate(who, 1)
    ]
    lines.append(
        "820000001000910000190000000000000000012840031416001123                         091000010000001"
    )
    stage.put("Finance/bank/PR1014.ach", "\n".join(lines), who, ["financial"])


def enrolment_834(stage: Stage) -> None:
    """EDI 834: benefits."""
    who = stage.staff(8)
    parts = [
        "ISA*00*          *00*          *ZZ*LAKEVIEW       *ZZ*HEALTHCO       *220914*1200*^*00501*000000001*0*P*:"
    ]
    parts += [
        "GS*BE*LAKEVIEW*HEALTHCO*20220914*1200*1*X*005010X220A1",
        "ST*834*0001*005010X220A1",
        "BGN*00*1*20220914",
    ]
    for one in who:
        parts += [
            "INS*Y*18*030*XN*A***FT",
            f"REF*0F*{one.ssn.replace('-', '')}",
            f"NM1*IL*1*{_bare(one.name.family)}*{_bare(one.name.given)}****34*{one.ssn.replace('-', '')}",
            f"N3*{one.street.upper()}",
            f"DMG*D8*{one.born.replace('-', '')}*F",
            "HD*030**HLT*PPO500*EMP",
        ]
    stage.put(
        "HR/benefits/834_20220914.txt",
        "~\n".join([*parts, "SE*50*0001", "GE*1*1", "IEA*1*000000001"]) + "~",
        who,
        ["ssn", "dob"],
        ["health"],
    )


def claims_837(stage: Stage) -> None:
    """EDI 837: claims for nursing and therapy, all on one line."""
    who = stage.students(8)
    parts = [
        "ISA*00*          *00*          *ZZ*LAKEVIEW       *ZZ*STATEMED       *220914*1200*^*00501*000000002*0*P*:"
    ]
    parts += ["GS*HC*LAKEVIEW*STATEMED*20220914*1200*1*X*005010X222A1", "ST*837*0001"]
    parts += ["NM1*85*2*LAKEVIEW PUBLIC SCHOOLS*****XX*1234567893"]
    for one in who:
        parts += [
            "HL*2*1*22*0",
            f"NM1*IL*1*{_bare(one.name.family)}*{_bare(one.name.given)}****MI*{stage.rng.randrange(10**7, 10**8)}",
            f"DMG*D8*{one.born.replace('-', '')}*M",
            f"CLM*{one.local_id}*75***03:B:1*Y*A*Y*Y",
            f"HI*ABK:{stage.pick(['F840', 'F902', 'G40909', 'R471'])}",
        ]
    stage.put(
        "Special Services/third party billing/claim0914.837",
        "~".join(parts) + "~",
        who,
        ["health", "dob"],
        ["special_education"],
    )


def inserts(stage: Stage) -> None:
    """A dump of a database."""
    who = stage.students(12)
    rows = [
        f"({number},'{one.local_id}','{one.name.family.replace(chr(39), chr(39) * 2)}','{one.name.given}','{stage.day()}','{stage.pick(OFFENCES)}',{stage.rng.randrange(1, 6)})"
        for number, one in enumerate(who, 1)
    ]
    text = "-- MySQL dump\nDROP TABLE IF EXISTS `conduct`;\nCREATE TABLE `conduct` (\n  `id` int(11) NOT NULL,\n  `stu` varchar(12),\n  `ln` varchar(40)\n);\n"
    text += (
        "INSERT INTO `conduct` (`id`,`stu`,`ln`,`fn`,`dt`,`what`,`oss_days`) VALUES "
        + ",\n".join(rows)
        + ";\n"
    )
    stage.put("IT/backup/old_conduct.sql", text, who, ["discipline"])


def responses(stage: Stage) -> None:
    """What a form on the web collected, a question a column."""
    who = stage.students(12)
    head = [
        "Timestamp",
        "Email Address",
        "What is your child's first name?",
        "And the last name?",
        "What grade will they be in?",
    ]
    head += ["Please list anything medical that camp staff must know (leave empty if none)"]
    rows: list[list[str]] = [head]
    for one in who:
        rows.append(
            [
                f"9/{stage.rng.randrange(1, 28)}/2022 10:04:11",
                f"p{one.number}@mail.example",
                one.name.given,
                one.name.family,
                one.grade,
                stage.pick(ILLNESSES),
            ]
        )
    stage.put(
        "Community Ed/Camp sign-up (Responses) - Form Responses 1.csv", write_rows(rows), who, ["health"]
    )


def patrons(stage: Stage) -> None:
    """The till of the kitchen: codes alone."""
    who = stage.students(24)
    rows: list[list[str]] = [["PIN", "Patron", "Cat", "Bal"]]
    rows += [
        [one.local_id, one.sorted_name, stage.pick(["F", "R", "P"]), f"{stage.rng.randrange(-9, 40)}.15"]
        for one in who
    ]
    told = {one.number: {"economic"} for one, row in zip(who, rows[1:], strict=True) if row[2] != "P"}
    rest = {one.number: set[str]() for one in who if one.number not in told}
    stage.put_each("Nutrition/POS/meal status by patron.csv", write_rows(rows), told | rest, ["economic"])


def bare_table(stage: Stage) -> None:
    """No header at all."""
    who = stage.students(10)
    rows = [[one.local_id, one.name.family, one.name.given, us(one.born), one.ssn] for one in who]
    stage.put("Enrollment/tmp/out.csv", write_rows(rows), who, ["dob", "ssn"])


def logins(stage: Stage) -> None:
    """User names and what opens them."""
    who = stage.students(14)
    rows: list[list[str]] = [["acct", "PW", "OU"]]
    rows += [
        [
            one.email.partition("@")[0],
            f"{stage.pick(['Tiger', 'Panda', 'Eagle'])}{stage.rng.randrange(1000, 9999)}",
            "grade" + one.grade,
        ]
        for one in who
    ]
    stage.put("Technology/AD import 2022.csv", write_rows(rows), who, ["credentials"])


def shots(stage: Stage) -> None:
    """Vaccines, a column each."""
    who = stage.students(16)
    rows: list[list[str]] = [["Stu Num", "Pupil", "Bdate", "DTaP", "Polio", "MMR", "HepB", "Exempt"]]
    for one in who:
        rows.append(
            [
                one.local_id,
                one.sorted_name,
                us(one.born, century=False),
                "5",
                "4",
                stage.pick(["2", "1", "0"]),
                "3",
                stage.pick(["", "", "Med", "Consc"]),
            ]
        )
    stage.put("Health Office/immunization compliance.csv", write_rows(rows), who, ["dob", "health"])


def contractors(stage: Stage) -> None:
    """People whom no roster knows."""
    who = stage.take(OUTSIDER, 10)
    rows: list[list[str]] = [["Vendor", "DBA", "TIN", "Box 7"]]
    rows += [[one.full, "", one.ssn, f"{stage.rng.randrange(600, 9000)}.00"] for one in who]
    stage.put("Finance/AP/1099M 2021.csv", write_rows(rows), who, ["ssn"], ["financial"])


def child_count(stage: Stage) -> None:
    """Ids and codes alone, one of them a status."""
    who = stage.students(15)
    rows: list[list[str]] = [["LocalID", "EvalStatus", "PrimDis", "FedSet", "AnnDue"]]
    rows += [
        [
            one.local_id,
            stage.pick(["4", "6"]),
            stage.pick(["ASD", "EBD", "SLD", "OHD", "DCD-MM"]),
            str(stage.rng.randrange(1, 5)),
            stage.day(),
        ]
        for one in who
    ]
    stage.put("Special Services/SpEd caseload dump.csv", write_rows(rows), who, ["special_education"])


def case_table(stage: Stage) -> None:
    """Two people named in a row: whose case it is, and who has it."""
    who = stage.students(12)
    rows: list[list[str]] = [["Case Mgr", "Learner", "Gr", "Eligibility", "Mins/wk"]]
    rows += [[stage.name(), one.full, one.grade, stage.pick(DISABILITIES), "120"] for one in who]
    stage.put(
        "Special Services/teams/Rm 114.tsv", write_rows(rows, "\t"), who, ["special_education"], ["health"]
    )


EXPORTS: tuple[Family, ...] = (
    state_count, ach, enrolment_834, claims_837, inserts, responses, patrons, bare_table, logins, shots, contractors,
    child_count, case_table,
)  # fmt: skip
