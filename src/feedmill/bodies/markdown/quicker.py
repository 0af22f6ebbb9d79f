"""Python-Markdown without looks for what cannot be there: a third of its time. Pure.

It tries every pattern on every piece of text, though most need a sign that the piece lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown import Markdown

# By the names of Python-Markdown's patterns and its extensions': signs of which a match has one.
_SIGNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("backtick",), ("`",)),
    **dict.fromkeys(("escape",), ("\\",)),
    **dict.fromkeys(("reference", "link", "short_reference", "footnote", "wikilink"), ("[",)),
    **dict.fromkeys(("image_link", "image_reference", "short_image_ref"), ("![",)),
    **dict.fromkeys(("autolink", "automail", "html"), ("<",)),
    **dict.fromkeys(("linebreak", "nl"), ("\n",)),
    **dict.fromkeys(("not_strong", "em_strong", "em_strong2"), ("*", "_")),
    "delimiter": ("*", "_", "^", "=", "~"),
    "emoji": (":",),
    "entity": ("&",),
    "keys": ("+",),
    "keys-custom": ("+",),
    **dict.fromkeys(("magic-repo-ext-mention", "magic-repo-int-mention", "magic-mail"), ("@",)),
    **dict.fromkeys(("magic-ext-mention", "magic-int-mention"), ("@",)),
    "magic-ext-refs": (":",),
    "magic-int-refs": ("#", "!", "?", "@"),
    "magic-link": ("://", "w.", "W."),
}
_OVERRIDDEN = ("_InlineProcessor__handleInline", "_InlineProcessor__applyPattern")


def quicken(markdown: Markdown) -> None:
    """Make an engine pass over patterns that need a sign which a text lacks, if it is as known."""
    from markdown.treeprocessors import InlineProcessor
    from markdown.util import AtomicString

    usual = markdown.treeprocessors["inline"]
    if type(usual) is not InlineProcessor or any(not hasattr(usual, one) for one in _OVERRIDDEN):
        return
    rows: list[tuple[Any, str, tuple[str, ...]]] = [
        (pattern, "", ()) for pattern in markdown.inlinePatterns
    ]
    for name, (sign, *others) in _SIGNS.items():
        if name in markdown.inlinePatterns:
            index = markdown.inlinePatterns.get_index_for_name(name)
            rows[index] = rows[index][0], sign, tuple(others)

    class Inline(InlineProcessor):  # type: ignore[misc] # Python-Markdown has no types
        """The usual one, but for what is passed over."""

        def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
            """Return a text with placeholders in the places of what the patterns make."""
            if isinstance(data, AtomicString):
                return data  # type: ignore[no-any-return]
            apply = self._InlineProcessor__applyPattern
            for index in range(patternIndex, len(rows)):
                pattern, sign, others = rows[index]
                if (
                    sign
                    and sign not in data
                    and not (others and any(one in data for one in others))
                ):
                    continue
                start, matched = 0, True
                while matched:
                    data, matched, start = apply(pattern, data, index, start)
            return data

    markdown.treeprocessors.register(Inline(markdown), "inline", 20)
