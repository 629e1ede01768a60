"""Documents that expose nobody, and look as if they did."""

from __future__ import annotations

import random

from tests.quality.people.drafts import Cast, Draft


def make_negative(rng: random.Random, cast: Cast) -> Draft:
    """One of them."""
    return rng.choice((_make_parts, _make_books, _make_codes, _make_directory, _make_news, _make_tests))(
        rng, cast
    )


def _make_parts(rng: random.Random, cast: Cast) -> Draft:
    del cast
    draft = Draft("Boiler parts", "negative: part numbers", "")
    draft.header = ["Part No", "Description", "Qty", "Price"]
    for _ in range(rng.randrange(10, 40)):
        number = f"{rng.randrange(100, 899)}-{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}"
        draft.rows.append(
            [
                number,
                rng.choice(["Gasket", "Valve", "Pump seal", "Filter"]),
                str(rng.randrange(1, 9)),
                f"{rng.randrange(3, 300)}.00",
            ]
        )
    return draft


def _make_books(rng: random.Random, cast: Cast) -> Draft:
    del cast
    draft = Draft("Library order", "negative: ISBNs", "")
    draft.header = ["ISBN", "Title", "Copies"]
    for _ in range(rng.randrange(8, 30)):
        digits = "978" + "".join(rng.choice("0123456789") for _ in range(9))
        check = (10 - sum(int(one) * (1 + 2 * (at % 2)) for at, one in enumerate(digits)) % 10) % 10
        draft.rows.append(
            [
                f"{digits}{check}",
                rng.choice(["The Giver", "Holes", "Wonder", "Esperanza Rising"]),
                str(rng.randrange(1, 30)),
            ]
        )
    return draft


def _make_codes(rng: random.Random, cast: Cast) -> Draft:
    del cast
    draft = Draft("Mailing routes", "negative: ZIP+4 and invoices", "")
    for _ in range(rng.randrange(6, 20)):
        draft.paragraphs.append(
            f"Route {rng.randrange(1, 90)}: ZIP {rng.randrange(55401, 55490)}-{rng.randrange(1000, 9999)}, "
            "invoice "
            f"{rng.randrange(10**8, 10**9)}, purchase order PO-{rng.randrange(10**6, 10**7)}."
        )
    return draft


def _make_directory(rng: random.Random, cast: Cast) -> Draft:
    draft = Draft("Staff directory", "negative: public staff directory", "")
    draft.header = ["Name", "Building", "Work Email"]
    for one in rng.sample(list(cast.staff), rng.randrange(8, 30)):
        draft.rows.append([one.full, one.school, one.email])
    return draft


def _make_news(rng: random.Random, cast: Cast) -> Draft:
    draft = Draft("Principal's newsletter", "negative: newsletter", "")
    one, other = rng.sample(list(cast.students), 2)
    draft.paragraphs = [
        "This week at school",
        f"Congratulations to {one.full} for winning the spelling bee, and to {other.full} for the lead "
        "in the spring musical!",
        "Picture day is Tuesday. Bring a water bottle to the field trip. The PTA meets on Thursday.",
    ]
    return draft


def _make_tests(rng: random.Random, cast: Cast) -> Draft:
    del cast, rng
    draft = Draft("Payroll software training", "negative: numbers of examples", "")
    draft.paragraphs = [
        "Training manual. Enter the sample employee John Q. Sample with social security number 123-45-6789.",
        "Numbers such as 000-12-3456, 666-12-3456 and 078-05-1120 are refused by the system.",
        "Test card 4111 1111 1111 1111, exp 12/30.",
    ]
    return draft
