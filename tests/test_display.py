"""Text for terminals: safe, measured, in tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.display import (
    count,
    inert,
    marked,
    paint,
    printable,
    shorten,
    shorten_inside,
    size,
    tab_separated,
    table,
    width,
    wrapped,
)


def test_printable_escapes_what_harms() -> None:
    """Control characters, line ends, direction overrides and lone surrogates become escapes."""
    text = "a\x1b[2J\n\t\x85\u202eb\u2028\udcff"
    assert r"a\x1b[2J\n\t\x85\u202eb\u2028\udcff" == printable(text)


def test_printable_keeps_letters_of_all_scripts() -> None:
    """Accents, right-to-left letters, joiners and emoji are shown as they are."""
    text = "Été שלום 新聞 👩‍🚀 \u200eR&D"
    assert text == printable(text)


@given(st.text(st.characters()))
def test_printable_is_one_encodable_line(text: str) -> None:
    """Whatever goes in, one line that UTF-8 can hold comes out."""
    shown = printable(text)
    assert [shown] == (shown.splitlines() or [""])
    assert shown.encode("utf-8")[:0] == b""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::error::x", r"\x3a:error::x"),
        ("a\n \t::error::x", "a\n \t\\x3a:error::x"),
        ("\u3000::x", "\u3000\\x3a:x"),
        ("\x1b[1m::x\x1b[0m", "\x1b[1m\\x3a:x\x1b[0m"),
        ("a ::x", "a ::x"),
        (":x", ":x"),
        ("a ##[group]b ###[x]", r"a #\x23[group]b ##\x23[x]"),
    ],
)
def test_inert(text: str, expected: str) -> None:
    """No line begins with what a runner obeys, and none has its older form; the rest stays."""
    assert expected == inert(text)
    assert expected.replace(r"\x3a", ":") == inert(text, commands=True)


@pytest.mark.parametrize(
    ("expected", "number"), [("0 feeds", 0), ("1 feed", 1), ("2 feeds", 2), ("12,345 feeds", 12345)]
)
def test_count(expected: str, number: int) -> None:
    """One is singular, all else plural, thousands are parted."""
    assert expected == count(number, "feed")


@pytest.mark.parametrize(
    ("expected", "number"),
    [("0 B", 0), ("1023 B", 1023), ("1 KiB", 1024), ("512 KiB", 512 * 1024), ("2.5 MiB", 2621440)],
)
def test_size(expected: str, number: int) -> None:
    """Bytes are written in the unit that keeps them short."""
    assert expected == size(number)


@pytest.mark.parametrize(
    ("expected", "text"),
    [(0, ""), (3, "abc"), (4, "新聞"), (1, "e\u0301"), (2, "🤖"), (4, "שלום"), (1, "a\u200d")],
)
def test_width(expected: int, text: str) -> None:
    """East Asian letters and emoji are two columns wide, what combines none."""
    assert expected == width(text)


@given(st.text(), st.integers(1, 30))
def test_shortened_text_fits(text: str, columns: int) -> None:
    """Shortened text is never too wide, and only text that does not fit is cut."""
    shown = shorten(text, columns)
    assert width(shown) <= columns
    assert (shown == text) or (shown.endswith("…") and width(text) > columns)


@given(st.text(), st.integers(1, 30))
def test_text_shortened_inside_fits(text: str, columns: int) -> None:
    """So does text that keeps its end."""
    shown = shorten_inside(text, columns)
    assert width(shown) <= columns
    assert (shown == text) or ("…" in shown and width(text) > columns)


@pytest.mark.parametrize(
    ("expected", "columns"),
    [("topics/a-and-b.atom", 19), ("topics/a-…d-b.atom", 18), ("t…m", 3), ("t…", 2), ("…", 1)],
)
def test_paths_keep_their_ends(expected: str, columns: int) -> None:
    """The end of a path, such as the format of a feed, tells it from others."""
    assert expected == shorten_inside("topics/a-and-b.atom", columns)


def test_marked() -> None:
    """What stands between backticks is code; all else is shown as it is, a lone backtick, too."""
    shown = "write <code>a&#42;b</code> or <code>c</code>, &#42;not&#42; &#96;"
    assert shown == marked("write `a*b` or `c`, *not* `")
    assert "&#60;b&#62; <code>&#60;/code&#62;</code>" == marked("<b> `</code>`")


def test_paint_only_with_colour() -> None:
    """Escape codes stand around a text if, and only if, colour is wanted."""
    assert "\x1b[31mx\x1b[0m" == paint("x", "red", True)
    assert "x" == paint("x", "red", False)


def test_table_aligns_columns() -> None:
    """Text stands left and numbers right, wide letters are counted as two."""
    shown = table(["NAME", "N"], [["新聞", "5"], ["abcdef", "12"]], 40, colour=False)
    assert "NAME     N\n新聞     5\nabcdef  12" == shown


def test_table_cuts_the_widest_column() -> None:
    """The widest cells give way first; short ones stay whole."""
    shown = table(["KEY", "TITLE"], [["all", "x" * 50]], 20, colour=False)
    assert "KEY  TITLE\nall  " + "x" * 14 + "…" == shown


def test_a_table_keeps_its_heads_and_what_tells_rows_apart() -> None:
    """Cells give way before heads, and keys lose their middle."""
    rows = [["topics/a-and-b-and-c", "1"], ["topics/a-and-b-and-d", "2"]]
    shown = table(["FEED", "PUSHED OUT"], rows, 26, colour=False)
    assert "FEED            PUSHED OUT\ntopics/…-and-c           1" == shown[: shown.rindex("\n")]
    assert "FEED       PUSHED…" == table(["FEED", "PUSHED OUT"], rows, 18, False).split("\n")[0]


@given(
    st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), min_size=1, max_size=5),
    st.integers(18, 60),
)
def test_table_fits(rows: list[tuple[str, str]], columns: int) -> None:
    """No line of a table is wider than it may be, whatever the cells hold."""
    lines = table(["A", "B"], rows, columns, colour=False).split("\n")
    assert 1 + len(rows) == len(lines)
    assert columns >= max(map(width, lines))


def test_dates_and_numbers_stay_whole() -> None:
    """In a narrow terminal all else is cut first: a part of a date says nothing."""
    heads = ["FEED", "ENTRIES", "NEWEST", "URL"]
    rows = [["topics/a-and-b", "1,234", "2024-01-02", "https://example.org/topics/a-and-b.atom"]]
    for columns in (40, 35, 33):
        shown = table(heads, rows, columns, colour=False).split("\n")
        assert columns >= max(map(len, shown))
        assert "1,234  2024-01-02" in shown[1]


def test_tab_separated_is_whole_and_safe() -> None:
    """Values are never cut, and a tab or line feed within one cannot break the table."""
    assert "a\\tb\tc\\nd\n" + "x" * 300 + "\ty" == tab_separated(
        [["a\tb", "c\nd"], ["x" * 300, "y"]]
    )


@given(st.text(alphabet="abc é漢\u0301", max_size=60), st.integers(10, 40))
def test_wrapped_keeps_every_word(text: str, columns: int) -> None:
    """Joined again the words are the same, and only a long word passes the width."""
    parts = wrapped(text, columns).split("\n")
    assert text.split() == " ".join(parts).split()
    for part in parts:
        assert width(part) <= columns or len(part.split()) == 1


def test_wrapped_indents() -> None:
    """What follows is indented, so that a problem is seen as one."""
    expected = "a.md:1: error[x]:\n    some words"
    assert expected == wrapped("a.md:1: error[x]: some words", 18)
