"""What pages have in a preview beside what they have anywhere."""

from __future__ import annotations

import html5lib
import pytest

from feedmill.model import Problem
from feedmill.serve.panel import in_preview, notice_page

ERROR = Problem(path="a.md", line=3, code="bad-date", message="is <script>alert(1)</script>")
WARNING = Problem(path="b.md", severity="warning", code="left-out", message="one & all\x1b[31m")
PAGE = b"<!doctype html><title>x</title><body><p>text, and &lt;/body></p></body></html>\n"


def test_a_page_is_as_it_was_but_for_the_script() -> None:
    """The script comes at the end of the body, and knows the version."""
    page = in_preview(PAGE, [], "7")
    before, _, after = page.partition(b"<script")
    assert PAGE == before + after.partition(b"</script>\n")[2]
    assert b"data-version='7'" in page


def test_problems_are_text() -> None:
    """Errors come first and open the list; whatever they say is text."""
    page = in_preview(PAGE, [WARNING, ERROR], "7").decode()
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    rows = ["".join(row.itertext()) for row in tree.iter("li")]
    assert [
        "a.md:3 error[bad-date] is <script>alert(1)</script>",
        "b.md warning[left-out] one & all\\x1b[31m",
    ] == rows
    assert 1 == len([*tree.iter("script")])
    (details,) = tree.iter("details")
    assert "open" in details.attrib
    assert "1 error, 1 warning" == "".join(details.find("summary").itertext())


def test_warnings_do_not_cover_the_page() -> None:
    """A list of warnings is closed until somebody opens it."""
    assert b"<details>" in in_preview(PAGE, [WARNING], "7")


def test_there_is_an_end() -> None:
    """Of very many problems the first are shown, and how many more there are."""
    page = in_preview(PAGE, [WARNING] * 1234, "7").decode()
    assert 101 == page.count("<li>")
    assert "… and 1,134 more" in page


@pytest.mark.parametrize("page", [b"", b"<p>no end", b"</body></body>"])
def test_pages_that_are_none(page: bytes) -> None:
    """Templates of a site may write anything: nothing of it is lost."""
    found = in_preview(page, [], "7")
    start = found.index(b"<script")
    assert page == found[:start] + found[start:].partition(b"</script>\n")[2]


def test_notices_are_text() -> None:
    """A message of the preview shows what was asked for as text."""
    page = notice_page("Not found", "no /<script>", ("/feeds/?a&b", "All feeds")).decode()
    assert "no /&lt;script&gt;" in page
    assert 'href="/feeds/?a&amp;b"' in page
