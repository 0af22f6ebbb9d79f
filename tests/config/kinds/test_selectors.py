"""CSS selectors in a config: what is taken, and what is said of the others."""

from __future__ import annotations

import pytest

from feedmill.config.kinds.selectors import MAX_SELECTOR, parse_selectors
from feedmill.config.kinds.unfit import Unfit


@pytest.mark.parametrize(
    "text",
    [
        "main",
        "*",
        "article .e-content",
        "article>.e-content , #post",
        ".a.b#c[d][e='f g']:not(.h, i > j):first-child",
        "[itemprop~=articleBody]",
        '[data-x|="en" i]',
        "h1 + p ~ div",
        "div:has(> img, + p)",
        "li:nth-child(2n+1):nth-last-of-type(odd)",
        "p:nth-child(-n + 3)",
        r".md\:flex",
        ".größe",
        ":is(h1, h2):where(.x)",
    ],
)
def test_selectors_of_css_are_taken(text: str) -> None:
    """What CSS has, and means something in a page at rest, can be written."""
    assert len(parse_selectors(text)) == (2 if text.startswith("article>") else 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("div[", "can't be read as CSS at '['"),
        (".", "can't be read as CSS at '.'"),
        ("a,", "ends too early for CSS"),
        ("a >", "ends too early for CSS"),
        ("> a", "can't be read as CSS at '> a'"),
        ("a:hover", "can't be read as CSS at ':hover'"),
        ("a::before", "can't be read as CSS at '::before'"),
        ("a:contains(x)", "can't be read as CSS at ':contains(x)'"),
        ("a:not(b", "ends too early for CSS"),
        ("a)b", "can't be read as CSS at ')b'"),
        ("a #b#c", "wants two ids of one element"),
        ("//div[@id]", "can't be read as CSS at '//div[@id]'"),
        ("a:not(b:not(c:not(d:not(e))))", "has too many parentheses in each other"),
        ("a" * (MAX_SELECTOR + 1), "has over 500 characters"),
    ],
)
def test_what_is_no_selector_is_refused_with_its_place(text: str, message: str) -> None:
    """The message says where reading stopped."""
    with pytest.raises(Unfit) as caught:
        parse_selectors(text)
    assert message == str(caught.value)


def test_long_selectors_are_read_quickly() -> None:
    """No text makes the patterns go back and forth."""
    for text in ("[a" * 166, "a " * 250, ":not(" * 100, "\\" * 500, "[a='" + "x" * 490, "-" * 500):
        with pytest.raises(Unfit):
            parse_selectors(text + "(")
