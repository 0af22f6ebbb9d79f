"""Services that pages embed: from what is in a frame to the page that people can open. Pure.

To add one: a row of SERVICES.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit


class Service(NamedTuple):
    """A row of SERVICES: the name for people, the hosts, a pattern of paths, and the page.

    `page` is filled from the pattern's groups, and from `{query[x]}`; "" is the address itself.
    """

    name: str
    hosts: str
    path: str
    page: str


class Embedded(NamedTuple):
    """What is embedded: the name of its service, "" if that is not known, and its own page."""

    service: str
    page: str


_ID = r"([\w-]{1,64})"

SERVICES: tuple[Service, ...] = (
    Service("YouTube", "youtube", r"/embed/videoseries", "https://www.youtube.com/playlist?list={list}"),
    Service("YouTube", "youtube", rf"/(?:embed|v|shorts|live)/{_ID}", "https://www.youtube.com/watch?v={0}"),
    Service("YouTube", "youtube", r"/watch", "https://www.youtube.com/watch?v={v}"),
    Service("YouTube", "youtu.be", rf"/{_ID}", "https://www.youtube.com/watch?v={0}"),
    Service("Vimeo", "player.vimeo.com", r"/video/(\d+)", "https://vimeo.com/{0}"),
    Service("CodePen", "codepen.io", rf"/{_ID}/embed/(?:preview/)?{_ID}", "https://codepen.io/{0}/pen/{1}"),
    Service("gist", "gist.github.com", rf"/{_ID}/{_ID}(?:\.js|\.pibb)?", "https://gist.github.com/{0}/{1}"),
    Service("gist", "gist.github.com", rf"/{_ID}(?:\.js|\.pibb)", "https://gist.github.com/{0}"),
    Service("asciinema", "asciinema.org", rf"/a/{_ID}(?:\.js|/iframe|/embed)?", "https://asciinema.org/a/{0}"),
    Service("Spotify", "open.spotify.com", rf"/embed(?:-podcast)?/(\w+)/{_ID}", "https://open.spotify.com/{0}/{1}"),
    Service("SoundCloud", "w.soundcloud.com", r"/player/?", "{url}"),
    Service("Mixcloud", "mixcloud.com player-widget.mixcloud.com", r"/widget/iframe/?", "https://www.mixcloud.com{feed}"),
    Service("X", "platform.twitter.com platform.x.com", r"/embed/Tweet\.html", "https://x.com/i/status/{id}"),
    Service("Instagram", "instagram.com", rf"/(p|reel|tv)/{_ID}/embed(?:/captioned)?/?", "https://www.instagram.com/{0}/{1}/"),
    Service("Facebook", "facebook.com", r"/plugins/(?:video|post)\.php", "{href}"),
    Service("TikTok", "tiktok.com", r"/(?:embed/(?:v2/)?|player/v1/)(\d+)", "https://www.tiktok.com/@/video/{0}"),
    Service("Dailymotion", "dailymotion.com geo.dailymotion.com", rf"/embed/video/{_ID}", "https://www.dailymotion.com/video/{0}"),
    Service("Twitch", "clips.twitch.tv", r"/embed", "https://clips.twitch.tv/{clip}"),
    Service("Twitch", "player.twitch.tv", r"/", "https://www.twitch.tv/videos/{video}"),
    Service("Twitch", "player.twitch.tv", r"/", "https://www.twitch.tv/{channel}"),
    Service("Loom", "loom.com", rf"/embed/{_ID}", "https://www.loom.com/share/{0}"),
    Service("TED", "embed.ted.com", r"/talks/((?:lang/\w+/)?\w+)(?:\.html)?", "https://www.ted.com/talks/{0}"),
    Service("Internet Archive", "archive.org", r"/embed/([\w.-]+)", "https://archive.org/details/{0}"),
    Service("Bilibili", "player.bilibili.com", r"/player\.html", "https://www.bilibili.com/video/{bvid}"),
    Service("Streamable", "streamable.com", rf"/[eo]/{_ID}", "https://streamable.com/{0}"),
    Service("CodeSandbox", "codesandbox.io", rf"/embed/{_ID}", "https://codesandbox.io/s/{0}"),
    Service("StackBlitz", "stackblitz.com", r"/edit/", ""),
    Service("JSFiddle", "jsfiddle.net", r"/((?:[\w-]+/){1,3})embed(?:ded)?/.*", "https://jsfiddle.net/{0}"),
    Service("Observable", "observablehq.com", r"/embed/(@?[\w-]+/?[\w-]*)", "https://observablehq.com/{0}"),
    Service("Figma", "figma.com", r"/embed", "{url}"),
    Service("Speaker Deck", "speakerdeck.com", rf"/player/{_ID}", ""),
    Service("SlideShare", "slideshare.net", r"/slideshow/embed_code/", ""),
    Service("GIPHY", "giphy.com", rf"/embed/{_ID}.*", "https://giphy.com/gifs/{0}"),
    Service("Google Maps", "google.com maps.google.com", r"/maps", ""),
    Service("Google Docs", "docs.google.com", r"/(\w+/d/(?:e/)?[\w-]+)/(?:embed|pub|preview).*", "https://docs.google.com/{0}/"),
    Service("Google Drive", "drive.google.com", r"/file/d/([\w-]+)/preview", "https://drive.google.com/file/d/{0}/view"),
    Service("Apple Podcasts", "embed.podcasts.apple.com", r"(/.+)", "https://podcasts.apple.com{0}"),
)  # fmt: skip
"""Of rows for one host the first that fits counts."""

_ALIKE = {"youtube-nocookie.com": "youtube", "youtube.com": "youtube", "m.youtube.com": "youtube"}


def embedded(url: str) -> Embedded:
    """Return what an absolute http(s) address of a frame stands for."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return Embedded("", url)
    host = (parts.hostname or "").removeprefix("www.")
    host = _ALIKE.get(host, host)
    for row in _ROWS.get(host, ()):
        found = _PATTERNS[row.path].match(parts.path)
        if found and (page := _page(row, found, parts.query, url)):
            return Embedded(row.name, page)
    return Embedded("", url)


def is_service_script(url: str) -> bool:
    """Return whether a script from this address shows something of a service that has a page."""
    return embedded(url).service in ("gist", "asciinema")


def _page(row: Service, found: re.Match[str], query: str, url: str) -> str:
    """Return the page of what a row fits; "" if the query does not name it."""
    if not row.page:
        return url
    try:
        asked = {key: values[0] for key, values in parse_qs(query, max_num_fields=50).items()}
        page = row.page.format(*found.groups(), **asked)
    except (KeyError, IndexError, ValueError):
        return ""
    return page if page.startswith(("https://", "http://")) else ""


_ROWS: dict[str, list[Service]] = {}
for _row in SERVICES:
    for _host in _row.hosts.split():
        _ROWS.setdefault(_host, []).append(_row)
_PATTERNS = {row.path: re.compile(f"{row.path}/?(?![\\w-])") for row in SERVICES}
