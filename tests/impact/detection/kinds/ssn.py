"""Numbers of social security: what headers call them, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds.examples import KindExamples

SSN = KindExamples(
    kind="ssn",
    headers="""
        Participant SSN
        EE SSN
        SSN plain
        ssn_encrypted
        Vendor TIN
        Dependents SSN
        Beneficiary tax id
        S S N
        Social no
        SSN4
        Last 4 of social
        SSN last 4
        SSAN
        SocSecNo
        Employee social security number
        SSA
        Soc sec no
        SS #
        SS number
        SSN or ITIN
        ITIN
        ATIN number
        SSN on file
        SSN per card
        Social as filed
        SSN on the W-2
        TIN we have
        SSN now
        Old SSN
        Corrected social
        Tax ID number
        Fed ID
        Federal tax id no
        Taxpayer ID
        EIN/SSN
        Last four SSN
        L4 SSN
        Subscriber ID SSN
        SSN member id
        NSS
        SSN9
        Seguro social
        Numero de seguro social
    """,
    other_headers="""
        Social studies
        Social worker
        Security
        Social media
        Last 4 digits of card
        Sessions
        Tin foil
        Tax
        Fed
        Number
        SS room
        Socks
    """,
)
