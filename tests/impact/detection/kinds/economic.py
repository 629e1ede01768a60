"""Meals, fees, income and need: what tells that a household has little, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds import economic_sentences
from tests.impact.detection.kinds.examples import KindExamples

ECONOMIC = KindExamples(
    kind="economic",
    said=economic_sentences.SAID,
    unsaid=economic_sentences.UNSAID,
    headers="""
        Fee tier
        sliding fee tier
        AGI amt
        family gross income
        FAFSA SAI
        EFC
        Pell elig
        Econ ind
        Econ elig
        Inc mo
        Income per week
        HH inc
        Angel fund paid
        FRP
        Free or reduced
        FRAM
        Econ dis
        SES
        Lunch balance
        cafeteria debt
        food service cat
        Ed benefits
        Benefit code
        SNAP case no
        EBT number
        family size
        HH members
        Fees owed
        fines past due
        Fees waived
        Payment plan
        Aid amount
        Scholarship type
        Scholarships y n
        Fin aid
        Hardship reason
        Reason for assistance
        Paid status
        Weekly income
        Yearly household income
        biweekly household earnings
        Ingresos del hogar
        Ingreso mensual
        Tipo de almuerzo
        almuerzo gratis
        dakhliga
        nyiaj khwv tau
        Bal owed by family
        CCAP case no
        Free and reduced lunch status
        FRL flag
        Poverty indicator
        NSLP code
        Household income
        Income level
        adjusted gross income
        # in HH
        HH size
        Assistance
        Waiver
        Need level
        Balance owed
        Benefit type
        Wage order type
        Garn type
        Low income
        Economically disadvantaged flag
        direct cert status
        Fee waiver
        Eligibility category
        Meal eligibility
        Lunch elig
        F R code
        Combined income
        Neg balance
        Negative acct
        Scholarship need
        financial request
        Econ disadv y n
        Lunch app date
        ed benefits form on file
        Meal charges due
        Weekend pack
        Friday food y n
        Coat needed
        Winter gear requested
        WIC
        Rent assist
        heating asst
        Assist type
        Adj inc
        Adj gross income
        On public assistance
        County assistance received
        Receives county benefits
        gets aid
        MFIP SNAP
    """,
    other_headers="""
        Fee schedule
        Fund
        Incident
        Free period
        Price
        Lunch time
        Lunch table
        Coat hook
        Weekend
        Size
        Rent a locker
        Heating unit
        County
        Case color
        Snap fastener
        Friday
    """,
    titles="""
        CNP verification
        cnp applications
        FPL 2026
        head start eligibility
        dir cert
        DC match
        free breakfast
        lunch help
        backpack food
        fee relief
        negative balances
        FRL
        f r status
        meal applications
        lunch status
        income
        educational benefits
        fee waivers
        scholarship
        hardship
        SNAP cases
        snap tanf
        TANF
        MFIP
        friday backpacks
        backpack pals
        Cafeteria
        lunchroom
        who owes lunch
        caring fund
        angel fund
        meal charges
        unpaid meals
        fr list
        reduced price
        nutrition
        food service
        waived
        lunch debt
        apps for ed benefits
        adopt a family
        holiday baskets
        giving tree
        coats for kids
        food shelf
        helping hands
        financial need
        FAFSA
        child care assistance
        emergency funds
        rent help
        CEP
        need based
        low income
        household apps
        fr approvals
        benevolence closet
        family aid
    """,
    other_titles="""
        Kitchen keys
        kitchen temps
        SNAP Health
        snap photos
        lunch menu
        meal calendar
        free period
        verification of hours
        holiday concert
        price list
        family night
        backpack rules
        giving speech
        case studies
    """,
    codes="""
        chip
        MA Active
        MA eligible
        F to R
        F to P
        R-to-F
        P to R
        Free to Paid
        Reduced to Free
        Paid to reduced
        nonresponse
        Free
        Reduced
        FRPL
        Direct Cert
        SNAP
        Free Lunch
    """,
)
