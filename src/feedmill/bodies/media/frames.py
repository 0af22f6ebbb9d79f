"""What only a browser runs (frames, plugins, players without a file) → a link to its page. Pure.

Never nothing: what names no page of its own links to the page of the article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import urlsplit

from feedmill import text, urls
from feedmill.bodies.about import About

from .services import Embedded, embedded, is_service_script
from .tags import ATTRIBUTES, attributes, tag

_LAZY = ("data-src", "data-lazy-src", "data-litespeed-src", "data-cmp-src", "data-original")
_ADDRESSES = {"iframe": ("src", *_LAZY), "object": ("data",), "embed": ("src", *_LAZY)}
_WHAT = {"iframe": "Embedded page", "object": "Embedded file", "embed": "Embedded file"}
_PARAMETER = re.compile(rf"<(?:param|source|embed)\b({ATTRIBUTES})>", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)
_WORD = re.compile(r"\w")
_MAX_TITLE = 200  # characters


def frame(
    name: str,
    values: Mapping[str, str],
    inner: str,
    fallback: str,
    about: About,
    *,
    loose: bool,
) -> str:
    """Return what is shown in the place of an `iframe`, `object` or `embed`.

    `inner` is what it holds, `fallback` the same made ready to be shown instead; `loose` says
    that it is in no paragraph.
    """
    url = _address(name, values, inner, about)
    if url and name != "iframe" and _is_picture(url, values):
        return tag("img", {"src": url, "alt": values.get("title", "")})
    if name == "object" and ("<img" in fallback or "<a " in fallback or "<video" in fallback):
        return fallback
    found = embedded(url) if url else Embedded("", about.article.link)
    about.leave_out(found.service.lower() or f"<{name}>", "shown as a link")
    title = _title(values) or _words(fallback) or _name(found, _WHAT[name], about)
    return _link(found.page, escape(title), loose=loose)


def player(name: str, values: dict[str, str], inner: str, about: About, *, loose: bool) -> str:
    """Return a `video` or `audio` that feed readers can play, else a link with its picture."""
    source = _usable(values.get("src", ""), about) or next(
        (one for key in _LAZY if (one := _usable(values.get(key, ""), about))), ""
    )
    sources = [one for one in map(attributes, _PARAMETER.findall(inner)) if _source(one, about)]
    poster = _usable(values.get("poster", "") or values.get("data-poster", ""), about)
    if source or sources:
        sides = ("width", "height")
        kept: dict[str, str] = {key: values[key] for key in sides if key in values}
        if source:
            kept["src"] = source
        if poster:
            kept["poster"] = poster
        files = "".join(tag("source", _kept(one, about)) for one in sources)
        return f"{tag(name, {**kept, 'controls': ''})}{files}{_without_sources(inner)}</{name}>"
    about.leave_out(f"<{name}>", "shown as a link")
    title = escape(_title(values) or _words(inner) or name.capitalize())
    if poster:
        title = tag("img", {"src": poster, "alt": _title(values) or name.capitalize()})
    return _link(about.article.link, title, loose=loose)


def script(values: Mapping[str, str], about: About, *, loose: bool) -> str:
    """Return a link in the place of a script that shows something of a service, else nothing."""
    url = _usable(values.get("src", ""), about)
    if not url or not is_service_script(url):
        return ""
    found = embedded(url)
    about.leave_out(found.service.lower(), "shown as a link")
    return _link(found.page, escape(_title(values) or _name(found, "", about)), loose=loose)


def _address(name: str, values: Mapping[str, str], inner: str, about: About) -> str:
    """Return the absolute address of what is embedded, "" if it names none that can be opened."""
    for key in _ADDRESSES[name]:
        if found := _usable(values.get(key, ""), about):
            return found
    if name == "object":
        for one in map(attributes, _PARAMETER.findall(inner)):
            is_movie = one.get("name", "").lower() in ("movie", "src", "url")
            if found := _usable(one.get("value", "") if is_movie else one.get("src", ""), about):
                return found
    return ""


def _usable(written: str, about: About) -> str:
    """Return an address made absolute, "" if nothing can be fetched from it."""
    written = written.strip()
    if not written or written.startswith(("#", "{")):
        return ""
    try:
        return urls.join(about.base, written)
    except ValueError:
        return ""


def _is_picture(url: str, values: Mapping[str, str]) -> bool:
    kind = values.get("type", "").lower()
    return kind.startswith("image/") or (not kind and bool(_PICTURE.search(urlsplit(url).path)))


def _title(values: Mapping[str, str]) -> str:
    for key in ("title", "aria-label", "data-title", "alt"):
        if _WORD.search(found := text.plain(values.get(key, ""))):
            return text.cut_text(found, _MAX_TITLE)
    return ""


def _words(markup: str) -> str:
    """Return the words of what is shown where an element can't be."""
    found = text.plain(markup)
    return text.cut_text(found, _MAX_TITLE) if _WORD.search(found) else ""


def _name(found: Embedded, what: str, about: About) -> str:
    """Return a title for what has none."""
    if found.service:
        return found.service[:1].upper() + found.service[1:]
    host = (urlsplit(found.page).hostname or "").removeprefix("www.")
    if found.page == about.article.link or not host:
        return what
    return f"{what}: {host}"


def _source(values: Mapping[str, str], about: About) -> str:
    return _usable(values.get("src", "") or values.get("data-src", ""), about)


def _kept(values: Mapping[str, str], about: About) -> dict[str, str]:
    kept = {"src": _source(values, about)}
    if values.get("type"):
        kept["type"] = values["type"]
    return kept


def _without_sources(inner: str) -> str:
    return _PARAMETER.sub("", inner)


def _link(url: str, shown: str, *, loose: bool) -> str:
    link = f'<a href="{escape(url)}">{shown}</a>'
    return f"<p>{link}</p>" if loose else link
