"""The bytes of a page → the HTML of the article on it. Pure.

parse ─► select ─► remove ─► heading and date that the entry has already ─► HTML
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin

from feedmill.config.articles import Rendered
from feedmill.config.kinds.selectors import Selector, parse_selectors
from feedmill.model import Article

from .charset import decode_page
from .heading import drop_heading
from .matching import SelectorMatcher, TooManyStepsError
from .tree import (
    Element,
    drop,
    has_text,
    has_words,
    inner_html,
    is_cut_short,
    parse_html,
    text_of,
    with_id,
)

MAX_PAGE_BYTES = 8 * 2**20
_COMMENT = "h-cite"  # https://microformats.org/wiki/h-cite: what others wrote of the article
_NAMES = "[role=main], .entry-content, .post-content, .post-body, .article-content, .article-body"
# What feeds can't have, and what the templates of a site put around an article.
_NEVER = ("style", "template", "button", "input", "select", "textarea", "dialog")
_SHOWN = ("img", "video", "audio", "iframe", "object", "embed", "svg", "script")
_AROUND = ("nav", "footer")
_OTHERS = ("comments", "disqus_thread", "__comments")  # ids; the last is MkDocs-Material's
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OWN = ("pre", "table", "figure", "blockquote")  # are in no form of a theme
_SHORT = 300  # characters of a form, such as one that asks for a search or an address
_NEAR = 3  # elements between a heading and a link in it
_FEW = 20  # footers of an author's own
_LONG = 5000  # elements of one
_SMALL = 20  # elements of a heading that is a button
_MOST = 50  # contents of posts on a page, of which one is the article's; buttons
_PART = 1 / 5  # of an article: forms that hold less are no part of it
_SIGNS = frozenset("#¶§🔗⚓ \t\n\u200b\ufe0f")


class CutError(Exception):
    """Why there is no article on a page, as a message says it."""


class Cut(NamedTuple):
    """The HTML of an article, not safe yet; the address that its links start at."""

    markup: str
    base: str


class Cutter:
    """Cuts articles out of pages as a config says."""

    def __init__(self, settings: Rendered) -> None:
        self._select = parse_selectors(settings.select) if settings.select else None
        self._remove = tuple(one for text in settings.remove for one in parse_selectors(text))

    def cut(self, data: bytes, base: str, article: Article) -> Cut:
        """Return the article on the page at `base`. Raises CutError if there is none."""
        page = decode_page(data)
        root = parse_html(page)
        if root is None:
            raise CutError("it is empty, or has a tag with 1000 attributes")
        if is_cut_short():
            raise CutError("it is nested too deep")
        matcher = SelectorMatcher()
        try:
            found, around = self._selected(root, matcher, page)
            start = root.find(".//base[@href]")
            base = base if start is None else _joined(base, start.get("href") or "")
            links = [*found.iter("a")]
            unwanted = _unwanted(found, links, page, around=around)
            for one in (*matcher.find_all(found, self._remove), *unwanted):
                drop(one)
        except TooManyStepsError:
            raise CutError("the selectors of articles.rendered take too long on it") from None
        address = article.link.partition("#")[0]
        for link in links:
            href = link.get("href") or ""
            if href[:1] == "#":
                link.set("href", f"{address}{href}")
            elif href[:1] in ("{", "%"):  # as broken as on the page: not for the sanitiser to judge
                link.set("href", _joined(base, href))
            elif not len(link) and href[:8] == "https://" and _is_embedded(link):
                link.text = href
        drop_heading(found, article)
        if not has_text(found) and next(found.iter(*_SHOWN), None) is None:
            raise CutError("the part of it that is the article is empty")
        return Cut(inner_html(found), base)

    def _selected(self, root: Element, matcher: SelectorMatcher, page: str) -> tuple[Element, bool]:
        """Return the element that is the article; whether it may hold other things, too."""
        if self._select is not None:
            found = matcher.find(root, self._select)
            if found is None:
                raise CutError("articles.rendered.select matches nothing on it")
            return found, False
        for name, look, around in _USUAL:
            found = look(root, matcher) if name in page else None
            if found is not None:
                return found, around
        raise CutError("nothing on it says which part is the article: set articles.rendered.select")


def _content(root: Element, matcher: SelectorMatcher) -> Element | None:
    """Look for the content of a post (https://microformats.org/wiki/h-entry)."""
    found = matcher.find_all(root, _selectors(".e-content"))
    return next((one for one in found[:_MOST] if not _is_quoted(one)), None)


def _body(root: Element, matcher: SelectorMatcher) -> Element | None:
    """Look for what https://schema.org/articleBody names."""
    return matcher.find(root, _selectors("[itemprop~=articleBody]"))


def _only_article(root: Element, _: SelectorMatcher) -> Element | None:
    """Look for the only `article`; a small one in `main` is a note in the text of another."""
    found = list(root.iter("article"))
    if len(found) != 1:
        return None
    main = next(found[0].iterancestors("main"), None)
    if main is not None and 2 * len(text_of(found[0])) < len(text_of(main)):
        return None
    return found[0]


def _main(root: Element, _: SelectorMatcher) -> Element | None:
    return next(root.iter("main"), None)


def _by_name(root: Element, matcher: SelectorMatcher) -> Element | None:
    """Look for what many themes call the text of a post."""
    return matcher.find(root, _selectors(_NAMES))


_Look = Callable[[Element, SelectorMatcher], Element | None]
# What a page must have in its text, for that to be looked for; whether other things may be in it.
_USUAL: tuple[tuple[str, _Look, bool], ...] = (
    ("e-content", _content, False),
    ("articleBody", _body, False),
    ("", _only_article, True),
    ("", _main, True),
    ("", _by_name, True),
)
_PARSED: dict[str, tuple[Selector, ...]] = {}


def _selectors(text: str) -> tuple[Selector, ...]:
    """Return our own selectors, parsed once."""
    if text not in _PARSED:
        _PARSED[text] = parse_selectors(text)
    return _PARSED[text]


def _is_quoted(element: Element) -> bool:
    return any(_COMMENT in (one.get("class") or "").split() for one in element.iterancestors())


def _unwanted(root: Element, links: list[Element], page: str, *, around: bool) -> Iterator[Element]:
    """Yield what is no part of an article; `links` are those that are in it."""
    found: list[Element] = []
    forms: list[Element] = []
    buttons: list[Element] = []
    footers: list[Element] = []
    for one in root.iter("form", *_NEVER, *(_AROUND if around else ())):
        if one.tag == "form":
            forms.append(one)
        elif one.tag == "button":
            buttons.append(one)
        elif one.tag == "footer":
            footers.append(one)
        else:
            found.append(one)
    if footers:
        leads = Counter(link.get("href") for link in links)
        known = [one for one in footers[:_FEW] if _is_source(one) or _has_notes(one, leads)]
        found += (one for one in footers if one not in known and not _is_within(one, known))
    if buttons:
        ids = {one.get("id") for one in root.iter("*")}
        found += (one for one in buttons[:_MOST] if not _is_label(one, ids))
        found += buttons[_MOST:]
    if forms:  # one that is not closed can hold half of the article
        long = max(_SHORT, _PART * len(text_of(root)))
        found += (one for one in forms if not (has_words(one, long) or _shows(one)))
    found += (link for link in links if _is_anchor(link) and _is_in_heading(link))
    if around:
        others = [one for name in _OTHERS if name in page for one in with_id(root, name)]
        headings = [one.getprevious() for one in others]
        found += (*others, *(one for one in headings if one is not None and one.tag in _HEADINGS))
    return iter(found)


def _is_label(button: Element, ids: set[str | None]) -> bool:
    """Return whether a button says what a part of the article is called that it shows."""
    text = text_of(button).strip()
    if not text:
        return False
    heading = next(
        (it for it in islice(button.iterancestors(), _NEAR) if it.tag in _HEADINGS), None
    )
    if heading is not None:
        return not _is_large(heading, _SMALL) and text_of(heading).strip() == text
    part = button.get("aria-controls") or (button.get("data-bs-target") or "").lstrip("#")
    return part in ids or "accordion" in (button.get("class") or "")


def _is_large(element: Element, most: int) -> bool:
    """Return whether there are more elements in one than so many."""
    return next(islice(element.iter("*"), most, None), None) is not None


def _is_embedded(link: Element) -> bool:
    """Return whether a script would show a post of another site in the place of a link."""
    if (link.text or "").strip():
        return False
    parent = link.getparent()
    return parent is not None and parent.tag == "blockquote"


def _is_within(footer: Element, known: list[Element]) -> bool:
    """Return whether a footer goes with one around it."""
    outer = next(footer.iterancestors("footer"), None)
    return outer is not None and outer not in known


def _is_source(element: Element) -> bool:
    """Return whether a footer says where a quotation is from."""
    return element.tag == "footer" and any(True for _ in element.iterancestors("blockquote"))


def _shows(form: Element) -> bool:
    """Return whether an author put a form around what there is to see, such as pictures."""
    return next(form.iter(*_OWN), None) is not None or len([*islice(form.iter("img"), 2)]) > 1


def _has_notes(footer: Element, leads: Counter[str | None]) -> bool:
    """Return whether the text has links to what is in a footer, such as references.

    `leads` counts where the links of the whole article lead.
    """
    if _is_large(footer, _LONG):
        return False
    inside = Counter(link.get("href") for link in footer.iter("a"))
    ids = (f"#{one.get('id')}" for one in footer.iter("*") if one.get("id"))
    return any(leads[name] > inside[name] for name in ids)


def _is_in_heading(link: Element) -> bool:
    return any(one.tag in _HEADINGS for one in islice(link.iterancestors(), _NEAR))


def _is_anchor(link: Element) -> bool:
    """Return whether a link in a heading leads to nothing but the heading itself."""
    to_itself = "#" in (link.get("href") or "#")
    return to_itself and _SIGNS.issuperset(text_of(link)) and link.find(".//img") is None


def _joined(base: str, href: str) -> str:
    try:
        joined = urljoin(base, href.strip())
    except ValueError:
        return base
    return joined if joined.startswith(("https://", "http://")) else base
