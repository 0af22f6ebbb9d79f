"""Which elements of a page a CSS selector means. Pure.

libxml2 looks for elements that may be meant, which is quick; here each of them is looked at, step
by step from the last one back, and steps are counted: neither a page nor a selector can take long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from feedmill.config.kinds.selectors import Attribute, Compound, Pseudo, Selector

from .tree import Element, may_have_class, with_id

MAX_STEPS = 1_000_000


class TooManyStepsError(Exception):
    """A page and a selector that would take too long together."""


class SelectorMatcher:
    """Selectors at work on one page; all of them share the steps that are allowed."""

    def __init__(self, max_steps: int = MAX_STEPS) -> None:
        self._left = max_steps

    def find(self, root: Element, selectors: tuple[Selector, ...]) -> Element | None:
        """Return the first element below `root`, or `root` itself, that one of them means."""
        if len(selectors) == 1:
            return next(self._each(root, selectors[0]), None)
        firsts = [one for it in selectors if (one := next(self._each(root, it), None)) is not None]
        if len(firsts) <= 1:
            return firsts[0] if firsts else None
        return next((one for one in root.iter() if one in firsts), None)

    def find_all(self, root: Element, selectors: tuple[Selector, ...]) -> list[Element]:
        """Return the elements that they mean, those of one selector in the order of the page."""
        return [one for it in selectors for one in self._each(root, it)]

    def _each(self, root: Element, selector: Selector) -> Iterator[Element]:
        last = selector.steps[0][1]
        candidates: Iterable[Element]
        if last.identity:
            candidates = with_id(root, last.identity)
        elif last.classes:
            candidates = may_have_class(root, last.classes[0])
        else:
            candidates = root.iter(last.tag or "*")
        return (one for one in candidates if self._fits(one, selector, 0))

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooManyStepsError

    def _fits(
        self, element: Element, selector: Selector, number: int, scope: object = None
    ) -> bool:
        """Return whether an element is what step `number` says, and the steps before fit, too.

        `scope`: the element that has a relative selector (`:has`) must be where it ends.
        """
        sign, compound = selector.steps[number]
        if not self._is(element, compound):
            return False
        if number + 1 == len(selector.steps):
            return scope is None or any(one is scope for one in self._before(element, sign))
        return any(
            self._fits(one, selector, number + 1, scope) for one in self._before(element, sign)
        )

    def _before(self, element: Element, sign: str) -> Iterator[Element]:
        """Yield the elements that a combinator may mean by the one before it."""
        if sign in (" ", ">"):
            for one in element.iterancestors():
                self._count()
                yield one
                if sign == ">":
                    return
        else:
            for one in element.itersiblings("*", preceding=True):
                self._count()
                yield one
                if sign == "+":
                    return

    def _is(self, element: Element, wanted: Compound) -> bool:
        self._count()
        if not isinstance(element.tag, str) or (wanted.tag and element.tag != wanted.tag):
            return False
        if wanted.identity and element.get("id") != wanted.identity:
            return False
        if wanted.classes:
            classes = (element.get("class") or "").split()
            if not all(one in classes for one in wanted.classes):
                return False
        return all(_has(element, one) for one in wanted.attributes) and all(
            self._is_so(element, one) for one in wanted.pseudos
        )

    def _is_so(self, element: Element, pseudo: Pseudo) -> bool:
        name, selectors = pseudo.name, pseudo.selectors
        if name == "has":
            return self._holds(element, selectors)
        if selectors:
            return any(self._fits(element, one, 0) for one in selectors) == (name != "not")
        if name == "root":
            return element.getparent() is None
        if name == "empty":
            return not (element.text or len(element))
        kind = element.tag if name.endswith("-of-type") else "*"
        if name.startswith("nth-"):
            place = 1 + self._siblings(element, kind, preceding="last" not in name)
            step, first = pseudo.step, pseudo.first
            if not step:
                return place == first
            return (place - first) % step == 0 and (place - first) // step >= 0
        ends = {"first": (True,), "last": (False,), "only": (True, False)}[name.partition("-")[0]]
        return all(next(element.itersiblings(kind, preceding=end), None) is None for end in ends)

    def _siblings(self, element: Element, kind: str, *, preceding: bool) -> int:
        found = 0
        for _ in element.itersiblings(kind, preceding=preceding):
            self._count()
            found += 1
        return found

    def _holds(self, element: Element, selectors: tuple[Selector, ...]) -> bool:
        beside = any(it.steps[-1][0] in ("+", "~") for it in selectors)
        if not beside:
            candidates = element.iterdescendants("*")
        else:
            parent = element.getparent()
            candidates = iter(()) if parent is None else parent.iterdescendants("*")
        for one in candidates:
            for it in selectors:
                if self._fits(one, it, 0, element):
                    return True
        return False


def _has(element: Element, wanted: Attribute) -> bool:
    found, value = element.get(wanted.name), wanted.value
    if found is None:
        return False
    if wanted.any_case:
        found, value = found.lower(), value.lower()
    match wanted.sign:
        case "":
            return True
        case "=":
            return found == value
        case "~=":
            return value in found.split()
        case "|=":
            return found == value or found.startswith(f"{value}-")
        case "^=":
            return bool(value) and found.startswith(value)
        case "$=":
            return bool(value) and found.endswith(value)
    return bool(value) and value in found
