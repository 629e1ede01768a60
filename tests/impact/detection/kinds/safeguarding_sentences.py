"""Sentences and cells that tell of safeguarding, and near ones that do not."""

from __future__ import annotations

SAID = """
    Release him to grandma only
    The family is still staying at the Super 8.
    We are living in a Motel 6.
    She spent her whole freshman year in a van.
    He spent two months in a tent behind the mill.
    They spent most nights in the storage unit.
    lived in a car until May
    homeless out of their truck
    goes home w/ grandma ONLY.
    is released to his aunt only.
    They are with us since their home burned down.
    since our trailer flooded
    slept on our sofa since their eviction
    placed with her aunt by the county
    He held a pillow over my face.
    smells of urine
    only grandma picks him up
    a burn shaped like a belt
    may only leave with her aunt
    Her mother's rights were suspended.
    ran from two placements
    sleeps on a cousin's floor
    four families in one trailer
    He has slept at his uncle's since the police came.
    staying with the neighbors because mom was arrested
    She lives with a man of 40 who is not her relative.
    She lives with an adult who is no kin.
    The boys are without proper parental care.
    Both need the protection of the court.
    The child is under county supervision.
    Dad visits only with the worker.
    They have been sleeping in their Toyota Sienna.
    She spends the night in a Ford pickup.
    We slept in a 2009 Kia behind the mall.
    They live out of a minivan.
    nights in the rest area
    pitched a tent by the river
    Estamos durmiendo en la camioneta.
    Viven en un motel.
    Nos echaron del departamento.
    He put a hand in his trousers.
    a welt on his back
    slap marks across her cheek
    finger marks on both arms
    says her stepdad did this
    no-contact order
    Her uncle is on the offender registry.
    a registered sex offender lives there
    I made the report to the county today.
    We are making a call to CPS.
    He may not come near her.
    Their dad must never be around the kids.
    The judge said his father must leave.
    court gave her mom the house
    He may not come within 300 feet.
    moved in with a cousin, police matter
    moved in with her aunt; police case
    He is scared to go home.
    She refuses to go home.
    He slept in the van.
    They sleep at the bus station.
    sleeping in a laundromat
    Do not let him go with dad.
    Never let the kids go if mom comes.
    TPO against the stepfather
    DVRO in effect until June
    The dad was deported in March.
    Her mother got arrested.
    They are now staying at a campground.
    the family is living with an aunt
    child protective services
    child welfare case
    CPS referral
    DHS investigation
    mandated reporting form
    mandatory report filed
    physical abuse
    sexual misconduct
    suspected maltreatment
    disclosure of abuse
    alleged assault
    custody hearing
    protective order
    no-contact order
    court papers
    joint custody
    full custody
    foster parent
    foster placement
    McKinney-Vento
    homeless liaison's list
    homelessness
    They are doubled up.
    He lives in a shelter.
    staying at a motel
    domestic abuse
    ward of the state
    an unaccompanied minor
    orden de alejamiento
    custodia compartida
    maltrato infantil
    servicios de proteccion de menores
    county child protection intake
    cp hold
    a maltreatment finding
    reported to social services
    referral made to CPS
    in foster care since May
    out-of-home placement
    a group home
    kinship care
    guardian ad litem
    termination of parental rights
    CHIPS petition
    He was molested.
    she says that she was groped
    sexually exploited
    sexual contact
    sex trafficking
    indecent exposure
    bruises on both arms
    bruising along the jaw
    hit with a belt
    beaten at home
    not safe at home
    unsafe at home
    He disclosed that it happened twice.
    order for protection
    OFP
    restraining order
    harassment restraining order
    no contact with the father
    no visits
    supervised visitation
    unsupervised contact
    Grandpa may not pick up.
    may not be released to the uncle
    do not release
    not released to dad
    parenting time
    trespass warning
    no longer allowed to pick up
    couch-surfing
    living in their car
    staying with relatives
    His family became homeless.
    MKV
    unsheltered
    We got evicted.
    transitional housing
    a missing child
    a welfare check
    He ran away in April.
    an unaccompanied youth
    violencia domestica
    sin hogar
    cuidado temporal
    no release to dad
    released only to mom
    sleeps out of their truck
    slept in a camper
    lost their apartment on 3/2
    They were put out of the motel.
    at the Harbor mission
    a Safe at Home card
    address confidentiality program
    Her boyfriend beats her.
    The stepdad choked him.
    no-contact directive
    The county took the baby.
    a report filed on the mother
    safety plan until Monday
    The respondent grabbed her.
    He touched the complainant.
    without her consent
    a child in need of protection
    protective supervision
    CHIPS hearing
    He must not remove the child.
    Dad may not take the kids.
    release to grandma only
    released only to foster mom only
    Only mom picks her up.
    only, no dad
    no stepdad at pickup
    no bio mom allowed
    Not to father.
    Nobody but grandma picks him up.
    He put his hand under her shirt.
    She says he touched her down there.
    He was touched by his uncle.
    She gets hit at home.
    being locked out at their house
    was slapped by his stepdad
    got thrown out by her mom
    ward of Hennepin county
    DANCO
    parental rights have been severed
    monitored visits only
    TPR hearing
    The call was screened in.
    disclosed being hit
    no food in the house
    no food at home
    came with a burn on her hand
    left alone overnight
    untreated burns
    no pickup by the uncle
    licensed foster care
    He locks them in the closet.
    She doesn't feed us.
    They won't let me eat.
    emergency placement
    another foster home
    on her friend's couch
    UHY
    Mom kicked him out.
    temporary custody
    Dad is in jail.
    released from prison
    placing agency
    nights at the motel
    When he drinks he gets physical.
    He hit me.
    She hits them.
    a runaway
    maltreatment
    raped
    neglect
    removed from the home
    placed with an aunt
    living with friends
    with an aunt since May
    county worker
    caseworker
    an open case
    Mom got thrown out of her place.
    lost our lease
    hotel voucher
    She is sleeping on the floor.
    in the camper since August
    on her aunt's couch
    at a friends' house
    nowhere to go
    no place to live
    school of origin
    He beats me.
    Mom hurts me.
    hitting me
    She is afraid of her stepfather.
    scared of the weekend
    He touched me.
    under clothes
    He sent nude pictures.
    nudes of her
    bruises
    belt marks
    marks on his neck
    a burn mark
    a black eye
    They fled from Duluth.
    her abuser
    He stalked her.
    a battered mother
    assault and battery
    a violent ex
    a DV advocate called
    PO box only
    do not print
    no release
    may not pickup
    not allowed to see
    court order
    order on file
    HRO
    visitation
    supervised visits
    legal alert
    limits contact
    Parents share custody.
    mom and dad alternate
    odd weeks with dad
    every other week at mothers
    Grandma has custody.
    foster mom
"""
UNSAID = """
    The team bus stops at the Super 8.
    spent the weekend in the car driving to Iowa
    goes home with mom only on Fridays
    came home in a van
    since our house hunt ended
    He put a pillow on the chair.
    smells of paint
    moved to his grandparents by car
    a badge shaped like a belt
    stays on the dance floor
    the rights were printed
    ran from base to base
    He slept at his uncle's since the match ran late.
    She plays duets with a man of 40 who is a cellist.
    The well is under county supervision.
    The bees need the protection of the hedge.
    They drove to the match in their Toyota Sienna.
    The Ford pickup would not start.
    Los niños se durmieron en el carro.
    Camp at the county park with scouts, brings a tent.
    Viven en la calle Robles.
    He put a hand on the horn.
    a handprint on the mural
    says dad did the dishes
    no contact agreement of two pupils
    no contact contract
    Mandated reporter training is due.
    protective eyewear x30
    He abandoned the project in week two.
    She neglected to sign the slip.
    The battery of the laptop died.
    Batteries for the calculators.
    pancake batter
    The batters warmed up.
    celery stalks
    good marks on the test
    He touched the stove.
    He may not come late.
    He is not to be late again.
    The judge of the science fair said his model was best.
    Domestic animals, unit 4.
    He fostered a love of reading.
    She slept in.
    The club car is blue.
    They are staying after school.
    They are staying for the game.
    The band is staying at the front.
    Students advocate for longer recess.
    The lunchroom was supervised by two aides.
    The report was filed in the office.
    He made a call to the bus garage.
    The court of King Arthur.
    The basketball court was wet.
    A ward in the hospital play.
    Chips and salsa on Friday.
    potato chips
    an order for pizza
    Protection for the gym floor.
    The motor runs.
    The house was painted.
    Pick up the books in room 9.
    The couch in the lounge is green.
    The shell on the beach.
    He ran to the bus.
    A car wash for the band.
    Lost: one blue coat.
    The county fair opens Friday.
    Sleeping Beauty rehearsal
    The tent poles are in the shed.
    He hits the ball well.
    She beats the drum.
    His aunt came to the concert.
    Visit the library.
    The house on Main Street
    A new home page.
    foot placement in dance
    Where is the order of books?
"""
