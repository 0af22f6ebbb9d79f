"""What `config.yaml` says, as values; a key that no field asks for is an error.

Only types and defaults: the JSON Schema and `docs/config.md` are made from the descriptions
here, and `config.py` reads and checks the file.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from .model import Person

Text = Annotated[str, Meta(min_length=1)]
Url = Annotated[str, Meta(pattern="^https?://[^\\s]+$")]
Count = Annotated[int, Meta(ge=0)]
Slug = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9._-]*$")]
FormatName = Literal["atom", "rss", "json"]
Formats = Annotated[tuple[FormatName, ...], Meta(min_length=1)]
Dimension = Literal["topic", "provider"]


class Site(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Annotated[Text, Meta(description="Name of the site; feeds are titled after it.")]
    url: Annotated[Url, Meta(description="Home page, absolute.")]
    authority: Annotated[
        str,
        Meta(
            pattern="^[A-Za-z0-9._@-]+,\\d{4}(-\\d{2}(-\\d{2})?)?$",
            description="Who mints the ids, and since when: `domain,year` of a domain you "
            "held in that year (RFC 4151). Never change it: every entry would be new.",
        ),
    ]
    feeds_url: Annotated[
        Url | None,
        Meta(description="Where the output folder is served. Default: `url` + `feeds/`."),
    ] = None
    language: Annotated[Text, Meta(description="Language tag (BCP 47) of the site.")] = "en"
    description: Annotated[str, Meta(description="Subtitle of the feeds.")] = ""
    author: Annotated[
        Person | None, Meta(description="`{name, uri, email}`. Default: the site's title.")
    ] = None
    icon: Annotated[Url | None, Meta(description="Square picture of the site.")] = None
    rights: Annotated[str, Meta(description="Copyright line of the feeds.")] = ""


class Articles(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    include: Annotated[
        tuple[Text, ...],
        Meta(min_length=1, description="Glob patterns of article files, relative to config.yaml."),
    ] = ("articles/**/*.md",)
    exclude: Annotated[
        tuple[Text, ...], Meta(description="Glob patterns of files to pass over.")
    ] = ()
    timezone: Annotated[
        Text, Meta(description="Time zone (IANA name) of dates that do not name one.")
    ] = "UTC"
    permalink: Annotated[
        str | None,
        Meta(
            description="Pattern of the links of articles whose front matter has none, such as "
            "`https://example.org/{year}/{month}/{slug}/`. Placeholders: {year} {month} {day} "
            "{i_month} {i_day} {slug} {stem} {title} {path} {folder} {category} {field[NAME]}."
        ),
    ] = None
    fields: Annotated[
        dict[str, tuple[Text, ...]],
        Meta(description="Front-matter keys to read a field from, the first present wins."),
    ] = {}
    future: Annotated[bool, Meta(description="Publish articles dated after today, too.")] = False


class Names(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    any: Annotated[tuple[Text, ...], Meta(description="At least one of these.")] = ()
    all: Annotated[tuple[Text, ...], Meta(description="Every one of these.")] = ()
    none: Annotated[tuple[Text, ...], Meta(description="Not one of these.")] = ()


class Where(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    topics: Annotated[Names, Meta(description="`{any: […], all: […], none: […]}`")] = Names()
    providers: Annotated[tuple[Text, ...], Meta(description="Domains; one of them.")] = ()
    types: Annotated[tuple[Text, ...], Meta(description="Values of `type`; one of them.")] = ()
    languages: Annotated[
        tuple[Text, ...], Meta(description="Language tags; `en` takes in `en-GB`.")
    ] = ()
    min_quality: Annotated[int | None, Meta(description="At least this `quality`.")] = None
    min_heat: Annotated[int | None, Meta(description="At least this `heat`.")] = None


class Family(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that yields feeds: `by` (one feed a value) or `name` (one feed)."""

    by: Annotated[
        Literal["all"] | Dimension | tuple[Dimension, ...] | None,
        Meta(description="`all`, `topic`, `provider`, or `[topic, provider]`."),
    ] = None
    name: Annotated[
        Slug | None,
        Meta(description="File name, without ending, of a feed that `where` selects."),
    ] = None
    title: Annotated[
        str | None,
        Meta(description="Title; may use {site}, {topic}, {provider}."),
    ] = None
    description: Annotated[str, Meta(description="Subtitle.")] = ""
    where: Annotated[Where, Meta(description="Which articles. Default: all.")] = Where()
    min_entries: Annotated[
        int, Meta(ge=1, description="A feed with fewer entries than this is not made.")
    ] = 1
    limit: Annotated[Count | None, Meta(description="Instead of `feeds.limit`.")] = None
    formats: Annotated[Formats | None, Meta(description="Instead of `feeds.formats`.")] = None


class Feeds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    output: Annotated[Text, Meta(description="Folder to write, relative to config.yaml.")] = "feeds"
    formats: Annotated[Formats, Meta(description="Formats to write.")] = ("atom", "rss", "json")
    limit: Annotated[Count, Meta(description="Newest entries a feed holds; 0: all.")] = 50
    content: Annotated[
        Literal["summary", "full"], Meta(description="Whether entries carry the whole body.")
    ] = "summary"
    families: Annotated[
        tuple[Literal["all", "topic", "provider"] | Family, ...],
        Meta(min_length=1, description="Which feeds there are."),
    ] = ("all", "topic", "provider")


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What config says of one topic or one provider."""

    slug: Annotated[
        Slug | None,
        Meta(description="File name of its feed, without ending."),
    ] = None
    title: Annotated[str | None, Meta(description="Name to show.")] = None
    description: Annotated[str, Meta(description="Subtitle of its feed.")] = ""
    parent: Annotated[str | None, Meta(description="The topic (or domain) that it is part of.")] = (
        None
    )
    roll_up: Annotated[bool, Meta(description="Its articles stand in the parent's feed, too.")] = (
        False
    )


class Images(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    enclose: Annotated[
        Literal["cached", "all", "none"],
        Meta(description="Which images become enclosures: those with `isCached: true`, all, none."),
    ] = "cached"
    store: Annotated[
        Text | None,
        Meta(
            description="Folder of the image cache, relative to config.yaml. Default: `images` "
            "in `feeds.output`, so that one upload publishes both."
        ),
    ] = None
    base_url: Annotated[
        Url | None,
        Meta(
            description="Where that folder is served. Default: its place below `site.feeds_url`; "
            "required if it lies outside `feeds.output`."
        ),
    ] = None
    generic_after: Annotated[
        int | None,
        Meta(
            ge=1,
            description="An image that more articles than this use is a logo: it is enclosed "
            "last and never stands for a story. Default: off.",
        ),
    ] = None
    thumbnail: Annotated[
        int | None,
        Meta(ge=16, le=4096, description="Width in pixels of small copies. Default: none made."),
    ] = None
    svg: Annotated[
        bool,
        Meta(description="Keep SVG images, if they hold no script and load nothing."),
    ] = False
    allow_hosts: Annotated[
        tuple[Text, ...],
        Meta(
            description="Hosts to fetch from although their addresses are private, such as "
            "`localhost` or `images.intranet.example`."
        ),
    ] = ()
    per_host: Annotated[
        int, Meta(ge=1, le=32, description="Images fetched from one host at the same time.")
    ] = 4
    max_bytes: Annotated[
        int, Meta(ge=1024, le=268_435_456, description="Larger images, in bytes, are refused.")
    ] = 20_971_520
    max_pixels: Annotated[
        int, Meta(ge=1, le=500_000_000, description="Images with more pixels are refused.")
    ] = 50_000_000


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    site: Annotated[Site, Meta(description="The site. The only section that is required.")]
    articles: Annotated[Articles, Meta(description="Where articles are and how to read them.")] = (
        field(default_factory=Articles)
    )
    feeds: Annotated[Feeds, Meta(description="Which feeds to write, where and how.")] = field(
        default_factory=Feeds
    )
    topics: Annotated[dict[str, Group], Meta(description="Topics by name.")] = {}
    providers: Annotated[dict[str, Group], Meta(description="Providers by domain.")] = {}
    images: Annotated[Images, Meta(description="Images as enclosures.")] = field(
        default_factory=Images
    )
