"""The kinds of text that settings are made of. Pure.

A text's `kind` names what it must be beyond its pattern: a row of `config/kinds/table.py`.
"""

from typing import Annotated, Literal

from msgspec import Meta

from feedmill.dimensions import DIMENSIONS
from feedmill.fields import FIELDS
from feedmill.formats import FORMATS

# Names that no selection may take: the manifest, the index of feeds, and the folders of feeds.
RESERVED = ("feeds", "index", *(row.folder for row in DIMENSIONS.values()))

# What a pattern of links may have in braces, besides field[NAME].
PLACEHOLDERS = (
    *("year", "short_year", "month", "i_month", "month_name", "month_abbr", "day", "i_day"),
    *("ordinal", "i_ordinal", "week", "week_year", "weekday", "weekday0", "weekday_name"),
    *("weekday_abbr", "hour", "minute", "second", "slug", "name", "stem", "title", "path"),
    *("dated_path", "folder", "section", "parent", "category", "categories", "language"),
)

# And those of patterns of ids, besides.
LINK_PLACEHOLDERS = ("link", "link_bare", "link_path", "link_path_bare", "host")
ID_PLACEHOLDERS = (*LINK_PLACEHOLDERS, "local_date")


def _kind(kind: str, **schema: object) -> Meta:
    """Name a kind, and what the JSON Schema says of it; msgspec would compile its pattern."""
    return Meta(extra_json_schema=schema, extra={"kind": kind})


Text = Annotated[str, Meta(min_length=1)]
# What front matter says, as text; YAML takes `true` and `1` for something else, and may.
FieldValue = Annotated[str, Meta(min_length=1, extra_json_schema={"scalar": True})]
Url = Annotated[str, _kind("url", pattern="^https?://[^\\s]+$")]
# An address that others are made from by adding to it: no query, no fragment.
BaseUrl = Annotated[str, _kind("base_url", pattern="^https?://[^\\s?#]+$")]
Authority = Annotated[
    str,
    _kind("authority", pattern="^[A-Za-z0-9._@-]+,\\d{4}(-\\d{2}(-\\d{2})?)?$"),
]
Language = Annotated[str, _kind("language", pattern="^[A-Za-z0-9-]+$")]
TimeZone = Annotated[str, Meta(min_length=1, extra={"kind": "timezone"})]
Pattern = Annotated[str, Meta(min_length=1, max_length=500, extra={"kind": "pattern"})]
Patterns = Annotated[tuple[Pattern, ...], Meta(max_length=200)]
ManifestFile = Annotated[str, Meta(min_length=1, extra={"kind": "manifest"})]
Permalink = Annotated[str, _kind("permalink", pattern="^(https?:/)?/")]
IdPattern = Annotated[str, Meta(min_length=1, extra={"kind": "id_pattern"})]
LinkIdPattern = Annotated[str, Meta(min_length=1, extra={"kind": "link_id_pattern"})]
# The rows of GENERATORS in `generators/table.py`.
GeneratorName = Literal[
    "hugo", "zola", "eleventy", "pelican", "docusaurus", "astro", "mkdocs", "jekyll"
]
FolderName = Annotated[str, Meta(min_length=1, extra={"kind": "folder"})]
SelectorText = Annotated[str, Meta(min_length=1, extra={"kind": "selector"})]
ExtensionName = Annotated[str, Meta(min_length=1, extra={"kind": "extension"})]
ShortcodeName = Annotated[str, _kind("shortcode_name", pattern="^[a-z0-9_./:-]+$")]
ShortcodeText = Annotated[str, Meta(min_length=1, extra={"kind": "shortcode"})]
ServedPath = Annotated[str, _kind("served_path", pattern="^/[^?#\\s]*$")]
FieldName = Annotated[str, Meta(extra_json_schema={"enum": list(FIELDS)}, extra={"kind": "field"})]
FormatName = Annotated[
    str, Meta(extra_json_schema={"enum": list(FORMATS)}, extra={"kind": "format"})
]
Domain = Annotated[str, _kind("domain", pattern="^[^\\s/:]+\\.[^\\s/:]+$")]
HostName = Annotated[str, _kind("host", pattern="^[^\\s/]+$")]
DimensionName = Annotated[
    str,
    Meta(
        min_length=1,
        extra_json_schema={"examples": list(DIMENSIONS)},
        extra={"kind": "dimension"},
    ),
]
By = Annotated[
    str,
    Meta(
        min_length=1,
        extra_json_schema={"examples": ["all", *DIMENSIONS]},
        extra={"kind": "dimension"},
    ),
]
NewDimension = Annotated[str, _kind("new_dimension", pattern="^[a-z][a-z0-9_-]*$")]
GroupName = Annotated[str, Meta(min_length=1, extra={"kind": "group"})]
Slug = Annotated[str, _kind("slug", pattern="^[a-z0-9][a-z0-9._-]*$")]
FeedName = Annotated[
    str,
    _kind("feed_name", pattern="^[a-z0-9][a-z0-9._-]*$", **{"not": {"enum": list(RESERVED)}}),
]
Template = Annotated[str, Meta(min_length=1, extra={"kind": "template"})]
FeedPath = Annotated[str, Meta(min_length=1, max_length=500, extra={"kind": "feed_path"})]
FeedFile = Annotated[str, Meta(min_length=1, max_length=500, extra={"kind": "feed_file"})]
FeedId = Annotated[str, Meta(min_length=1, extra={"kind": "feed_id"})]
OutputFolderName = Annotated[str, Meta(min_length=1, extra={"kind": "output_folder"})]
PageFolder = Annotated[
    str,
    _kind("page_folder", pattern="^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$"),
]
ColourText = Annotated[str, _kind("colour", pattern="^#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$")]
