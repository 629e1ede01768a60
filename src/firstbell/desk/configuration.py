"""What `firstbell.toml` says: repositories, hosts, people, systems, alerts. See docs/formats/desk.md.

Every name is a table's own; names refer to each other and are checked by `systems.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from firstbell.record.roles import Role

VERSION = 1

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
# a command line, or what a check looks at
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
Hours = Annotated[float, msgspec.Meta(gt=0, le=24 * 366)]
Tier = Annotated[int, msgspec.Meta(ge=0, le=9)]


# the ledger's, and who reads Readiness alone
ConsoleRole = Literal["director", "technician", "forensic", "counsel", "communications", "reviewer", "board"]


class _Table(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A table of the file: a key that is not known is a mistake, not an extension."""


class District(_Table, frozen=True):
    """Who keeps this desk. `state`: two letters; with `entity` it says which law's clocks run."""

    name: Name
    state: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")] = "MN"
    time_zone: str = "America/Chicago"
    entity: Literal["school_district", "charter", "university", "county", "hospital", "vendor"] = (
        "school_district"
    )


class RepositoryAddress(_Table, frozen=True):
    """A repository by URL, and where its password comes from."""

    name: Name
    url: Name
    password_file: str = ""
    password_command: str = ""


class Host(_Table, frozen=True):
    """A protected machine: its name as snapshots bear it. `every_h`: how often it should back up."""

    name: Name
    repository: Name
    every_h: Hours = 24.0
    paths: tuple[Name, ...] = ()


class DeskPerson(_Table, frozen=True):
    """Somebody with a part in an event; `reach`: how, with the mail down."""

    name: Name
    role: Role
    email: str = ""
    reach: str = ""


class Contact(_Table, frozen=True):
    """Somebody outside to call in an event. `reach`: how; `note`: a policy's number, hours, what to say."""

    name: Name
    kind: Literal["insurer", "police", "fbi", "state", "vendor", "bank", "other"]
    reach: str = ""
    note: str = ""


class Part(_Table, frozen=True):
    """Where a system lies on a host: `paths`, all if none is named; `tags`: in snapshots with one of these.

    One of both at least.
    """

    host: Name
    paths: tuple[Name, ...] = ()
    tags: tuple[Name, ...] = ()


class Check(_Table, frozen=True):
    """How it is seen that a restored system works. `target`: a command line, host:port, a URL, or a file."""

    kind: Literal["command", "tcp", "http", "sqlite", "postgresql"]
    target: Line
    limit_s: Annotated[float, msgspec.Meta(gt=0, le=86400)] = 60.0


class System(_Table, frozen=True):
    """A service the school needs. `tier`: 0 comes first. `without_h`: how long it can be done without."""

    name: Name
    tier: Tier
    parts: Annotated[tuple[Part, ...], msgspec.Meta(min_length=1)]
    depends_on: tuple[Name, ...] = ()
    target: str = ""
    owner: str = ""
    without_h: Hours = 72.0
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()
    checks: tuple[Check, ...] = ()


class Alerts(_Table, frozen=True):
    """Where alarms go. See docs/watch.md.

    `smtp`: host:port of a relay, or `smtps://host:port`. `smtp_tls`: `offered` uses STARTTLS where the relay
    has it. Files: paths, those that are not absolute on the desk. `ca_file`: certificates to trust beside the
    system's. `webhook_token_file`: what goes into `Authorization: Bearer`. `syslog`: `udp://host:port`,
    `tcp://host:port`, `local` or a socket's path. `teams`, `slack`: addresses of incoming webhooks;
    `ntfy`: of a topic, `ntfy_token_file` holds its token. `heads_to`: who gets a mail with the heads of all
    records each day, to keep outside.
    """

    smtp: str = ""
    smtp_tls: Literal["offered", "required", "never"] = "offered"
    smtp_user: str = ""
    smtp_password_file: str = ""
    sender: str = ""
    recipients: tuple[Name, ...] = ()
    heads_to: tuple[Name, ...] = ()
    webhook: str = ""
    webhook_token_file: str = ""
    teams: str = ""
    slack: str = ""
    ntfy: str = ""
    ntfy_token_file: str = ""
    syslog: str = ""
    ca_file: str = ""


class MailSettings(_Table, frozen=True):
    """The district's own mail: `domains` it writes from, `authserv_ids`: servers believed about senders.

    `trusted`: domains and addresses of others whose proven mail is genuine, as of its insurer.
    """

    domains: tuple[Name, ...] = ()
    authserv_ids: tuple[Name, ...] = ()
    trusted: tuple[Name, ...] = ()


class DistrictSignIn(_Table, frozen=True):
    """The district's identity provider (OpenID Connect), by which people open the console: docs/console.md.

    `client_secret_file`: a path, one that is not absolute is on the desk; "" for a public client. `roles`:
    group of the directory -> role in the console; without any, groups are not asked for. `groups_claim`:
    where the provider tells them. `ca_file`: certificates to trust in place of the system's.
    """

    issuer: Name
    client_id: Name
    client_secret_file: str = ""
    scopes: tuple[Name, ...] = ("openid", "profile")
    groups_claim: Name = "groups"
    roles: dict[str, ConsoleRole] = {}
    ca_file: str = ""


class Configuration(_Table, frozen=True):
    """The whole file."""

    version: int
    district: District
    repository: tuple[RepositoryAddress, ...] = ()
    host: tuple[Host, ...] = ()
    person: tuple[DeskPerson, ...] = ()
    contact: tuple[Contact, ...] = ()
    system: tuple[System, ...] = ()
    alerts: Alerts = Alerts()
    mail: MailSettings = MailSettings()
    sign_in: DistrictSignIn | None = None
