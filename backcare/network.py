"""Addresses of computers: which text is one, and which is this computer's own."""

from ipaddress import IPv4Address, IPv6Address, ip_address


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as; ``None`` for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Whether an address is this computer's own, which no other reaches.

    >>> is_loopback("127.8.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, False, False)
    """
    address = address_of(host)
    return address is not None and (getattr(address, "ipv4_mapped", None) or address).is_loopback
