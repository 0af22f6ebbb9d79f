"""Texts of the config that are addresses: URLs, domains, hosts. Pure.

Each function takes a text and returns its normal form, or raises Unfit.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote, urlsplit, urlunsplit

from .unfit import Unfit


def url(text: str) -> str:
    """Encode a URL's host (IDNA) and what else of it is not ASCII (RFC 3986). Raises Unfit."""
    if re.search(r"\s", text):
        raise Unfit("contains white space")
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 (raises if it is no number)
        host = parts.hostname or ""
    except ValueError:
        raise Unfit("is not an address") from None
    if not parts.scheme and re.match(r"[\w-]+\.[\w.-]+(/|$)", text):
        raise Unfit("has no https:// before it", f"https://{text}")
    if parts.scheme not in ("http", "https") or not host:
        raise Unfit("is not a web address")
    if parts.username is not None or parts.password is not None:
        raise Unfit("contains a user name, and feeds are public")
    if not text.isascii():
        place = parts.netloc
        if not place.isascii():
            place = _idna(host) + (f":{parts.port}" if parts.port else "")
        rest = (quote(part, safe="!$%&'()*+,/:;=?@[]~") for part in parts[2:])
        text = urlunsplit((parts.scheme, place, *rest))
    if "[" not in parts.netloc:
        _host(_idna(host))
    return text


def base_url(text: str) -> str:
    """Refuse what cannot be added to: a query, a fragment. Raises Unfit."""
    text = url(text)
    if "?" in text or "#" in text:
        raise Unfit("has a query or a fragment")
    return text


def valid_authority(text: str) -> str:
    """Check an authority by RFC 4151, 2.1: a domain or e-mail address and a day. Raises Unfit."""
    who, _, since = text.partition(",")
    label = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
    if not re.fullmatch(rf"([A-Za-z0-9._-]+@)?{label}(\.{label})+", who):
        raise Unfit(f"names no domain before its {'comma' if since else 'end'}")
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", since):
        raise Unfit("has no year after a comma")
    try:
        date.fromisoformat(since + "-01-01"[len(since) - 4 :])
    except ValueError:
        raise Unfit("names a day that does not exist") from None
    return text


def domain(text: str) -> str:
    """Return a domain in lower case and ASCII (IDNA). Raises Unfit."""
    if found := re.match(r"[a-z+]+://([^/?#\s]+)|([^/?#\s]+\.[^/?#\s]+)[/?#]", text, re.IGNORECASE):
        raise Unfit("is an address", (found[1] or found[2]).lower())
    found_domain = valid_host(text)
    if "." not in found_domain:
        raise Unfit("has no dot")
    return found_domain


def valid_host(text: str) -> str:
    """Return a domain or a host's only name in lower case and ASCII (IDNA)."""
    return _host(_idna(text.lower().removesuffix(".")))


def _idna(text: str) -> str:
    if text.isascii():
        return text
    import idna  # large tables, seldom needed

    try:
        return idna.encode(text[:255], uts46=True).decode("ascii")
    except UnicodeError:
        raise Unfit("has a host that IDNA does not allow") from None


def _host(text: str) -> str:
    labels = text.removesuffix(".").split(".")
    is_label = re.compile(r"(?i)(?!-)[a-z0-9_-]+(?<!-)").fullmatch
    if len(text) > 253 or not all(len(one) < 64 and is_label(one) for one in labels):
        raise Unfit("is not a host name")
    return text
