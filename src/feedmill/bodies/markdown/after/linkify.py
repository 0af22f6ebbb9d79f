"""Bare addresses in the text become links. Pure.

https://github.github.com/gfm/#autolinks-extension-
"""

from __future__ import annotations

import re
from bisect import bisect_right

# Quick to look for, because they begin with a letter; what stands before is looked at last.
_BEFORE = r"(?<![^\s*_~(>\"'“‘]....)"
_WEB = {
    "://": re.compile(rf"http{_BEFORE}(?<!=\"http)s?://"),
    "www.": re.compile(rf"www\.{_BEFORE}"),
}
# The domains of https://github.com/markdown-it/linkify-it: the usual ones, and countries'.
_HOST = re.compile(
    r"(?<![\w.:/@-])(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.){1,8}"
    r"(?:biz|com|edu|gov|net|org|pro|web|xxx|aero|asia|coop|info|museum|name|shop"
    r"|a[cdefgilmnoqrstuwxz]|b[abdefghijmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[cegrstu]"
    r"|f[ijkmor]|g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]"
    r"|l[abcikrstuvy]|m[acdeghklmnopqrstuvwxyz]|n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]"
    r"|s[abcdeghijklmnortuvxyz]|t[cdfghjklmnortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw])"
    r"(?![\w@-]|\.\w|:\d)",
    re.IGNORECASE,
)
_REST = re.compile(r"[^\s<>\"]+")
_DOMAIN = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+|https?://[\w.:-]+")
_BEFORE_MAIL = re.compile(r"[\w.+-]{1,64}\Z")
_MAIL_HOST = re.compile(r"[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,8}(?![\w@/-])")
_TAIL = re.compile(r"(?:[?!.,:*_~'’”\";]|&[a-zA-Z0-9]+;)+\Z")
_CLOSED = re.compile(r"<([aA]|code|pre|script|style)\b")


def linked(markup: str, www: str, *, smart: bool = False, hosts: bool = False) -> str:
    """Return HTML in which bare addresses are links; `www` is the scheme of those without.

    `smart`: apostrophes in them have been made typographic ones, and are made plain again.
    `hosts`: what looks like the name of a host is an address, too.
    """
    found = [
        address
        for sign, pattern in _WEB.items()
        if sign in markup
        for start in pattern.finditer(markup)
        if (address := _address(start, www, smart=smart))
    ]
    if hosts:
        found += [_host(start, www) for start in _HOST.finditer(markup)]
    if "@" in markup:
        found += _mails(markup)
    if not found:
        return markup
    found.sort()
    closed = _Closed(markup, found[-1][0])
    kept: list[str] = []
    at = 0
    for start, end, link in found:
        if start >= at and not closed.holds(start):
            kept += markup[at:start], link
            at = end
    kept.append(markup[at:])
    return "".join(kept)


def _address(start: re.Match[str], www: str, *, smart: bool) -> tuple[int, int, str] | None:
    """Return where an address is, in a text or a tag, and the link that it becomes."""
    at, rest = start.start(), _REST.match(start.string, start.start())
    if not rest:
        return None
    bare = _TAIL.sub("", rest[0])
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = _TAIL.sub("", bare[:-1])
    if not _DOMAIN.match(bare):
        return None
    scheme = f"{www}://" if bare[0] == "w" else ""
    shown = bare.replace("’", "'").replace("‘", "'") if smart else bare
    return at, at + len(bare), f'<a href="{scheme}{shown}">{shown}</a>'


def _host(name: re.Match[str], www: str) -> tuple[int, int, str]:
    """Return where an address is that begins with the name of a host, and its link."""
    end = name.end()
    if name.string[end : end + 1] in ("/", "?", "#") and (rest := _REST.match(name.string, end)):
        end += len(_TAIL.sub("", rest[0]).rstrip(")"))
    bare = name.string[name.start() : end]
    return name.start(), end, f'<a href="{www}://{bare}">{bare}</a>'


def _mails(markup: str) -> list[tuple[int, int, str]]:
    found = []
    at = -1
    while (at := markup.find("@", at + 1)) >= 0:
        name = _BEFORE_MAIL.search(markup, max(0, at - 64), at)
        host = _MAIL_HOST.match(markup, at + 1)
        if name and host:
            bare = markup[name.start() : host.end()].rstrip("-")
            link = f'<a href="mailto:{bare}">{bare}</a>'
            found.append((name.start(), name.start() + len(bare), link))
    return found


class _Closed:
    """Where no link may be, up to a `last` place: in tags, in links, in code."""

    def __init__(self, markup: str, last: int) -> None:
        self._markup = markup
        self._starts: list[int] = []
        self._ends: list[int] = []
        at = 0
        while at <= last and (start := _CLOSED.search(markup, at)):
            end = markup.find(f"</{start[1]}", start.end())
            at = end if end >= 0 else len(markup)
            self._starts.append(start.start())
            self._ends.append(at)

    def holds(self, place: int) -> bool:
        """Return whether a place is within a tag or an element of these."""
        number = bisect_right(self._starts, place) - 1
        if number >= 0 and place < self._ends[number]:
            return True
        return self._markup.rfind("<", 0, place) > self._markup.rfind(">", 0, place)
