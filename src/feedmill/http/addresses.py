"""Which URLs and addresses may be fetched from: strangers wrote them. Pure.

Names are checked here and, since a name may resolve to anything at any time, the addresses that
it resolves to are checked again at each connection (`network.py`).
"""

from __future__ import annotations

import re
from collections.abc import Container
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from feedmill.urls import absolute, join

from .refusal import FetchRefused

Address = IPv4Address | IPv6Address

# Not for the public: iana.org/assignments/iana-ipv4-special-registry, and where clouds keep
# their metadata under a public address (Azure: 168.63.129.16). A list of our own, because what
# `ipaddress` calls global differs between Python versions.
_CLOSED_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Of IPv6 only global unicast is open, less what is special in it: Teredo and its neighbours,
# documentation, 6to4 (iana.org/assignments/iana-ipv6-special-registry).
_OPEN_V6 = IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: what DNS64 makes of every IPv4 address

_LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "home.arpa")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PORTS = {"http": 80, "https": 443}


class Target(Struct, frozen=True, kw_only=True):
    """A URL, taken apart. `host` is ASCII, lower case, without a dot at its end or brackets."""

    scheme: str
    host: str
    port: int
    path: str  # with the query, percent-encoded
    url: str  # all of it, which redirects are relative to


def check_url(url: str, allowed: Container[str] = ()) -> Target:
    """Take a URL apart. Raises FetchRefused if it may not be fetched.

    `allowed` are hosts that config names: their names and ports are not judged.
    """
    try:
        url = absolute(url)
    except ValueError as error:
        raise FetchRefused("bad-url", f"{error}") from None
    parts = urlsplit(url)
    host = _host(parts.hostname or "")
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    if host not in allowed:
        _check_name(host)
        if port < 1024 and port not in _PORTS.values():
            raise FetchRefused("bad-url", f"asks for port {port}, which is not a web server's")
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return Target(scheme=parts.scheme, host=host, port=port, path=path, url=url)


def redirected(target: Target, location: str, allowed: Container[str] = ()) -> Target:
    """Return where a redirect leads, checked like any URL. Raises FetchRefused."""
    try:
        return check_url(join(target.url, location), allowed)
    except ValueError as error:
        message = f"redirects to what {error}"
        raise FetchRefused("bad-url", message) from None
    except FetchRefused as refused:
        message = f"redirects to {location[:200]!r}: {refused.message}"
        raise FetchRefused(refused.code, message) from None


def is_public(address: Address) -> bool:
    """Whether anyone may connect to it: neither private, local, special nor multicast."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
        return address in _OPEN_V6 and not any(address in network for network in _CLOSED_V6)
    return not any(address in network for network in _CLOSED_V4)


def check_address(address: str, host: str) -> None:
    """Raise FetchRefused if `address`, which `host` resolves to, is not public."""
    try:
        public = is_public(ip_address(address))  # a zone (fe80::1%eth0) is of link-local only
    except ValueError:
        public = False
    if not public:
        shown = address if address == host else f"{host} ({address})"
        raise FetchRefused(
            "private-address",
            f"{shown} is not a public address; images.allow_hosts can allow the host",
        )


def _host(host: str) -> str:
    if ":" in host:
        if "%" in host:
            raise FetchRefused("bad-url", "names a network interface")
        return host
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        # 2130706433, 0x7f.1, 0177.0.0.1: an IPv4 address to the system, no name to anyone.
        try:
            return str(IPv4Address(host))
        except ValueError:
            raise FetchRefused("bad-url", f"has {host!r} for a host: a disguised address") from None
    return host


def _check_name(host: str) -> None:
    if any(host == name or host.endswith(f".{name}") for name in _LOCAL_NAMES):
        raise FetchRefused(
            "private-address",
            f"{host} is a local name; images.allow_hosts can allow it",
        )
    try:
        ip_address(host)
    except ValueError:
        return
    check_address(host, host)
