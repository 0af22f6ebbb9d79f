"""What the headers of an answer mean to feed readers: bot walls, freshness, links. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

Fields = Mapping[str, str]
"""Headers by lower-case name."""

_BLOCKING = (401, 403, 405, 406, 429, 503)
_START = 4096  # bytes of a page that are looked at
# In a page's title.
_TITLES = {
    b"just a moment": "Cloudflare",
    b"attention required! | cloudflare": "Cloudflare",
    b"checking your browser": "a check of the browser",
    b"making sure you": "Anubis",
    b"ddos-guard": "DDoS-Guard",
}
# Anywhere in a page that is not served with 200: many good pages have them, too.
_SIGNS = {
    b"/cdn-cgi/challenge-platform/": "Cloudflare",
    b"_incapsula_resource": "Imperva",
    b"captcha": "a captcha",
}
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,200})")
_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?(\d{1,10})', re.IGNORECASE)
_NEVER = re.compile(r"(?:^|[\s,])(?:no-store|no-cache)(?:$|[\s,=])", re.IGNORECASE)
_LINK = re.compile(r"<([^<>]{0,2000})>((?:\s*;\s*[^,;\"]{1,100}(?:\"[^\"]{0,500}\")?)*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


def find_wall(status: int, headers: Fields, body: bytes) -> str:
    """Return what keeps feed readers out, in words; "" if nothing does.

    Such a wall answers with a page for browsers: a puzzle, a script to run, or a refusal.
    """
    if "challenge" in headers.get("cf-mitigated", "").lower():
        return "Cloudflare"
    start = body[:_START].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_page = "html" in headers.get("content-type", "").lower() or start.startswith(
        (b"<!doctype html", b"<html")
    )
    if not is_page:
        return ""
    title = _TITLE.search(start)
    signs = [name for sign, name in _TITLES.items() if title and title[1].strip().startswith(sign)]
    if status != 200:
        signs += [name for sign, name in _SIGNS.items() if sign in start]
        signs += ["a page that refuses them"] if status in _BLOCKING else []
    return signs[0] if signs else ""


def freshness(headers: Fields) -> int | None:
    """Return for how many seconds caches and readers may keep an answer; None if it does not say.

    https://www.rfc-editor.org/rfc/rfc9111#section-4.2.1
    """
    control = headers.get("cache-control", "")
    if _NEVER.search(control):
        return 0
    if found := _MAX_AGE.search(control):
        return int(found[1])
    if "expires" not in headers:
        return None
    expires, date = http_date(headers["expires"]), http_date(headers.get("date", ""))
    if expires is None or date is None:
        return 0  # one that is no date, such as 0, has passed
    return max(0, int(expires - date))


def find_links(headers: Fields, rel: str) -> tuple[str, ...]:
    """Return the addresses that the Link header gives for a relation (RFC 8288)."""
    found = []
    for address, parameters in _LINK.findall(headers.get("link", "")[:20_000]):
        words = _REL.search(parameters)
        if words and rel in (words[1] or words[2] or "").lower().split():
            found.append(address.strip())
    return tuple(found)


def cookie_name(headers: Fields) -> str:
    """Return the name of the first cookie that is set, "" if there is none."""
    return headers.get("set-cookie", "").partition("=")[0].strip()[:60]


def http_date(text: str) -> float | None:
    """Return the seconds since 1970 that a date in a header says (RFC 9110, 5.6.7); None if none.

    One without a zone is in UTC, as all of them should be.
    """
    try:
        when = parsedate_to_datetime(text)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
