"""Drawings within bodies."""

from __future__ import annotations

import pytest

from bodies.conftest import FRONT, SITE
from feedmill.bodies.chain import Bodies, Completed
from feedmill.config.schema import Config, Feeds, Images
from feedmill.parsing.parser import Reader

SHAPES = '<svg viewBox="0 0 300 90"><path d="M0 0" fill="red"></path><text x="1">a</text></svg>'


def body(markup: str, *, svg: bool) -> Completed:
    """Render a body, with `images.svg`."""
    config = Config(site=SITE, images=Images(svg=svg), feeds=Feeds(content="full"))
    raw = Reader(config).read_raw("articles/x.md", f"{FRONT}---\n<div>{markup}</div>\n".encode())
    assert raw is not None
    return Bodies(config).complete(raw)


def test_shapes_stay_if_the_config_allows_it() -> None:
    """A drawing of shapes and texts is kept; otherwise it is replaced by its title."""
    titled = SHAPES.replace("<path", "<title>A chart</title><path", 1)

    assert f"<div>{SHAPES}</div>" == body(titled, svg=True).content
    assert "<div> A chart </div>" == body(titled, svg=False).content
    assert ["left-out"] == [problem.code for problem in body(SHAPES, svg=False).problems]


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        "<style>p{display:none}</style>",
        "<a href='https://x.example'><text>x</text></a>",
        "<image href='https://x.example/x.png'/>",
        "<use href='#x'/>",
        "<foreignObject><iframe src='https://x.example'></iframe></foreignObject>",
        "<animate attributeName='href' to='javascript:x'/>",
        "<path onload='x()' d='M0 0'/>",
        "<path style='fill:red' d='M0 0'/>",
        "<path fill='url(https://x.example/#a)' d='M0 0'/>",
        "<!-- --><path d='M0 0'/>",
        "<path d='M0 0",
        "<p>x</p>",
        "<path d='M0 0'/>" * 3000,
    ],
)
def test_what_may_act_goes(part: str) -> None:
    """Of a drawing that can do anything but be looked at, the title is left."""
    found = body(f"<svg><title>Harmless?</title>{part}</svg>", svg=True).content

    assert "<svg" not in found
    assert "Harmless?" in found
    assert "x.example" not in found


def test_icons_are_no_loss() -> None:
    """What decorates goes without a word."""
    for icon in ("<svg aria-hidden=true><path/></svg>", "<svg width=16 height=16><g/></svg>"):
        assert () == body(icon, svg=False).problems
