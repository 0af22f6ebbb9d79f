"""Host names that the preview answers to: other pages must not read it by DNS rebinding. Pure.

A name that its owner points at 127.0.0.1 (DNS rebinding) makes the preview part of the owner's
site, for a browser. It still sends that name as `Host`.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

_HOST = re.compile(r"(\[[0-9a-f:.%]+\]|[^:\[\]]+)(?::[0-9]{1,5})?")
_LOCAL = "localhost"


def is_loopback(host: str) -> bool:
    """Return whether a name or address is this machine's own, which no other can reach."""
    name = _bare(host)
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == _LOCAL or name.endswith(f".{_LOCAL}")


def may_ask(host: str, bound: str) -> bool:
    """Return whether to answer a request by its `Host`, on a server that is bound to `bound`.

    An address can't be rebound: where others may come, any will do.
    """
    found = _HOST.fullmatch(host.lower())
    if found is None:
        return False
    name = _bare(found[1])
    if is_loopback(name) or name == _bare(bound):
        return True
    return not is_loopback(bound) and _is_address(name)


def _bare(host: str) -> str:
    return host.lower().strip("[]").rstrip(".").partition("%")[0]


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
