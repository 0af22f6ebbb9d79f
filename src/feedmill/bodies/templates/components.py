"""What is shown in the places of tags and components of MDX. Pure.

Those of Docusaurus (https://docusaurus.io/docs/markdown-features/react), Astro's Starlight
(https://starlight.astro.build/components/using-components/) and what others have called so. Of the
rest a pair keeps its children, below its title, and one without children becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from feedmill import text
from feedmill.bodies.about import About
from feedmill.bodies.code import code_block
from feedmill.bodies.media.tags import tag

from .jsx import JsxPiece
from .own import parts_of_own

BLOCKS = text.words(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr iframe li main nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul"
)
_VOID = text.words("area base br col embed hr img input link meta param source track wbr")
_NOTES = text.words("admonition aside callout note tip warning info caution danger important")
_NOTES_BY_TYPE = text.words("admonition aside callout")
_UNTITLED = text.words("callout")  # shows its kind as a picture, if at all
_LINKS = text.words("a anchor button externallink link linkbutton navlink")
_UNSEEN = text.words("br comment fragment head icon script seo style toc tocinline")
_TITLES = ("title", "label", "header", "heading", "summary")
_TARGETS = ("href", "to", "url", "link", "src")
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)
_IMAGES = text.words("figure image img picture zoom zoomimage zoomableimage")
_ID = re.compile(r"[\w-]{1,100}")
_IDS = ("id", "videoid", "video", "youtubeid", "tweetid", "v")
_SERVICES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "tweet": "https://x.com/i/status/{}",
    "xpost": "https://x.com/i/status/{}",
    "codesandbox": "https://codesandbox.io/s/{}",
}


class InPlace(NamedTuple):
    """What is in the place of a tag: `text` where it is alone on its lines, else `within`."""

    text: str
    is_block: bool = False
    tag: JsxPiece | None = None
    within: str | None = None

    @property
    def inline(self) -> str:
        """The text within a paragraph."""
        return self.text if self.within is None else self.within


def is_html(name: str) -> bool:
    """Return whether a name is that of an element, not of a component."""
    return name[0].islower() and "." not in name


def shown_html(found: JsxPiece, attributes: Mapping[str, str], about: About) -> InPlace:
    """Return an element as HTML that is put away."""
    name = found.name.lower()
    if found.kind == "close":
        html = f"</{name}>"
    else:
        html = tag(name, attributes)
        if found.kind == "single" and name not in _VOID:
            html += f"</{name}>"
    token = about.stash.put_tag(html, block=name in BLOCKS)
    # What is alone in the lines between becomes a paragraph by itself.
    tag_at_hand = None if name in _VOID else found
    return InPlace("" if name == "p" else token, name in BLOCKS, tag_at_hand, token)


def shown_component(found: JsxPiece, attributes: Mapping[str, str], about: About) -> InPlace:
    """Return what feeds show of a component."""
    name = found.name.lower().rpartition(".")[2]
    own = parts_of_own(name, attributes, about)
    if own:
        head, tail = (about.stash.put(one, block=True) if one else "" for one in own)
        return InPlace({"open": head, "close": tail}.get(found.kind, head + tail), tag=found)
    if name in _UNSEEN:
        return InPlace("", tag=found)
    if found.kind == "close":
        end = "</blockquote>" if name in _NOTES else "</a>" if name in _LINKS else ""
        end = "</details>" if name == "details" else end
        return InPlace(_put(end, about) if end else "", tag=found)
    html = _html(found, name, attributes)
    if html:
        return InPlace(about.stash.put(html, block=not html.startswith("<a ")), tag=found)
    title = next((attributes[key] for key in _TITLES if attributes.get(key)), "")
    if found.kind == "single" and not title:
        return _linked(found, name, attributes, about)
    if found.kind == "open":
        about.leave_out(f"<{found.name}>", "shown as text")
    return InPlace(_put(_titled(title), about) if title else "", tag=found)


def _html(found: JsxPiece, name: str, attributes: Mapping[str, str]) -> str:
    """Return the HTML that a component stands for, "" if there is none."""
    get = attributes.get
    source = get("src", "") or get("image", "")
    if source and (name in _IMAGES or _IMAGE.search(source)):
        return _picture(source, attributes)
    target = next((get(key, "") for key in ("href", "to", "url") if get(key)), "")
    title = get("title", "") or get("text", "") or get("label", "")
    if target and found.kind == "open" and name in _LINKS:
        return tag("a", {"href": target})
    if target and found.kind == "single" and title:
        more = get("description", "")
        under = f"<p>{escape(more)}</p>" if more else ""
        return f'<p><a href="{escape(target)}">{escape(title)}</a></p>{under}'
    if name in ("code", "codeblock") and found.kind == "single" and get("code"):
        language = re.sub(r"[^\w+#.-]", "", get("lang", "") or get("language", ""))
        return code_block(get("code", ""), language)
    if found.kind == "open" and name in _NOTES:
        kind = get("type", "") or ("note" if name in _NOTES_BY_TYPE else name)
        shown = title or ("" if name in _UNTITLED else kind.replace("-", " ").capitalize())
        return f"<blockquote>{_titled(shown)}"
    if found.kind == "open" and name == "details":
        return f"<details><summary>{escape(get('summary', '') or title or 'Details')}</summary>"
    return ""


def _picture(source: str, attributes: Mapping[str, str]) -> str:
    kept = {
        key: attributes[key] for key in ("alt", "width", "height", "title") if key in attributes
    }
    image = tag("img", {"src": source, **kept})
    caption = attributes.get("caption", "")
    if not caption:
        return f"<p>{image}</p>"
    return f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>"


def _linked(found: JsxPiece, name: str, attributes: Mapping[str, str], about: About) -> InPlace:
    """Return a link to what a component shows, else to the page; nothing within a paragraph."""
    about.leave_out(f"<{found.name}>", "shown as a link")
    one_id = next((attributes[key] for key in _IDS if _ID.fullmatch(attributes.get(key, ""))), "")
    address = next((url for sign, url in _SERVICES.items() if one_id and sign in name), "")
    target = address.format(one_id) if address else ""
    whole = (attributes.get(key, "") for key in (*_TARGETS, "id"))
    target = target or next((one for one in whole if one.startswith(("http://", "https://"))), "")
    shown = target or re.sub(r"[\W_]+", " ", found.name).strip()
    html = f'<p><a href="{escape(target or about.article.link)}">{escape(shown)}</a></p>'
    return InPlace(_put(html, about), True, found, "")


def _titled(title: str) -> str:
    return f"<p><strong>{escape(title)}</strong></p>" if title else ""


def _put(html: str, about: About) -> str:
    return about.stash.put(html, block=True)
