"""Given names and what people who bear them are called. Folded. Compiled for Firstbell, 2026, Apache-2.0."""

from __future__ import annotations

_TABLE = """
abigail abby gail
alberto beto
alejandra ale
alejandro alex jandro
alexander alex sasha xander
alexandra alex sandra lexi
amanda mandy
andrew andy drew
anthony tony ant
antonio tony tono
barbara barb babs
beatriz bety
benjamin ben benny benj
caroline carrie
catherine cathy cate kate katie
charles charlie chuck chas
christina chris tina
christine chris chrissy
christopher chris kit
concepcion concha
consuelo chelo
cynthia cindy
daniel dan danny danl
david dave davey
deborah deb debbie debby
debra deb debbie debby
dolores lola
donald don donnie
dorothy dot dottie
eduardo eddie lalo
edward ed eddie ted edw
eleanor ellie nora
elizabeth liz beth betsy lizzie eliza betty
enrique kike quique
evelyn evie
francisca paca
francisco paco pancho frank
frederick fred freddie fredk
gabriel gabe
george geo
gerald gerry jerry
graciela chela
gregory greg
guadalupe lupe lupita
guillermo memo
gwendolyn gwen
harold hal
henry hank harry
ignacio nacho
isabel chabela
isaiah zay ike
isabella bella izzy
jacob jake
jacqueline jackie
james jim jimmy jamie jas
jeffrey jeff
jennifer jen jenny
jessica jess jessie
jesus chuy
john jack johnny
jonathan jon
jose pepe
joseph joe joey jos
joshua josh
judith judy
katherine kathy kate katie kat kathie kit kitty
kathleen kathy kate katie kat kathie kay
kathryn kathy kate katie kat kathie
kenneth ken kenny
kimberly kim
lawrence larry
leonard leo lenny
louis lou
luis lucho
manuel manny
margaret maggie meg peggy margt
margarita mago
matthew matt
megan meg
melissa missy
mercedes meche
michael mike mickey mikey
mohamed mo
nathaniel nate nathan
nicholas nick nicky nico
nicole nikki
norman norm
olivia liv
pamela pam pammy
patricia pat patty trish paty
patrick pat paddy
penelope penny
peter pete
philip phil
phillip phil
rachel rae
rafael rafa
raymond ray
rebecca becca becky
refugio cuca
richard rick rich dick ricky richd
robert bob rob bobby robbie bert robt
roberto beto
ronald ron ronnie
rosario chayo
russell russ
samantha sam sammie sammy
samuel sam sammy sammie saml
socorro coco
stephanie steph
stephen steve
steven steve
susan sue suzie
teresa tere terry terri tess tessa
terrance terry
terrence terry
theresa terry terri tess tessa
theodore ted theo teddy
thomas tom tommy thos
timothy tim timmy
valerie val
victoria vicky tori
vincent vince
virginia ginny
walter walt
wesley wes
william bill will billy liam willie wm
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
    b" sue trace victor saw".split()
)
