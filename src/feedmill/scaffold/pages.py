"""Which part of the site's pages is the article: what `articles.rendered` is to say. Pure.

The text of a page's parts is held against that of the article's own file. Plugins and template code
make the two differ somewhat, but no other part of the page comes as close.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from feedmill import text
from feedmill.bodies.chain import Bodies
from feedmill.bodies.rendered.charset import decode_page
from feedmill.bodies.rendered.page import CutError, Cutter
from feedmill.bodies.rendered.places import page_places
from feedmill.bodies.rendered.tree import Element, parse_html, text_of
from feedmill.config.articles import Rendered
from feedmill.config.schema import Config
from feedmill.errors import ConfigError
from feedmill.generators.proposal import Proposal, RenderedPages
from feedmill.model import Article
from feedmill.parsing.parser import Reader

from .answers import Answers
from .around import CutSample, WordCounts, box_names, closeness, clumsiness, count_words, fit_remove
from .config_text import config_text

_SAMPLES = 16
_MOST = 8 / 10  # of the samples must have a page, and a part that a selector means
_TRIED = 30  # selectors
_BETTER = 0.002  # so much closer must a selector be than the usual places
_CLOSE = 0.5  # less is another text
_TAGS = ("article", "main", "body")
_BOXES = ("div", "section", "article", "main", "td", "body")


class _Sample(NamedTuple):
    """An article, the words of its file, the same with those of its template code, its page."""

    article: Article
    words: WordCounts
    written: WordCounts
    page: bytes
    base: str


def fit_rendered(
    found: Proposal,
    answers: Answers,
    data: Mapping[str, bytes],
    folders: Iterable[str],
    read: Callable[[str], bytes | None],
    parse: Callable[[str], Config],
) -> Proposal:
    """Return the proposal, with `rendered` if one of the folders has the pages of the articles.

    `data` has articles' bytes by path; `read` returns those of a file of the site; `parse` makes a
    Config of text, or raises ConfigError.
    """
    try:
        config = parse(config_text(found, answers))
    except ConfigError:
        return found
    articles = list(_articles(config, data))
    best: tuple[float, RenderedPages] | None = None
    for folder in folders:
        samples = list(_samples(config, articles, folder, read))
        if len(samples) < max(1, _MOST * len(articles)):
            continue
        select, close = _selected(samples)
        if close > _CLOSE and (best is None or close > best[0]):
            remove = fit_remove([*_cuts(samples, select)])
            best = close, RenderedPages(folder=folder, select=select, remove=remove)
    return replace(found, rendered=best[1]) if best else found


def _articles(
    config: Config, data: Mapping[str, bytes]
) -> Iterator[tuple[Article, WordCounts, WordCounts]]:
    """Yield some articles with the words of their bodies, and those with all that is written."""
    whole = replace(config, feeds=replace(config.feeds, content="full"))
    reader, bodies = Reader(whole), Bodies(whole)
    paths = sorted(data)
    for path in paths[:: max(1, len(paths) // _SAMPLES)][-_SAMPLES:]:
        raw = reader.read_raw(path, data[path])
        if raw is not None:
            try:
                words = _words(bodies.complete(raw).content)
            except ImportError:  # of an extra; the build will say that it is missing
                words = _words(raw.text)
            if words:
                yield raw.article, words, words | count_words(raw.text)


def _samples(
    config: Config,
    articles: Iterable[tuple[Article, WordCounts, WordCounts]],
    folder: str,
    read: Callable[[str], bytes | None],
) -> Iterator[_Sample]:
    for article, words, written in articles:
        for place in page_places(article.link, str(config.site.url)) or ():
            page = read(f"{folder}/{place.path}")
            if page is not None:
                yield _Sample(article, words, written, page, place.base)
                break


def _selected(samples: list[_Sample]) -> tuple[str, float]:
    """Return the selector that comes closest, "" for the usual places; and how close, up to 1."""
    usual = _average(samples, "")
    names = sorted(_candidates(samples), key=clumsiness)
    found = [(round(_average(samples, one), 3), -place, one) for place, one in enumerate(names)]
    closest, _, select = max(found, default=(0.0, 0, ""))
    return (select, closest) if closest > usual + _BETTER else ("", usual)


def _candidates(samples: list[_Sample]) -> list[str]:
    """Return selectors of what is about as long as the article, on most of the pages."""
    counts: Counter[str] = Counter()
    for one in samples:
        root = parse_html(decode_page(one.page))
        if root is not None:
            counts.update({name for box in _long_boxes(root, one.words) for name in _names(box)})
    return [name for name, number in counts.most_common(_TRIED) if number >= _MOST * len(samples)]


def _long_boxes(root: Element, words: WordCounts) -> Iterator[Element]:
    enough = sum(len(word) * number for word, number in words.items()) / 2
    for box in root.iter(*_BOXES):
        if len(text_of(box)) >= enough:
            yield box


def _names(box: Element) -> Iterator[str]:
    if box.tag in _TAGS:
        yield str(box.tag)
    names = [*box_names(box)]
    parent = box.getparent()
    if not names and parent is not None and parent.tag in _TAGS:
        yield f"{parent.tag} > {box.tag}"
    yield from names


def _average(samples: list[_Sample], select: str) -> float:
    """Return how much the words of what a selector cuts out are those of the files: up to 1."""
    cuts = [(cut, one) for cut, one in zip(_cuts(samples, select), samples, strict=True)]
    return sum(closeness(_words(cut.markup), one.words) for cut, one in cuts) / len(samples)


def _cuts(samples: Iterable[_Sample], select: str) -> Iterator[CutSample]:
    """Yield what a selector cuts out of each page, nothing where it means nothing."""
    cutter = Cutter(Rendered(folder=".", select=select or None))
    for one in samples:
        try:
            markup = cutter.cut(one.page, one.base, one.article).markup
        except CutError:
            markup = ""
        yield CutSample(markup, one.words, one.written)


def _words(html: str) -> WordCounts:
    return count_words(text.plain(html))
