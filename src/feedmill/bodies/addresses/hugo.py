"""The addresses of Hugo's `ref` and `relref`, and of Zola's `@/`. Pure.

https://gohugo.io/methods/page/ref/, https://www.getzola.org/documentation/content/linking/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from feedmill.bodies.about import About
from feedmill.urls import join

from .places import below, link_of_any, settings_of, site_address, tops

_ENDING = re.compile(r"\.(?:md|markdown|mdx|html?|adoc|org|rst)$", re.IGNORECASE)
_PAGES = (".md", "/index.md", "/_index.md", ".html", ".markdown")
_BUNDLE = re.compile(r"((?:[^/]+/)*index)\.[a-z]{2,3}(?:-[a-z]{2,8})*\.\w+$", re.IGNORECASE)
_HAS_START = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/#?]")
_END = re.compile(r"[?#]")
_LANGUAGE = re.compile(r"\.([a-z]{2,3}(?:-[a-z]{2,8})*)\.\w+$", re.IGNORECASE)


def bundle_link(about: About) -> str | None:
    """Return the link of the page that an article's files are served with, if it is another one.

    Translations share the files of their bundle, which are with the page in the main language:
    https://gohugo.io/content-management/multilingual/#page-bundles
    """
    named = _BUNDLE.match(about.article.path)
    if named is None or about.config.articles.generator != "hugo":
        return None
    main = (about.config.site.language or "en").partition("-")[0].lower()
    links = (about.inputs.link_of(f"{named[1]}{name}.md") for name in ("", f".{main}"))
    link = next(filter(None, links), None)
    return None if link == about.article.link else link


def shared_file(written: str, about: About) -> str | None:
    """Return the address of a file that an article's translations share; None if it is none."""
    path, name = about.article.path, unquote(_END.split(written)[0])
    if not name or _HAS_START.match(written) or not _BUNDLE.match(path):
        return None
    language = _LANGUAGE.search(path)
    own = _LANGUAGE.search(name)
    if own and language and own[1].lower() == language[1].lower():
        return None
    link = bundle_link(about)
    place = below(f"{path.rpartition('/')[0]}/".lstrip("/"), name)
    if link is None or place.startswith("..") or not about.inputs.exists(place):
        return None
    try:
        return join(link, written)
    except ValueError:
        return None


def is_translation(about: About) -> bool:
    """Return whether an article's file is one of several languages, `x.de.md`."""
    is_hugo = about.config.articles.generator == "hugo"
    return is_hugo and _LANGUAGE.search(about.article.path) is not None


def translated(written: str, about: About) -> str | None:
    """Return the address of a page in an article's language; None if it has no such page.

    A link from the top of the site means the page by its path in the content:
    https://gohugo.io/render-hooks/links/#default
    """
    path, end = _END.split(written)[0], _END.search(written)
    language = _LANGUAGE.search(about.article.path)
    home = about.config.site.url.rstrip("/")
    if language is None or not path.startswith("/") or not path.strip("/"):
        return None
    prefix = f"{home}/{language[1].lower()}/"
    if not about.article.link.startswith(prefix):
        return None
    stem = below("", unquote(path).strip("/"))
    top = next(iter(tops(about.article.path)))
    ends = (f"/_index.{language[1]}.md", f"/index.{language[1]}.md", f".{language[1]}.md")
    places = [f"{top}{stem}{one}" for one in ends]
    found = link_of_any(places, about)
    if found is None and not stem.startswith("..") and any(map(about.inputs.exists, places)):
        found = f"{prefix}{path.strip('/')}/"
    return f"{found}{written[end.start() :] if end else ''}" if found else None


def hugo_address(written: str, about: About) -> str | None:
    """Return the address of the page that a path or a name means; None if there is no such page.

    A path begins at the top of the content, or at the article's folder; a name is unique. Pages in
    the article's own language go first.
    """
    name, sharp, fragment = written.strip().partition("#")
    if not name:
        return written.strip() or None
    found = _article(name, about)
    if found is None:
        found = translated(f"/{_ENDING.sub('', name.strip('/'))}", about) or _page(name, about)
    return f"{found}{sharp}{fragment}" if found else None


def _places(name: str, about: About) -> Iterator[str]:
    path = about.article.path
    here = f"{path.rpartition('/')[0]}/".lstrip("/")
    folders = [*tops(path)] if name.startswith("/") else [here, *tops(path)]
    for folder in folders:
        place = below(folder, name.strip("/") if name.startswith("/") else name.rstrip("/"))
        if not place.startswith(".."):
            yield place


def _languages(path: str) -> tuple[str, ...]:
    """Return what may stand before the ending of a page: `.de` first in `x.de.md`, and nothing."""
    language = _LANGUAGE.search(path)
    return (f".{language[1]}", "") if language else ("",)


def _article(name: str, about: About) -> str | None:
    languages = _languages(about.article.path)
    for place in _places(name, about):
        stem = place.removesuffix("/index.md").removesuffix("/_index.md")
        stem = _ENDING.sub("", stem)
        translated = [
            f"{stem}{end.replace('.', f'{language}.')}" for language in languages for end in _PAGES
        ]
        paths = [place] if _ENDING.search(place) and len(languages) == 1 else []
        found = link_of_any([*paths, *translated], about)
        if found is not None:
            return found
    stem = _ENDING.sub("", name.strip("/"))
    last = stem.removesuffix("/index").rpartition("/")[2]
    for language in languages:
        links = about.inputs.links_named(f"{last}{language}.md")
        wanted = f"/{stem.removesuffix('/index')}{language}".casefold()
        fits = [
            link
            for path, link in links.items()
            if _ENDING.sub("", f"/{path}".casefold()).removesuffix("/index").endswith(wanted)
        ]
        if len(fits) == 1:
            return fits[0]
    return None


def _page(name: str, about: About) -> str | None:
    """Return the address of a page of the content that is no article."""
    for place in _places(name, about):
        stem = _ENDING.sub("", place)
        ends = ("",) if _ENDING.search(place) else _PAGES
        for path in (f"{place}{end}" for end in ends):
            if not about.inputs.exists(path):
                continue
            own = settings_of(path, about) or {}
            if url := own.get("url") or own.get("path"):
                return site_address(url, about)
            top = next(iter(tops(about.article.path)))
            shown = stem.removeprefix(top).removesuffix("/_index").removesuffix("/index")
            if shown in ("index", "_index"):
                shown = ""
            if slug := own.get("slug"):
                shown = f"{shown.rpartition('/')[0]}/{slug}"
            shown = re.sub(r"\s+", "-", shown.strip("/")).lower()
            return site_address(f"{shown}/" if shown else "", about)
    return None
