"""Bodies with the copies that the store has of their pictures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.bodies.media.copies import with_copies
from feedmill.config.schema import Images
from feedmill.images.manifest import Stored

ALL = Images(enclose="all", base_url="https://example.org/feeds/images/")


def stored(name: str) -> Stored:
    """Give what the store has of an image of example.com."""
    return Stored(
        url=f"https://example.com/{name}",
        file=f"ab/{name}",
        bytes=1234,
        type="image/webp",
        width=8,
        height=6,
        fetched=datetime(2026, 1, 2, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('<img src="https://example.com/a.jpg" alt="x">', '<img src="{}ab/a.jpg" alt="x">'),
        (
            '<img alt="x" src="https://example.com/a.jpg" srcset="/b 2x" sizes="9vw" width="9">',
            '<img alt="x" src="{}ab/a.jpg" width="9">',
        ),
        ('<video poster="https://example.com/a.jpg" controls="">', '<video poster="{}ab/a.jpg" co'),
        ('<img src="https://example.com/b.jpg" srcset="/b 2x">', '<img src="https://example.com/b'),
        ('<a href="https://example.com/a.jpg">x</a>', '<a href="https://example.com/a.jpg">x</a>'),
        (
            '<p><a href="https://www.youtube.com/watch?v=q-1">Boats</a></p>',
            '<p><a href="https://www.youtube.com/watch?v=q-1"><img src="{}ab/q.jpg" alt=""><br>',
        ),
        (
            '<p><a href="https://www.youtube.com/watch?v=other">Boats</a></p>',
            '<p><a href="https://www.youtube.com/watch?v=other">Boats</a></p>',
        ),
    ],
)
def test_bodies_show_what_is_stored(body: str, shown: str) -> None:
    """One picture has one address; a link to a video gets the picture that the store has of it."""
    have = {"https://example.com/a.jpg": stored("a.jpg")}
    have["https://i.ytimg.com/vi/q-1/hqdefault.jpg"] = stored("q.jpg")

    found = with_copies(body, ALL, have.get)

    expected = shown.format(ALL.base_url)
    assert expected == found[: len(expected)]
