"""Trains the second reader of reported messages: `python -m scripts.train_messages`.

Reads every `*.jsonl` of training/messages (one object a line: `label`, `lang`, `from`, `subject`, `body`;
`headers`, `files` and `own` as docs/messages.md says) and the sets of tests/triage for the rules.
`--unseen FILE` leaves a file out and tells how both readers together label it: what another hand wrote, at
first sight. Without it, a model that has not seen it labels each file in turn; then one of all is written.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from firstbell.classifier.linear import collect_words
from firstbell.triage.agreement import agree, has_sample, is_proven
from firstbell.triage.district import KnownDistrict
from firstbell.triage.labels import HARMFUL, Label, LabelJudgement
from firstbell.triage.layer_clues import gather_text
from firstbell.triage.parser import parse_mail
from firstbell.triage.reader import MessageReader, describe_layer, drop_proof
from firstbell.triage.recognition import recognise_ordinary
from firstbell.triage.relays import judge_writer
from firstbell.triage.triage import triage_mail
from scripts.training import Ridge, train_ridge, write_model
from tests.triage.dressing import load_set
from tests.triage.measuring import DISTRICT, SETS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "training" / "messages"
TARGET = ROOT / "src" / "firstbell" / "triage"
OWN = "district.example"
HOME = KnownDistrict(domains=frozenset({OWN}), names=("Prairie Lakes Public Schools",), told=True)
CLASSES = [label.value for label in Label]
# of what was tried, what released and held fewest messages of files left out
SPOKEN = ("en", "es", "so", "hmn")
HOW = Ridge(buckets=1 << 18, stiffness=0.15, sharpness=4.0, parts=(0.4, 0.32, 0.4, 0.1, 0.45))


@dataclass(frozen=True, slots=True)
class Example:
    """A message with its label, as bytes, and the district that got it."""

    label: Label
    data: bytes
    district: KnownDistrict
    lang: str = "en"

    @property
    def text(self) -> str:
        """As the model sees it."""
        mail = parse_mail(self.data)
        sender = judge_writer(mail, self.district, self.district.trusted)
        return describe_layer(mail, gather_text(mail), district=self.district, sender=sender)


def read_file(path: Path) -> list[Example]:
    """The examples of a file. Raises: ValueError for a line that is not as the format says."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
                home = replace(HOME, domains=frozenset({row["home"]})) if "home" in row else HOME
                found.append(Example(Label(row["label"]), write_message(row), home, row.get("lang", "en")))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}, line {number}: {error!r}") from None
    return found


def write_message(row: dict[str, Any]) -> bytes:
    """The bytes of a line. A genuine message is proven by the district's server; mail to many says so."""
    mail = EmailMessage()
    mail["From"] = row["from"]
    own = row.get("home", OWN)
    mail["To"] = row.get("to", f"someone@{own}")
    mail["Subject"] = row["subject"]
    mail["Date"] = "Tue, 07 Mar 2023 09:00:00 -0600"
    for name, value in row.get("headers", {}).items():
        mail[name] = value
    domain = row["from"].rpartition("@")[2].strip("<> ")
    if (row["label"] == "genuine" or row.get("own")) and not row.get("headers"):
        mail["Authentication-Results"] = (
            f"mx.{own}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
        )
    if row["label"] == "newsletter" and not row.get("headers"):
        mail["List-Unsubscribe"] = "<mailto:leave@list.example>"
    mail.set_content(row["body"])
    for name, content in row.get("files", {}).items():
        # as text, so that a line may hold what a PDF file or a picture says, under the file's own name
        mail.add_attachment(str(content), filename=name)
    return bytes(mail)


def read_tuned() -> dict[str, list[Example]]:
    """The sets that the rules were tuned on, each message in its plain dress."""
    return {
        name: [Example(Label(one.label), one.data, DISTRICT) for one in load_set(name, ways=0)]
        for name in SETS
    }


def fit(examples: Sequence[Example]) -> MessageReader:
    """A reader of these examples. What a proven sender wrote is learned once more without the proof."""
    read = [(text, one.label.value) for one in examples for text in dict.fromkeys(_list_texts(one))]
    texts, labels = zip(*dict(read).items(), strict=True)
    model = train_ridge(texts, labels, CLASSES, HOW)
    # a few messages in another language do not make it one that is known
    told = [text for one in examples if one.lang in SPOKEN for text in _list_texts(one)]
    model = replace(model, words=collect_words(told))
    return MessageReader(model, tuple(map(Label, CLASSES)))


def _list_texts(example: Example) -> tuple[str, str]:
    return example.text, drop_proof(example.text)


def label_unseen(reader: MessageReader, examples: Sequence[Example]) -> str:
    """How both readers label messages that the model has not seen, in a sentence."""
    right = released = held = threats = 0
    for one in examples:
        triaged = triage_mail(parse_mail(one.data), one.district)
        rules = LabelJudgement(triaged.rules, triaged.points, triaged.clues)
        proven, sampled = is_proven(triaged.clues), has_sample(triaged.clues)
        agreed = agree(rules, reader.read(one.text), proven=proven, sampled=sampled, told=triaged.clues)
        writer = judge_writer(triaged.mail, one.district, one.district.trusted)
        agreed = recognise_ordinary(
            agreed, triaged.mail, clues=triaged.clues, district=one.district, writer=writer
        )
        # the files call ordinary mail of others so, whoever's server proves its domain
        ordinary = one.label is Label.OTHER and agreed.label is Label.GENUINE and bool(agreed.kind)
        right += agreed.label is one.label or ordinary
        stopped = agreed.look or agreed.label in HARMFUL
        threats += one.label in HARMFUL
        released += one.label in HARMFUL and not stopped
        held += one.label not in HARMFUL and stopped
    others = len(examples) - threats
    told = f"{right} of {len(examples)} right, {released} of {threats} threats released"
    return f"{told}, {held} of {others} others held"


def _list_files(left_out: Path | None) -> Iterator[tuple[str, list[Example]]]:
    for path in sorted(FOLDER.glob("*.jsonl")):
        if left_out is None or path.name != left_out.name:
            yield path.name, read_file(path)


def main() -> None:
    """Train, tell, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unseen", type=Path, help="a file to leave out, and to label at first sight")
    parser.add_argument("--quick", action="store_true", help="write without labelling each file unseen")
    asked = parser.parse_args()
    sets = {**read_tuned(), **dict(_list_files(asked.unseen))}
    if asked.unseen:
        reader = fit([one for examples in sets.values() for one in examples])
        print(f"{asked.unseen.name}, at first sight:", label_unseen(reader, read_file(asked.unseen)))
        return
    for name, examples in sets.items() if not asked.quick else ():
        others = [one for other, listed in sets.items() if other != name for one in listed]
        print(f"{name}, unseen:", label_unseen(fit(others), examples))
    everything = [one for examples in sets.values() for one in examples]
    reader = fit(everything)
    harmful = sum(one.label in HARMFUL for one in everything)
    head = [
        "# Written by `python -m scripts.train_messages`; not by hand.",
        f"# Trained on {len(everything)} messages, {harmful} of which do harm.",
    ]
    write_model(TARGET, reader.model, CLASSES, head)
    print(f"wrote {TARGET / 'reader.npz'}, {len(everything)} messages")


if __name__ == "__main__":
    main()
