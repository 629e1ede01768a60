"""What the district's own mail server gives back is the district's; what only looks like a bounce is not."""

from __future__ import annotations

import pytest

from firstbell.triage.labels import Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

OWN = "lakesideschools.org"
INSIDE = f"from relay.{OWN} (10.4.0.9) by mx.{OWN} with ESMTP id 1; Mon, 6 Mar 2023 09:00:00 -0600"
NAMED = f"from relay.{OWN} (relay.{OWN} [192.0.2.9]) by mx.{OWN} with ESMTP id 1"
SENT = (
    "Content-Type: message/rfc822\n\nFrom: Lakeside Schools <news@{0}>\nTo: gone@oldbox.example\n"
    "Subject: Letters went out\n\nThe letters went out by mail on Monday, and the next ones go on Friday."
)


def bounce(
    received: str = INSIDE, *, sender: str = f"MAILER-DAEMON@{OWN}", sent: str = SENT.format(OWN)
) -> Triaged:
    text = "\n".join(
        [
            "Return-Path: <>",
            f"Received: {received}",
            f"From: Mail Delivery <{sender}>",
            f"To: news@{OWN}",
            "Subject: Undelivered mail returned to sender",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"',
            "",
            "--cut\nContent-Type: text/plain\n\nYour mail could not be delivered: there is no such mailbox.",
            "--cut\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nAction: failed\n",
            f"--cut\n{sent}",
            "--cut--",
        ]
    )
    return triage_mail(parse_mail(text.encode()), DISTRICT)


HEADERS = (
    f"Content-Type: text/rfc822-headers\n\nFrom: Lakeside Schools <news@{OWN}>\nSubject: Letters went out\n"
)


@pytest.mark.parametrize("received", [INSIDE, NAMED], ids=["an address of the house", "a name of the house"])
@pytest.mark.parametrize("sent", [SENT.format(OWN), HEADERS], ids=["whole", "headers"])
def test_mail_that_the_own_server_returns_is_the_districts(received: str, sent: str) -> None:
    found = bounce(received, sent=sent)
    assert (found.label, found.look, found.proven) == (Label.GENUINE, False, True), found.reasons


FOREIGN = f"from relay.{OWN} (mail.stranger.example [203.0.113.7]) by mx.{OWN} with ESMTP id 1"
UNNAMED = f"from relay.{OWN} (203.0.113.7) by mx.{OWN} with ESMTP id 1"
ELSEWHERE = f"from relay.{OWN} (10.4.0.9) by mx.stranger.example with ESMTP id 1"


@pytest.mark.parametrize(
    "received", [FOREIGN, UNNAMED, ELSEWHERE, "x"], ids=["a host", "an address", "by", "none"]
)
def test_what_came_from_outside_is_no_bounce_of_the_house(received: str) -> None:
    assert bounce(received).label is not Label.GENUINE


def test_a_bounce_that_returns_a_strangers_mail_is_not() -> None:
    assert bounce(sent=SENT.format("stranger.example")).label is not Label.GENUINE
    assert bounce(sender="MAILER-DAEMON@stranger.example").label is not Label.GENUINE
    assert bounce(sender=f"office@{OWN}").label is not Label.GENUINE


def test_a_threat_in_a_bounce_stays_one() -> None:
    threat = "We hold the files of your students. Pay us 9 bitcoin by Friday or we publish them all."
    assert bounce(
        sent=SENT.format(OWN).replace("The letters went out by mail on Monday", threat)
    ).label.is_harmful
    linked = SENT.format(OWN) + " See https://letters-lookup.example/x"
    assert bounce(sent=linked).label is not Label.GENUINE
