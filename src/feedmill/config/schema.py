"""What `config.yaml` says, as values; a key that no field asks for is an error.

Only types and defaults: the JSON Schema and `docs/config.md` are made from the descriptions
here, and `config/` reads and checks the file.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from feedmill.formats import FORMATS
from feedmill.model import Person

from .articles import Articles as Articles
from .types import (
    Authority,
    BaseUrl,
    Domain,
    FeedName,
    Folder,
    FormatName,
    Host,
    Language,
    Slug,
    Template,
    Text,
    TopicName,
    Url,
)

Count = Annotated[int, Meta(ge=0)]
Formats = Annotated[tuple[FormatName, ...], Meta(min_length=1)]
Dimension = Literal["topic", "provider"]


class Site(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Annotated[Text, Meta(description="Name of the site; feeds are titled after it.")]
    url: Annotated[BaseUrl, Meta(description="Home page, absolute.")]
    authority: Annotated[
        Authority,
        Meta(
            description="Who mints the ids, and since when: `domain,year` of a domain you "
            "held in that year (RFC 4151). Never change it: every entry would be new.",
        ),
    ]
    feeds_url: Annotated[
        BaseUrl | None,
        Meta(description="Where the output folder is served. Default: `url` + `feeds/`."),
    ] = None
    language: Annotated[Language, Meta(description="Language tag (BCP 47) of the site.")] = "en"
    description: Annotated[str, Meta(description="Subtitle of the feeds.")] = ""
    author: Annotated[
        Person | None,
        Meta(
            description="Who answers for the feeds: `{name, uri, email}`, of which only `name` "
            "is required. Default: the site's title."
        ),
    ] = None
    icon: Annotated[Url | None, Meta(description="Square picture of the site.")] = None
    rights: Annotated[str, Meta(description="Copyright line of the feeds.")] = ""


class Names(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Topics to select by; one that a child rolls up into counts as the child's, too."""

    any: Annotated[tuple[TopicName, ...], Meta(description="At least one of these.")] = ()
    all: Annotated[tuple[TopicName, ...], Meta(description="Every one of these.")] = ()
    none: Annotated[tuple[TopicName, ...], Meta(description="Not one of these.")] = ()


class Where(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which articles a feed takes: those for which all of this is true."""

    topics: Annotated[Names, Meta(description="Topics: `{any: […], all: […], none: […]}`.")] = (
        Names()
    )
    providers: Annotated[tuple[Domain, ...], Meta(description="Domains; one of them.")] = ()
    types: Annotated[tuple[Text, ...], Meta(description="Values of `type`; one of them.")] = ()
    languages: Annotated[
        tuple[Language, ...], Meta(description="Language tags; `en` takes in `en-GB`.")
    ] = ()
    min_quality: Annotated[int | None, Meta(description="At least this `quality`.")] = None
    min_heat: Annotated[int | None, Meta(description="At least this `heat`.")] = None


class Family(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that yields feeds: `by` (one feed a value) or `name` (one feed).

    In a loaded config `by` is None or a tuple, topic first; `all` has become a name.
    """

    by: Annotated[
        Literal["all"] | Dimension | Annotated[tuple[Dimension, ...], Meta(min_length=1)] | None,
        Meta(description="`all`, `topic`, `provider`, or `[topic, provider]`."),
    ] = None
    name: Annotated[
        FeedName | None,
        Meta(description="File name, without ending, of one feed that `where` selects."),
    ] = None
    title: Annotated[
        Template | None,
        Meta(description="Title; may use {site}, and {topic}, {provider} if it is by these."),
    ] = None
    description: Annotated[str, Meta(description="Subtitle.")] = ""
    where: Annotated[Where, Meta(description="Which articles. Default: all.")] = Where()
    min_entries: Annotated[
        int,
        Meta(
            ge=1,
            description="A feed by topic or provider with fewer entries than this is not made; "
            "`all` and named feeds always are.",
        ),
    ] = 1
    limit: Annotated[Count | None, Meta(description="Instead of `feeds.limit`.")] = None
    formats: Annotated[Formats | None, Meta(description="Instead of `feeds.formats`.")] = None


class Feeds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    output: Annotated[Folder, Meta(description="Folder to write, relative to config.yaml.")] = (
        "feeds"
    )
    formats: Annotated[Formats, Meta(description="Formats to write.")] = tuple(
        row.name for row in FORMATS.values() if row.default
    )
    limit: Annotated[Count, Meta(description="Newest entries a feed holds; 0: all.")] = 50
    content: Annotated[
        Literal["summary", "full"], Meta(description="Whether entries carry the whole body.")
    ] = "summary"
    families: Annotated[
        tuple[Literal["all", "topic", "provider"] | Family, ...],
        Meta(
            min_length=1,
            description="Which feeds there are: one of all articles (`all`), one a `topic`, one "
            "a `provider`, or a mapping that says more.",
        ),
    ] = ("all", "topic", "provider")


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What config says of one topic or one provider."""

    slug: Annotated[
        Slug | None,
        Meta(description="File name of its feed, without ending."),
    ] = None
    title: Annotated[Text | None, Meta(description="Name to show.")] = None
    description: Annotated[str, Meta(description="Subtitle of its feed.")] = ""
    parent: Annotated[
        Text | None, Meta(description="The topic (or domain) that it is part of.")
    ] = None
    roll_up: Annotated[bool, Meta(description="Its articles stand in the parent's feed, too.")] = (
        False
    )


class Images(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    enclose: Annotated[
        Literal["cached", "all", "none"],
        Meta(description="Which images become enclosures: those with `isCached: true`, all, none."),
    ] = "cached"
    store: Annotated[
        Folder | None,
        Meta(
            description="Folder of the image cache, relative to config.yaml. Default: `images` "
            "in `feeds.output`, so that one upload publishes both."
        ),
    ] = None
    base_url: Annotated[
        BaseUrl | None,
        Meta(
            description="Where that folder is served. Default: its place below `site.feeds_url`; "
            "required if it lies outside `feeds.output`."
        ),
    ] = None
    generic_after: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(
            description="An image that more articles than this use is a logo: it is enclosed "
            "last and never stands for a story. Default: off.",
        ),
    ] = None
    thumbnail: Annotated[
        Annotated[int, Meta(ge=16, le=4096)] | None,
        Meta(description="Width in pixels of small copies. Default: none made."),
    ] = None
    svg: Annotated[
        bool,
        Meta(description="Keep SVG images, if they hold no script and load nothing."),
    ] = False
    allow_hosts: Annotated[
        tuple[Host, ...],
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


class Guard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    max_new: Annotated[Count, Meta(description="Entries that are new in some feed.")] = 50
    max_moved: Annotated[Count, Meta(description="Entries that have another id than before.")] = 0
    max_withdrawn: Annotated[Count, Meta(description="Entries that are in no feed any more.")] = 10
    max_emptied: Annotated[
        Count, Meta(description="Families that had entries, and whose `where` takes none any more.")
    ] = 0
    max_gone: Annotated[
        Count, Meta(description="Feeds, and formats of feeds, that are not published any more.")
    ] = 10


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    site: Annotated[Site, Meta(description="The site. The only section that is required.")]
    articles: Annotated[Articles, Meta(description="Where articles are and how to read them.")] = (
        field(default_factory=Articles)
    )
    feeds: Annotated[Feeds, Meta(description="Which feeds to write, where and how.")] = field(
        default_factory=Feeds
    )
    topics: Annotated[
        dict[TopicName, Group],
        Meta(description="What there is to say of topics, by name; the others need no mention."),
    ] = {}
    providers: Annotated[
        dict[Domain, Group],
        Meta(description="The same of providers, by domain."),
    ] = {}
    images: Annotated[Images, Meta(description="Images as enclosures.")] = field(
        default_factory=Images
    )
    hub: Annotated[
        Url | None,
        Meta(description="WebSub hub: every feed names it, `feedmill ping` tells it what is new."),
    ] = None
    guard: Annotated[
        Guard, Meta(description="Limits of `feedmill diff`: beyond one its status is 1.")
    ] = field(default_factory=Guard)
