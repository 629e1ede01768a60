"""Given names and what people who bear them are called. Folded. Compiled for Firstbell, 2026, Apache-2.0."""

from __future__ import annotations

_TABLE = """
abigail abby gail
alexander alex sasha xander
alexandra alex sandra lexi
alejandro alex jandro
amanda mandy
andrew andy drew
anthony tony
antonio tony toño
barbara barb babs
benjamin ben benny
catherine cathy cate kate katie
katherine kathy kate katie kat
charles charlie chuck
christina chris tina
christine chris chrissy
christopher chris kit
daniel dan danny
david dave davey
deborah deb debbie
donald don donnie
dorothy dot dottie
edward ed eddie ted
elizabeth liz beth betsy lizzie eliza betty
eduardo eddie lalo
enrique kike quique
francisco paco pancho frank
frederick fred freddie
gabriel gabe
gregory greg
guadalupe lupe
guillermo memo
henry hank harry
ignacio nacho
isabella bella izzy
jacob jake
james jim jimmy jamie
jennifer jen jenny
jessica jess jessie
jesus chuy
john jack johnny
jonathan jon
joseph joe joey
jose pepe
joshua josh
kenneth ken kenny
kimberly kim
lawrence larry
leonard leo lenny
luis lucho
manuel manny
margaret maggie meg peggy
matthew matt
megan meg
michael mike mickey mikey
mohamed mo
nathaniel nate nathan
nicholas nick nicky
pamela pam
patricia pat patty trish
patrick pat paddy
peter pete
rachel rae
raymond ray
rebecca becca becky
richard rick rich dick ricky
robert bob rob bobby robbie bert
roberto beto
ronald ron ronnie
samantha sam
samuel sam sammy
stephanie steph
stephen steve
steven steve
susan sue suzie
theodore ted theo teddy
thomas tom tommy
timothy tim timmy
victoria vicky tori
vincent vince
william bill will billy liam willie
zachary zach zack
"""

NICKNAMES: dict[bytes, tuple[bytes, ...]] = {
    words[0]: tuple(words[1:])
    for words in (
        [word.encode("ascii", "replace") for word in line.split()] for line in _TABLE.strip().splitlines()
    )
}
# names that are words as well: in small letters they name nobody
WORDS = frozenset(
    b"will mark may rose hope grace faith joy young long king white brown black green gray day summer"
    b" autumn dawn april june august art bill rich drew jack page chase grant guy long price rice stone"
    b" wood woods field fields banks bank best bush church cook hunter law love low major manning mason"
    b" miller moon north park parker pope prince sharp small short smart snow south sun swift van west"
    b" winter wise wolf yes an do so see her his the to in on at by or and me he she it is as be no of"
    b" if up us we new old hall hill lake read reed ray case fox frank gene dean earl lane max pat rob"
    b" sue trace victor".split()
)
