"""What `mkdocs.yml` says of a site with MkDocs-Material's blog. Pure.

https://squidfunk.github.io/mkdocs-material/plugins/blog/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from feedmill.generators import people
from feedmill.generators.facts import Facts, is_true, literal, plain_value
from feedmill.generators.pelican.extensions import listed, python_markdown
from feedmill.generators.proposal import Proposal
from feedmill.generators.timeformats import from_letters

# https://babel.pocoo.org/en/latest/dates.html#date-fields
_LETTERS = {
    "yyyy": "year",
    "y": "year",
    "yy": "short_year",
    "MM": "month",
    "M": "i_month",
    "MMM": "month_abbr",
    "MMMM": "month_name",
    "dd": "day",
    "d": "i_day",
    "D": "i_ordinal",
    "DDD": "ordinal",
    "E": "weekday_abbr",
    "EEE": "weekday_abbr",
    "EEEE": "weekday_name",
    "ww": "week",
}
_TEMPLATES = re.compile("macros|jinja|extradata|variables")  # in the names of plugins
_ALWAYS = ("toc", "tables", "fenced_code")  # extensions that MkDocs always has
_SLUGIFY = re.compile(r"post_slugify:\s*!!python/(?:name|object/apply):([\w.]+)")
_CASE = re.compile(r"post_slugify:.*?\n?.*?case:\s*['\"]?([\w-]+)")


def read(facts: Facts) -> Proposal | None:
    """Return what the settings say; None if it is not a site of MkDocs."""
    settings = facts.settings("mkdocs")
    if settings is None:
        return None
    docs = plain_value(settings, "docs_dir").strip("./") or "docs"
    warnings: list[str] = []
    include: list[str] = []
    permalinks: list[tuple[str, str]] = []
    authors: dict[str, people.Author] = {}
    is_future = True
    for options in list(_blogs(settings)) or [{}]:
        is_future = is_future and not is_true(options.get("draft_if_future_date"))
        blog = plain_value(options, "blog_dir").strip("./") or (
            "" if "blog_dir" in options else "blog"
        )
        folder = (
            (plain_value(options, "post_dir") or "{blog}/posts").replace("{blog}", blog).strip("./")
        )
        file = (plain_value(options, "authors_file") or "{blog}/.authors.yml").replace(
            "{blog}", blog
        )
        place = posixpath.join(docs, file.lstrip("/"))
        authors |= people.in_files(facts, re.sub(r"\.ya?ml$", "", place))
        articles = posixpath.join(docs, folder)
        include += facts.patterns(articles)
        pattern = _pattern(settings, options, blog, facts, warnings)
        permalinks.append((f"{literal(articles)}/**", pattern))
    named = listed(settings.get("markdown_extensions"))
    markdown, unknown = python_markdown([*((one, {}) for one in _ALWAYS), *named])
    return Proposal(
        generator="mkdocs",
        include=tuple(dict.fromkeys(include)),
        title=plain_value(settings, "site_name"),
        url=plain_value(settings, "site_url"),
        language=plain_value(settings.get("theme"), "language"),
        description=plain_value(settings, "site_description"),
        author=people.person(plain_value(settings, "site_author")),
        authors=people.known(authors, facts),
        permalink=tuple(permalinks),
        # `link` in front matter is where a theme may send readers to, no address of the post
        fields={"link": ("permalink",), "topics": ("tags+categories",)},
        warnings=tuple(warnings),
        output=f"{docs}/feeds",
        markdown=markdown,
        unknown=unknown,
        plain=not settings.get("hooks")
        and not any(_TEMPLATES.search(name) for name, _ in _plugins(settings)),
        future=is_future,
    )


def _blogs(settings: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the options of each blog."""
    for name, options in _plugins(settings):
        if name == "blog":
            yield options if isinstance(options, Mapping) else {}


def _plugins(settings: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield the name of each plugin, without that of a theme before it, and its options."""
    for name, options in listed(settings.get("plugins")):
        yield name.rpartition("/")[2], options


def _pattern(
    settings: Mapping[str, Any], options: Mapping[str, Any], blog: str, facts: Facts,
    warnings: list[str],
) -> str:  # fmt: skip
    """Return the pattern of a blog's links."""
    rule = _rule(facts.code("mkdocs", endings=["yml", "yaml"]), warnings)
    most = plain_value(options, "post_url_max_categories") or "1"
    names = {
        "slug": f"{{slug|title{rule}}}",
        "file": "{stem:raw}",
        "categories": "{category|''}" if most == "1" else "{categories}",
    }
    warnings += [
        f"{key} {plain_value(options, key)} makes other slugs than Feedmill"
        for key in ("post_slugify_separator", "categories_slugify_separator")
        if plain_value(options, key) not in ("", "-")
    ]
    try:
        dates = plain_value(options, "post_url_date_format") or "yyyy/MM/dd"
        names["date"] = from_letters(dates, _LETTERS)
    except ValueError as error:
        warnings.append(f"post_url_date_format {dates} {error}")
        names["date"] = "{year}/{month}/{day}"
    written = plain_value(options, "post_url_format") or "{date}/{slug}"
    made = re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[0]), written).strip("/")
    ending = ".html" if plain_value(settings, "use_directory_urls").lower() == "false" else "/"
    return re.sub("/{2,}", "/", f"/{blog}/{made}{ending}")


def _rule(text: str, warnings: list[str]) -> str:
    """Return the slug rule that `post_slugify` asks for, ":name"; "" for the default."""
    name = _SLUGIFY.search(text)
    if not name:
        return ""
    function = name[1].rpartition(".")[2]
    case = _CASE.search(text, name.start(), name.start() + 300)
    if name[1].startswith("pymdownx.slugs"):
        cases = {"lower": "", "fold": ":mkdocs-fold", "none": ":mkdocs-cased"}
        if function in ("slugify", "uslugify_cased"):
            return cases.get(case[1] if case else "none", "")
        return ""
    if name[1].startswith("markdown.extensions.toc") or function == "slugify":
        return ":markdown"
    warnings.append(f"post_slugify {name[1]} makes slugs that Feedmill cannot make")
    return ""
