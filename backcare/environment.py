"""The environment variables that backcare knows, and what each may say."""

import os
from difflib import get_close_matches

from backcare.errors import ConfigurationError

DATABASE_URL = "BACKCARE_DATABASE_URL"
ADMIN_URL = "BACKCARE_ADMIN_URL"
"""For `backcare migrate` alone: the database as its tables' owner. Not an argument, which other users could read."""
BACKUP_FOLDER = "BACKCARE_BACKUP_FOLDER"
PRIVATE = "BACKCARE_PRIVATE"
"""The dashboard opens only to a browser that came by the one-time link."""
OPEN_TO_NETWORK = "BACKCARE_OPEN_TO_NETWORK"
"""The dashboard may listen on other addresses than this computer's own; the one-time link is then needed too."""
DEV = "BACKCARE_DEV"
"""Developer mode: everything of a fault is shown, on a sample log and on this computer alone."""
VARIABLES = (DATABASE_URL, ADMIN_URL, BACKUP_FOLDER, PRIVATE, OPEN_TO_NETWORK, DEV)
OF_TESTS = ("BACKCARE_CHROMIUM", "BACKCARE_FAULTS")
ON, OFF = ("1", "yes"), ("", "0", "no")


def check_variables() -> None:
    """Raise ``ConfigurationError`` for a name that backcare does not know, or a switch that is neither on nor off.

    A slip in a name must not pass: the log would be kept elsewhere than the person thinks, or stay open to others.
    """
    for name in sorted(os.environ):
        if name.startswith("BACKCARE_") and name not in (*VARIABLES, *OF_TESTS):
            similar = get_close_matches(name, VARIABLES, n=1)
            hint = f" (did you mean {similar[0]}?)" if similar else ""
            raise ConfigurationError(
                f"The environment variable {name} is not known{hint}; allowed: {', '.join(VARIABLES)}."
            )
    for name in (PRIVATE, OPEN_TO_NETWORK, DEV):
        is_on(name)


def is_on(name: str) -> bool:
    """Whether a switch is on; raises ``ConfigurationError`` when it is neither on nor off."""
    value = os.environ.get(name, "")
    if value.lower() not in (*ON, *OFF):
        raise ConfigurationError(f"The environment variable {name} is {value!r}; allowed: 1 or yes, 0 or no.")
    return value.lower() in ON


def database_url() -> str | None:
    """Where the log is; ``None``: in the person's own file."""
    return os.environ.get(DATABASE_URL) or None
