"""Pictures in bodies: their addresses, and those of the same picture in other sizes."""

from __future__ import annotations

import pytest

from bodies.conftest import Complete

A, B = "https://example.org/a.png", "https://example.org/b.png"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("<img src=data:image/gif;base64,R0 data-src=/a.png alt=x>", f'<img src="{A}" alt="x">'),
        ("<img data-lazy-src=/a.png>", f'<img src="{A}">'),
        ("<img src=/blank.gif data-original=/a.png>", f'<img src="{A}">'),
        ("<img src=/a.png data-src='{\"x\": 1}'>", f'<img src="{A}">'),
        (
            "<img data-srcset='/a.png 300w, /b.png 600w' sizes=50vw>",
            f'<img src="{B}" srcset="{A} 3',
        ),
        ("<img data-src=/a.png><noscript><img src=/a.png></noscript>", f'<img src="{A}">'),
        ("<img src=data:x><noscript><img src=/a.png></noscript>", f'<img src="{A}">'),
        (
            "<img data-src=/a.png> <noscript><img src=/a.png alt=Tea></noscript>",
            f'<img src="{A}" alt="Tea">',
        ),
        (
            "<noscript><img src=/a.png alt=Tea></noscript><img data-src=/a.png>",
            f'<img src="{A}" alt="Tea">',
        ),
        ("<noscript><img src=/a.png></noscript><img data-src=/a.png>", f'<img src="{A}">'),
        (
            "<noscript><img src=/a.png></noscript><img src=/b.png>",
            f'<img src="{A}"><img src="{B}">',
        ),
        ("<noscript><img width=1 height=1 src=/a.png></noscript>", ""),
        ("<noscript>Turn JavaScript on</noscript>", ""),
        ("<img alt=x>", ""),
        ("<img src=''>", ""),
        ("<img src='{{ x }}'>", ""),
        ("<img src=/a.png srcset='/a.png, /b.png 2x'>", f'<img src="{A}" srcset="{A}, {B} 2x">'),
        ("<img src=/a.png srcset='/a.png 1x, data:x 2x'>", f'<img src="{A}">'),
        ("<img src=/a.png srcset='/a.png 1y'>", f'<img src="{A}">'),
        (
            "<picture><source srcset=/b.png type=image/png media='(width > 9px)'>"
            "<source><img src=/a.png></picture>",
            f'<picture><source type="image/png" media="(width &gt; 9px)" srcset="{B}">'
            f'<img src="{A}"></picture>',
        ),
    ],
)
def test_addresses(complete: Complete, body: str, html: str) -> None:
    """Each picture has one, absolute; what a script would load is shown; the others go."""
    found = complete(f"<div>{body}w</div>").content.removeprefix("<div>")

    assert html == found[: len(html)]
    assert html or not found.removesuffix("w</div>")


def test_a_picture_that_goes_is_reported(complete: Complete) -> None:
    """If its text says what was to be seen."""
    (problem,) = complete("<img alt='A boat'> sails").problems

    assert "can't be shown in feeds: <img> left out" == problem.message


def test_a_picture_that_only_a_script_can_find(complete: Complete) -> None:
    """It is reported once."""
    (problem,) = complete("<img class=lazy data-id=7><img data-bg=x src=data:y>").problems

    assert "lazy-image" == problem.code
