"""The section `articles:` of config.yaml, as values; see `schema.py`. Pure."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from feedmill.model import Person

from .kinds.types import (
    ExtensionName,
    FieldName,
    FieldValue,
    FolderName,
    GeneratorName,
    IdPattern,
    ManifestFile,
    Patterns,
    Permalink,
    SelectorText,
    ShortcodeName,
    ShortcodeText,
    Text,
    TimeZone,
)


class PermalinkRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pattern of links, and the articles that it is for."""

    match: Annotated[
        Patterns,
        Meta(
            description="Patterns of article files, as in `include`; {path}, {folder} and {stem} "
            "are then what these do not fix: with `blog/**/*.fr.md` the {path} of "
            "`blog/x/a.fr.md` is `x/a`. Default: all articles."
        ),
    ] = ()
    pattern: Annotated[Permalink, Meta(description="Pattern of their links.")]


class Defaults(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Front matter of articles that do not say otherwise."""

    match: Annotated[
        Patterns, Meta(description="Patterns of article files. Default: all articles.")
    ] = ()
    values: Annotated[
        dict[Text, Annotated[tuple[Text, ...], Meta(min_length=1)]],
        Meta(description="Keys and their values, text or lists of text."),
    ]


# The rows of DIALECTS in `bodies/dialects.py`.
DialectName = Literal[
    "default",
    "goldmark",
    "kramdown",
    "pulldown-cmark",
    "markdown-it",
    "remark",
    "mdx",
    "python-markdown",
]


class Markdown(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dialect of Markdown with other settings than its own."""

    dialect: Annotated[DialectName, Meta(description="The dialect to start from.")] = "default"
    smart: Annotated[bool | None, Meta(description="Typographic quotes and dashes.")] = None
    linkify: Annotated[bool | None, Meta(description="Bare addresses become links.")] = None
    breaks: Annotated[bool | None, Meta(description="Line ends are line breaks.")] = None
    dollars: Annotated[
        bool | None, Meta(description="`$x$` is mathematics, as `$$x$$` always is.")
    ] = None
    figures: Annotated[
        bool | None,
        Meta(description="A picture alone in its paragraph has its alternative text as caption."),
    ] = None
    parse_html: Annotated[
        bool | None,
        Meta(
            description="What block HTML holds is Markdown, as kramdown's option "
            "`parse_block_html` has it; of the dialect kramdown."
        ),
    ] = None
    extensions: Annotated[
        tuple[ExtensionName, ...] | None,
        Meta(
            description="Extensions of Python-Markdown, such as `admonition` or "
            "`pymdownx.superfences`; instead of the usual ones."
        ),
    ] = None
    options: Annotated[
        dict[ExtensionName, dict[Text, FieldValue]],
        Meta(
            description="Options of these extensions, such as `toc: {anchorlink: true}`: those "
            "that change what a body shows."
        ),
    ] = {}
    tab_length: Annotated[
        int, Meta(ge=1, le=8, description="Spaces that Python-Markdown takes for one level.")
    ] = 4


class Rendered(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the pages are that the site's generator makes, and what on them is the article."""

    folder: Annotated[
        FolderName,
        Meta(
            description="Folder that the generator writes pages to, relative to config.yaml, such "
            "as `_site` or `public`. The page of an article is found by its link."
        ),
    ]
    select: Annotated[
        SelectorText | None,
        Meta(
            description="CSS selector of the article on its page; the first element counts. "
            "Default: `.e-content`, `[itemprop=articleBody]`, the only `article`, `main`, the "
            "first of these that there is."
        ),
    ] = None
    remove: Annotated[
        tuple[SelectorText, ...],
        Meta(max_length=100, description="CSS selectors of what on it does not belong to it."),
    ] = ()


class Articles(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the articles are, and how to read them."""

    include: Annotated[
        Patterns,
        Meta(
            min_length=1,
            description="Patterns of article files, relative to config.yaml: `*` and `?` stand "
            "for what is within a name, `**` for folders, `[ab]` for one of these characters, "
            "`[!ab]` for any other; a `[` itself is written `[[]`. Or of addresses, all of them, "
            "such as `s3://bucket/articles/**/*.md`, with the extra `feedmill[cluster]`.",
        ),
    ] = ("articles/**/*.md",)
    exclude: Annotated[Patterns, Meta(description="Patterns of files to pass over.")] = ()
    manifest: Annotated[
        ManifestFile | None,
        Meta(
            description="File that lists the articles at addresses, which is quicker than asking "
            "for millions: a line each, the address and, after a tab, text that changes with the "
            "article (a hash or version); without it each is asked for."
        ),
    ] = None
    timezone: Annotated[
        TimeZone, Meta(description="Time zone (IANA name) of dates that do not name one.")
    ] = "UTC"
    generator: Annotated[
        GeneratorName | None,
        Meta(
            description="The program that makes the site's pages. Its rules say how titles and "
            "names become parts of links, which time zone their dates are in, how categories and "
            "tags are separated, and what an address in the front matter means."
        ),
    ] = None
    permalink: Annotated[
        Permalink | Annotated[tuple[PermalinkRule, ...], Meta(min_length=1, max_length=200)] | None,
        Meta(
            description="Pattern of the links of articles whose front matter has none, such as "
            "`https://example.org/{year}/{month}/{slug}/`; after a leading `/` it is added to "
            "`site.url`. Or a list of `{match, pattern}`, of which the first that matches counts. "
            "See [placeholders](articles.md#links)."
        ),
    ] = None
    id: Annotated[
        IdPattern | None,
        Meta(
            description="Pattern of the ids of articles whose front matter has none, such as "
            "`{link}`: for sites whose subscribers know entries by other ids than tag URIs. A "
            "change makes every entry new to subscribers. See [ids](articles.md#ids)."
        ),
    ] = None
    bare: Annotated[
        bool,
        Meta(
            description="Publish files without front matter, too, if their names, or `defaults`, "
            "have a date. The title is the first heading. Docusaurus does so."
        ),
    ] = False
    untitled: Annotated[
        bool,
        Meta(
            description="Publish articles without a title as entries without one, instead of "
            "leaving them out."
        ),
    ] = False
    smart_titles: Annotated[
        bool,
        Meta(
            description="Typographic quotes, dashes and ellipses in titles, as jekyll-feed and "
            "Pelican's `TYPOGRIFY` have them."
        ),
    ] = False
    markdown: Annotated[
        DialectName | Markdown | None,
        Meta(
            description="The dialect of Markdown that the articles are written in, by its name or "
            "as a mapping. Default: that of `generator`, else `default`, which includes most of "
            "what the others can do. `python-markdown` needs an extra: `feedmill[pelican]` or "
            "`feedmill[mkdocs]`."
        ),
    ] = None
    rendered: Annotated[
        Rendered | None,
        Meta(
            description="Take bodies from the pages that the site's generator has made, instead of "
            "from the files of articles. See [rendered pages](articles.md#rendered-pages)."
        ),
    ] = None
    liquid: Annotated[
        bool | None,
        Meta(
            description="Render Liquid in articles (`{% include %}`, `{{ page.title }}`) as Jekyll "
            "and Eleventy do, which needs the extra `feedmill[jekyll]`. Default: only where "
            "`generator` is `jekyll`. `false` with `pelican` or `mkdocs`: no plugin of the site "
            "renders such code, so it is text."
        ),
    ] = None
    shortcodes: Annotated[
        dict[ShortcodeName, ShortcodeText],
        Meta(
            max_length=500,
            description="How shortcodes and tags of the site's own are shown, in HTML or Markdown: "
            '`{callout: "<blockquote>{inner}</blockquote>"}`. See [template '
            "code](articles.md#template-code).",
        ),
    ] = {}
    math: Annotated[
        Literal["code", "mathml"],
        Meta(
            description="What TeX in articles becomes: readable code, or MathML, which needs the "
            "extra `feedmill[math]`."
        ),
    ] = "code"
    fields: Annotated[
        dict[FieldName, Annotated[tuple[Text, ...], Meta(min_length=1)]],
        Meta(
            description="Front-matter keys to read a field from, the first present wins; "
            "instead of the usual ones."
        ),
    ] = {}
    defaults: Annotated[
        tuple[Defaults, ...],
        Meta(
            max_length=500,
            description="Front matter of articles that do not say otherwise, such as "
            "`{match: notes/de/, values: {lang: de}}`; where several match, the first that has a "
            "key counts. A generator's data files and its own defaults say such things.",
        ),
    ] = ()
    authors: Annotated[
        dict[Text, Person],
        Meta(
            description="Whom a name in the front matter stands for: `{jane: {name: Jane Doe, "
            "uri: …, email: …}}`, of which only `name` is required."
        ),
    ] = {}
    statuses: Annotated[
        tuple[Text, ...],
        Meta(
            description="Words of `status` that mean published, besides those of the generators; "
            "any other word keeps an article out."
        ),
    ] = ()
    future: Annotated[bool, Meta(description="Publish articles dated after today, too.")] = False
