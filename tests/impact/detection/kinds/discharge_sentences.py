"""Sentences that tell of a discharge, of findings and of suspensions in short, and near ones that do not."""

from __future__ import annotations

SAID = """
    off bus till 11/9
    kept off the van until Monday
    not riding the bus again for 5 days
    the nine-day removal of a sixth grader
    a five-day exclusion
    10 school days removal
    3rd write up, spitting
    pushed a paraprofessional into the lockers
    grabbed the lunch aide.
    spat on a sub and laughed
    susp 2 games
    chem viol #2
    3 detentions
    6 office refs
    1st honor code viol
    lost chromebook for 10 days
    missed 41 days, petition filed
    climbed on the roof
    coaching memo placed in the file
    contract will not be renewed
    one day docked
    said he would shoot up the prom
    keyed the principal's car
    on leave while the outside firm reads the mails
    resignation agreement with the coach
    drinking on the trip
    failed the random drug test
    failed the random, out of the cab
    used ChatGPT for the whole essay
    drew a map of the lunchroom with initials at the seats
    a plan of the gym with names crossed out
    wrote who dies first
    a list of kids he wants to hurt
    The team rated it serious substantive.
    level: transient
    got oral counseling after the shouting
    swung a pipe at two boys
    held his head in the toilet
    a can of bear spray in the locker
    was dismissed for three days
    The members want her discharged.
    We want him fired.
    He resigned in place of discharge.
    She resigned rather than be terminated.
    He quit to avoid being fired.
    He lost his license for taking pills.
    It is substantiated in part that she laughed about it.
    Allegation 2 was substantiated: he sent them.
    3 dy susp
    5-day OSS
    ISS: 2 days
    School: exp pending
"""
UNSAID = """
    get off the bus for lunch
    a removal of ten library books
    our ten day trip
    pushed a cart to the nurse
    2 games left
    the honor code of the lab
    6 refs at the game
    lost 3 chromebooks
    the chem lab
    missed 41 shots
    painted the roof
    contract will be renewed
    the boat docked
    blow up the balloons
    keyed the data for the car wash
    rental agreement with the hall
    failed the random seat draw
    drew a map of the lunchroom with all the doors
    a plan of the gym with names of the stations
    wrote who sings first
    a list of kids he wants to invite
    a transient electric current
    swung a bat at two pitches
    held his head high in the wind
    The team wants him discharged from speech.
    The lease was terminated and the debt discharged.
    She retires in June.
    He renewed his license for two years.
    It was not clear that she laughed.
    3 dy workshop
    School: exp. travel
"""
