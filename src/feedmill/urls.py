"""Addresses: absolute http(s) only, percent-encoded (RFC 3986), hosts IDNA-encoded (RFC 5891)."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit

_LABEL = r"[a-z0-9_]++(?:-++[a-z0-9_]++)*+"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*+")
_CHARS = r"[A-Za-z0-9\-._~!$&'()*+,;=:@/]*+(?:%[0-9A-Fa-f]{2}[A-Za-z0-9\-._~!$&'()*+,;=:@/]*+)*+"
_READY = re.compile(rf"https?+://({_HOST.pattern})(?:/{_CHARS})?+(?:\?{_CHARS})?+(?:#{_CHARS})?+")
_STRAY_PERCENT = r"%(?![0-9A-Fa-f]{2})"
_SAFE = "/:@!$&'()*+,;=~%?"
_CONTROL = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]"
_MAX_HOST = 253
_MAX_LENGTH = 8000  # what servers and readers still take


def absolute(text: str) -> str:
    """Return an http(s) address as a feed may have it. Raise ValueError, saying why not."""
    if len(text) > _MAX_LENGTH:
        raise ValueError(f"has over {_MAX_LENGTH} characters")
    ready = _READY.fullmatch(text)
    if ready and len(ready[1]) <= _MAX_HOST and "xn--" not in ready[1]:
        return text
    text = text.strip()
    if re.search(_CONTROL, text):
        raise ValueError("holds a line end or a control character")
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        raise ValueError("is not a right address") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError("is not an absolute http(s) address")
    if "@" in parts.netloc:
        raise ValueError("holds a user name or a password")
    name = encode_host(parts.hostname or "")
    address = f"{parts.scheme}://{name}{port}{_encode(parts.path)}"
    if parts.query:
        address += f"?{_encode(parts.query)}"
    return f"{address}#{_encode(parts.fragment)}" if parts.fragment else address


def origin(address: str) -> str:
    """Return the scheme and the host of an absolute address: `https://example.org`."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def join(base: str, text: str) -> str:
    """Return an address that may be relative to `base`. Raise ValueError, saying why not.

    Line ends and backslashes are read as browsers do (https://url.spec.whatwg.org/#url-parsing).
    """
    text = text.strip()
    if not text.isprintable():
        text = re.sub(r"[\t\n\r]", "", text)
    if "\\" in text:
        text = re.sub(r"^[^?#]*+", lambda path: path[0].replace("\\", "/"), text)
    return absolute(text if text.startswith(("https://", "http://")) else urljoin(base, text))


def on_site(home: str, text: str) -> str:
    """Return an address; `/about/` is added to `home`, the site's address without `/` at its end.

    Raise ValueError, saying why not.
    """
    text = text.strip()
    is_path = text.startswith("/") and not text.startswith("//")
    return absolute(f"{home}{text}" if is_path else text)


@lru_cache(maxsize=4096)
def encode_host(name: str) -> str:
    """Return a host as DNS knows it: lower case, IDNA. Raise ValueError, saying why not."""
    if "%" in name and not (decoded := unquote(name)).isascii():
        name = decoded  # engines of Markdown write letters beyond ASCII so
    plain = name.lower().removesuffix(".")
    if ":" in plain:
        from ipaddress import IPv6Address

        try:
            return f"[{IPv6Address(plain)}]"
        except ValueError:
            raise ValueError("has an unusable host") from None
    if not plain.isascii() or "xn--" in plain:
        import idna  # costs more than the rest of this module; few hosts need it

        try:
            plain = idna.encode(plain, uts46=True).decode("ascii")
        except (UnicodeError, IndexError) as error:
            raise ValueError(f"has an unusable host: {error}") from None
    if len(plain) > _MAX_HOST or not _HOST.fullmatch(plain):
        raise ValueError(f"has the unusable host {name[:60]!r}" if name else "has no host")
    return plain


def _encode(text: str) -> str:
    return quote(re.sub(_STRAY_PERCENT, "%25", text), safe=_SAFE)
