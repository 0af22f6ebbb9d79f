"""The id of an article: what readers know it by, for ever."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec.structs import replace

from feedmill import text
from feedmill.config.schema import Config
from feedmill.names import is_iri, tag_uri

from .fields.dates import Moment
from .fields.times import zone_of
from .paths import PathParts
from .permalinks import Permalinks, generator_rules
from .placeholders import Compiled, Fill, Subject, compile_pattern
from .sheet import Sheet

_NO_ID = re.compile(r"[\s\x00-\x20\x7f-\x9f]")
_BARE = re.compile(r"(?<=[^/:])(?:/|\.html)$")
_PARTS = re.compile(r"(https?://[^/?#]+)([^?#]*)(.*)", re.DOTALL)


class Ids:
    """What a config says of ids: who mints them, and the pattern of those that articles lack."""

    def __init__(self, config: Config, permalinks: Permalinks) -> None:
        """Compile the pattern of a config."""
        self._authority = config.site.authority
        self._permalinks = permalinks
        self._fill: Compiled | None = None
        if config.articles.id is not None:
            zone = zone_of(config.articles.timezone)

            def local_date(subject: Subject) -> str:
                return f"{subject.day.astimezone(zone):%Y-%m-%d}"

            more = {**_OF_LINKS, "local_date": Fill(local_date, str)}
            self._fill = compile_pattern(config.articles.id, generator_rules(config), more)

    def article_id(
        self,
        sheet: Sheet,
        place: PathParts,
        title: str,
        moment: Moment | None,
        link: str | None,
    ) -> str:
        """Return `id` from the front matter, else what the config's pattern makes.

        Without a pattern it is a tag URI (RFC 4151), also of an `id` that is no URI. With one, the
        site had ids before, and they stay as they were.
        """
        found = sheet.find_text("id", "bad-id")
        if found is not None:
            written = text.fold_text(found[1])
            kept = self._fill is not None and not _NO_ID.search(written)
            return written if kept or is_iri(written) else tag_uri(self._authority, written)
        if self._fill is None or moment is None or not link:
            return tag_uri(self._authority, place.below)
        subject = replace(self._permalinks.subject(sheet, place, title, moment), link=link)
        try:
            made = self._fill(subject)
            if not made or _NO_ID.search(made):
                raise ValueError(f"is {made[:80]!r}, which is not a usable id")
        except ValueError as error:
            sheet.note("bad-id", f"the id that articles.id makes {error}")
            return tag_uri(self._authority, place.below)
        return made


def _bare(link: str) -> str:
    """Return a link without the `/` or `.html` at the end of its path."""
    start, path, rest = _parts(link)
    return f"{start}{_BARE.sub('', path)}{rest}"


@lru_cache(maxsize=1)
def _parts(link: str) -> tuple[str, str, str]:
    """Return scheme and host, the path, and what follows it."""
    found = _PARTS.fullmatch(link)
    assert found, "links are absolute"
    return found[1], found[2], found[3]


def _host(link: str) -> str:
    return urlsplit(link).hostname or ""


_FROM_LINK: dict[str, Callable[[str], str]] = {
    "link": str,
    "link_bare": _bare,
    "link_path_bare": lambda link: "".join(_parts(_bare(link))[1:]),
    "link_path": lambda link: "".join(_parts(link)[1:]),
    "host": _host,
}


def _of_link(find: Callable[[str], str]) -> Fill:
    return Fill(lambda subject: find(subject.link), str)


_OF_LINKS = {name: _of_link(find) for name, find in _FROM_LINK.items()}


def id_of_link(pattern: str, link: str) -> str:
    """Return the id that a pattern of LINK_PLACEHOLDERS makes for a link."""
    return re.sub(r"\{(\w+)\}", lambda found: _FROM_LINK[found[1]](link), pattern)
