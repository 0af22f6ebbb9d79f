"""The pieces of template code that have a meaning in a feed, as a table. Pure.

Hugo's built-in shortcodes (https://gohugo.io/shortcodes/), those of Docsy and Blowfish that many
sites use, Jekyll's tags, and the video and post tags of their plugins. To add one: a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from feedmill.bodies.about import About
from feedmill.bodies.addresses import hugo_address
from feedmill.bodies.code import code_block
from feedmill.bodies.markdown import engine
from feedmill.bodies.tex import tex_to_html
from feedmill.text import plain

from .hugo import parameter, processed_image
from .pieces import Piece


class Use(NamedTuple):
    """One use of a piece: the text that it encloses, the body, and what expands inner text.

    `in_link`: it is the text of a link, `[{{< img "a.png" >}}](…)`.
    """

    piece: Piece
    inner: str
    about: About
    expand: Callable[[str], str]
    in_link: bool = False


Handler = Callable[[Use], str | None]
"""Takes a use; returns Markdown, or None if it can make nothing of it."""

_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)
_SOURCES = ("src", "url", "file", "image", "image_path", "img", "path", "link")
_PLAIN = re.compile(r"[\w\s.,:;'\"!?()-]*")
_ID = re.compile(r"[\w-]{1,100}")


def figure(use: Use) -> str | None:
    """Return the picture that a piece names, with its caption; None if it names none.

    A pair that encloses its picture keeps the caption, too.
    """
    ordered, named = use.piece.arguments
    source = next((named[key] for key in _SOURCES if _IMAGE.search(named.get(key, ""))), "")
    source = source or next((one for one in ordered if _IMAGE.search(one)), "")
    if not source and use.piece.is_pair and (under := named.get("caption")):
        return f"\n\n{use.expand(use.inner).strip()}\n\n{under}\n\n"
    if not source:
        return None
    given = named.get("caption") or named.get("title") or ""
    caption = _inline(given or use.inner.strip())
    text = named.get("alt") or (plain(caption) if given else "")
    image = f'<img src="{escape(source)}" alt="{escape(text)}">'
    if use.in_link:
        return use.about.stash.put(image)
    if (target := named.get("link")) and target != source:
        image = f'<a href="{escape(target)}">{image}</a>'
    caption = f"{caption} {_attribution(named)}".strip()
    under = f"<figcaption>{caption}</figcaption>" if caption else ""
    return _block(f"<figure>{image}{under}</figure>", use.about)


def _attribution(named: Mapping[str, str]) -> str:
    """Return who made a picture, as Hugo's `attr` and `attrlink` say."""
    who, target = _inline(named.get("attr", "")), named.get("attrlink", "")
    return f'<a href="{escape(target)}">{who or escape(target)}</a>' if target else who


def _inline(text: str) -> str:
    """Return Markdown within a line as HTML."""
    if not text or _PLAIN.fullmatch(text):
        return escape(text)
    made = engine.to_html(text).strip()
    inner = made.removeprefix("<p>").removesuffix("</p>")
    return made if "<p>" in inner else inner


def highlight(use: Use) -> str | None:
    """Return a block of code in the language of the first argument."""
    ordered, named = use.piece.arguments
    language = (ordered[0] if ordered else named.get("lang", "")).lower()
    return _code(use, language if re.fullmatch(r"[\w+#.-]+", language) else "")


def diagram(use: Use) -> str | None:
    """Return the text of a diagram as code; a single piece has none."""
    return _code(use, use.piece.name.lower()) if use.piece.is_pair else None


def _code(use: Use, language: str) -> str:
    inner = use.inner.strip("\n").rstrip()
    return _block(code_block(f"{inner}\n", language), use.about)


def formula(use: Use) -> str | None:
    """Return a formula; a single piece only loads what shows them on the page."""
    source = use.inner.strip()
    if not use.piece.is_pair or not source:
        return ""
    alone = "\n" in use.inner
    source = source.removeprefix("$$").removesuffix("$$").strip()
    html = tex_to_html(source, use.about.config, display=alone)
    return _block(html, use.about) if alone else use.about.stash.put(html)


def tab(use: Use) -> str | None:
    """Return what a tab holds, below its name."""
    ordered, named = use.piece.arguments
    keys = ("name", "title", "header", "label", "tabname")
    title = next((named[key] for key in keys if named.get(key)), "") or next(iter(ordered), "")
    inner = use.expand(use.inner).strip()
    return f"\n\n**{title}**\n\n{inner}\n\n" if title and inner else f"\n\n{inner}\n\n"


def quotation(use: Use) -> str | None:
    """Return a quotation, with who said it."""
    ordered, named = use.piece.arguments
    who = named.get("author") or named.get("source") or next(iter(ordered), "")
    inner = use.expand(use.inner).strip()
    said = f"{inner}\n\n— {who}" if who else inner
    return f"\n\n{_quoted(said)}\n\n"


def code_to_scan(use: Use) -> str | None:
    """Return what a QR code says, as a link if it is an address."""
    ordered, named = use.piece.arguments
    text = (use.inner.strip() or named.get("text") or next(iter(ordered), "")).strip()
    return f"<{text}>" if text.startswith(("http://", "https://")) else text or None


def inner_text(use: Use) -> str | None:
    """Return what a pair encloses."""
    return f"\n\n{use.expand(use.inner)}\n\n" if "\n" in use.inner else use.expand(use.inner)


def nothing(use: Use) -> str | None:  # noqa: ARG001 (a handler)
    """Leave a piece out: it shows nothing on the page either."""
    return ""


def note(use: Use) -> str | None:
    """Return an admonition: a quotation that begins with its title."""
    ordered, named = use.piece.arguments
    title = named.get("title") or (ordered[0] if ordered else "")
    head = f"**{title}**\n\n" if title else ""
    return "\n\n" + _quoted(head + use.expand(use.inner).strip()) + "\n\n"


def details(use: Use) -> str | None:
    """Return a summary and, below it, what it hides on the page."""
    ordered, named = use.piece.arguments
    title = named.get("summary") or named.get("title") or (ordered[0] if ordered else "")
    return f"\n\n**{title or 'Details'}**\n\n{use.expand(use.inner).strip()}\n\n"


def button(use: Use) -> str | None:
    """Return a link."""
    _, named = use.piece.arguments
    target = named.get("href") or named.get("url") or named.get("link")
    text = use.expand(use.inner).strip() or named.get("text") or named.get("label") or target
    return f"[{text}]({target})" if target else text


def footnote_reference(use: Use) -> str | None:
    """Return a link to a note below the article, of the plugin eleventy-plugin-footnotes."""
    ordered, _ = use.piece.arguments
    if not ordered or not _ID.fullmatch(ordered[0]) or not use.piece.is_pair:
        return None
    ends = use.about.stash.put(f'<a href="#{ordered[0]}-note">'), use.about.stash.put("</a>")
    return use.expand(use.inner).join(ends)


def page_reference(use: Use) -> str | None:
    """Return the address of another page of the site."""
    ordered, named = use.piece.arguments
    path = named.get("path") or (ordered[0] if ordered else "")
    return hugo_address(path, use.about)


def service_link(pattern: str, *keys: str) -> Handler:
    """Return a handler that links to a page of a service, found by the id in an argument."""

    def link(use: Use) -> str | None:
        ordered, named = use.piece.arguments
        parts = [named[key] for key in keys if key in named] or list(ordered)
        if len(parts) == 1 < pattern.count("{}") and "//" not in parts[0]:  # `ann/12ab`
            parts = parts[0].split("/")
        ids = [part for part in parts if _ID.fullmatch(part.removeprefix("?v="))]
        if not ids or pattern.count("{}") > len(ids):
            written = (*parts, *named.values())
            whole = next((one for one in written if one.startswith(("http://", "https://"))), "")
            return f"\n\n<{whole}>\n\n" if whole else None
        use.about.leave_out(use.piece.name.lower(), "shown as a link")
        title = named.get("title")
        target = pattern.format(*map(quote, ids))
        return f"\n\n[{title}]({target})\n\n" if title else f"\n\n<{target}>\n\n"

    return link


def _block(html: str, about: About) -> str:
    return f"\n\n{about.stash.put(html, block=True)}\n\n"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


_YOUTUBE = service_link("https://www.youtube.com/watch?v={}", "id", "v")
_VIMEO = service_link("https://vimeo.com/{}", "id")
_POST_ON_X = service_link("https://x.com/{}/status/{}", "user", "id")
_GIST = service_link("https://gist.github.com/{}/{}")

KNOWN: dict[str, Handler] = {
    **dict.fromkeys(("alert", "note", "notice", "warning", "tip", "info", "callout"), note),
    **dict.fromkeys(("admonition", "important", "caution", "hint", "danger"), note),
    **dict.fromkeys(("details", "expand", "accordion", "collapse", "accordionitem"), details),
    **dict.fromkeys(("tabpane", "tabs", "card", "lead", "gallery"), inner_text),
    **dict.fromkeys(("figure", "img", "image", "picture"), figure),
    **dict.fromkeys(("highlight", "codeblock", "highlightjs"), highlight),
    **dict.fromkeys(("ref", "relref", "post_url", "link"), page_reference),
    **dict.fromkeys(("katex", "math"), formula),
    **dict.fromkeys(("toc", "table_of_contents", "more", "summary"), nothing),
    **dict.fromkeys(("assign", "import", "set", "unset", "comment", "increment"), nothing),
    **dict.fromkeys(("youtube", "youtubelite", "youtube-lite", "yt"), _YOUTUBE),
    "baseurl": lambda use: f"{use.about.config.site.url.rstrip('/')}/",
    "button": button,
    "footnoteref": footnote_reference,
    "gist": _GIST,
    "imgproc": processed_image,
    "instagram": service_link("https://www.instagram.com/p/{}/", "id"),
    "param": parameter,
    "qr": code_to_scan,
    "mermaid": diagram,
    "quote": quotation,
    "tab": tab,
    "tweet": _POST_ON_X,
    "vimeo": _VIMEO,
    "x": _POST_ON_X,
}
