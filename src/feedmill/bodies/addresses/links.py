"""Links in a body's HTML that name files of other pages → their addresses. Pure.

https://docs.getpelican.com/en/latest/content.html#linking-to-internal-content,
https://www.mkdocs.org/user-guide/writing-your-docs/#linking-to-pages
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import unquote

from feedmill.bodies.about import About

from .hugo import hugo_address, is_translation, shared_file, translated
from .jekyll import page_address
from .places import below, link_of_any, settings_of, site_address, tops

_SIGNS = (".md", ".markdown", ".rst", ".ipynb", "{", "%7B", "|", "@/", "@site/")
_ELSEWHERE = ("https://", "http://", "#")  # most links are seen at a glance to need nothing
_HREF = re.compile(r"(?<=\shref=)\"([^\"<>]{1,1000})\"")
_FILE = re.compile(r"([^?#]*\.(?:md|mdx|markdown|mkd|rst|ipynb))([?#].*)?", re.IGNORECASE)
_MARK = re.compile(
    r"(?:\{|%7B|\||%7C)(filename|attach|static|index)(?:\}|%7D|\||%7C)", re.IGNORECASE
)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def with_addresses(markup: str, about: About) -> str:
    """Return HTML whose links to files of other pages lead to where these are published."""
    written = (part.partition('"')[0] for part in markup.split('href="')[1:])
    links = [link for link in written if not link.startswith(_ELSEWHERE)]
    if not any(sign in link for link in links for sign in _SIGNS) and not (
        links and (is_translation(about) or about.files.place("x", about.article.path))
    ):
        return markup

    def resolved(found: re.Match[str]) -> str:
        address = _address(unescape(found[1]), about)
        return found[0] if address is None else f'"{escape(address)}"'

    return _HREF.sub(resolved, markup)


def _address(written: str, about: About) -> str | None:
    """Return the address that a link is to have, None if it has it already."""
    if mark := _MARK.match(written):
        if mark[1].lower() == "index":
            return site_address(written[mark.end() :].lstrip("/"), about)
        file = _FILE.fullmatch(written[mark.end() :])
        return _page(file[1], file[2] or "", about) if file else None
    if address := about.files.named(written):
        return address
    if written.startswith("@/"):
        return hugo_address(written[1:], about)
    if _ABSOLUTE.match(written):
        return None
    if file := _FILE.fullmatch(written):
        return _page(file[1], file[2] or "", about)
    if is_translation(about):
        return translated(written, about) or shared_file(written, about)
    place = about.files.place(written, about.article.path)
    # A file that is no page, such as a PDF.
    is_file = place and "." in place.rpartition("/")[2] and about.inputs.exists(place)
    return about.address(written) if is_file else None


def _page(written: str, rest: str, about: About) -> str | None:
    """Return the address of a page by its file; None if there is no such page."""
    name, path = unquote(written), about.article.path
    here = f"{path.rpartition('/')[0]}/".lstrip("/")
    folders = [here, *tops(path)] if not name.startswith("/") else [*tops(path), ""]
    places = [below(folder, name.lstrip("/")) for folder in folders]
    places = [place for place in dict.fromkeys(places) if not place.startswith("..")]
    found = link_of_any(places, about)
    if found is None and about.config.articles.generator in _SERVED_AS:
        place = next((one for one in places if about.inputs.exists(one)), None)
        found = _served(place, about) if place else None
    return None if found is None else found + rest


_SERVED_AS = {"mkdocs": "/", "jekyll": "", "docusaurus": "", "hugo": "/", "zola": "/"}


def _served(path: str, about: About) -> str:
    """Return the address of a page that is no article."""
    generator = about.config.articles.generator or ""
    if generator == "jekyll":
        return page_address(path, about)
    own = settings_of(path, about) or {}
    if url := own.get("permalink") or own.get("url"):
        return site_address(url, about)
    top = next(iter(tops(about.article.path)))
    stem = path.removeprefix(top).rpartition(".")[0]
    folder, _, name = stem.rpartition("/")
    if name.lower() in ("index", "_index", "readme"):
        return site_address(f"{folder}/" if folder else "", about)
    return site_address(f"{stem}{_SERVED_AS[generator]}", about)
