"""Sentences and cells that tell of economic, and near ones that do not."""

from __future__ import annotations

SAID = """
    They earn 28,400 for five people.
    Nyiaj khwv tau ib hlis: $2,140
    Ntawv thov noj su dawb
    help with the electric bill
    The household was picked for verification.
    Your application was chosen for income verification.
    Please send proof of earnings by Friday.
    Bring proof of what you make.
    Until then he will be charged the full price.
    Ada is now $14.20 in the hole at the register.
    Ben is $ 6 behind on lunch.
    The family was approved for free meals.
    She got approved for reduced meals.
    econ ind=1
    economic code: 2
    Eligibility: free
    meal status=reduced
    lunch code: F
    food service: RD
    free and reduced lunch application
    free/reduced list
    He was denied for reduced-price meals.
    They qualified for free lunch in May.
    household income is below the line
    gross earnings of both parents
    reduced price lunch recipient
    free meals eligibility
    lunch benefit: yes
    Economically disadvantaged, first year.
    SNAP case 448120
    food stamps recipient
    WIC benefits end in June
    They live on public assistance.
    Free or reduced school lunch: approved
    elegible para almuerzo gratis
    solicitud para comidas a precio reducido
    ingresos familiares de dos personas
    ingreso mensual
    perdieron la casa en marzo
    se quedaron sin calefacción
    piden ayuda con la renta
    una bolsa de comida
    fondo de emergencia
    deben la renta
    viven en casa de una tía
    los desalojaron
    fee waiver granted for band
    fee waiver request
    A wage garnishment came in the mail.
    Mom is in bankruptcy.
    We got an eviction notice.
    educational benefits form turned in
    school meals application
    application for educational benefits
    directly certified by the state
    earnings of 410 dollars every two weeks
    wages of about 900 a month
    household of 6
    household members: 4
    They are behind on rent again.
    She cannot afford the fees.
    Dad is unable to pay the mortgage.
    past due bills
    energy assistance
    He receives SSI.
    The family gets food support.
    on medical assistance since March
    tax levy received 3/2
    IRS lien
    wage garnished
    child support arrears
    child support withholding
    sent to a collections agency
    bounced check for the trip
    field trip waiver
    camp assistance
    tuition hardship
    financial hardship form
    hardship withdrawal
    section 8
    They live in subsidized housing.
    meal debt of 44 dollars
    beneficios educativos
    precio reducido
    cunto bilaash ah
    dakhliga waalidka
    They ran out of food on Sunday.
    The household has EBT.
    The parents cannot pay for the trip.
    fees covered by the angel fund
    cost waived
    waived (F/R)
    direct cert.
    MFIP household
    TANF match
    adjusted gross income
    cs order from Ramsey County
    levy payment
    wage assignment order
    income withholding
    writ of execution
    judgment creditor
    chapter 13
    pays 40 cents a lunch
    pays only 30 cents for breakfast
    copies of two pay stubs
    verified her pay stubs
    reduced fee: qualifies
    reduced rate approved
    She melts snow for washing.
    The power was shut off.
    Their heat got cut off in January.
    a shut-off notice from Xcel
    behind on utilities
    There is no hot water at the trailer.
    no heat in the house
    gas cards for the family
    grocery cards to mom
    left them a Target gift card
    The kids are staying at the Harbor shelter.
    Income: $410 per: wk
    wages: 1,200 how often: biweekly
    earnings: 900 pay period: 2 weeks
    no food at the end of the month
    no food until payday
    They have no food.
    We ran out of food.
    We owe a lot in back taxes.
    They owe 9,000 in medical bills.
    The house is in foreclosure.
    My hours got cut.
    We lived on one paycheck last year.
    living on a single income
    one check for all of us
    1 paycheck for the five of us
    The money does not last.
    Pay doesn't reach to the 20th.
    stamps don't stretch
    Her coat is much too small.
    His boots are too small.
    He is always hungry on Mondays.
    There is no money for groceries and no money for rent.
    We are out of groceries.
    backpack buddies
    hungry weekend kids
    a Friday backpack
    CCAP approved
    CCAP $ 210.00
    sliding fee
    child care subsidy
    no gas heat at the moment
    Heat was turned off.
    rent 3 months behind
    2 mos behind on the mortgage
    Dad lost his job at the mill.
    laid off from a job at the plant
    They had a house fire.
    She asked the county for rent.
    came to the food shelf for food
    help with the heat
    money for the gas bill
    runs out of food by week 3
    Gas is shut off.
    MA-F
    Medicaid-reduced
    waived (reduced)
    gets the bag on Friday
    weekend food
    in the hole again
    We only bring home 1,100.
    I lost my job.
    income eligible
    qualifies by income
    waive his fee
    She can't pay.
    free lunches
    reduced-price meals
    F/R
    frl
    TANF
    their income
    household earns
    low-income
    a scholarship for camp
    a waiver
    on WIC
    takes from the food pantry
    He was laid off in May.
    out of work since June
    a negative balance
    a hardship case
    AGI
    efc
    pell
    fafsa
    need-based
    voucher
    angel tree
    adopt-a-family
    coat drive
    donated shoes
    winter coat from the closet
    a gift card
    rent help
    a payment plan
    public housing
    ed benefits form
    half reduced
    rate (reduced)
    fee (reduced)
    Second Harvest
    Shifts were cut.
    unable to get to work
    She can't make rent.
    behind on the bills
    motel for 3 nights
    2 nights in a motel
    propane
    fees forgiven
    motel voucher
    voucher ends
"""
UNSAID = """
    duermen en un motel
    a gas card for the driver
    They earn 300 points for a lap.
    Hnub noj mov nrog niam txiv
    lease seen, utility bill seen
    a utility bill as proof of where they live
    garnish: parsley, lemon
    perdió el lápiz en casa
    la familia vive en la calle Elm
    una salida de emergencia
    piden ayuda con la tarea
    The team was picked for regionals.
    Bring proof of age.
    The printer is charged to the office.
    We were approved for a field trip.
    economic geography, unit 2
    The museum has free admission.
    free and open to the public
    Reduced speed near the school.
    The price of the yearbook went up.
    Send the permission form by Friday.
    A notice about the water main.
    snapshots of the play
    He snapped a pencil.
    The chapter on fractions.
    She read chapter 14.
    Writing samples are due.
    Lunch is at 11:20 in room 4.
    The lunch line was long.
    Meals on the trip: sandwiches.
    He is behind on math.
    Past the due date of the book.
    The heat of the day.
    Turn off the lights.
    The band wants new boots of leather for the play.
    They shut the door.
    He lost his jacket.
    They laid the mats out.
    She has a job shadow on Friday.
    The gate code was changed.
    the hole in the fence
    A bag of balls for gym.
    The motor stopped.
    The balance beam is broken.
    a pay phone
    paying attention
    The check-in desk moved.
    household chemicals
    in the household of the king
    a levee on the river
    The waves were high.
    a power outage drill
    Food web worksheet.
    He gave a card to the librarian.
    donated books
    She has a coat on the hook.
    The section was full.
    He is behind on his reading.
    direct deposit
    The fee for parking is 40 dollars.
    The stamps on the letter were old.
    He coded a game.
    The class was cut short.
"""
