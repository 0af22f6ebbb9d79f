"""Frames, players and drawings in bodies: what a feed can show of them, and what it costs."""

from __future__ import annotations

import time

import pytest

from bodies.conftest import Complete

PAGE = "https://example.org/a/b"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            "<iframe src='https://www.youtube.com/embed/a_B-1?rel=0' title='A &amp; B'></iframe>",
            '<p><a href="https://www.youtube.com/watch?v=a_B-1">A &amp; B</a></p>',
        ),
        (
            "see <iframe src=//player.vimeo.com/video/12></iframe> there",
            '<p>see <a href="https://vimeo.com/12">Vimeo</a> there</p>',
        ),
        (
            "<iframe data-src='https://maps.example/x'></iframe>",
            '<p><a href="https://maps.example/x">Embedded page: maps.example</a></p>',
        ),
        ("<IFRAME SRC='https://x.example/'></IFRAME>", '<p><a href="https://x.example/">Embedded'),
        ("<iframe srcdoc='<b>x</b>'></iframe>", f'<p><a href="{PAGE}">Embedded page</a></p>'),
        ("<iframe src='javascript:x()'></iframe>", f'<p><a href="{PAGE}">Embedded page</a></p>'),
        (
            "<script src=https://gist.github.com/u/9f.js></script>",
            '<p><a href="https://gist.github.com/u/9f">Gist</a></p>',
        ),
        ("<object data=/a.svg title=t></object>", '<p><img src="https://example.org/a.svg" alt="t'),
        (
            "<object data=/a.pdf>Get <a href=/a.pdf>it</a></object>",
            '<p>Get <a href="https://example.org/a.pdf">it</a></p>',
        ),
        ("<embed src=/a.swf>", '<p><a href="https://example.org/a.swf">Embedded file: example.org'),
        (
            "<object><param name=movie value='http://www.youtube.com/v/x&amp;hl=en'></object>",
            '<p><a href="https://www.youtube.com/watch?v=x">YouTube</a></p>',
        ),
        (
            "<video autoplay loop width=9><source src=/a.mp4 type=video/mp4>No.</video>",
            '<p><video width="9" controls=""><source src="https://example.org/a.mp4" '
            'type="video/mp4">No.</video></p>',
        ),
        ("<video data-src=/a.mp4></video>", '<p><video src="https://example.org/a.mp4" controls'),
        (
            "<video poster=/p.png src=blob:x title=Boats></video>",
            f'<p><a href="{PAGE}"><img src="https://example.org/p.png" alt="Boats"></a></p>',
        ),
        ("<audio src=a.mp3></audio>", '<p><audio src="https://example.org/a/a.mp3" controls="">'),
        ("<audio>Listen</audio>", f'<p><a href="{PAGE}">Listen</a></p>'),
        ("<!-- <iframe src=https://x.example/></iframe> -->\n\na", "<p>a</p>"),
        ("<style>a::after{content:'<iframe src=x></iframe>'}</style>\n\na", "<p>a</p>"),
        ("`<iframe src=x>`", "<p><code>&lt;iframe src=x&gt;</code></p>"),
        ('<iframe src="https://x.example/', f'<p><a href="{PAGE}">Embedded page</a></p>'),
    ],
)
def test_what_only_browsers_run(complete: Complete, body: str, html: str) -> None:
    """It becomes a link to its own page, else to the article's; what feed readers play stays."""
    found = complete(body).content.replace("<p></p>", "")

    assert html == found[: len(html)]


def test_links_are_reported(complete: Complete) -> None:
    """One warning says of which services there were how many."""
    done = complete("<iframe src=https://youtu.be/x></iframe>\n\n" * 2 + "<iframe></iframe>")

    assert [
        "can't be shown in feeds: youtube shown as a link (2 times), <iframe> shown as a link"
    ] == [problem.message for problem in done.problems]


def test_a_video_is_no_summary(complete: Complete) -> None:
    """The first paragraph with words is looked for after it."""
    body = "<iframe src=https://youtu.be/x title=Boats></iframe>\n\nBoats that sail."

    assert "Boats that sail." == complete(body).summary
    assert "Boats" == complete(body.partition("\n")[0]).summary


@pytest.mark.parametrize(
    "piece",
    [
        "<iframe ",
        "<iframe src='",
        '<iframe a="',
        "<object><embed>",
        "<object data=x>" * 3,
        "<noscript><img>",
        "<video><source>",
        "<svg><title>",
        "<img srcset='a 1x,",
        "<img data-src=",
        "<!--",
        "<script>",
        "<picture><source srcset=",
        "<iframe></iframe>",
        "<svg><path></svg>",
        "<img srcset='" + "a 1x, " * 500 + "'>",
    ],
)
def test_time_is_bounded(complete: Complete, piece: str) -> None:
    """Nothing that is repeated takes longer than a few seconds, or shows a script."""
    body = piece * (2**18 // len(piece))

    start = time.process_time()
    done = complete(body)

    assert time.process_time() - start < 20
    assert "<script" not in done.content
    assert "<iframe" not in done.content
