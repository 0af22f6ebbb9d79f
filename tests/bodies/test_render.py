"""Bodies: Markdown and HTML to what is safe to show, and to summaries."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from feedmill.bodies.render import summarise, to_html
from feedmill.parsing.parser import Reader

BASE = "https://example.org/a/b"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("~~a~~", "<p><s>a</s></p>"),
        ("<p>as <b>it</b> is</p>", "<p>as <b>it</b> is</p>"),
        (
            "![i](j)",
            '<p><img src="https://example.org/a/j" alt="i"></p>',
        ),
        ("[a](/x)", '<p><a href="https://example.org/x">a</a></p>'),
        ("[a]({filename}b.md) <img src='{static}/c.png' alt=d>", '<p><a>a</a> <img alt="d"></p>'),
        ("[a](#f)", '<p><a href="https://example.org/a/b#f">a</a></p>'),
        ("<a href='mailto:a@b.example'>m</a>", '<p><a href="mailto:a@b.example">m</a></p>'),
        ("```py\nx < y\n```", '<pre><code class="language-py">x &lt; y\n</code></pre>'),
        (
            "<figure><img src='/i'><figcaption>c</figcaption></figure>",
            '<figure><img src="https://example.org/i"><figcaption>c</figcaption></figure>',
        ),
        ("<p dir=rtl lang=he style='color:red' class=x id=y>ש</p>", '<p dir="rtl" lang="he">ש</p>'),
        ("<script>alert(1)</script>a", "a"),
        ("a<style>b{}</style>c", "<p>ac</p>"),
        ("<iframe src='https://x.example'></iframe>\n\na", "<p>a</p>"),
        ("<b onclick=x()>a</b>", "<p><b>a</b></p>"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("<a href=' java&#10;script:alert(1)'>a</a>", "<p><a>a</a></p>"),
        ("<a href='https://u:p@x.example/'>a</a>", "<p><a>a</a></p>"),
        ("<img src='data:image/png;base64,x'>", "<img>"),
        ("a&#x1F;b\x0bc", "<p>a\ufffdbc</p>"),
        ("<!-- c -->\n\na", "<p>a</p>"),
        (
            "|a|\n|-|\n|b|",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>",
        ),
    ],
)
def test_to_html(body: str, html: str) -> None:
    """Markdown is rendered, HTML is kept, what runs or frames is not, addresses are absolute."""
    assert html == to_html(body, "x.md", BASE)


def test_html_files_are_not_markdown() -> None:
    """In a file called .html, stars and indentation mean nothing."""
    assert "<p>\n\n    *a*</p>" == to_html("<p>\n\n    *a*</p>", "x.html", BASE)


class Watch(HTMLParser):
    """Notes the elements, attributes and addresses that a reader would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.names.add(name)
            if name in {"href", "src", "cite", "poster", "action", "srcset"}:
                self.addresses.add(value or "")


PIECES = [
    *(
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<style>",
        "<iframe src=",
        "<img src=x onerror=y>",
    ),
    *(
        "<a href='",
        "javascript:alert(1)",
        "'>",
        '"',
        ">",
        "<",
        "&lt;script&gt;",
        "&#x6a;avascript:",
    ),
    *(
        "[a](",
        ")",
        "](<",
        "`",
        "```\n",
        "\n\n",
        "<!--",
        "-->",
        "<title>",
        "<noscript>",
        "<p title='",
    ),
    *("<template>", "<form action=x>", "<video poster='javascript:x'>", "\x00", "\x0c", "a", " "),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join))
@settings(max_examples=150, deadline=None)
def test_nothing_that_runs_comes_through(body: str) -> None:
    """Whatever the body, an independent parser sees no script, no handler and no odd address."""
    for path in ("x.md", "x.html"):
        html = to_html(body, path, BASE)
        seen = Watch(html)
        assert not seen.tags & {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "svg",
            "math",
        }
        assert not {name for name in seen.names if name.startswith("on") or name == "style"}
        assert all(re.match(r"https?://|mailto:", address) for address in seen.addresses)
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", html)


@pytest.mark.parametrize(
    ("body", "summary"),
    [
        ("# Heading\n\nFirst *one*,\nsecond line.\n\nNext.", "First one, second line."),
        ("Before.\n\nAnd more.\n\n<!--more-->\n\nAfter.", "Before. And more."),
        ("Before.\n<!-- more -->\nAfter.", "Before."),
        ("<!--more-->\n\nAfter.", "After."),
        ("![i](i.png)\n\nWords.", "Words."),
        ("- a\n- b\n", "a b"),
        ("R&amp;D &lt;3", "R&D <3"),
        ("{{ x }} here.\n\nClean `{{ y }}`.\n\nThis one.", "This one."),
        ("{% x %}", ""),
        ("word " * 200, ("word " * 99).strip() + " word…"),
        ("# H\n\n" + "{{ x }}\n\n" * 300 + "Far down.", "Far down."),
        ("a " * 600 + "\n\nb", ("a " * 249).strip() + " a…"),
        ("- item\n" * 200, ("item " * 99).strip() + " item…"),
    ],
)
def test_summarise(body: str, summary: str) -> None:
    """The text before the marker, else the first paragraph, never with template code."""
    assert summary == summarise(body, "x.md", BASE)


def test_an_import_is_no_summary() -> None:
    """In MDX, the paragraphs that load modules are passed over."""
    assert "Text." == summarise("import A from 'a'\n\nText.", "x.mdx", BASE)


@pytest.mark.parametrize(
    ("summary", "body", "expected"),
    [
        ("summary: S\n", "# H\n\ntext", ("S", "<h1>H</h1>\n<p>text</p>")),
        ("", "# H\n\ntext", ("text", "<h1>H</h1>\n<p>text</p>")),
        ("", "", ("", "")),
        ("", "{% x %}\n\ntext", ("text", "")),
        ("", "x\n\n" + "y" * 300_000, ("x", "")),
    ],
)
def test_read_content(
    make_reader: Callable[..., Reader], summary: str, body: str, expected: tuple[str, str]
) -> None:
    """Content and a missing summary come from the body; neither ever shows template code."""
    data = f"---\ntitle: T\ndate: 2021-01-01\nlink: {BASE}\n{summary}---\n{body}".encode()
    reader = make_reader(content="full")
    article = reader.read("articles/x.md", data).article
    assert article is not None
    whole = reader.read_content(article, data)
    assert expected == (whole.summary, whole.content)
    assert whole == replace(article, summary=whole.summary, content=whole.content)


def test_content_is_rendered_only_if_wanted(make_reader: Callable[..., Reader]) -> None:
    """Where feeds show summaries, the summary is all that is taken from a body."""
    data = f"---\ntitle: T\ndate: 2021-01-01\nlink: {BASE}\n---\ntext\n".encode()
    reader = make_reader(content="summary")
    article = reader.read("articles/x.md", data).article
    assert article is not None
    whole = reader.read_content(article, data)
    assert ("text", "") == (whole.summary, whole.content)


def test_a_file_that_changed_since(make_reader: Callable[..., Reader]) -> None:
    """Content asked for from bytes that are no article any more is empty, not an error."""
    reader = make_reader()
    data = f"---\ntitle: T\ndate: 2021-01-01\nlink: {BASE}\n---\n".encode()
    article = reader.read("articles/x.md", data).article
    assert article is not None
    assert "" == reader.read_content(article, b"\xff").content


SIZE = 60_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "<div>" * (SIZE // 5),
        "<font>" * (SIZE // 6),
        "<svg>" * (SIZE // 5),
        "<rt>" * (SIZE // 4),
        "".join(f"<b id={n}><p>" for n in range(SIZE // 12)),
        "<div><!--</div>-->" * (SIZE // 18),
        "<div title='</div>'>" * (SIZE // 20),
        "<ul><li>" * (SIZE // 8),
        "[" * SIZE,
        "![" * (SIZE // 2),
        "*_" * (SIZE // 2),
        "`" * SIZE,
        "> " * 50 + "a\n" * (SIZE // 4),
        "a\n" * (SIZE // 2) + "===",
        "{{ x" + "<pre>" * (SIZE // 5),
        "{{ x" + "``a" * (SIZE // 3),
        "<h1>" * (SIZE // 4),
        "# " + "a  " * (SIZE // 3),
        "<!--" * (SIZE // 4),
        "&#1" * (SIZE // 3),
    ],
)
def test_time_is_bounded(make_reader: Callable[..., Reader], body: str) -> None:
    """Bodies made to be slow take seconds at most; quadratic time would be minutes here."""
    reader = make_reader(content="full")
    front = "---\ntitle: T\ndate: 2021-01-01\nlink: https://example.org/\n---\n"
    for name, data in (
        ("x.md", front + body),
        ("x.html", front + body),
        ("y.md", front.replace("title: T\n", "") + body),
    ):
        start = time.perf_counter()
        article = reader.read(f"articles/{name}", data.encode()).article
        if article:
            reader.read_content(article, data.encode())
        assert time.perf_counter() - start < 30


def test_tangled_markup_keeps_its_words() -> None:
    """What the sanitiser could not take in bounded time comes out as paragraphs of text."""
    body = "<div>one &amp; two</div>" + "<div>three" * 600
    html = to_html(body, "x.html", BASE)
    assert html.startswith("<p>one &amp; two</p>\n<p>three</p>")
    assert {"p"} == Watch(html).tags


def test_long_but_tidy_markup_is_kept() -> None:
    """Many tags are no reason to lose them, if they are closed."""
    body = "<p><b>a</b> <br>\n" * 400
    assert 400 == to_html(body, "x.html", BASE).count("<b>a</b>")
