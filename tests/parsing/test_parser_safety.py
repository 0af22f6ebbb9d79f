"""Whatever the bytes, reading ends with an article, a reason, or a problem with a place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from feedmill.bodies.chain import Bodies
from feedmill.config.schema import Config, Feeds, Site
from feedmill.parsing.parser import PROBLEMS, Reader, Reading

SITE = Site(title="Example", url="https://example.org/", authority="example.org,2021")
BODIES = Bodies(Config(site=SITE, feeds=Feeds(content="full")))
Make = Callable[..., Reader]
SEEDS = [
    b"""---
title: "A \\"title\\" &#8217;"
excerpt: <b>x</b>
publishedDateTime: 2021-02-12T21:28:00Z
updated: 2022-01-01
webUrl: "https://www.example.com/a?b=c"
published: true
provider: {name: Fox 9, domain: fox9.com}
topics:
  - AI
images:
  - url: "https://i.example/i.jpg"
    width: 932
    isCached: true
related:
  - title: Other
    link: https://o.example/
authors: [{name: A, email: a@b.example}]
lang: en_US
---
# Body *text* {% x %}
""",
    b"""+++
title = "T"
date = 2021-02-12T10:00:00Z
url = "https://e.example/"
[taxonomies]
tags = ["a", "b"]
[extra]
provider = "x"
+++
text
""",
    b'{"title": "T", "date": "2021-02-12", "link": "https://e.example/", "tags": ["a", 1.5]}\ntext',
    b"Title: T\nDate: 2021-02-12 10:00\nTags: a, b\nAuthors: A; B\nLink: https://e.example/\n\ntext\n",
]
PIECES = [
    *(
        b"\n",
        b"\r",
        b"\r\n",
        b" ",
        b"\t",
        b"---\n",
        b"...\n",
        b"+++\n",
        b"\xef\xbb\xbf",
        b"\xff",
        b"\x00",
    ),
    *(
        b": ",
        b"- ",
        b'"',
        b"'",
        b"[",
        b"]",
        b"{",
        b"}",
        b"&a",
        b"*a",
        b"!x ",
        b"|",
        b">",
        b"#",
        b"\\",
    ),
    *(
        b"\\ud800",
        b"\\u0000",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"\xf0\x9f\x98\x80",
        b"\xd7\xa9",
        b"&#x1F;",
    ),
    *(
        b"date: ",
        b"title: ",
        b"link: ",
        b"id: ",
        b"topics: ",
        b"images: ",
        b"null",
        b"~",
        b"9" * 40,
    ),
    *(
        b"0000-00-00",
        b"10:00 EST",
        b"1/2/3",
        b"http://[",
        b"http://xn--a",
        b"//",
        b"@",
        b"<script>",
    ),
]


def check(reading: Reading, reader: Reader, data: bytes) -> None:
    """Check that a reading is of one kind, can be stored, and is what feeds may hold."""
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    assert 1 == (reading.article is not None) + bool(errors or reading.skipped)
    assert {problem.code for problem in reading.problems} <= PROBLEMS.keys()
    assert all(problem.line and problem.line >= 1 for problem in reading.problems)
    assert all(problem.message.isprintable() for problem in reading.problems)
    msgspec.json.encode(reading)
    if reading.article is None:
        return
    raw = reader.read_raw(reading.path, data)
    assert raw is not None
    assert reading.article == raw.article
    done = BODIES.complete(raw)
    article = replace(raw.article, content=done.content, summary=done.summary)
    assert article.title
    assert article.published <= article.updated
    assert UTC is article.published.tzinfo
    assert all(address.isascii() for address in (article.link, *(i.url for i in article.images)))
    assert msgspec.convert(msgspec.to_builtins(article), type(article)) == article


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw an article of some dialect with pieces put in, cut out and doubled."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = at + draw(st.sampled_from([0, 0, 1, 1, 5, 30]))
        piece = draw(st.sampled_from([*PIECES, b"", data[at : at + 40]]) | st.binary(max_size=4))
        data = data[:at] + piece + data[end:]
    return data


@given(data=damaged() | st.binary(max_size=200) | st.binary(max_size=80).map(b"---\n".__add__))
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes(make_reader: Make, data: bytes) -> None:
    """No bytes make the reader raise, and what it gives holds together."""
    reader = make_reader(content="full", permalink="https://example.org/{year}/{slug}")
    check(reader.read("articles/2021-02-12-x.md", data), reader, data)


@given(path=st.text(max_size=30))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_path(make_reader: Make, path: str) -> None:
    """No path makes the reader raise."""
    reader = make_reader(permalink="https://example.org/{path}/{folder}/{stem}/{slug}/")
    data = b"---\ntitle: T\ndate: 2021-02-12\n---\n"
    reading = reader.read(path, data)
    msgspec.json.encode(reading.problems)
    if reading.article:
        assert reading.article.link.isascii()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_seeds_are_sound(make_reader: Make, seed: bytes) -> None:
    """Undamaged, each of them is an article, so that the test above can fail."""
    assert make_reader().read("articles/x.md", seed).article
