"""Plain text."""

from __future__ import annotations

import time
from collections.abc import Callable
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.text import cut_text, fold_text, plain, without_controls, written_plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("It&#8217;s", "It’s"),
        ("R&amp;D", "R&D"),
        ("R&D", "R&D"),
        ("AT&amp;amp;T", "AT&amp;T"),
        ("&lt;b&gt; is bold", "<b> is bold"),
        ("&#150;", "–"),
        ("&#x1F; &#0; &#xFFFE;", "\ufffd"),
        ("&#99999999999999999999;", "&#99999999999999999999;"),
        ("&nosuch; &copy", "&nosuch; &copy"),
        ("?a=1&copy=2&region=3", "?a=1&copy=2&region=3"),
        ("a < b and c > d", "a < b and c > d"),
        ("a <b and c> d", "a <b and c> d"),
        ("Vec<T> and <Thing>", "Vec<T> and <Thing>"),
        ("use <code>x</code>!", "use x!"),
        ('<a href="x">A</a><br>B', "A B"),
        ("<P CLASS='y'>A</P><p>B</p>", "A B"),
        ("A<script>alert(1)</script>B", "AB"),
        ("A<style>b{}", "A"),
        ("A<!-- no -->B", "AB"),
        ("<video controls src=x></video>V", "V"),
        (" a \n\t b\u00a0\u2003c\u2028d ", "a b c d"),
        ("a\x0bb\x1f, c\u0085, d", "ab, c, d"),
        ("a\x00b\x1bc\x7fd\x9fe\ufffef\U0001ffffg\ufdd0h", "abcdefgh"),
        ("a \x00 b", "a b"),
        ("\u200fשלום\u200f", "\u200fשלום\u200f"),
        ("👩‍🔬 😀", "👩‍🔬 😀"),
        ("half \ud800 a pair", "half a pair"),
    ],
)
def test_plain(written: str, shown: str) -> None:
    """Entities are decoded once, tags of real elements go, what XML cannot hold is removed."""
    assert shown == plain(written)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The <dialog> element", "The <dialog> element"),
        ("<img src=x> <b>x", "x"),
        ("The <script> element in 2026", "The <script> element in 2026"),
        ("Use <details> and <summary>", "Use <details> and <summary>"),
        ("How <a> works, and </body>", "How <a> works, and </body>"),
        ("The <p> and (<li>) tags; <td>.", "The <p> and (<li>) tags; <td>."),
        ("A <b>bold</b> <br> move</div>", "A bold move"),
        ("<p>Cut off <em>in the", "Cut off in the"),
        ("<p>The <dialog> element</p>", "The element"),
        ('An <a href="x">open link', "An open link"),
        ("A<script>alert(1)</script>B &amp; C<!-- no -->", "AB & C"),
    ],
)
def test_written_plain(written: str, shown: str) -> None:
    """A tag alone in a line is what the line is about; in paragraphs and pairs it is mark-up."""
    assert shown == written_plain(written)


@pytest.mark.parametrize("to_text", [plain, written_plain])
@given(written=st.text(st.sampled_from("<>/pab &;\n") | st.characters(), max_size=60))
def test_plain_text_fits_into_xml(to_text: Callable[[str], str], written: str) -> None:
    """Whatever comes in, an XML parser takes what comes out, and folding again changes nothing."""
    shown = to_text(written)
    assert shown == (ElementTree.fromstring(f"<a>{escape(shown)}</a>").text or "")
    assert shown == fold_text(shown)


@given(st.text(st.characters(), max_size=60))
def test_html_fits_into_xml(written: str) -> None:
    """White space stays, and everything that XML cannot hold goes."""
    kept = without_controls(written).replace("\r", "")
    assert kept == (ElementTree.fromstring(f"<a>{escape(kept)}</a>").text or "")
    assert written.count("\n") == kept.count("\n")


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("one two", 7, "one two"),
        ("one two three", 9, "one two…"),
        ("one, two three", 6, "one…"),
        ("unbroken", 5, "unbr…"),
    ],
)
def test_shorten(text: str, limit: int, shown: str) -> None:
    """Long text ends at a word, and says that there was more."""
    assert shown == cut_text(text, limit)


@pytest.mark.parametrize("text", ["<div></div>" + "<b>x</b>" * 80_000, "<q></q>" + "<b>x" * 80_000])
def test_many_tags_in_time(text: str) -> None:
    """The time of a title grows with its tags, not with their square."""
    start = time.perf_counter()
    assert "x" in written_plain(text)
    assert time.perf_counter() - start < 20
