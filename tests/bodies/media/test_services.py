"""The pages of what is embedded from services."""

from __future__ import annotations

import pytest

from feedmill.bodies.media.services import embedded


@pytest.mark.parametrize(
    ("url", "service", "page"),
    [
        ("https://www.youtube-nocookie.com/embed/a-_1?start=3", "YouTube", "https://www.youtube.com/watch?v=a-_1"),
        ("https://www.youtube.com/embed/videoseries?list=PL1", "YouTube", "https://www.youtube.com/playlist?list=PL1"),
        ("https://player.vimeo.com/video/7?h=1", "Vimeo", "https://vimeo.com/7"),
        ("https://codepen.io/u/embed/preview/Xy?a=b", "CodePen", "https://codepen.io/u/pen/Xy"),
        ("https://gist.github.com/u/1f.js?file=a.py", "gist", "https://gist.github.com/u/1f"),
        ("https://asciinema.org/a/12.js", "asciinema", "https://asciinema.org/a/12"),
        ("https://open.spotify.com/embed/track/4x", "Spotify", "https://open.spotify.com/track/4x"),
        ("https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b", "SoundCloud", "https://soundcloud.com/a/b"),
        ("https://w.soundcloud.com/player/?url=javascript:x", "", "https://w.soundcloud.com/player/?url=javascript:x"),
        ("https://platform.twitter.com/embed/Tweet.html?id=9", "X", "https://x.com/i/status/9"),
        ("https://player.twitch.tv/?channel=c", "Twitch", "https://www.twitch.tv/c"),
        ("https://jsfiddle.net/u/a1/embedded/result/", "JSFiddle", "https://jsfiddle.net/u/a1/"),
        ("https://docs.google.com/presentation/d/1-a/embed?start=false", "Google Docs", "https://docs.google.com/presentation/d/1-a/"),
        ("https://www.youtube.com/embed/", "", "https://www.youtube.com/embed/"),
        ("https://x.example/embed/1", "", "https://x.example/embed/1"),
    ],
)  # fmt: skip
def test_pages(url: str, service: str, page: str) -> None:
    """What is shown in a frame leads to the page that people open; others are their own page."""
    assert (service, page) == embedded(url)


def test_a_long_query() -> None:
    """Nothing is looked for in it."""
    url = "https://w.soundcloud.com/player/?" + "a=1&" * 99

    assert ("", url) == embedded(url)
