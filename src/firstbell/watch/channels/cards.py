"""Alerts as chat programs and phones show them: Teams, Slack, ntfy. They name no files: many read a channel.

Sources: https://adaptivecards.io/explorer/ (1.4; Teams' incoming workflows take it as an attachment),
https://api.slack.com/reference/block-kit/blocks (header at most 150 characters, a section's text 3,000),
https://docs.ntfy.sh/publish/#publish-as-json (priority 1 to 5).
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from functools import partial
from typing import Any

from firstbell.watch.addresses import read_webhook
from firstbell.watch.alerts import Alert, say_times
from firstbell.watch.channels.channel import AlertDesk
from firstbell.watch.channels.webhook import Webhook
from firstbell.watch.errors import AlertAddressError

_HEADER_CHARS = 150
_TEXT_CHARS = 2900
_MOST_SIGNS = 5
_ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"
_PRIORITIES = {"critical": 5, "warning": 3}
_SEARCHED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def list_facts(alert: Alert) -> list[tuple[str, str]]:
    """What a card says beside its subject and text: name and value, those that are not told left out."""
    facts = [
        ("Do now", alert.next_command),
        ("Call", alert.call),
        ("Host", "" if alert.kind == "test" else "all hosts" if alert.host == "*" else alert.host),
        ("Verdict", alert.verdict),
        ("Files damaged", str(alert.files_damaged or "")),
        ("Files deleted", str(alert.files_deleted or "")),
        ("Last clean backup", alert.clean_point.time if alert.clean_point else ""),
        ("Event", alert.event),
        ("Case", alert.case),
        ("Retention", "frozen: nothing of this host is removed" if alert.frozen else ""),
        ("Signs", "; ".join(sign.detail for sign in alert.signs[:_MOST_SIGNS])),
        ("District", alert.district),
        ("Time", alert.time),
    ]
    return [(name, say_times(alert, value)) for name, value in facts if value]


def render_teams(alert: Alert) -> dict[str, Any]:
    """A message for a Teams workflow: one Adaptive Card."""
    body: list[dict[str, Any]] = [
        {
            "type": "TextBlock",
            "text": alert.subject,
            "weight": "Bolder",
            "size": "Large",
            "wrap": True,
            "color": "Attention" if alert.severity == "critical" else "Warning",
        }
    ]
    if alert.text:
        body.append({"type": "TextBlock", "text": say_times(alert, alert.text)[:_TEXT_CHARS], "wrap": True})
    body.append(
        {"type": "FactSet", "facts": [{"title": name, "value": value} for name, value in list_facts(alert)]}
    )
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": body,
    }
    return {"type": "message", "attachments": [{"contentType": _ADAPTIVE_CARD, "content": card}]}


def render_slack(alert: Alert) -> dict[str, Any]:
    """A message for a Slack incoming webhook. `text`: what a notification on a phone shows."""
    facts = "\n".join(f"*{name}:* {_escape(value)}" for name, value in list_facts(alert))
    blocks: list[dict[str, Any]] = [
        {
            "type": "header",
            "text": {"type": "plain_text", "text": alert.subject[:_HEADER_CHARS], "emoji": False},
        }
    ]
    for text in (_escape(say_times(alert, alert.text)), facts):
        if text:
            blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": text[:_TEXT_CHARS]}})
    return {"text": _escape(alert.subject), "blocks": blocks}


def render_ntfy(alert: Alert, topic: str) -> dict[str, Any]:
    """A message for a topic of an ntfy server: critical ones ring through the phone's quiet hours."""
    lines = [say_times(alert, alert.text), *(f"{name}: {value}" for name, value in list_facts(alert))]
    return {
        "topic": topic,
        "title": alert.subject,
        "message": "\n".join(filter(None, lines))[:_TEXT_CHARS],
        "priority": _PRIORITIES[alert.severity],
        "tags": ["rotating_light" if alert.severity == "critical" else "warning"],
    }


def split_topic(url: str) -> tuple[str, str]:
    """(address of the server, topic) of a topic's address; the topic is "" where there is none.

    >>> split_topic("https://ntfy.example/hill-alerts")
    ('https://ntfy.example/', 'hill-alerts')
    """
    parts = urllib.parse.urlsplit(url)
    folder, _, topic = parts.path.rstrip("/").rpartition("/")
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, f"{folder}/", "", "")), topic


def _escape(text: str) -> str:
    """Slack reads these three as its own."""
    return text.translate(_SEARCHED)


def open_channels(desk: AlertDesk) -> Iterator[Webhook]:
    """The chats and topics that `[alerts]` names. Raises: AlertAddressError."""
    alerts, ca_file = desk.alerts, desk.ca_file
    if alerts.teams:
        yield Webhook(read_webhook(alerts.teams), "", ca_file, "teams", render_teams)
    if alerts.slack:
        yield Webhook(read_webhook(alerts.slack), "", ca_file, "slack", render_slack)
    if alerts.ntfy:
        server, topic = split_topic(read_webhook(alerts.ntfy))
        if not topic:
            raise AlertAddressError(
                f"alerts.ntfy: {alerts.ntfy!r} names no topic", hint="write it as https://ntfy.example/topic"
            )
        token = desk.read_secret(alerts.ntfy_token_file, "alerts.ntfy_token_file")
        yield Webhook(server, token, ca_file, "ntfy", partial(render_ntfy, topic=topic))
