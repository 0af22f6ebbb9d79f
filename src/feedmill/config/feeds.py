"""The sections `feeds:`, `dimensions:` and `groups:` of config.yaml, as values. Pure.

See `schema.py`.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from feedmill.dimensions import DIMENSIONS
from feedmill.formats import FORMATS

from .kinds.types import (
    By,
    DimensionName,
    Domain,
    FeedFile,
    FeedId,
    FeedName,
    FeedPath,
    FieldValue,
    FormatName,
    GroupName,
    Language,
    LinkIdPattern,
    OutputFolderName,
    Slug,
    Template,
    Text,
)

Count = Annotated[int, Meta(ge=0)]
Formats = Annotated[tuple[FormatName, ...], Meta(min_length=1)]

FeedPaths = FeedPath | dict[FormatName, FeedFile]
Copies = tuple[FeedFile, ...] | dict[FormatName, tuple[FeedFile, ...]]

_DIMENSIONS = ", ".join(f"`{name}`" for name in DIMENSIONS)


class Names(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Groups to select by; one that a child rolls up into counts as the child's, too."""

    any: Annotated[tuple[GroupName, ...], Meta(description="At least one of these.")] = ()
    all: Annotated[tuple[GroupName, ...], Meta(description="Every one of these.")] = ()
    none: Annotated[tuple[GroupName, ...], Meta(description="Not one of these.")] = ()


class Where(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which articles a feed takes: those for which all of this is true.

    In a loaded config, `groups` has what the short forms (`topics` …) say, too, all as Names.
    """

    topics: Annotated[
        Names | tuple[GroupName, ...],
        Meta(description="Topics: `{any: […], all: […], none: […]}`; a list is `any`."),
    ] = ()
    providers: Annotated[
        Names | tuple[Domain, ...], Meta(description="Domains of providers, likewise.")
    ] = ()
    authors: Annotated[
        Names | tuple[GroupName, ...], Meta(description="Names of authors, likewise.")
    ] = ()
    languages: Annotated[
        Names | tuple[Language, ...],
        Meta(
            description="Language tags, likewise; `en` includes `en-GB`. Articles that name none "
            "are in `site.language`."
        ),
    ] = ()
    groups: Annotated[
        dict[DimensionName, Names | tuple[GroupName, ...]],
        Meta(description="Groups of any dimension, likewise: `{series: [Rust]}`."),
    ] = {}
    fields: Annotated[
        dict[Text, Annotated[tuple[FieldValue, ...], Meta(min_length=1)]],
        Meta(
            description="Front-matter fields, and values of which they have one: `{pinned: true}`. "
            "`true` and `false` include other ways to write them, and `false` articles without "
            "the field."
        ),
    ] = {}
    types: Annotated[tuple[Text, ...], Meta(description="Values of `type`; one of them.")] = ()
    min_quality: Annotated[int | None, Meta(description="At least this `quality`.")] = None
    min_heat: Annotated[int | None, Meta(description="At least this `heat`.")] = None


class Family(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that yields feeds: `by` (one feed per group) or `name` (one feed).

    In a loaded config `by` is None or a tuple in the order of paths; `all` has become a name.
    """

    by: Annotated[
        By | Annotated[tuple[DimensionName, ...], Meta(min_length=1, max_length=2)] | None,
        Meta(
            description=f"`all`, or a dimension: {_DIMENSIONS}, or one of `dimensions`. Two of "
            "them in a list make one feed per pair: `[language, topic]` writes `languages/de/ai`."
        ),
    ] = None
    name: Annotated[
        FeedName | None,
        Meta(description="File name, without ending, of one feed that `where` selects."),
    ] = None
    title: Annotated[
        Template | None,
        Meta(
            description="Title; may use {site}, and {topic}, {author} … if it is by these. "
            "`{topic:title}` has capitals as an English title has, `{topic:capitalize}` one at its "
            "start, `{topic:lower}` none."
        ),
    ] = None
    description: Annotated[str, Meta(description="Subtitle.")] = ""
    where: Annotated[Where, Meta(description="Which articles. Default: all.")] = Where()
    min_entries: Annotated[
        int,
        Meta(
            ge=1,
            description="A feed of a group with fewer entries than this is not made; `all` and "
            "named feeds always are.",
        ),
    ] = 1
    limit: Annotated[Count | None, Meta(description="Instead of `feeds.limit`.")] = None
    formats: Annotated[Formats | None, Meta(description="Instead of `feeds.formats`.")] = None
    path: Annotated[
        FeedPaths | None,
        Meta(
            description="Where its feeds are below `feeds.output`: a path to which each format "
            "adds its ending, such as `tags/{topic}/index`, or a whole file name per format: "
            '`{rss: "tags/{topic}/index.xml", atom: feed.xml}`. See '
            "[addresses](articles.md#addresses-of-feeds)."
        ),
    ] = None
    also_at: Annotated[
        Copies,
        Meta(
            description="Old addresses where the same bytes are written once more: file names, or "
            "lists of them per format, such as `[rss.xml]` or `{rss: [rss.xml, feed]}`."
        ),
    ] = ()
    id: Annotated[
        FeedId | None,
        Meta(
            description="The feed's own id, as Atom shows it; may use {feed_url}, its address, and "
            "{topic}, {author} … if it is by these. Default: a tag URI."
        ),
    ] = None
    entry_id: Annotated[
        LinkIdPattern | None,
        Meta(
            description="Ids of the entries, if subscribers of these feeds know them by others "
            "than those of the articles: a pattern of `{link}`, `{link_bare}`, `{link_path}`, "
            "`{link_path_bare}` and `{host}`."
        ),
    ] = None
    language: Annotated[
        Language | None, Meta(description="Language tag of its feeds, instead of the usual one.")
    ] = None


class Feeds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which feeds there are, where they are written, and what is in them."""

    output: Annotated[
        OutputFolderName,
        Meta(
            description="Folder to write, relative to config.yaml. It may hold other files, which "
            "are left as they are; `.` is the folder of config.yaml itself."
        ),
    ] = "feeds"
    formats: Annotated[Formats, Meta(description="Formats to write.")] = tuple(
        row.name for row in FORMATS.values() if row.default
    )
    limit: Annotated[Count, Meta(description="Newest entries a feed holds; 0: all.")] = 50
    content: Annotated[
        Literal["summary", "full"], Meta(description="Whether entries carry the whole body.")
    ] = "summary"
    families: Annotated[
        tuple[Family | By, ...],
        Meta(
            min_length=1,
            description="Which feeds there are: one of all articles (`all`), one per group of a "
            f"dimension ({_DIMENSIONS}, or one of `dimensions`), or a mapping that says more.",
        ),
    ] = ("all", *(row.name for row in DIMENSIONS.values() if row.default))


class DimensionSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dimension of the site's own: feeds are grouped by the values of a front-matter field."""

    field: Annotated[
        Text,
        Meta(description="Front-matter key that names the groups: one, or a list of them."),
    ]
    folder: Annotated[
        Slug | None, Meta(description="Folder of its feeds. Default: the dimension's name.")
    ] = None
    title: Annotated[
        Template | None,
        Meta(description="Title of its feeds. Default: `{site}: {NAME}`, NAME the dimension's."),
    ] = None


class GroupSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What config says of one group, such as a topic."""

    slug: Annotated[
        Slug | None,
        Meta(description="File name of its feed, without ending."),
    ] = None
    title: Annotated[Text | None, Meta(description="Name to show.")] = None
    description: Annotated[str, Meta(description="Subtitle of its feed.")] = ""
    parent: Annotated[
        Text | None, Meta(description="The group (topic, domain …) that it is part of.")
    ] = None
    roll_up: Annotated[bool, Meta(description="Its articles are in the parent's feed, too.")] = (
        False
    )
    path: Annotated[
        FeedPaths | None, Meta(description="Instead of the family's `path`, for its own feed.")
    ] = None
    also_at: Annotated[
        Copies, Meta(description="Instead of the family's `also_at`, for its own feed.")
    ] = ()
    limit: Annotated[
        Count | None, Meta(description="Instead of the family's `limit`, for its own feed.")
    ] = None
    id: Annotated[
        FeedId | None, Meta(description="Instead of the family's `id`, for its own feed.")
    ] = None
    feed_title: Annotated[
        Template | None,
        Meta(description="Title of its own feed, instead of the family's; may use {site}."),
    ] = None
    language: Annotated[
        Language | None, Meta(description="Instead of the family's `language`, for its own feed.")
    ] = None
