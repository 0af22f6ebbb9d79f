"""What `config.yaml` says, as values; a key that no field asks for is an error.

Only types and defaults: the JSON Schema and `docs/config.md` are made from the descriptions
here, and `config/` reads and checks the file.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from feedmill.model import Person

from .articles import Articles as Articles
from .feeds import Count, DimensionSettings, GroupSettings
from .feeds import Feeds as Feeds
from .kinds.types import (
    Authority,
    BaseUrl,
    ColourText,
    DimensionName,
    Domain,
    FolderName,
    GroupName,
    HostName,
    Language,
    NewDimension,
    PageFolder,
    ServedPath,
    Text,
    Url,
)


class Site(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The site that the feeds belong to."""

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


class Images(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which images feeds enclose, and how `feedmill images` fetches copies of them."""

    enclose: Annotated[
        Literal["cached", "all", "none"],
        Meta(
            description="Which images become enclosures: those with `isCached: true`, those in the "
            "store and files of the site itself (`cached`); all; none. Never those with "
            "`isCached: false`."
        ),
    ] = "cached"
    folders: Annotated[
        dict[FolderName, ServedPath] | None,
        Meta(
            description="Folders of files that the site serves, and the paths that it serves them "
            "below, such as `{static: /, src/img: /img/}`: pictures in them are known from their "
            "bytes, without being fetched. Default: those of `articles.generator`."
        ),
    ] = None
    store: Annotated[
        FolderName | None,
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
        tuple[HostName, ...],
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
    """How much may change for subscribers before `feedmill diff` fails."""

    max_new: Annotated[Count, Meta(description="Entries that are new in some feed.")] = 50
    max_moved: Annotated[Count, Meta(description="Entries that have another id than before.")] = 0
    max_withdrawn: Annotated[Count, Meta(description="Entries that are in no feed any more.")] = 10
    max_emptied: Annotated[
        Count, Meta(description="Families that had entries, and whose `where` takes none any more.")
    ] = 0
    max_gone: Annotated[
        Count, Meta(description="Feeds, and formats of feeds, that are not published any more.")
    ] = 10


class Pages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How pages look and where they are."""

    folder: Annotated[
        PageFolder | None,
        Meta(description="Folder below `feeds.output` for all pages. Default: beside the feeds."),
    ] = None
    templates: Annotated[
        FolderName | None,
        Meta(
            description="Folder of templates that are used instead of Feedmill's own of the same "
            "name, relative to config.yaml."
        ),
    ] = None
    accent: Annotated[
        ColourText,
        Meta(
            description="Colour of marks and lines, made darker or lighter where its contrast is "
            "too low to be read."
        ),
    ] = "#c2410c"


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole config. In a loaded one, `groups` has what the short forms say, too."""

    site: Annotated[Site, Meta(description="The site. The only section that is required.")]
    articles: Annotated[Articles, Meta(description="Where articles are and how to read them.")] = (
        field(default_factory=Articles)
    )
    feeds: Annotated[Feeds, Meta(description="Which feeds to write, where and how.")] = field(
        default_factory=Feeds
    )
    dimensions: Annotated[
        dict[NewDimension, DimensionSettings],
        Meta(description="What feeds can be grouped by, besides the usual, by name."),
    ] = {}
    groups: Annotated[
        dict[DimensionName, dict[GroupName, GroupSettings]],
        Meta(description="What there is to say of groups, by dimension and name."),
    ] = {}
    topics: Annotated[
        dict[GroupName, GroupSettings],
        Meta(description="Short for `groups: {topic: …}`."),
    ] = {}
    providers: Annotated[
        dict[Domain, GroupSettings],
        Meta(description="Short for `groups: {provider: …}`; the names are domains."),
    ] = {}
    images: Annotated[Images, Meta(description="Images as enclosures.")] = field(
        default_factory=Images
    )
    hub: Annotated[
        Url | None,
        Meta(description="WebSub hub: every feed names it, `feedmill ping` tells it what is new."),
    ] = None
    pages: Annotated[
        bool | Pages,
        Meta(
            description="Whether to write an HTML page for each feed, and an index of all feeds: "
            "`true`, or a mapping that says more. See [pages.md](pages.md)."
        ),
    ] = False
    guard: Annotated[
        Guard, Meta(description="Limits of `feedmill diff`: beyond one its status is 1.")
    ] = field(default_factory=Guard)


class PreviewConfig(Config, frozen=True, kw_only=True):
    """A config as a preview has it: with `drafts`, drafts count as published, and are marked."""

    drafts: bool = False
