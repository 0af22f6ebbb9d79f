"""Sanitised bodies → the same with the store's copies of their pictures. Pure."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from .tags import tag

if TYPE_CHECKING:
    from feedmill.config.schema import Images
    from feedmill.images.enclose import Lookup


_SHOWN = re.compile(r"<(?:img|video)\b[^<>]*>")
_ADDRESS = re.compile(r'( (?:src|poster)=")([^"<>]*)"')
_SET = re.compile(r' (?:srcset|sizes)="[^"<>]*"')
_VIDEO = re.compile(
    r'(<p><a href="https://www\.youtube\.com/watch\?v=([\w-]{1,64})">)([^<]*)</a></p>'
)
_STILLS = tuple(
    f"https://{host}/vi/{{}}/{name}.jpg"
    for name in ("maxresdefault", "sddefault", "hqdefault", "mqdefault", "0")
    for host in ("i.ytimg.com", "img.youtube.com")
)


def with_copies(content: str, settings: Images, lookup: Lookup) -> str:
    """Return a sanitised body that shows the store's copies of its pictures.

    A link to a video gets the picture of it, if the store has that.
    """
    if "<img" in content or "<video" in content:
        content = _SHOWN.sub(lambda found: _with_copy(found[0], settings, lookup), content)
    if "youtube.com/watch" in content:
        content = _VIDEO.sub(lambda found: _with_still(found, settings, lookup), content)
    return content


def _with_copy(written: str, settings: Images, lookup: Lookup) -> str:
    replaced = False

    def copy(found: re.Match[str]) -> str:
        nonlocal replaced
        stored = lookup(unescape(found[2]))
        replaced = replaced or stored is not None
        if stored is None:
            return found[0]
        return f'{found[1]}{escape(f"{settings.base_url}{stored.file}")}"'

    made = _ADDRESS.sub(copy, written)
    return _SET.sub("", made) if replaced else written


def _with_still(found: re.Match[str], settings: Images, lookup: Lookup) -> str:
    stills = (lookup(one.format(found[2])) for one in _STILLS)
    still = next((one for one in stills if one), None)
    if still is None:
        return found[0]
    picture = tag("img", {"src": f"{settings.base_url}{still.file}", "alt": ""})
    return f"{found[1]}{picture}<br>{found[3]}</a></p>"
