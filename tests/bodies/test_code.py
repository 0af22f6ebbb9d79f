"""Code keeps its text to the byte, and the name of its language."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feedmill.bodies.code import reduced

PLAIN = '<pre><code class="language-py">a = "&lt;"\n  b\n</code></pre>'

HIGHLIGHTED = sorted(Path(__file__, "..", "highlighted").resolve().glob("*.html"))


@pytest.mark.parametrize("page", HIGHLIGHTED, ids=lambda page: page.stem)
def test_highlighted(complete: Callable[..., Any], page: Path) -> None:
    """The markup of a highlighter goes, its line numbers too; the code and its language stay."""
    html = complete(page.read_text(encoding="utf-8"), "x.html").content
    assert PLAIN == html[html.index("<pre") : html.index("</pre>") + 6]
    assert 1 == html.count("<pre")


@pytest.mark.parametrize(
    "markup",
    [
        "<pre>a poem<br>in <i>lines</i></pre>",
        "<pre><code>plain</code></pre>",
        "<p>a <code>b</code></p>",
        '<pre><code>see <a href="https://example.org/">there</a></code></pre>',
    ],
)
def test_what_no_highlighter_wrote(complete: Callable[..., Any], markup: str) -> None:
    """What an author wrote within `<pre>` stays."""
    assert markup == complete(markup, "x.html").content


def test_rows_of_numbered_lines() -> None:
    """A table with a row per line is one piece of code; one of numbers is a table."""
    rows = "".join(
        f"<tr><td class=gutter>{n}</td><td><pre><span>{line}</span></pre></td></tr>"
        for n, line in enumerate(("a", "", " b"), 1)
    )
    assert "<pre>a\n\n b</pre>" == reduced(f"<table>{rows}</table>").replace("<code>", "").replace(
        "</code>", ""
    )
    numbers = "<table><tr><td>1</td><td><pre>a</pre></td></tr></table>"
    assert reduced(f"{numbers}<pre><span>a</span></pre>").startswith(numbers)


@pytest.mark.slow
@pytest.mark.parametrize("open_tags", ["<pre><code>", "<pre><code><table>", "<table><td>", "<svg>"])
def test_no_code_takes_long(open_tags: str) -> None:
    """Elements that are never closed are looked at once."""
    start = time.process_time()
    reduced(f"<pre>{open_tags * 20_000}<span></table></td>")
    assert time.process_time() - start < 5  # it is a hundredth


@pytest.mark.parametrize(
    ("info", "name"),
    [
        ("py", "language-py"),
        ("{.python .x}", "language-python"),
        ("js{1,3} title=a", "language-js"),
        ("c++", "language-c++"),
        ("{python}", "language-python"),
        ('"><script>', None),
    ],
)
def test_language_of_a_fence(complete: Callable[..., Any], info: str, name: str | None) -> None:
    """The language is all that stays of what stands behind a fence."""
    html = complete(f"```{info}\nx\n```\n").content
    attribute = f' class="{name}"' if name else ""
    assert f"<pre><code{attribute}>x\n</code></pre>" == html


def test_other_classes_go(complete: Callable[..., Any]) -> None:
    """Classes name languages of code, and nothing else."""
    body = '<p class="language-x lead">a <code class="hljs language-go big">b</code></p>'
    assert '<p>a <code class="language-go">b</code></p>' == complete(body, "x.html").content
