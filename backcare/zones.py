"""Time zones by the names that browsers and calendars give them (IANA), such as Europe/London."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backcare.errors import InvalidValue


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; ``InvalidValue`` where this computer knows none.

    >>> zone_of("Europe/London").key
    'Europe/London'
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidValue("timezone", name, "a zone such as Europe/London") from error


def now_in(name: str) -> datetime:
    """The present hour in the zone of this name; in that of this computer, where it knows none of the name."""
    try:
        return datetime.now(zone_of(name))
    except InvalidValue:
        return datetime.now().astimezone()
