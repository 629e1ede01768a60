"""Pay, accounts, levies and debts: what tells of somebody's money, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds.examples import KindExamples

FINANCIAL = KindExamples(
    kind="financial",
    said="""
        Net pay deposited to your checking; deposit advice, FICA 112.84
        chk acct end 4410, please put it in 443218850917
        avg weekly wage
        The account at Wells was closed.
        card ending 4471
        She makes 71,350 a year.
        a hardship withdrawal in May
        The District pays $12,000 for fees.
        He drops all claims and the board pays $9,500.
        settlement authority $18,500
        authority to settle up to $22,000
        withdrew his member contributions in 1997
        judgment balance of the Elm firm
        25% of disposable
        every check till paid
        You will receive $412.10 each month.
        He shall be paid $300 per check.
        weekly benefit amount is $510
        base of $61,200
        403(b) payout
        unused sick days
        retirement incentive of $ 15,000
        an early separation package $9,000
        wages per week
        earnings/hour
        keyed her old account
        has the wrong bank account
        never got the 2/14 paycheck
        child support order
        He closed his old checking.
        paid for two days she did not work
        deduct $40 from each check
        My gross is off.
        her pay is short
        half as wages
        less applicable deductions
        separation pay
        lump-sum payment
        turned over to a collections agency
        reported to the credit bureau
        on your credit report
        withholding order
        notice of levy
        withhold from her wages
        Wages are being garnished.
        Please deposit my check into
        He switched banks.
        old account is closed
        repay the overpayment
        deducted from your pay
        disposable earnings
        earnings statement
        amount garnished
        judgment debtor
        direct deposit change
        payroll stub
        annual salary is
        gross pay:
        hourly rate: 18
        Form W-2
        wage and tax statement
        IRS levy
        garnishing
        withhold 15% of
        wage attachment
        bank account ending
        routing transit for
        overtime pay $
        salary schedule placement
        step 7, lane BA
        She earns $
        stipend of
        overpaid
        pay stub for
        severance agreement
        settlement of $
        TRA contribution
        HSA election
        403b loan: 403(b) balance
        put his paycheck in
        net benefit is $412
        weekly benefit of $90
        the check is attached
        paychecks? Her paycheck was levied.
        pays him $ 50
        average weekly wage
        chapter 13 trustee
        overpaid $ 300
        take back over 4 checks
        autopay checking
        went to collections
        The ACH was rejected.
        card declined
        a chargeback
        closed acct
        filing for chapter 11
        on a payment plan
        40 a month from checking
        50/mo out of savings
        small claims
        conciliation court
        you owe $14
        you still owe us $ 20
        employee share of the premium
        pay stops on that
        base period wages
        checking acct 4471
        chk 4719853196
        retirement incentive
        4719853196, Anchor Bank, savings
        wage levy
        levied on her pay
        withheld from
        a tax lien
        cash advance
        NSF
        insufficient funds
        bounced
        account closed
        retro pay
        longevity pay
        voided check
        routing number
        routing 091000019
        W-4
        take-home
        net pay
        default judgment
        collections judgment
        judgments against
    """,
    unsaid="""
        the account will end in 2027, put it in room 204
        a card with a red ending
        She makes 71 pies a year.
        The District pays $12,000 for gravel.
        spending authority $18,500
        withdrew contributions to the debate
        25% of the class
        in her judgment
        check it till it is full
        Garnish with dill.
        Lien Nguyen has the lead in the play.
        Mr. Levy teaches band. Mrs. Levy sings.
        The operating levy vote is in May.
        New bus routing starts Monday.
        The routing of cables
        The levee on the river
        Base of the triangle
        a base hit
        The step stool
        lane 4 of the pool
        the bank of the river
        River bank cleanup
        The account of the trip was funny.
        He accounted for all balls.
        a gross of pencils
        the net of the goal
        Net gain of ten yards
        He checks the list.
        Check the box.
        check out a book
        a draft of the essay
        The NFL draft
        The saving grace
        Save the date.
        the deposit of silt
        direct traffic
        a payload
        The pitch returned to the mound.
        The collection of stamps
        a collection of poems
        The offer of help
        The judge praised the jam.
        The court was swept.
        settlers of the plains
        the settlement of Jamestown
        the separation of powers
        The premium seats
        dues and don'ts? dos and don'ts
        The share fair
        The ball bounces? It rolled.
        Overtime in the game
        sudden death overtime
        longer days
        The interest of the class
        rate the book
    """,
    headers="""
        403b amount
        HSA amt per check
        Box 7
        Hourly rate
        Daily rt
        Still owes
        Balance owing
        Debt
        Arrears
        Carryover bal
        Salary per year
        Wages hr
        FY26 base
        Proposed contract
        Acct balance
        Hourly wage
        Child support case no
        WBA
        Weekly benefit amt
        Dental deduction
        Net amount
        Gross YTD
        YTD wages
        EE contributions
        Employer contrib amt
        Rtng no and acct no
        Annual salary
        COBRA premium
        Past due balance
        Retiree balance
        Bank draft acct
        Premium pull account
        Acct no on file
        Recalc annual
        Step lane
        Box 1 corrected
        DFI account
        Deposit acct
        Share account
        Savings no
        Lane pay
        Federal wages
        Retro pay
        2025-26 salary
        Rate of pay
        Per diem rate
        Stipend amount
        Severance amt
        Pension benefit
        Survivor annuity
        Monthly allotment
        Fed withholding
        State tax w/h
        Amt withheld
        Severance
        TSA contribution
        Union dues
        Card on file
        Payment method
        Bankacct no
        Back pay owed
        Deferral amount
        Account number
        Direct deposit account
        Routing no
        Credit card or bank acct
        ABA
        New account ending
        CVV
        IBAN
        Debit card no
        Bank name
        Base salary
        Compensation
        Pay rate
        Gross
        YTD
        Stipend
        Roth deferral
        Loan payments
        Garnishments
        Tax levy amt
        W-4 exemptions
        W-4 status
        Child support withholding
        Ann salary
        Hrly pay
        401k employee
        Overpayment balance
        Ded code
        Deduction desc
        PERA wages
        Reportable salary
        Cuenta bancaria
        Numero de cuenta
        Numero de ruta
        Salario mensual
        Sueldo
        Base pay
        Autopay
        Per paycheck
        Left to pay
        Amt remaining
        Withhold from each check
    """,
    other_headers="""
        Rate the class
        Box
        Lane
        Step
        Net weight
        Check
        Payload
        Bank holiday
        Share
        Card color
        Pull date
        Table base
        Acc %
        Contract
        Benefit
    """,
    titles="""
        debtors
        conciliation court
        small claims
        court ordered withholding
        chapter 13
        lane changes
        steps and lanes
        voids reissues
        payroll
        child support
        creditor levies
        student loans
        wage assignments
        sick payout
        stipend
        levy
        earnings statements
        direct deposit
        ACH
        salaries
        W2s
        bank accounts
        garnishments
        deductions
        paystubs
        pay register
        TSA
        loan payments
        collections agency
        unemployment
        UI claims
        coaching pay
        pay sheets
        1099s
        form 1098-T
        pay changes
        retro pay
        voided checks
        NACHA
        EFT
        bank change
        W-4s
        HSA
        retirement
        pension
        dues deductions
        withholding
        wage orders
        bankruptcy
        overpayments
        autopay
        NSF 2026
        returned checks
        bounced checks
        severance
        settlements
        wages
        overtime
        extra duty pay
        longevity pay
        bad checks
        DD changes
        salary placements
    """,
    other_titles="""
        bank of questions
        net ball
        pool lanes
        steps to graduation
        loaner instruments
        card games
        checklists
        collection of poems
        account setup guide of the library
        tire pressure
        paper orders
    """,
)
