"""Where feeds must be written so that they are served where subscribers fetch them. Pure."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from feedmill.config.dimensions import known_dimensions
from feedmill.config.feeds import Family
from feedmill.config.schema import Config


class Served(NamedTuple):
    """The output folder, where it is served, and where in it the feeds are that were there.

    `prefix` is "" or ends with `/`.
    """

    output: str
    feeds_url: str
    prefix: str

    def path(self, url: str) -> str | None:
        """Return the path below the output folder of what is served at `url`; None: elsewhere."""
        base, parts = urlsplit(self.feeds_url), urlsplit(url)
        path = unquote(parts.path)
        home = unquote(base.path)
        if parts.netloc.lower() != base.netloc.lower() or not path.startswith(home):
            return None
        below = path.removeprefix(home)
        return below if below and not below.endswith("/") and not parts.query else None


def served_at(config: Config, urls: Iterable[str], *, is_copied: bool) -> Served:
    """Return where the output folder must be so that all of `urls` are in it.

    `is_copied` says that the site's generator does not publish files as they are: then the folder
    stays, and its address changes.
    """
    parts = [urlsplit(url) for url in urls]
    own = urlsplit(config.site.feeds_url or config.site.url)
    hosts = Counter((one.scheme, one.netloc) for one in parts)
    scheme, host = next(iter(hosts.most_common(1)), ((own.scheme, own.netloc), 0))[0]
    paths = [unquote(one.path) for one in parts if one.netloc == host]
    folder = unquote(own.path).rstrip("/") + "/"
    output = config.feeds.output.split("/")
    prefix = ""
    while folder != "/" and not all(path.startswith(folder) for path in paths):
        last = posixpath.basename(folder.rstrip("/"))
        folder = posixpath.dirname(folder.rstrip("/")).rstrip("/") + "/"
        prefix = f"{last}/{prefix}"
        if not is_copied and output and output[-1] == last:
            output.pop()
        else:
            is_copied = True
    where = "/".join(output) or "."
    if is_copied and prefix:
        where = config.feeds.output
    return Served(where, f"{scheme}://{host}{folder}", prefix)


def default_path(family: Family, config: Config) -> str:
    """Return where the feeds of a family are that names no path, without their ending."""
    if family.by is None:
        return family.name or ""
    by: Sequence[str] = (family.by,) if isinstance(family.by, str) else family.by
    folder = known_dimensions(config.dimensions)[by[0]].folder
    return "/".join([folder, *(f"{{{name}}}" for name in by)])
