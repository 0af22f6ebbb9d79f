"""reStructuredText as HTML."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from feedmill.bodies.about import About, NoInputs
from feedmill.bodies.dialects import DIALECTS
from feedmill.bodies.rst import render_rst
from feedmill.config.schema import Config
from feedmill.model import Article, RawArticle

from .conftest import BASE, SITE


def about(text: str) -> About:
    """Give a body on its way."""
    day = datetime(2026, 1, 2, tzinfo=UTC)
    article = Article(id="tag:x", title="T", link=BASE, published=day, updated=day, path="x.rst")
    raw = RawArticle(article=article, text=text)
    return About(Config(site=SITE), DIALECTS["default"], raw, NoInputs())


def render(text: str) -> str:
    """Render a body on its own."""
    return render_rst(text, about(text))


def test_markup() -> None:
    """Emphasis, links, lists, headings and code come out as HTML."""
    text = "Some *words* `here <https://a.example/>`__.\n\nPart\n----\n\n- one\n\n::\n\n  <code>\n"
    html = render(text)
    for piece in (
        "<em>words</em>",
        'href="https://a.example/"',
        "<h2>Part</h2>",
        "<li>",
        "&lt;code&gt;</pre>",
    ):
        assert piece in html


@pytest.mark.parametrize(
    "text",
    [
        ".. include:: /etc/passwd\n",
        ".. raw:: html\n   :file: /etc/passwd\n",
        ".. raw:: html\n\n   <script>x</script>\n",
        ".. csv-table::\n   :file: /etc/passwd\n",
        ".. literalinclude:: /etc/passwd\n",
        ".. role:: raw-html(raw)\n   :format: html\n\n:raw-html:`<script>x</script>`\n",
        ".. unknown:: x\n\n   words\n",
    ],
)
def test_nothing_is_included(text: str) -> None:
    """No file is read, no HTML passed on, and the text around stays."""
    html = render(f"before\n\n{text}\nafter\n")
    assert "root:" not in html
    assert "<script" not in html
    assert "before" in html
    assert "after" in html


def test_what_is_nested_too_deeply() -> None:
    """Where docutils gives up, the text stays as it is, and a Problem says so."""
    text = "\n".join("  " * depth + "- a\n" for depth in range(400))
    body = about(text)
    assert f"<pre>{text}</pre>" == render_rst(text, body)
    assert ["tangled-body"] == [problem.code for problem in body.problems]


def test_a_line_that_is_too_long() -> None:
    """A body that docutils would not read is shown as it is written, with a note."""
    body = about("x" * 20_001)
    assert f"<pre>{'x' * 20_001}</pre>" == render_rst(body.raw.text, body)
    assert ["tangled-body"] == [one.code for one in body.problems]


def test_what_plugins_add() -> None:
    """An unknown option costs no block; an unknown directive shows what it encloses, or a link."""
    text = (
        "``<a> b-c``\n\n.. code-block:: python more words\n    :hl_lines: 1 7\n\n    x\n\n"
        ".. gallery:: big\n   :size: 3\n\n   *in*\n\n"
        ".. youtube:: ab-1\n\n.. chart:: x\n\n.. highlight:: js\n\n::\n\n  .. chart:: x\n"
    )
    body = about(text)
    expected = (
        "<p><code>&lt;a&gt; b-c</code></p>\n"
        '<pre class="code python literal-block"><code>x</code></pre>\n<p><em>in</em></p>\n'
        '<p><a class="reference external" href="https://www.youtube.com/watch?v=ab-1">Youtube</a>'
        f'</p>\n<p><a class="reference external" href="{BASE}">Chart</a></p>\n'
        '<pre class="literal-block">.. chart:: x</pre>\n'
    )
    assert expected == render_rst(text, body)
    assert [".. gallery::", ".. youtube::", ".. chart::"] == [one.what for one in body.left]


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["*[A]: b\n", "a\n=\n", "a|b\n-|-\n", "`a <b>`_ ", "|a "])
def test_time_is_bounded(piece: str) -> None:
    """What docutils would take minutes for is shown as it is written, and a note says so."""
    start = time.process_time()
    article = about(piece * (250_000 // len(piece)))
    render_rst(article.raw.text, article)
    assert time.process_time() - start < 8
    assert ["tangled-body"] == [problem.code for problem in article.found()]
