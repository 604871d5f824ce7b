"""Time zones by the names that browsers and calendars give them (IANA), such as Europe/London."""

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
