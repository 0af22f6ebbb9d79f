"""Articles and config → entries and feeds: what subscribers are going to see. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.schema import Config, Family, Group
from feedmill.formats import FORMATS
from feedmill.images.enclose import Lookup, enclosures, icon, settled, thumbnail
from feedmill.model import Article, Category, Draft, Entry, Feed, Image, Person, Shown, Tombstone
from feedmill.names import fold, slug, tag_uri

from .families import Ref, dimensions, families

_NO_GROUP = Group()
_TITLES = {
    (): "{site}",
    ("topic",): "{site}: {topic}",
    ("provider",): "{site}: {provider}",
    ("topic", "provider"): "{site}: {topic} from {provider}",
}
_NAMED = "{site}: {name}"  # readers list feeds by title, so no selection may have that of `all`


class Shell(Struct, frozen=True, kw_only=True):
    """A feed without its entries. `key` is its path below the output folder, without ending."""

    key: str
    title: str
    subtitle: str
    formats: tuple[str, ...]
    limit: int  # 0: none
    min_entries: int
    icon: str | None


class Pictures(NamedTuple):
    """What is known of images: how to look one up in the store, and which many articles share."""

    lookup: Lookup
    generic: frozenset[str]


class Assembler:
    """A config, made ready to make many entries and feeds."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._families = families(config)
        self._topics = {fold(name): group for name, group in config.topics.items()}
        self._spelling = _spelling(config)
        self._scheme = tag_uri(config.site.authority, "topics")
        self._images = settled(config)
        self._category: dict[str, Category] = {}

    def draft(self, article: Article) -> Draft:
        """Make of an article what its subscribers see, but for its enclosures."""
        authors = list(article.authors)
        if article.provider is not None:
            domain = article.provider.domain
            name = self._config.providers.get(domain, _NO_GROUP).title or article.provider.name
            authors.append(Person(name=name, uri=f"https://{domain}/"))
        shown = {name: getattr(article, name) for name in Shown.__struct_fields__}
        shown["authors"] = tuple(authors)
        entry = Entry(
            **shown,
            content=article.content or "" if self._config.feeds.content == "full" else "",
            categories=tuple(self._category_of(name) for name in article.topics),
        )
        return Draft(entry=entry, images=article.images)

    def finished(self, draft: Draft, pictures: Pictures) -> Entry:
        """Choose an entry's enclosures."""
        if not draft.images or self._images.enclose == "none":
            return draft.entry
        chosen = draft.images, self._images, pictures.lookup, pictures.generic
        return replace(draft.entry, enclosures=enclosures(*chosen), thumbnail=thumbnail(*chosen))

    def shell(
        self, ref: Ref, topic_name: str, provider_name: str, provider_icon: str | None, look: Lookup
    ) -> Shell:
        """Make the outside of a feed; what is given of topic and provider is what is most used."""
        family, site = self._families[ref.family], self._config.site
        topic = self._topics.get(ref.topic, _NO_GROUP)
        provider = self._config.providers.get(ref.provider, _NO_GROUP)
        about = dimensions(family)
        own = topic if about == ("topic",) else provider if about == ("provider",) else _NO_GROUP
        named = family.name not in (None, "all")
        usual = _NAMED if named else _TITLES[tuple(sorted(about, reverse=True))]
        title = (family.title or usual).format(
            site=site.title,
            name=(family.name or "").replace("-", " "),
            topic=topic.title or self._spelling.get(ref.topic, topic_name),
            provider=provider.title or provider_name,
        )
        feeds = self._config.feeds
        return Shell(
            key=self._key(family, ref),
            title=title,
            subtitle=family.description or own.description or site.description,
            formats=family.formats or feeds.formats,
            limit=feeds.limit if family.limit is None else family.limit,
            min_entries=family.min_entries,
            icon=site.icon
            if not provider_icon
            else icon(Image(url=provider_icon), self._images, look),
        )

    def feed(self, shell: Shell, entries: Iterable[Entry], retracted: Iterable[Entry] = ()) -> Feed:
        """Put entries, newest first, into their feed, and what it says of retracted ones."""
        site = self._config.site
        held = tuple(entries)
        assert site.author is not None  # config.py fills in what was left out
        return Feed(
            key=shell.key,
            id=tag_uri(site.authority, f"feeds/{shell.key}"),
            title=shell.title,
            subtitle=shell.subtitle,
            home=site.url,
            updated=max((entry.updated for entry in held), default=_since(site.authority)),
            author=site.author,
            language=site.language,
            rights=site.rights,
            icon=shell.icon,
            hub=self._config.hub,
            urls={name: f"{site.feeds_url}{path}" for name, path in files(shell).items()},
            entries=held,
            tombstones=_tombstones(held, shell.limit, retracted),
        )

    def topic_slug(self, topic: str) -> str:
        """Give the file name of a (folded) topic's feed, without ending; may be unusable."""
        return self._topics.get(topic, _NO_GROUP).slug or slug(topic)

    def provider_slug(self, domain: str) -> str:
        """Give the file name of a provider's feed, without ending."""
        return self._config.providers.get(domain, _NO_GROUP).slug or domain

    def _category_of(self, name: str) -> Category:
        known = self._category.get(name)
        if known is None:
            topic = fold(name)
            label = self._topics.get(topic, _NO_GROUP).title or self._spelling.get(topic, name)
            term = self.topic_slug(topic) or topic
            known = self._category[name] = Category(term=term, scheme=self._scheme, label=label)
        return known

    def _key(self, family: Family, ref: Ref) -> str:
        about = dimensions(family)
        if not about:
            return family.name or "all"
        if about == ("provider",):
            return f"providers/{self.provider_slug(ref.provider)}"
        topic = f"topics/{self.topic_slug(ref.topic)}"
        return topic if about == ("topic",) else f"{topic}/{self.provider_slug(ref.provider)}"


def files(shell: Shell) -> dict[str, str]:
    """Give the path of each of a feed's files below the output folder, by format."""
    return {name: f"{shell.key}{FORMATS[name].ending}" for name in shell.formats}


def _tombstones(
    entries: tuple[Entry, ...], limit: int, retracted: Iterable[Entry]
) -> tuple[Tombstone, ...]:
    """Give the tombstones of what would stand in a feed: newest first, those of one time by id."""
    full = 0 < limit <= len(entries)
    stones = [
        Tombstone(ref=one.id, when=one.updated)
        for one in retracted
        if not full or one.published >= entries[-1].published
    ]
    stones.sort(key=lambda stone: stone.ref)
    stones.sort(key=lambda stone: stone.when, reverse=True)
    return tuple(stones)


def _spelling(config: Config) -> dict[str, str]:
    """Give how config itself writes its topics, which wins over how articles do."""
    written = [group.parent for group in config.topics.values() if group.parent]
    return {fold(name): name for name in (*written, *config.topics)}


def _since(authority: str) -> datetime:
    """Give the day from which on the site mints ids: the date of a feed that is empty."""
    year, month, day = [*authority.partition(",")[2].split("-"), "1", "1"][:3]
    return datetime(int(year), int(month), int(day), tzinfo=UTC)
