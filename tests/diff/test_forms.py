"""Differences as people read them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from feedmill.diff.difference import Changed, Difference, DiffItem, FeedChange, Moved, Withdrawn
from feedmill.diff.forms import difference_markdown, difference_text
from feedmill.model import Problem

COMMIT = "0123456789abcdef0123456789abcdef01234567"
EVIL = "@all [x](y) <img src=z> | `a` #1 **b** \x1b[31m"


def item(name: str, title: str = "") -> dict[str, str]:
    """Give the facts of an entry."""
    return {
        "id": f"tag:{name}",
        "title": title or f"About {name}",
        "link": f"https://example.org/{name}?a=(b)",
        "path": f"articles/{name}_{name}.md",
    }


RICH = Difference(
    base=COMMIT,
    feeds=(
        FeedChange(
            key="all",
            title="All",
            entries=50,
            about=("title",),
            new=("tag:n",),
            changed=("tag:c",),
            moved=("tag:m",),
            withdrawn=("tag:w",),
            pushed_out=("tag:p", "tag:q"),
        ),
        FeedChange(key="topics/ai", title="AI", state="gone", entries=3, lost=("atom",)),
    ),
    new=(DiffItem(**item("n", EVIL)),),
    changed=(Changed(fields=("title", "updated"), **item("c")),),
    moved=(Moved(was="tag:l", **item("m")),),
    withdrawn=(Withdrawn(why="draft", **item("w")),),
    problems=(Problem(path="articles/m_m.md", line=2, code="moved-id", message="add `id: tag:l`"),),
    notices=("no commit has feeds.json",),
    excess=("max_new: 1 new, 0 allowed",),
)


def test_text() -> None:
    """Notices, a table, lists, what to do, limits and a sum, in this order."""
    assert (
        r"""
note: no commit has feeds.json
FEED              ENTRIES  NEW  CHANGED  MOVED  WITHDRAWN  PUSHED OUT
all (title)            50    1        1      1          1           2
topics/ai (gone)        3
new:
  articles/n_n.md: @all [x](y) <img src=z> | `a` #1 **b** \x1b[31m
changed:
  articles/c_c.md: About c (title, updated)
moved to another id:
  articles/m_m.md:2: About m
      add `id: tag:l`
withdrawn:
  articles/w_w.md: About w (draft)
beyond the limit: max_new: 1 new, 0 allowed
1 new, 1 changed, 1 moved to another id, 1 withdrawn, 1 feed gone; 2 feeds changed
""".strip()
        == difference_text(RICH, width=100).removesuffix(", compared with 0123456789ab")
    )


def test_no_change() -> None:
    """Nothing to see is one line."""
    nothing = Difference(base=COMMIT)
    assert "Subscribers see no change, compared with 0123456789ab" == difference_text(
        nothing, width=80
    )
    assert "**Subscribers see no change**, compared with `0123456789ab`.\n" in difference_markdown(
        nothing
    )


def test_only_a_feed_changes() -> None:
    """A feed whose title changed is reported, although no entry is."""
    change = FeedChange(key="all", title="All", entries=1, about=("title",))
    text = difference_text(Difference(base=COMMIT, feeds=(change,)), width=80)
    last = "No entry is new, changed or withdrawn; 1 feed changed, compared with 0123456789ab"
    assert last == text.splitlines()[-1]


def many(number: int, title: str = "") -> Difference:
    """Give a difference with so many new entries, feeds and problems."""
    names = [f"{at:04}" for at in range(number)]
    return Difference(
        base=COMMIT,
        feeds=tuple(FeedChange(key=name, title=name, entries=1) for name in names),
        new=tuple(DiffItem(**item(name, title)) for name in names),
        problems=tuple(
            Problem(path=f"{name}.md", severity="warning", code="withdrawn", message=title)
            for name in names
        ),
    )


def test_long_lists_are_cut() -> None:
    """Ten of a kind are shown, or all of them."""
    text = difference_text(many(12), width=80)
    assert "  … and 2 more; --verbose shows them" in text
    assert "articles/0009_0009.md" in text
    assert "articles/0010_0010.md" not in text
    assert "articles/0011_0011.md" in difference_text(many(12), width=80, verbose=True)


@pytest.mark.parametrize("title", ["x" * 5000, "[@<" * 300, "字" * 5000])
def test_markdown_fits_into_a_comment(title: str) -> None:
    """However much differs, GitHub takes it: 65,536 characters."""
    text = difference_markdown(many(3000, title))
    assert len(text) < 65_536
    assert 3 == len(re.findall(r"… and (2,9\d\d|3,000) more", text))


def test_markdown_shows_text_as_it_is() -> None:
    """What stands in titles makes no mark-up, no mention, no reference, and no new cell."""
    text = difference_markdown(RICH)
    assert "@all" not in text
    assert "#1" not in text.replace("&#", "")
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert "<img" not in html
    assert "<strong>b" not in html
    shown = unescape(re.sub(r"<[^>]*>", "", html))
    assert r"@all [x](y) <img src=z> | `a` #1 **b** \x1b[31m" in shown
    assert '<a href="https://example.org/n?a=(b)">' in html
    assert 3 == html.count("<tr>")
    assert "articles/w_w.md" in shown


def test_markdown_says_it_all() -> None:
    """A table with a row for each feed, a list of each kind, what to do, and the limits."""
    text = difference_markdown(RICH)
    assert "| all &#40;title&#41; | 50 | 1 | 1 | 1 | 1 | 2 |" in text
    assert "> [!CAUTION]\n> Beyond the limit: max&#95;new: 1 new, 0 allowed." in text
    for head in ("1 new", "1 changed", "1 moved to another id", "1 withdrawn"):
        assert f"<details><summary>{head}</summary>" in text
    assert "- <code>articles/m&#95;m.md:2</code>: add <code>id: tag:l</code>" in text


def test_feeds_and_formats_that_are_gone() -> None:
    """They are counted in the sum, and the formats are named in the table."""
    feeds = (
        FeedChange(key="all", title="All", entries=2, about=("urls",), lost=("rss", "json")),
        FeedChange(key="x", title="X", state="gone", entries=3, lost=("atom", "rss", "json")),
    )
    assert (
        """
FEED                             ENTRIES
all (urls, rss gone, json gone)        2
x (gone)                               3
1 feed gone, 2 formats gone; 2 feeds changed, compared with 0123456789ab
""".strip()
        == difference_text(Difference(base=COMMIT, feeds=feeds), width=100)
    )
