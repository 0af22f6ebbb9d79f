"""The error for a text of the config that does not have the form it needs. Pure."""

from __future__ import annotations

from collections.abc import Iterable


class Unfit(ValueError):  # noqa: N818 (a verdict on a text, seen by this package only)
    """The text is not of its kind; `instead` is what was probably meant."""

    def __init__(self, wrong: str, instead: str | None = None) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.instead = instead


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that a misspelt word is likely to stand for."""
    from difflib import get_close_matches  # only when something is wrong

    folded = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(word[:50].casefold(), folded, n=1, cutoff=0.7)
    return folded[found[0]] if found else None


def one_of(choices: Iterable[str]) -> str:
    """Return choices as `a, b or c`."""
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last
