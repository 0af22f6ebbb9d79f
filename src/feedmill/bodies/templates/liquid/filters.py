"""Filters for texts, addresses and dates: Jekyll's, Eleventy's, Liquid's own in bounds. Pure.

https://jekyllrb.com/docs/liquid/filters/, https://www.11ty.dev/docs/filters/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from html import escape
from typing import Any
from urllib.parse import quote, urlsplit

from liquid import RenderContext
from liquid.exceptions import LiquidError
from liquid.filter import with_context

from feedmill.generators import letters
from feedmill.generators.jekyll import pretty_slug
from feedmill.parsing.fields.times import zone_of
from feedmill.urls import origin

from .dates import moment_of, ordinal, strftime
from .job import MAX_TEXT, Job, shown
from .lists import LIST_FILTERS

Filter = Callable[..., Any]

_TAG = re.compile(r"<[^<>]*+>")
_HIDDEN = ("script", "style")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_MAX_NUMBER = 10_000


def _job(context: RenderContext) -> Job:
    job: Job = context.env.job  # type: ignore[attr-defined]
    return job


def _zone(context: RenderContext) -> tzinfo:
    return zone_of(_job(context).about.config.articles.timezone)


def _moment(value: object, context: RenderContext) -> datetime | None:
    return moment_of(value, _zone(context), _job(context).about.article.published)


@with_context
def date_(value: object, pattern: object = "", *, context: RenderContext) -> object:
    """Return a date as a pattern of `strftime` says, and what is not a date as it is.

    Raises LiquidError if the text would be too long.
    """
    moment = _moment(value, context)
    written = shown(pattern)
    if moment is None or not written:
        return value
    if len(written) > _MAX_NUMBER:
        raise LiquidError("has too long a pattern", token=None)
    return strftime(moment, written)


def _dated(short: str, british: str, american: str) -> Filter:
    """Return a filter that writes a date in words, with ordinals if it is asked to."""

    @with_context
    def write(
        value: object, kind: object = "", style: object = "", *, context: RenderContext
    ) -> object:
        moment = _moment(value, context)
        if moment is None:
            return value
        if shown(kind) != "ordinal":
            return strftime(moment, short)
        pattern = american if shown(style) == "US" else british
        return strftime(moment, pattern.replace("%o", ordinal(moment.day)))

    return write


def _moment_as(pattern: str, *, utc: bool = False) -> Filter:
    @with_context
    def write(value: object, *, context: RenderContext) -> object:
        moment = _moment(value, context)
        if moment is None:
            return value
        return strftime(moment.astimezone(UTC) if utc else moment, pattern)

    return write


@with_context
def relative_url(value: object, *_: object, context: RenderContext) -> str:
    """Return an address of the site with the site's own path before it."""
    text = shown(value)
    if _ADDRESS.match(text):
        return text
    base = urlsplit(_job(context).about.config.site.url).path.rstrip("/")
    path = f"/{text.lstrip('/')}" if text or not base else ""
    return path if base and path.startswith(f"{base}/") else base + path


@with_context
def absolute_url(value: object, *_: object, context: RenderContext) -> str:
    """Return an address of the site with all that it needs elsewhere."""
    text: str = relative_url(value, context=context)
    if _ADDRESS.match(text):
        return text
    return origin(_job(context).about.config.site.url) + text


def strip_index(value: object) -> str:
    """Return an address without `index.html`."""
    return re.sub(r"/index\.html?$", "/", shown(value))


@with_context
def markdownify(value: object, *, context: RenderContext) -> str:
    """Return Markdown as HTML."""
    from feedmill.bodies.markdown import render_markdown

    job, text = _job(context), shown(value)
    job.charge(len(text) >> 4)
    return render_markdown(text, job.about)


def slugify(value: object, mode: object = "default") -> str:
    """Return a text as a part of an address.

    https://jekyllrb.com/docs/liquid/filters/#options-for-slugify
    """
    text, how = shown(value), shown(mode)
    match how:
        case "raw":
            return re.sub(r"\s+", "-", text).strip("-").lower()
        case "none":
            return text
        case "pretty":
            return pretty_slug(text).lower()
        case "ascii":
            return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()
        case "latin":
            text = letters.in_ascii_of(text, "LATIN", " ")
    return re.sub(r"[\W_]+", "-", text).strip("-").lower()


def xml_escape(value: object) -> str:
    """Return a text as XML can hold it."""
    return escape(shown(value)).replace("&#x27;", "&#39;")


def strip_html(value: object) -> str:
    """Return a text without tags, scripts and comments."""
    text = shown(value)
    for start, end in (("<!--", "-->"), *((f"<{one}", f"</{one}>") for one in _HIDDEN)):
        text = _without(text, start, end)
    return _TAG.sub("", text)


def _without(text: str, start: str, end: str) -> str:
    """Return a text without what is between two marks, however many there are, in one pass."""
    lower = text.lower() if start[1:2].isalpha() else text
    if len(lower) != len(text):
        return text
    parts, at = [], 0
    while (begun := lower.find(start, at)) >= 0:
        ended = lower.find(end, begun)
        if ended < 0:
            break
        parts.append(text[at:begun])
        at = ended + len(end)
    return "".join([*parts, text[at:]])


def replace(value: object, old: object, new: object = "") -> str:
    """Return a text with another for each one that is in it."""
    return _replaced(shown(value), shown(old), shown(new), -1)


def replace_first(value: object, old: object, new: object = "") -> str:
    """Return a text with another for the first one that is in it."""
    return _replaced(shown(value), shown(old), shown(new), 1)


def _replaced(text: str, old: str, new: str, count: int) -> str:
    times = text.count(old) if count < 0 else 1
    if times * len(new) + len(text) > MAX_TEXT:
        raise LiquidError("makes too long a text", token=None)
    return text.replace(old, new, count)


def number_of_words(value: object, *_: object) -> int:
    """Return how many words a text has."""
    return len(shown(value).split())


def url_slug(value: object) -> str:
    """Return a text as a part of an address, as Eleventy's `slug` and `slugify` do."""
    from feedmill.names import slug

    return slug(shown(value))


def _text(change: Callable[[str], object]) -> Filter:
    return lambda value, *_: change(shown(value))


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "<br />\n")


FILTERS: dict[str, Filter] = {
    **LIST_FILTERS,
    "absolute_url": absolute_url,
    "cgi_escape": _text(lambda text: quote(text, safe="").replace("%20", "+")),
    "date": date_,
    "date_to_long_string": _dated("%d %B %Y", "%o %B %Y", "%B %o, %Y"),
    "date_to_rfc822": _moment_as("%a, %d %b %Y %H:%M:%S %z"),
    "date_to_string": _dated("%d %b %Y", "%o %b %Y", "%b %o, %Y"),
    "date_to_utc": _moment_as("%Y-%m-%d %H:%M:%S UTC", utc=True),
    "date_to_xmlschema": _moment_as("%Y-%m-%dT%H:%M:%S%:z"),
    "htmlBaseUrl": absolute_url,
    "inspect": _text(lambda text: f'"{text}"'),
    "markdownify": markdownify,
    "newline_to_br": _text(_newlines),
    "number_of_words": number_of_words,
    "relative_url": relative_url,
    "replace": replace,
    "replace_first": replace_first,
    "slug": url_slug,
    "slugify": slugify,
    "smartify": _text(str),
    "strip_html": strip_html,
    "strip_index": strip_index,
    "to_integer": _text(lambda text: int(float(text or "0"))),
    "uri_escape": _text(lambda text: quote(text, safe="%/:=&?~#+!$,;'@()*[]")),
    "url": relative_url,
    "xml_escape": xml_escape,
}
