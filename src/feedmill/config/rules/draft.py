"""What could be read of a config, for the rules to look at. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from feedmill.config.articles import Articles
from feedmill.config.convert import Path
from feedmill.config.dimensions import known_dimensions
from feedmill.config.feeds import DimensionSettings, Feeds, GroupSettings
from feedmill.config.schema import Images, Pages, Site
from feedmill.dimensions import Dimension

Found = Iterator[tuple[Path, str]]
"""The path of a key, and what is wrong with it."""


class ConfigDraft(Struct, frozen=True, kw_only=True):
    """Sections of a config. `site` is None if there is none that could be read.

    What has an error of its own is BROKEN, or has its default, or is not there.
    """

    site: Site | None = None
    articles: Articles = Articles()
    feeds: Feeds = Feeds()
    dimensions: dict[str, DimensionSettings] = {}
    groups: dict[str, dict[str, GroupSettings]] = {}
    topics: dict[str, GroupSettings] = {}
    providers: dict[str, GroupSettings] = {}
    images: Images = Images()
    pages: bool | Pages = False

    @property
    def known(self) -> dict[str, Dimension]:
        """All dimensions that feeds can be grouped by."""
        return known_dimensions(self.dimensions)
