"""Floor 3: the district's own side: who and what there is (`firstbell.toml`), and where it lies."""

from firstbell.desk.configuration import (
    Alerts,
    Check,
    Configuration,
    DeskPerson,
    District,
    Host,
    Part,
    RepositoryAddress,
    System,
)
from firstbell.desk.errors import (
    ConfigurationError,
    DeskBackupError,
    DeskError,
    DeskExistsError,
    NoDeskError,
    WrongPassphraseError,
)
from firstbell.desk.loader import CONFIGURATION_NAME, load_configuration, parse_configuration, write_example
from firstbell.desk.systems import order_systems

__all__ = [
    "CONFIGURATION_NAME",
    "Alerts",
    "Check",
    "Configuration",
    "ConfigurationError",
    "DeskBackupError",
    "DeskError",
    "DeskExistsError",
    "District",
    "Host",
    "NoDeskError",
    "Part",
    "DeskPerson",
    "RepositoryAddress",
    "System",
    "WrongPassphraseError",
    "load_configuration",
    "order_systems",
    "parse_configuration",
    "write_example",
]
