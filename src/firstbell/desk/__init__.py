"""Floor 3: the district's own side: who and what there is (`firstbell.toml`), and where it lies."""

from firstbell.desk.configuration import Check, Configuration, District, Host, Part, RepositoryAddress, System
from firstbell.desk.errors import DeskBackupError, DeskError, NoDeskError
from firstbell.desk.loader import CONFIGURATION_NAME, load_configuration, write_example
from firstbell.desk.systems import order_systems

__all__ = [
    "CONFIGURATION_NAME",
    "Check",
    "Configuration",
    "DeskBackupError",
    "DeskError",
    "District",
    "Host",
    "NoDeskError",
    "Part",
    "RepositoryAddress",
    "System",
    "load_configuration",
    "order_systems",
    "write_example",
]
