"""The second reader of messages: a linear model over words and a few marks, trained on mail of many hands.

It sees no rule and the rules do not see it. Where both call a message harmless it is released; where they
disagree a person looks. Its weights (reader.npz) are loaded only if they are those whose hash stands in
reader.toml; `python -m scripts.train_messages` writes both from training/messages.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from firstbell.classifier.linear import WRITTEN_BY, LinearModel, load_model, split_tokens
from firstbell.triage.authentication import JudgedSender, SenderVerdict
from firstbell.triage.district import KnownDistrict
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.links import find_target
from firstbell.triage.mail import MailAddress, MailMessage

_WEIGHTS = "reader.npz"
_PROVEN = "markproven"
_MARKS_OF_OWN = {SenderVerdict.PASSED: _PROVEN, SenderVerdict.RELAYED: "markrelayed"}
_LONGEST_TEXT = 2_500
# of so few words nothing is said
_FEWEST_WORDS = 4
# of a text of so many words so large a share has to be known. Of English and Spanish messages by hands that
# the model had not seen, the least was .52; of French, German, Italian and Portuguese ones the most .28
_FEWEST_TOLD = 15
_LEAST_KNOWN = 0.42
_MOST_FOREIGN = 0.3
_LETTERS = re.compile(r"[^\W\d_]{3,}")
# what ends a domain and says nothing of whose it is
_NO_NAMES = frozenset({"example", "com", "org", "net"})


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model reads in a layer. `odds`: label -> probability, all together 1.

    `bare`: how likely its words harm, 0 to 1, whoever sent them; 0 where nobody is proven to have.
    """

    odds: Mapping[Label, float]
    bare: float = 0.0

    @property
    def harm(self) -> float:
        """How likely it threatens or deceives, 0 to 1."""
        return sum(self.odds[label] for label in HARMFUL)

    @property
    def worst(self) -> Label:
        """The likeliest of the harmful labels."""
        return max(HARMFUL, key=lambda label: self.odds[label])

    def find_mildest(self, *, proven: bool) -> Label:
        """The likeliest harmless label; `genuine` only where the sender is `proven`, not by its tone."""
        allowed = (
            label for label in Label if label not in HARMFUL and (proven or label is not Label.GENUINE)
        )
        return max(allowed, key=lambda label: self.odds[label])


def make_certain(label: Label) -> Opinion:
    """An opinion that leaves no doubt."""
    return Opinion(MappingProxyType({one: float(one is label) for one in Label}))


SILENT = make_certain(Label.OTHER)


@dataclass(frozen=True, slots=True)
class MessageReader:
    """The model and its labels, in the order of its classes."""

    model: LinearModel
    labels: tuple[Label, ...]

    def read(self, text: str) -> Opinion:
        """The opinion on a text with its marks, as `describe_layer` gives it.

        What a proven sender wrote is read once more as if nobody knew whose it is: accounts are taken over.
        """
        opinion = self._read(text)
        words_alone = drop_proof(text)
        return opinion if words_alone == text else replace(opinion, bare=self._read(words_alone).harm)

    def _read(self, text: str) -> Opinion:
        odds = map(float, self.model.predict(text))
        return Opinion(dict(zip(self.labels, odds, strict=True)))


def read_layer(mail: MailMessage, text: str, *, district: KnownDistrict, sender: JudgedSender) -> Opinion:
    """The opinion on one layer of a message; a text of hardly a word, with nothing attached, gives none."""
    if len(split_tokens(text)) < _FEWEST_WORDS and not mail.attachments:
        return SILENT
    return load_reader().read(describe_layer(mail, text, district=district, sender=sender))


def is_understood(text: str) -> bool:
    """Whether the model knows enough of the words of a text to say anything of it; names and numbers, of
    which lists are made, do not count.
    """
    text = unicodedata.normalize("NFKC", text[:_LONGEST_TEXT])
    letters = [letter for letter in text if letter.isalpha()]
    if sum(map(_is_foreign, letters)) > _MOST_FOREIGN * len(letters):
        return len(letters) < _FEWEST_TOLD
    model = load_reader().model
    words = [word for word in split_tokens(text) if word[0].isalpha()]
    if len(words) < _FEWEST_TOLD:
        return True
    return sum(map(model.knows, words)) >= _LEAST_KNOWN * len(words)


def _is_foreign(letter: str) -> bool:
    """Whether a letter is of none of the Latin alphabets."""
    return letter > "\u02af" and not "\u1e00" <= letter <= "\u1eff"


def describe_layer(mail: MailMessage, text: str, *, district: KnownDistrict, sender: JudgedSender) -> str:
    """A layer as the model sees it: marks of where it comes from, its subject and text, and who wrote it."""
    marks, said = " ".join(_list_marks(mail, district, sender)), text[:_LONGEST_TEXT].replace(WRITTEN_BY, " ")
    return f"{marks}\n{said}{WRITTEN_BY}{' '.join(_name_sender(mail.sender, district))}"


def _name_sender(sender: MailAddress, district: KnownDistrict) -> Iterator[str]:
    """The words of a sender's name and address, each with what it is a word of."""
    own = district.owns(sender.domain)
    yield "ofdistrict" if own else "ofothers"
    yield from (f"name{word}" for word in _LETTERS.findall(sender.name.lower()))
    yield from (f"box{word}" for word in _LETTERS.findall(sender.email.partition("@")[0].lower()))
    if not own:
        yield from (f"at{word}" for word in _LETTERS.findall(sender.domain) if word not in _NO_NAMES)


def drop_proof(text: str) -> str:
    """What `describe_layer` gives, without the mark of a proven sender."""
    marks, _, words = text.partition("\n")
    return f"{' '.join(mark for mark in marks.split(' ') if mark != _PROVEN)}\n{words}"


def _list_marks(mail: MailMessage, district: KnownDistrict, sender: JudgedSender) -> Iterator[str]:
    """Words that no message writes, each for one thing that the text does not say."""
    if district.owns(mail.sender.domain):
        yield _MARKS_OF_OWN.get(sender.verdict, "markclaimed")
    if sender.verdict is SenderVerdict.FAILED:
        yield "markfailed"
    if mail.bulk:
        yield "markbulk"
    hosts = {target.host for link in mail.links if (target := find_target(link.target)).host}
    if hosts:
        yield "marklinkown" if all(map(district.owns, hosts)) else "marklinkelsewhere"
    if mail.reply_to.domain and mail.reply_to.domain != mail.sender.domain:
        yield "markreplyelsewhere"
    for attachment in mail.attachments[:4]:
        ending = attachment.name.rpartition(".")[2].lower()
        yield f"markfile{ending}" if ending.isalnum() and len(ending) <= 5 else "markfile"


@lru_cache(maxsize=1)
def load_reader() -> MessageReader:
    """The reader that comes with Firstbell. Raises: WeightsError when its weights were changed."""
    folder = files("firstbell.triage")
    told = tomllib.loads(folder.joinpath("reader.toml").read_text(encoding="utf-8"))
    content = folder.joinpath(_WEIGHTS).read_bytes()
    model = load_model(content, name=_WEIGHTS, sha256=str(told["sha256"]))
    return MessageReader(model, tuple(map(Label, told["classes"])))
