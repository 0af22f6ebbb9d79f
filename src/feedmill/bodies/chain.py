"""The way of a body: the order of the steps, and nothing else. Pure.

template code ─► Markdown in the site's dialect ─► links, images, embeds ─► sanitised HTML
  ─► summary

With `articles.rendered` the article on the site's own page replaces the first two.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct

from feedmill.config.schema import Config
from feedmill.model import Article, Image, Problem, RawArticle
from feedmill.names import fold
from feedmill.parsing.fields.served import ServedFiles
from feedmill.text import plain

from . import code, markdown, rst, summary, templates, tex
from .about import About, Inputs, NoInputs
from .addresses import with_addresses
from .dialects import dialect_of, dialect_of_file
from .markdown.before.shield import without_ballast
from .media import first_in_text, first_picture, shown_media
from .sanitise import sanitise
from .stash import without_tokens

if TYPE_CHECKING:
    from .rendered.body import RenderedBodies

MAX_BODY = 2**18  # characters; a longer body is never rendered whole
MAX_RENDERED = 2**20  # of the HTML of one that the site's generator rendered
_SAMPLE = 2**16  # characters of a longer one that its summary is looked for in

_TOP_HEADING = re.compile(r"\A\s*(?:#[ \t]+\S[^\n]*|\S[^\n]*\n=+[ \t]*)(?:\n|\Z)")
_FIRST_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>(.{1,2000}?)</h\1>", re.DOTALL)
_SHORT = 500  # characters of HTML that may be all tags
_SHOWN = re.compile(r"<(?:audio|img|math|svg|video)\b")
_WORD = re.compile(r"\w")
_HTML_ENDINGS = (".html", ".htm", ".xhtml")


class Completed(Struct, frozen=True, kw_only=True):
    """What came of a body: sanitised HTML, a summary as plain text, and what is wrong with it.

    `cover` is its first picture, if the article names none itself.
    """

    content: str = ""
    summary: str = ""
    cover: Image | None = None
    problems: tuple[Problem, ...] = ()


class Bodies:
    """Renders bodies as a config says."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._dialect = dialect_of(config.articles)
        self._files = ServedFiles(config)
        self._whole = config.feeds.content == "full"
        self._encloses = config.images.enclose != "none"
        self._rendered: RenderedBodies | None = None
        if config.articles.rendered:
            from .rendered.body import RenderedBodies  # and lxml, which is for those who need it

            self._rendered = RenderedBodies(config.articles.rendered)

    def complete(self, raw: RawArticle, inputs: Inputs | None = None) -> Completed:
        """Render the body of an article; where the config wants no whole bodies, its summary only.

        An article that has a summary keeps it.
        """
        article = raw.article
        dialect = dialect_of_file(article.path, self._dialect)
        about = About(self._config, dialect, raw, inputs or NoInputs(), self._files)
        given = article.summary
        wants_cover = self._wants_cover(article)
        if given and not self._whole:
            cover = first_in_text(about) if wants_cover else None
            if cover or not wants_cover:
                if self._rendered:
                    self._rendered.check(about)
                return Completed(summary=given, cover=cover, problems=about.found())
        found = self._rendered.find(about) if self._rendered else None
        if found:
            about.base, about.is_page = found.base, True
            markup, whole = _finished(found.markup, about), True
        elif article.has_body:
            markup, whole = _markup(about)
        else:
            return Completed(summary=given, problems=about.found())
        if whole and len(markup) > MAX_RENDERED:
            about.note("long-body", _too_long(markup, MAX_RENDERED, "characters of HTML"))
            whole = False
        drawings = self._config.images.svg
        content = sanitise(markup, about.base, drawings=drawings) if self._whole and whole else ""
        if self._whole and whole and about.left and _is_empty(content):
            page = escape(article.link)
            content = sanitise(f'<p><a href="{page}">{page}</a></p>', article.link)
        shown = content or (sanitise(markup, about.base) if wants_cover else "")
        return Completed(
            content=content,
            summary=given or summary.summarise(markup, content, article, _separator(raw)),
            cover=first_picture(shown) if wants_cover else None,
            problems=about.found() if self._whole or not given else (),
        )

    def _wants_cover(self, article: Article) -> bool:
        """Return whether an article's picture must be looked for in its body."""
        may_have_one = article.has_picture or self._rendered is not None
        return self._encloses and may_have_one and not article.images


def _is_empty(content: str) -> bool:
    """Return whether nothing is left to be shown of a body."""
    return len(content) < _SHORT and not _SHOWN.search(content) and not _WORD.search(plain(content))


def _separator(raw: RawArticle) -> str:
    """Return what ends the summary in an article of Jekyll that says so itself."""
    found = raw.values.get("excerpt_separator", "")
    return found.strip() if isinstance(found, str) else ""


def _markup(about: About) -> tuple[str, bool]:
    """Return a body as HTML that is not safe yet, and whether it is all of it."""
    text, path = without_tokens(about.raw.text), about.article.path
    if len(text) > MAX_BODY:
        text = without_ballast(text)
    whole = len(text) <= MAX_BODY
    if not whole:
        about.note("long-body", _too_long(text, MAX_BODY, "characters"))
        text = text[:_SAMPLE].rpartition("\n\n")[0] or text[:_SAMPLE]
    text = templates.expand(text, about)
    if about.dialect.headless:
        text = _TOP_HEADING.sub("", text, count=1)
    if path.endswith(".rst"):
        markup = rst.render_rst(text, about)
    else:
        markup = (
            text if path.lower().endswith(_HTML_ENDINGS) else markdown.render_markdown(text, about)
        )
    markup = with_addresses(about.stash.restore(markup), about)
    if not about.names_title:
        markup = _without_heading(markup, about.article.title)
    return _finished(markup, about), whole


def _without_heading(markup: str, title: str) -> str:
    """Return HTML without the heading at its start, if that is where the title is from."""
    found = _FIRST_HEADING.match(markup)
    if found and fold(plain(found[2])) == fold(title):
        return markup[found.end() :]
    return markup


def _finished(markup: str, about: About) -> str:
    """Return HTML with code, formulas and media as feeds have them, wherever it is from."""
    return shown_media(tex.without_pictures(code.reduced(markup)), about)


def _too_long(text: str, limit: int, what: str) -> str:
    return f"the body has {len(text):,} {what}, over {limit:,}: feeds show a summary of it"
