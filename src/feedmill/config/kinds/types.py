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
ID_PLACEHOLDERS = ("link", "link_bare", "link_path", "link_path_bare", "host", "local_date")

Text = Annotated[str, Meta(min_length=1)]
# What front matter says, as text; YAML takes `true` and `1` for something else, and may.
FieldValue = Annotated[str, Meta(min_length=1, extra_json_schema={"scalar": True})]
Url = Annotated[str, Meta(pattern="^https?://[^\\s]+$", extra={"kind": "url"})]
# An address that others are made from by adding to it: no query, no fragment.
BaseUrl = Annotated[str, Meta(pattern="^https?://[^\\s?#]+$", extra={"kind": "base_url"})]
Authority = Annotated[
    str,
    Meta(
        pattern="^[A-Za-z0-9._@-]+,\\d{4}(-\\d{2}(-\\d{2})?)?$",
        extra={"kind": "authority"},
    ),
]
Language = Annotated[str, Meta(pattern="^[A-Za-z0-9-]+$", extra={"kind": "language"})]
TimeZone = Annotated[str, Meta(min_length=1, extra={"kind": "timezone"})]
Pattern = Annotated[str, Meta(min_length=1, max_length=500, extra={"kind": "pattern"})]
Patterns = Annotated[tuple[Pattern, ...], Meta(max_length=200)]
ManifestFile = Annotated[str, Meta(min_length=1, extra={"kind": "manifest"})]
Permalink = Annotated[str, Meta(pattern="^(https?:/)?/", extra={"kind": "permalink"})]
IdPattern = Annotated[str, Meta(min_length=1, extra={"kind": "id_pattern"})]
# The rows of GENERATORS in `generators/table.py`.
GeneratorName = Literal[
    "hugo", "zola", "eleventy", "pelican", "docusaurus", "astro", "mkdocs", "jekyll"
]
FolderName = Annotated[str, Meta(min_length=1, extra={"kind": "folder"})]
SelectorText = Annotated[str, Meta(min_length=1, extra={"kind": "selector"})]
ShortcodeName = Annotated[str, Meta(pattern="^[a-z0-9_./:-]+$", extra={"kind": "shortcode_name"})]
ShortcodeText = Annotated[str, Meta(min_length=1, extra={"kind": "shortcode"})]
ServedPath = Annotated[str, Meta(pattern="^/[^?#\\s]*$", extra={"kind": "served_path"})]
FieldName = Annotated[str, Meta(extra_json_schema={"enum": list(FIELDS)}, extra={"kind": "field"})]
FormatName = Annotated[
    str, Meta(extra_json_schema={"enum": list(FORMATS)}, extra={"kind": "format"})
]
Domain = Annotated[str, Meta(pattern="^[^\\s/:]+\\.[^\\s/:]+$", extra={"kind": "domain"})]
HostName = Annotated[str, Meta(pattern="^[^\\s/]+$", extra={"kind": "host"})]
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
NewDimension = Annotated[str, Meta(pattern="^[a-z][a-z0-9_-]*$", extra={"kind": "new_dimension"})]
GroupName = Annotated[str, Meta(min_length=1, extra={"kind": "group"})]
Slug = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9._-]*$", extra={"kind": "slug"})]
FeedName = Annotated[
    str,
    Meta(
        pattern="^[a-z0-9][a-z0-9._-]*$",
        extra_json_schema={"not": {"enum": list(RESERVED)}},
        extra={"kind": "feed_name"},
    ),
]
Template = Annotated[str, Meta(min_length=1, extra={"kind": "template"})]
FeedPath = Annotated[str, Meta(min_length=1, max_length=500, extra={"kind": "feed_path"})]
FeedFile = Annotated[str, Meta(min_length=1, max_length=500, extra={"kind": "feed_file"})]
FeedId = Annotated[str, Meta(min_length=1, extra={"kind": "feed_id"})]
OutputFolderName = Annotated[str, Meta(min_length=1, extra={"kind": "output_folder"})]
PageFolder = Annotated[
    str,
    Meta(pattern="^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$", extra={"kind": "page_folder"}),
]
ColourText = Annotated[
    str, Meta(pattern="^#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$", extra={"kind": "colour"})
]
