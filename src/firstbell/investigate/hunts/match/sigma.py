"""Rules of a Sigma folder, as its authors wrote them. Nothing of such a folder comes with this program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from firstbell.investigate.hunts.match.compiler import compile_rule
from firstbell.investigate.hunts.match.logsources import find_places
from firstbell.investigate.hunts.match.patterns import HuntRuleError
from firstbell.investigate.hunts.match.rules import HuntRule

# SigmaHQ's tags are of ATT&CK 19 since its tactic "defense evasion" was split
_ATTACK_VERSION = "19"
_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_BYTES = 1 << 20
# what of a rule says which records fit, and what it is called
_MATCHED_BY = ("id", "title", "logsource", "detection")


@dataclass
class SigmaFolder:
    """What a folder held. `left_out`: (path, why) of each rule that is not used; `digest` names the rest."""

    rules: list[HuntRule] = field(default_factory=list)
    left_out: list[tuple[Path, str]] = field(default_factory=list)
    digest: bytes = b""


def load_folder(folder: Path) -> SigmaFolder:
    """The rules of a folder and all below it, or of one file. Raises: HuntRuleError where there is none at
    all.
    """
    paths = (
        [folder]
        if folder.is_file()
        else sorted(path for path in folder.rglob("*") if path.suffix in (".yml", ".yaml") and path.is_file())
    )
    if not paths:
        raise HuntRuleError(f"{folder} holds no rule (*.yml)", hint="name a folder of Sigma rules")
    found = SigmaFolder()
    seen: set[str] = set()
    digest = hashlib.sha256()
    for path in paths:
        try:
            text = _read(path)
            digest.update(hashlib.sha256(text).digest())
            for rule in _load_text(text):
                key = rule.key if rule.key not in seen else f"{rule.key}#{len(seen)}"
                seen.add(key)
                # hits are told by the key: two rules of one id would take each other's
                found.rules.append(replace(rule, key=key))
        except HuntRuleError as error:
            found.left_out.append((path, str(error)))
    found.digest = digest.digest()
    return found


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise HuntRuleError("it is larger than a rule can be")
        return path.read_bytes()
    except OSError as error:
        raise HuntRuleError(f"it cannot be read: {error.strerror}") from None


def _load_text(text: bytes) -> Iterator[HuntRule]:
    try:
        documents = list(yaml.load_all(text, Loader=_SAFE))
    except (UnicodeError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise HuntRuleError(f"it cannot be read: {str(error).splitlines()[0][:120]}") from None
    rules = [one for one in documents if isinstance(one, Mapping)]
    if any("correlation" in one for one in rules):
        raise HuntRuleError("it correlates other rules, which is not done here")
    for one in rules:
        if "detection" in one:
            yield make_rule(one)
    if not any("detection" in one for one in rules):
        raise HuntRuleError("it is not a Sigma rule: it has no detection")


def make_rule(text: Mapping[str, Any]) -> HuntRule:
    """One rule, from what its YAML holds. Raises: HuntRuleError."""
    logsource, detection = text.get("logsource"), text.get("detection")
    if not isinstance(logsource, Mapping) or not isinstance(detection, Mapping):
        raise HuntRuleError("it is not a Sigma rule: it has no logsource or no detection")
    sign = f"sigma:{text.get('id') or text.get('title') or 'unnamed'}"
    title = " ".join(str(text.get("title") or sign).split())
    positives = text.get("falsepositives")
    doubts = "; ".join(map(str, positives)) if isinstance(positives, list) else str(positives or "")
    references = text.get("references")
    return HuntRule(
        key=sign,
        sign=sign,
        places=find_places(logsource),
        detection=compile_rule(detection),
        message=f"Sigma rule: {title}.".replace("{", "(").replace("}", ")"),
        attack=tuple(
            tag[len("attack.") :].upper()
            for tag in map(str, text.get("tags") or ())
            if tag.lower().startswith("attack.t") and tag[8:9].isdigit()
        ),
        attack_version=_ATTACK_VERSION,
        proves=" ".join(str(text.get("description") or title).split()),
        not_proved=f"What its author says may look the same: {doubts}." if doubts else "",
        level=str(text.get("level") or "").lower(),
        strength="shown" if str(text.get("level")) in ("high", "critical") else "pointing",
        author=str(text.get("author") or ""),
        references=tuple(map(str, references)) if isinstance(references, list) else (),
        text={name: text[name] for name in _MATCHED_BY if name in text},
    )
