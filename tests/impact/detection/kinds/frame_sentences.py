"""Sentences in plain words that a frame tells, by kind, and near ones that tell nothing."""

from __future__ import annotations

from tests.impact.detection.kinds.examples import list_lines

_SAID = {
    "economic": """
        Ada says they can't pay the heating bill until the tax money comes.
        The parents could not afford the bus pass this spring.
        The cashier threw his lunch away because the account was empty.
        Ben is hungry at home, he told the bus driver.
        Could we loan Ada a calculator, her parents cannot buy one.
        The balance letters came back again, nobody signs them.
        She works nights and weekends to help her mother.
        There's no food in the house for the little ones.
        The charge went to collections over unpaid tuition.
        They gave him a cheese sandwich because of the debt.
        They turned off our water! on Friday; they shut our heat off as well.
        Forty dollars is more than she makes on a Sunday.
        We will hold the transcript over the fine for the books.
        He makes just enough that they can make ends meet.
        Ada collects cans for money after practice.
        They don't have the money for the camp.
        Her mom is between jobs again.
        Ben wears his brother's shoes, three sizes too large.
        The lights were shut off and Ada does her homework by candle.
        Her church paid for the glasses quietly.
        We have been living on ramen since June.
        The family got a food box for the weekend.
    """,
    "financial": """
        Payroll took back what it had overpaid her.
        They take back the overpayment in five parts.
        The office will recoup the bonus from him.
        Ada reported her identity stolen when a loan came through.
        Somebody stole a check from Ben and wrote it out for four hundred.
        The union wants back pay and $4,100 for Ada.
        I haven't seen my out of pocket hotel money yet, it is still owed.
        Her paycheck was short by sixty dollars.
        The county order says to withhold part of his wages each month.
        Ben cashed out his retirement to keep the boat.
        He still owes back child support to his first wife.
        Please split my deposit, $100 to savings and the rest to checking.
        She maxed out two cards and the bank keeps calling.
        A bill collector keeps calling the cafeteria for Ben, creditors want his pay.
    """,
    "special_education": """
        Ada is pulled out for reading four days of the week.
        Ben reads at a second grade level in ninth grade.
        In math she is working two grades below.
        He is way behind in reading and hides it well.
        Ben is in the lowest reading group for the second year.
        An adult works one on one with Ben at the board.
        She uses a weighted vest for the first hour.
        He gets the questions read aloud to him.
        Ada has extra time on every quiz.
        He isn't talking yet and points at what he wants.
        We asked to have him tested in September.
        The outside evaluator found a processing problem.
        Her communication device was left on the bus again.
        Ben can't tie his shoes or zip a coat.
    """,
    "safeguarding": """
        They double up with an aunt on Fifth Street.
        Ada and her sons sleep in a car behind the store.
        Since Sunday the four of them are staying in a motel.
        Ben is crashing on a friend's couch.
        Nobody feeds him, he is hungry all weekend.
        He says the house isn't safe and won't say more.
        Ada's grandmother has the grandchildren because their mother is in rehab.
        It is not safe at home while he drinks.
        Dad is not allowed to pick up Ben any more.
        A judge gave the grandparents custody of Ada.
        Her stepdad hits her when he loses.
        Ada flinches when someone moves fast.
        He is locked in the closet when he cries.
        The caseworker came for the children at noon.
        Her ex keeps following her from work.
        Mom has been gone three weeks.
        An older guy with a car waits for her at the corner.
    """,
    "discipline": """
        Ben was caught vaping behind the shed.
        Ada got two lunch detentions for cutting the line.
        He swore at the sub and threw a stapler across the room.
        Ada kicked a classmate in the line at recess.
        A bus slip for Ben, spitting again.
        She was sent home for fighting with a knife in her bag.
        Ben flipped the desk and walked out of class.
        The custodian was asleep on shift three nights running.
        You were directed not to contact the witnesses, and you did.
        Ada lost her parking spot for racing in the lot.
        The board voted to terminate him over the card.
        He owned up to breaking it.
        She yanked the child by the arm.
        Ben is off the team until spring.
    """,
    "health": """
        Her shin bone is cracked in two places.
        His left knee is shot, he says.
        Ben's hair is falling out, so let him wear the cap.
        She may not lift anything over ten pounds until May.
        Ada has the elevator key until the cast comes off.
        He can't hear out of his left ear.
        She said she wanted to die.
        Ada cuts herself when it gets bad.
        He checked himself into rehab on Sunday.
        Ben was born with one kidney.
    """,
}
_UNSAID = {
    "economic": """
        Students who can't pay the fee may ask for a waiver.
        If a family cannot afford the trip, call the office.
        We do not hold a transcript over fines.
        The water is off in the north wing from nine to ten.
        Money is raised at the spring fair.
        Ben wears his brother's jersey number with pride.
        The cans go in the blue bin.
    """,
    "financial": """
        Payroll closes at noon on the tenth.
        Staff who are overpaid must return the sum within a year.
        The bank visited the third graders with play money.
        Whether a check is short is seen on the stub.
        He makes the best pie in the county.
        Owls pay no heed to rain.
    """,
    "special_education": """
        The speech was over by ten.
        Any student who can't tie his shoes gets help at recess.
        The plan for the parking lot is on the wall.
        She read aloud to the kindergarten.
        The reading room opens at four.
        Ben pulled weeds out in the garden.
    """,
    "safeguarding": """
        The team is staying at the hotel by the lake.
        Families who sleep in a car qualify for transport.
        If a parent is not allowed to pick up a child, the office keeps the order.
        The dog sleeps in the garage.
        She doesn't sleep on a couch.
        Ada hit a home run for the blue team.
        The shelter took in nine cats.
        We keep the gym locked at night.
    """,
    "discipline": """
        He was not sent home for fighting.
        Students caught vaping are referred to the dean.
        Ada threw the winning pitch.
        Anyone who kicked a classmate will sit out.
        The board voted to buy two buses.
        Ben cut the ribbon and left early with the mayor.
        She copied the schedule for the new hires.
    """,
    "health": """
        His left shoe is shot.
        The leg of the table is broken.
        The copier is killing me.
        She was born in May.
        The paint is falling off.
        Nobody may lift the boxes but the crew.
    """,
}
SAID = {kind: list_lines(block) for kind, block in _SAID.items()}
UNSAID = {kind: list_lines(block) for kind, block in _UNSAID.items()}
