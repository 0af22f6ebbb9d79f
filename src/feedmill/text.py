"""Plain text: entities decoded, tags stripped, what XML cannot hold removed, white space folded."""

from __future__ import annotations

import re
from collections.abc import Iterable

# XML 1.0 (2.2, with its note): controls, halves of surrogate pairs, non-characters.
_ENDS = "".join(
    map(chr, sorted([*range(0xFFFE, 0x110000, 2**16), *range(0xFFFF, 0x110000, 2**16)]))
)
_NOT_XML = rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_ENDS}]"

_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
# In UTF-8, and more than these: U+FFFE, U+1FFFE …; U+FDC0 …; U+0080 …; U+D800 …
_RARE = tuple(
    (first, re.compile(first + then))
    for first, then in (
        (b"\xbf", rb"[\xbe\xbf]"),
        (b"\xef", rb"\xb7"),
        (b"\xc2", rb"[\x80-\x9f]"),
        (b"\xed", rb"[\xa0-\xbf]"),
    )
)


def words(names: str) -> frozenset[str]:
    """Return the set of the words of a text."""
    return frozenset(names.split())


_FORMATTING = words("a b code em i s small span strong sub sup u")
_BLOCKS = words(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
_INLINES = words(
    "a abbr acronym audio b bdi bdo big body button caption center cite code col colgroup data del "
    "details dfn dialog em embed font head html i iframe img input ins kbd label legend link map "
    "mark meta meter object option output param picture progress q rp rt ruby s samp script select "
    "small source span strike strong style sub summary sup svg textarea time title tt u var video "
    "wbr"
)
_HIDDEN = frozenset({"script", "style"})
_VOID = words("br col embed hr img input link meta source wbr")
# Elements that need not be closed (html.spec.whatwg.org, 13.1.2.4).
_OPEN = words("body colgroup dd dt head html li option p rp rt tbody td tfoot th thead tr")
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9]*+)"
    r"(?:\s++[\w:-]++\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=]++)"
    r"|\s++(?:allowfullscreen|async|autoplay|controls|defer|hidden|loop|muted|open)\b)*+\s*+/?>",
    re.DOTALL,
)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|([a-zA-Z][a-zA-Z0-9]{1,31}));")


def plain(text: str) -> str:
    """Return the text that a browser would show of HTML.

    Only tags of real elements go (`Vec<T>` and `a < b` stay), and only references that end
    with `;` are decoded (`?a=1&copy=2` stays), each once.
    """
    if "<" in text:
        text = _strip(text, _TAG.finditer(text))
    return _decoded(text)


def written_plain(text: str) -> str:
    """Return the text that is meant by a title or summary which may hold HTML, or be about it.

    As `plain`, but in a line a tag without its partner is a word, as in `The <dialog> element`.
    """
    if "<" in text:
        tags = list(_TAG.finditer(text))
        first = {_named(tag): tag.start() for tag in reversed(tags) if not tag[1]}
        last = {_named(tag): tag.start() for tag in tags if tag[1]}
        marked = [
            tag
            for tag in tags
            if (tag[1] and tag.start() > first.get(_named(tag), len(text)))
            or (not tag[1] and tag.start() < last.get(_named(tag), 0))
            or not _is_word(text, tag)
        ]
        if any(_named(tag) not in _FORMATTING for tag in marked):  # it is HTML, and not about it
            chosen = {tag.start() for tag in marked}
            marked = [tag for tag in tags if tag.start() in chosen or _named(tag) in _FORMATTING]
        is_line = not any(_named(tag) in _BLOCKS for tag in marked)
        text = _strip(text, marked if is_line else tags)
    return _decoded(text)


def _named(tag: re.Match[str]) -> str:
    return (tag[2] or "").lower()


def _is_word(text: str, tag: re.Match[str]) -> bool:
    """Return whether a tag that has no partner is a word of a sentence."""
    name = _named(tag)
    if name in {"", *_VOID} or tag[0].endswith("/>") or re.search(r"\s", tag[0]):
        return False
    if not tag[1] and name not in _OPEN:
        return True
    before, after = text[max(tag.start() - 1, 0) : tag.start()], text[tag.end() : tag.end() + 1]
    return before in (" ", "(") and (not after or after in " ,.;:!?)")


def _decoded(text: str) -> str:
    if "&" in text:
        text = _REFERENCE.sub(_decode, text)
    return fold_text(text)


def fold_text(text: str) -> str:
    """Remove what XML cannot hold; give one space for any white space, none at the ends."""
    if not text.isprintable():
        text = text.replace("\n", " ")
        if not text.isprintable():
            text = re.sub(_NOT_XML, "", text)  # first: some of it counts as white space
    elif "  " not in text:
        return text.strip(" ")
    return " ".join(text.split())


def without_controls(html: str) -> str:
    """Remove what XML cannot hold, and keep white space as it is."""
    return re.sub(_NOT_XML, "", html) if _may_hold_controls(html) else html


def _may_hold_controls(html: str) -> bool:
    """Return whether there is anything to remove: in bytes, which is much quicker to see."""
    data = html.encode("utf-8", "surrogatepass")
    if len(data.translate(None, _CONTROLS)) < len(data):
        return True
    return not html.isascii() and any(first in data and it.search(data) for first, it in _RARE)


def cut_text(text: str, limit: int) -> str:
    """Cut text that is longer than `limit` at the end of a word, and say so with `…`."""
    if len(text) <= limit:
        return text
    start, space, _ = text[:limit].rpartition(" ")
    return (start if space else text[: limit - 1]).rstrip(" ,;:.–—-") + "…"


def _strip(text: str, tags: Iterable[re.Match[str]]) -> str:
    """Take out the tags of HTML elements, and scripts and styles with what is in them."""
    kept: list[str] = []
    at, hidden = 0, ""
    for tag in tags:
        name = (tag[2] or "").lower()
        if hidden:
            if tag[1] and name == hidden:
                at, hidden = tag.end(), ""
            continue
        if name and name not in _BLOCKS and name not in _INLINES:
            continue
        kept.append(text[at : tag.start()])
        at = tag.end()
        if name in _BLOCKS:
            kept.append(" ")
        elif name in _HIDDEN and not tag[1]:
            hidden = name
    if not hidden:
        kept.append(text[at:])
    return "".join(kept)


def _decode(reference: re.Match[str]) -> str:
    from html import unescape
    from html.entities import html5

    name = reference[1]
    return html5.get(f"{name};", reference[0]) if name else unescape(reference[0])
