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
from feedmill.feeds.families import families
from feedmill.scaffold.answers import is_placeholder
from feedmill.scaffold.config_edit import ConfigText, ConfigValue


class ServedPlace(NamedTuple):
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


def served_at(config: Config, urls: Iterable[str], *, is_copied: bool) -> ServedPlace:
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
    return ServedPlace(where, f"{scheme}://{host}{folder}", prefix)


def is_on_site(url: str, config: Config) -> bool:
    """Return whether an address is at the host of the site or of its feeds, `www.` or not.

    While the config has an address that stands for none, the feeds say where the site is.
    """
    own = {_host(config.site.url), _host(config.site.feeds_url or config.site.url)}
    return _host(url) in own or is_placeholder(config.site.url)


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def default_path(family: Family, config: Config) -> str:
    """Return where the feeds of a family are that names no path, without their ending."""
    if family.by is None:
        return family.name or ""
    by: Sequence[str] = (family.by,) if isinstance(family.by, str) else family.by
    folder = known_dimensions(config.dimensions)[by[0]].folder
    return "/".join([folder, *(f"{{{name}}}" for name in by)])


def short_families(config: Config) -> list[ConfigValue]:
    """Return the families of a config that names none, as it would name them."""
    return [family.name or (family.by or ("",))[0] for family in families(config)]


def keep_addresses(edited: ConfigText, config: Config, served: ServedPlace) -> None:
    """Let the feeds that there were stay where they are, below the new output folder."""
    given = edited.values().get("feeds", {}).get("families")
    if given is None:
        edited.put(["feeds", "families"], short_families(config))
        given = edited.values()["feeds"]["families"]
    for number, (item, family) in enumerate(zip(given, families(config), strict=True)):
        path = f"{served.prefix}{default_path(family, config)}"
        if isinstance(item, dict):
            said = {"path": path, **item}
            for key in ("path", "also_at"):
                if said.get(key):
                    moved = _below(said[key], served.prefix) if key in item else path
                    edited.put_in_item(["feeds", "families"], number, key, moved)
        else:
            edited.replace_item(["feeds", "families"], number, {"by": item, "path": path})
    if config.images.store is None:
        store = f"{config.feeds.output}/images"
        edited.put(["images", "store"], store)
        edited.put(["images", "base_url"], f"{served.feeds_url}{served.prefix}images/")


def _below(said: object, prefix: str) -> ConfigValue:
    """Return what a family says of its files, as it is for a folder above."""
    if isinstance(said, dict):
        return {name: _below(one, prefix) for name, one in said.items()}
    if isinstance(said, list):
        return [_below(one, prefix) for one in said]
    return f"{prefix}{said}"
