"""Pieces that were put away come back where their tokens are."""

from __future__ import annotations

import time

import pytest

from feedmill.bodies.markdown.engine import to_html
from feedmill.bodies.stash import Stash, without_tokens


def test_a_block_takes_the_place_of_its_paragraph() -> None:
    """A block alone in a paragraph replaces the paragraph; an inline piece stays within."""
    stash = Stash()
    block = stash.put("<pre>a *b*</pre>", block=True)
    inline = stash.put("<b>c *d*</b>")
    made = to_html(f"one {inline} *two*\n\n{block}\n\n- x {block}\n")
    expected = (
        "<p>one <b>c *d*</b> <em>two</em></p>\n<pre>a *b*</pre>\n"
        "<ul>\n<li>x <pre>a *b*</pre></li>\n</ul>\n"
    )
    assert expected == stash.restore(made)


def test_tokens_in_addresses_and_pieces() -> None:
    """A token comes back from an address, where Markdown encodes it, and from a later piece."""
    stash = Stash()
    path = stash.put("/x/")
    link = stash.put(f'<a href="{path}">y</a>')
    assert '<p><a href="/x/">y</a> <a href="/x/z">w</a></p>\n' == stash.restore(
        to_html(f"{link} [w]({path}z)")
    )


def test_text_of_an_author_has_no_tokens() -> None:
    """What could be taken for a token goes before anything is put away."""
    stash = Stash()
    token = stash.put("piece")
    assert "a0b" == without_tokens(token.replace("\ufdd0", "a\ufdd0").replace("\ufdd1", "\ufdd1b"))
    assert stash.restore("\ufdd099999\ufdd1") == ""


@pytest.mark.slow
def test_pieces_within_pieces_are_bounded() -> None:
    """Pieces that hold others twice, thirty deep, neither fill the memory nor take long."""
    stash = Stash()
    token = stash.put("x" * 1000)
    for _ in range(30):
        token = stash.put(token * 2)
    start = time.perf_counter()
    assert len(stash.restore(token)) < 2**24
    assert time.perf_counter() - start < 30
