"""Lookalikes: what dnstwist generates is recognised, neighbours and services are not."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from firstbell.triage.district import KnownDistrict
from firstbell.triage.domains import find_likeness, find_owner, is_school, mixes_scripts
from firstbell.triage.senders import find_brand_likeness, find_own_likeness

# in a process of its own: importing it sets a timeout for every socket
_GENERATE = """
import dnstwist, json, sys
words, endings = ["portal", "login", "breach"], ["com", "net", "info"]
fuzzer = dnstwist.Fuzzer(sys.argv[1], dictionary=words, tld_dictionary=endings)
fuzzer.generate()
print(json.dumps([[one["fuzzer"], one["domain"]] for one in fuzzer.domains if one["fuzzer"] != "*original"]))
"""


@pytest.mark.parametrize("own", ["mpschools.org", "lakeside.k12.mn.us", "isd279.org"])
def test_what_dnstwist_generates_is_recognised(own: str) -> None:
    ran = subprocess.run([sys.executable, "-c", _GENERATE, own], capture_output=True, check=True, text=True)
    generated = json.loads(ran.stdout)
    missed = [(way, domain) for way, domain in generated if not find_likeness(domain, own)]
    assert len(generated) > 100
    assert len(missed) <= 0.015 * len(generated), missed[:20]


@pytest.mark.parametrize(
    "other",
    [
        "lakeviewschools.org",
        "lakeshoreschools.org",
        "parksideschools.org",
        "riverside-schools.org",
        "google.com",
    ],
)
def test_neighbours_are_no_lookalikes(other: str) -> None:
    assert find_likeness(other, "lakesideschools.org") == ""


@pytest.mark.parametrize(
    "other",
    [
        "millgrove-hs-boosters.org",
        "millgrovelutheranchurch.org",
        "retireesofmillgrove.org",
        "millgrove-police.org",
        "millgroveobserver12.com",
        "padresmillgrove.org",
    ],
)
def test_who_bears_the_name_of_the_place_is_no_lookalike(other: str) -> None:
    assert find_likeness(other, "millgroveschools.org") == ""
    assert find_likeness(other, "millgrove.k12.mn.us") == ""


@pytest.mark.parametrize(
    "other",
    [
        "millgrove-hs.org",
        "millgrove-legal.org",
        "millgrove-payroll.org",
        "millgrove-parents-login.org",
        "millgrove-staff.org",
    ],
)
def test_a_word_of_an_office_or_a_level_alone_is_a_lookalike(other: str) -> None:
    assert find_likeness(other, "millgrove.k12.mn.us")


@pytest.mark.parametrize(
    "lookalike",
    ["mplsk12.org", "mpls-k12.com", "mpls.k12.mn.us.evil.example", "mpls-k12-mn-us.com", "mpls-portal.info"],
)
def test_a_short_name_dressed_up_is_one(lookalike: str) -> None:
    assert find_likeness(lookalike, "mpls.k12.mn.us")


def test_a_service_where_the_district_has_a_name_is_no_lookalike() -> None:
    district = KnownDistrict(domains=frozenset({"lakesideschools.org"}))
    assert find_own_likeness("lakesideschools.powerschool.com", district) == ""
    assert find_own_likeness("lakesideschools.evil.example", district)


def test_a_lookalike_of_a_firm_is_one_and_the_firm_is_not() -> None:
    assert find_brand_likeness("paypa1.com")
    assert find_brand_likeness("usps-redeliver.top")
    assert find_brand_likeness("www.paypal.com") == ""


def test_a_name_of_another_script_is_seen() -> None:
    assert mixes_scripts("xn--lakesdeschools-xlb.org") or find_likeness(
        "xn--lakesdeschools-xlb.org", "lakesideschools.org"
    )
    assert mixes_scripts("l\u0430kesideschools.org")
    assert not mixes_scripts("lakesideschools.org")


def test_owners_and_schools() -> None:
    assert find_owner("sis.lakeside.k12.mn.us") == "lakeside.k12.mn.us"
    assert find_owner("a.b.co.uk") == "b.co.uk"
    assert find_owner("www.lakeside.k12.example") == "lakeside.k12.example"
    assert find_owner("k12.example") == "k12.example"
    assert is_school("mail.lakeside.k12.mn.us")
    assert is_school("isd279.org")
    assert not is_school("gmail.com")


def test_of_a_domain_without_an_end_the_owner_is_found() -> None:
    assert find_owner("www." * 100_000 + "mail.mpls.k12.mn.us") == "mpls.k12.mn.us"


def test_a_name_beside_the_districts_under_k12_is_its_lookalike_and_no_part_of_it() -> None:
    assert find_likeness("1akeside.k12.example", "lakeside.k12.example")
    assert find_likeness("northfield.k12.example", "lakeside.k12.example") == ""
    assert find_likeness("mail.lakeside.k12.example", "lakeside.k12.example") == ""


@pytest.mark.parametrize("other", ["oakfordspd.example", "oakfordsea.example", "oakfords-ta.example"])
def test_two_letters_more_that_name_a_neighbor_are_no_slip(other: str) -> None:
    assert find_likeness(other, "oakfords.k12.example") == ""


@pytest.mark.parametrize("other", ["oakfordsxd.example", "oakfrods.example", "0akfordspd.example"])
def test_other_letters_are(other: str) -> None:
    assert find_likeness(other, "oakfords.k12.example")
