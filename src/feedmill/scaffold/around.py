"""Find what a site's templates put around the text of an article on its page. Pure.

Share buttons, contents, boxes about authors and the like are around an article's own text: before
its first words or after its last. Their words are none that its file has, or repeat some of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from feedmill.bodies.rendered.matching import SelectorMatcher, TooManyStepsError
from feedmill.bodies.rendered.tree import Element, drop, parse_html
from feedmill.config.kinds.selectors import parse_selectors
from feedmill.text import words

WordCounts = Counter[str]

_HEADINGS = words("h2 h3 h4 h5 h6")
_LINES = words("p a em i small strong b")
_ENDS = _LINES | _HEADINGS | words("ul ol dl div")  # without a name, after all else
_BOXES = (
    _HEADINGS
    | _LINES
    | words("h1 div section aside nav ul ol dl span details header footer form a")
)
_SECTIONS = words("section aside nav footer header details form")
_MAX_DEPTH = 8  # of boxes in boxes
_MAX_TRIED = 40  # selectors
_MAX_KEPT = 8
_FEWEST = 3  # pages that can say what is the same on all
_SHARE = 0.2  # of the pages must have it
_NEARLY_ALL = 0.9  # of the pages must end with it, where it has no name
_FOREIGN = 0.8  # of its words are none of the article's
_EDGE = 0.04  # of an article's words may be beyond what is still at its start or end
_SHORT = 3  # characters of a name that says little
_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_WORD = re.compile(r"\w+")
# Classes that say how a thing looks (Bootstrap, Tachyons, Tailwind), as many other things do.
_STYLE = re.compile(
    r"\d|^(?:clearfix|container|hidden|lead|row|serif|shadow|small|wrapper)\Z|^(?:align|bg|border|col|d"
    r"|flex|font|grid|items|justify|lh|m[btlrxy]?|max|min|not|p[btlrxy]?|rounded|s[mr]|space|text|w)-"
)


def count_words(text: str) -> WordCounts:
    """Return how often each word is in a text, in lower case."""
    return Counter(_WORD.findall(text.lower()))


def closeness(made: WordCounts, wanted: WordCounts) -> float:
    """Return how much two texts have in common, up to 1."""
    return 2 * (made & wanted).total() / max(1, made.total() + wanted.total())


def box_names(box: Element) -> Iterator[str]:
    """Yield selectors that mean an element by its id and classes."""
    if (name := box.get("id")) and _NAME.fullmatch(name):
        yield f"#{name}"
    for name in (box.get("class") or "").split()[:20]:
        if _NAME.fullmatch(name):
            yield f".{name}"
            yield f"{box.tag}.{name}"


def clumsiness(name: str) -> tuple[bool, bool, int]:
    """Return what names are sorted by: those that say what a thing is first, `.mt6` last."""
    bare = name.partition(" ")[0].partition(":")[0].rpartition(".")[2].lstrip("#")
    is_style = len(bare) < _SHORT or bool(_STYLE.search(bare))
    return is_style, is_style and name.startswith("."), len(name)


def _words_in(element: Element) -> WordCounts:
    return count_words(" ".join(map(str, element.itertext())))


class CutSample(NamedTuple):
    """The part of a page that is an article, as HTML; what words the article has in its file.

    `words` are those that are shown, `written` are all of them, template code and links included.
    """

    markup: str
    words: WordCounts
    written: WordCounts


class _Box(NamedTuple):
    element: Element
    before: int  # words
    after: int


class _Page:
    """One part of a page: which boxes in it are foreign to the article.

    `foreign` are those that have no word of what is written, `around` no word of what is shown.
    """

    def __init__(self, sample: CutSample) -> None:
        self.root = parse_html(f"<div>{sample.markup}</div>")
        self.foreign: list[Element] = []
        self.around: list[Element] = []
        self._covers: frozenset[Element] = frozenset()
        if self.root is None:
            return
        for hidden in [*self.root.iter("script", "style", "template", "noscript")]:
            drop(hidden)
        made = _words_in(self.root)
        self.around = [*self._at_edges(self.root, made, made - sample.words)]
        if self.around:
            self.foreign = [*self._at_edges(self.root, made, made - sample.written)]
        self._covers = frozenset(self.around)

    def _at_edges(self, root: Element, made: WordCounts, spare: WordCounts) -> Iterator[Element]:
        """Yield the foreign boxes before the first words that are not, and after the last."""
        found = [*_look(root, spare, 0, 0)]
        inner = sum(one.after - one.before for one in found)
        edge = _EDGE * (made.total() - inner)
        passed = 0
        for one in found:
            before = one.before - passed
            passed += one.after - one.before
            after = made.total() - one.after - (inner - passed)
            if min(before, after) <= edge:
                yield one.element

    def cover(self, element: Element) -> Element | None:
        """Return the box around the text that an element is, or is in."""
        boxes = (element, *element.iterancestors())
        return next((one for one in boxes if one in self._covers), None)

    def names(self) -> set[str]:
        """Return selectors that may mean foreign boxes, or what has all their words."""
        found: set[str] = set()
        for box in self.foreign:
            named: Element | None = box
            while named is not None and not [*box_names(named)]:
                named = _only_child(named)
            if named is not None:
                found.update(box_names(named))
            elif box.tag in _SECTIONS:
                found.add(f"{box.tag}:not([class]):not([id])")
        return found

    def ends(self) -> set[str]:
        """Return selectors of what has no name but is the last in a box; of its heading."""
        found: set[str] = set()
        for box in self.foreign:
            parent = box.getparent()
            if parent is None or box.tag not in _ENDS or not _is_last(box):
                continue
            end = f"{box.tag}:last-child"
            if box.tag in _HEADINGS:  # where authors end nothing with a heading
                found.add(end)
            before = box.getprevious()
            is_heading = (
                before is not None and before.tag in _HEADINGS and self.cover(before) is not None
            )
            for name in [*box_names(parent)] or [str(parent.tag)] * (parent.tag in _SECTIONS):
                found.add(f"{name} > {end}")
                if before is not None and is_heading:
                    found.add(f"{name} > {before.tag}:has(+ {end})")
        return found

    def headings(self, kept: Sequence[str]) -> set[str]:
        """Return selectors of headings without a name, right before what has one of these."""
        found: set[str] = set()
        for box in self.foreign:
            follows = box.getnext()
            if box.tag in _HEADINGS and follows is not None and isinstance(follows.tag, str):
                names = {*box_names(follows)}
                found.update(f"{box.tag}:has(+ {name})" for name in kept if name in names)
        return found


def _look(box: Element, spare: WordCounts, at: int, depth: int) -> Iterator[_Box]:
    """Yield the outermost foreign boxes; `at` is how many words of the page are before `box`."""
    at += len(_WORD.findall(box.text or ""))
    for child in box:
        if isinstance(child.tag, str):
            inside = _words_in(child)
            is_foreign = (inside & spare).total() >= _FOREIGN * inside.total()
            if inside and child.tag in _BOXES and is_foreign:
                yield _Box(child, at, at + inside.total())
            elif inside and depth < _MAX_DEPTH:
                yield from _look(child, spare, at, depth + 1)
            at += inside.total()
        at += len(_WORD.findall(child.tail or ""))


def _is_last(box: Element) -> bool:
    """Return whether nothing follows an element in its parent."""
    return box.getnext() is None and not (box.tail or "").strip()


def _only_child(box: Element) -> Element | None:
    """Return the child with all the words of an element, if there is one."""
    with_words = [one for one in box.iterchildren("*") if _words_in(one)]
    alone = len(with_words) == 1 and _words_in(with_words[0]) == _words_in(box)
    return with_words[0] if alone else None


def fit_remove(samples: Sequence[CutSample]) -> tuple[str, ...]:
    """Return selectors of what is to be taken out of the parts of pages that are articles."""
    if len(samples) < _FEWEST:
        return ()
    pages = [one for one in map(_Page, samples) if one.root is not None]
    kept = _kept(pages, [page.names() for page in pages])
    headings = [page.headings(kept) for page in pages]
    ends = _kept(pages, [page.ends() for page in pages], _NEARLY_ALL)
    return (*kept, *_kept(pages, headings), *ends[:2])


def _kept(pages: Sequence[_Page], names: Sequence[set[str]], share: float = _SHARE) -> list[str]:
    """Return which of the names found on each page mean what is around the text on all of them."""
    counts = Counter(name for found in names for name in found)
    enough = max(2, share * len(pages))
    tried = [name for name, number in counts.items() if number >= enough]
    tried.sort(key=lambda name: (-counts[name], clumsiness(name)))
    kept: list[str] = []
    done: set[Element] = set()
    for name in tried[:_MAX_TRIED]:
        found = _found(pages, name)
        if found and not done.issuperset(found):
            kept.append(name)
            done.update(found)
    return kept[:_MAX_KEPT]


def _found(pages: Iterable[_Page], name: str) -> set[Element]:
    """Return the foreign boxes that a selector means on all pages; none if it means others, too."""
    found: set[Element] = set()
    for page in pages:
        if page.root is None:
            continue
        try:
            meant = SelectorMatcher().find_all(page.root, parse_selectors(name))
        except TooManyStepsError:
            return set()
        for one in meant:
            cover = page.cover(one)
            if cover is not None:
                found.add(cover)
            elif _words_in(one):
                return set()
    return found
