"""What the old feeds have, and Feedmill would not take for an article, or under another id."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.adopt.plan import AdoptPlan, make_plan
from feedmill.config import parse_config
from feedmill.live.known import KnownEntry, KnownFeed
from feedmill.parsing.parser import Reader

HOME = "https://old.example.org"
CONFIG = """\
site: {title: Old, url: https://old.example.org, authority: "old.example.org,2021"}
articles: {include: ["content/posts/*.md"], generator: hugo, permalink: "/posts/{stem}/"}
"""
POST = "---\ntitle: Post {number}\ndate: 2024-01-0{number}\n{more}---\nText.\n"


def feed(*entries: KnownEntry) -> KnownFeed:
    """Return a feed at the top of the site."""
    return KnownFeed(
        source="x", url=f"{HOME}/index.xml", format="rss", title="Old", entries=entries
    )


def entry(link: str, title: str, day: datetime, id_: str = "") -> KnownEntry:
    """Return an entry, whose id is its link if no other is given."""
    return KnownEntry(id=id_ or f"{HOME}{link}", title=title, link=f"{HOME}{link}", published=day)


def posts(more: str = "") -> dict[str, bytes]:
    """Return three posts; `more` are lines of front matter, with {number}."""
    return {
        f"content/posts/p{number}.md": POST.replace("{more}", more)
        .replace("{number}", str(number))
        .encode()
        for number in (1, 2, 3)
    }


def plan(
    found: KnownFeed, data: dict[str, bytes], others: dict[str, bytes] | None = None
) -> AdoptPlan:
    """Return the plan that continues a feed."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    made = make_plan(CONFIG, "config.yaml", data, [found], now, others=others or {})
    assert {} == made.refused
    return made


@pytest.mark.parametrize("year", [1, 2001])
def test_pages_without_a_date(year: int) -> None:
    """Hugo's home feed has pages without a date, dated as Go dates nothing: they go on."""
    known = feed(
        *(
            entry(f"/posts/p{one}/", f"Post {one}", datetime(2024, 1, one, tzinfo=UTC))
            for one in (3, 2, 1)
        ),
        entry("/about/", "About us", datetime(year, 1, 1, tzinfo=UTC)),
    )
    about = {"content/about.md": b"---\ntitle: About us\n---\nText.\n"}
    made = plan(known, posts(), about)
    config = parse_config(made.text, "config.yaml")
    assert "content/*.md" in config.articles.include
    assert '{match: ["content/*.md"], values: {date: ["' in made.text
    article = Reader(config).read("content/about.md", about["content/about.md"]).article
    assert article is not None
    assert (f"{HOME}/about/", year) == (article.link, article.published.year)


def test_ids_in_a_field_of_their_own() -> None:
    """Ids that front matter has under another key than `id`, as exports have, are read there."""
    known = feed(
        *(
            entry(f"/posts/p{one}/", f"Post {one}", datetime(2024, 1, one, tzinfo=UTC),
                  f"{HOME}/?p=10{one}")
            for one in (3, 2, 1)
        )
    )  # fmt: skip
    data = posts(f"id: 10{{number}}\nwp_guid: {HOME}/?p=10{{number}}\n")
    made = plan(known, data)
    assert {} == made.pins
    assert ("wp_guid",) == parse_config(made.text, "config.yaml").articles.fields["id"]


def test_ids_beside_a_field_that_means_something_else() -> None:
    """Ids that nothing makes are pinned under a key of their own where `id` is taken."""
    known = feed(
        *(
            entry(f"/posts/p{one}/", f"Post {one}", datetime(2024, 1, one, tzinfo=UTC), f"{one}f9")
            for one in (3, 2, 1)
        )
    )
    made = plan(known, posts("id: 10{number}\n"))
    assert ["1f9", "2f9", "3f9"] == list(made.pins.values())
    assert b'feed_id: "1f9"\n' in made.edits["content/posts/p1.md"]
