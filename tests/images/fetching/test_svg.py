"""SVG: what can act or load is refused."""

from __future__ import annotations

import pytest

from feedmill.http.refusal import FetchRefused
from feedmill.images.fetching.svg import check_svg, looks_like_svg

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str = "", attributes: str = 'width="30" height="20"', before: str = "") -> bytes:
    """Give an SVG with this in it."""
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


HARMLESS = [
    svg(),
    svg('<defs><linearGradient id="a"/></defs><rect fill="url(#a)" style="stroke: url( \'#a\')"/>'),
    svg("<style>.a { fill: red } /* note */</style><g class='a'><path d='M0 0'/></g>"),
    svg('<use href="#a"/>'),
    svg('<use xlink:href="#a"/>', f'{XLINK} width="30" height="20"'),
    svg('<image href="data:image/png;base64,iVBORw0KGgo="/>'),
    svg('<text>a &lt;script&gt; &#x41;</text><title>on click="x"</title>'),
    svg(before='<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n'),
    svg(before="\ufeff"),
    svg(
        before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    ),
    svg(
        '<i:namedview i:zoom="1"/>',
        'width="30" height="20" xmlns:i="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"',
    ),
]

HARMFUL = {
    "script": svg("<script>alert(1)</script>"),
    "script by another prefix": svg(
        "<s:script>alert(1)</s:script>", 'xmlns:s="http://www.w3.org/2000/svg"'
    ),
    "script of XHTML": svg("<s:script>1</s:script>", 'xmlns:s="http://www.w3.org/1999/xhtml"'),
    "foreignObject": svg("<foreignObject><p>x</p></foreignObject>"),
    "foreignObject in a g": svg("<g><g><foreignObject/></g></g>"),
    "handler": svg(attributes='onload="alert(1)"'),
    "handler in capitals": svg('<rect ONCLICK="alert(1)"/>'),
    "handler of another namespace": svg(
        '<rect x:onclick="alert(1)"/>', 'xmlns:x="http://www.w3.org/1999/xhtml"'
    ),
    "link": svg('<a href="https://example.org/"><rect/></a>'),
    "javascript link": svg('<a href="javascript:alert(1)"><rect/></a>'),
    "animation of a link": svg(
        '<use href="#a"><set attributeName="href" to="javascript:1"/></use>'
    ),
    "image from elsewhere": svg('<image href="https://example.org/a.png"/>'),
    "image by xlink": svg('<image xlink:href="//example.org/a.png"/>', XLINK),
    "image from a file": svg('<image href="file:///etc/passwd"/>'),
    "SVG in an image": svg('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'),
    "HTML in a use": svg('<use href="data:text/html,x"/>'),
    "use from elsewhere": svg('<use href="https://example.org/a.svg#b"/>'),
    "filter image": svg('<filter><feImage href="https://example.org/a.png"/></filter>'),
    "base": svg('<use href="#a"/>', 'xml:base="https://example.org/"'),
    "import in a style": svg("<style>@import 'https://example.org/a.css';</style>"),
    "import in CDATA": svg("<style><![CDATA[@IMPORT 'https://example.org/a.css';]]></style>"),
    "font in a style": svg("<style>@font-face { src: url(https://example.org/f) }</style>"),
    "escape in a style": svg("<style>a { fill: u\\72l(https://example.org/) }</style>"),
    "style attribute": svg('<rect style="fill: url(https://example.org/a)"/>'),
    "quoted url": svg("<rect style=\"fill: url( 'https://example.org/a')\"/>"),
    "presentation attribute": svg('<rect fill="URL(https://example.org/a#b)"/>'),
    "image-set": svg("<style>rect { mask: image-set('https://example.org/a' 1x) }</style>"),
    "style by instruction": svg(before='<?xml-stylesheet href="https://example.org/a.css"?>'),
    "instruction inside": svg("<?php system('x') ?>"),
    "entity": svg("&a;", before='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "entities that explode": svg(
        "&b;", before='<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    ),
    "attributes by default": svg(before='<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>'),
    "video": svg('<video src="https://example.org/a.mp4"/>'),
    "iframe": svg(
        '<h:iframe src="https://example.org/"/>', 'xmlns:h="http://www.w3.org/1999/xhtml"'
    ),
    "no namespace": b"<svg><rect/></svg>",
    "another root": b'<html xmlns="http://www.w3.org/1999/xhtml"><svg/></html>',
    "UTF-16": svg("<rect/>").decode().encode("utf-16"),
    "UTF-7": svg("+ADw-script+AD4-", before='<?xml version="1.0" encoding="UTF-7"?>'),
    "broken": svg("<rect>"),
    "large": svg(f"<title>{'x' * 2_200_000}</title>"),
    "deep": svg("<g>" * 5000 + "</g>" * 5000),
}


@pytest.mark.parametrize("data", HARMLESS)
def test_harmless(data: bytes) -> None:
    """Drawings of all common programs are taken, with their size."""
    assert looks_like_svg(data)
    assert (30, 20) == check_svg(data)


@pytest.mark.parametrize("data", HARMFUL.values(), ids=HARMFUL.keys())
def test_harmful(data: bytes) -> None:
    """What could run, load, link or hide something is refused."""
    with pytest.raises(FetchRefused):
        check_svg(data)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30px" height="20.5"', (30, 20)),
        ('viewBox="0 0 64 32"', (64, 32)),
        ('viewBox="0,0,64,32" width="100%" height="100%"', (64, 32)),
        ('width="3em" height="2em"', (0, 0)),
        ('viewBox="0 0"', (0, 0)),
        ("", (0, 0)),
    ],
)
def test_sizes(attributes: str, size: tuple[int, int]) -> None:
    """The size is that in pixels, else the view box's; else it is unknown."""
    assert size == check_svg(svg(attributes=attributes))


@pytest.mark.parametrize("data", [b"", b"<html>", b"{}", b"\x89PNG", b"svg", b"GIF<svg"])
def test_what_is_no_svg(data: bytes) -> None:
    """Other things are not taken for SVG."""
    assert not looks_like_svg(data)
