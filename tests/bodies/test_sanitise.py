"""What comes out of any body is safe to show, in bounded time."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import Complete


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("~~a~~", "<p><del>a</del></p>"),
        ("<p>as <b>it</b> is</p>", "<p>as <b>it</b> is</p>"),
        (
            "![i](j)",
            '<p><img src="https://example.org/a/j" alt="i"></p>',
        ),
        ("[a](/x)", '<p><a href="https://example.org/x">a</a></p>'),
        ("[a]({filename}b.md) <img src='{static}/c.png' alt=d>", "<p><a>a</a> </p>"),
        ("[a](#f)", '<p><a href="https://example.org/a/b#f">a</a></p>'),
        ("<a href='mailto:a@b.example'>m</a>", '<p><a href="mailto:a@b.example">m</a></p>'),
        ("```py\nx < y\n```", '<pre><code class="language-py">x &lt; y\n</code></pre>'),
        (
            "<figure><img src='/i'><figcaption>c</figcaption></figure>",
            '<figure><img src="https://example.org/i"><figcaption>c</figcaption></figure>',
        ),
        ("<p dir=rtl lang=he style='color:red' class=x id=y>ש</p>", '<p dir="rtl" lang="he">ש</p>'),
        (
            "<table><tr><td style='text-align: right'>1</td><th id=x style=\"text-align:left;\">"
            "2</th><td style='text-align:expression(x)'>3</td></tr></table>",
            '<table><tbody><tr><td align="right">1</td><th align="left">2</th><td>3</td></tr>'
            "</tbody></table>",
        ),
        ("<script>alert(1)</script>a", "a"),
        ("a<style>b{}</style>c", "<p>ac</p>"),
        ("<b onclick=x()>a</b>", "<p><b>a</b></p>"),
        ("[a](javascript:alert(1))", "<p><a>a</a></p>"),
        ("<a href=' java&#10;script:alert(1)'>a</a>", "<p><a>a</a></p>"),
        ("<a href='https://u:p@x.example/'>a</a>", "<p><a>a</a></p>"),
        ("<img src='data:image/png;base64,x'>", ""),
        ("a&#x1F;b\x0bc", "<p>abc</p>"),
        ("<!-- c -->\n\na", "<p>a</p>"),
        (
            "|a|\n|-|\n|b|",
            "<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>",
        ),
    ],
)
def test_to_html(complete: Complete, body: str, html: str) -> None:
    """Markdown is rendered, HTML is kept, what runs or frames is not, addresses are absolute."""
    assert html == complete(body).content


def test_html_files_are_not_markdown(complete: Complete) -> None:
    """In a file called .html, stars and indentation mean nothing."""
    assert "<p>\n\n    *a*</p>" == complete("<p>\n\n    *a*</p>", "x.html").content


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
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_runs_comes_through(complete: Complete, body: str) -> None:
    """Whatever the body, an independent parser sees no script, no handler and no odd address."""
    for path in ("x.md", "x.html"):
        html = complete(body, path).content
        seen = Watch(html)
        assert not seen.tags & {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "svg",
        }
        assert not {name for name in seen.names if name.startswith("on") or name == "style"}
        assert all(re.match(r"https?://|mailto:", address) for address in seen.addresses)
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", html)


SIZE = 30_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "<div>" * (SIZE // 5),
        "<td style='text-align:' " * (SIZE // 24),
        "<font>" * (SIZE // 6),
        "<svg>" * (SIZE // 5),
        "<rt>" * (SIZE // 4),
        "".join(f"<b id={n}><p>" for n in range(SIZE // 12)),
        "<div><!--</div>-->" * (SIZE // 18),
        "<div title='</div>'>" * (SIZE // 20),
        "<ul><li>" * (SIZE // 8),
        "[" * SIZE,
        "[" * (SIZE // 2) + "]" * (SIZE // 2),
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
        "{: .a" * (SIZE // 5),
        "# " + "{:.a}" * (SIZE // 5) + " x",
        "{::comment}" * (SIZE // 11),
        "[^a]" * (SIZE // 8) + "\n\n" + "[^a]: x\n\n" * (SIZE // 18),
        "[^a]: " * (SIZE // 6),
        "\\\\(a" * (SIZE // 4),
        "$$a " * (SIZE // 4) + "$$$",
        "\\begin{equation}" * (SIZE // 16),
        "a|" * (SIZE // 2),
        "|a|\n" * (SIZE // 4),
        "::: a\n" * (SIZE // 6),
        "".join(" " * (4 * n) + "!!! a\n" for n in range(150)),
        '<div markdown="1">\n\n' * (SIZE // 20),
        "<div>\n\n" * (SIZE // 7) + "</div>" * (SIZE // 7),
        "*[A]: b\n" * (SIZE // 8) + "A " * 1000,
        "http://a.b/" + "(" * (SIZE // 2) + ")" * (SIZE // 2),
        "a@b." * (SIZE // 4),
        " " * SIZE + "x",
        "\t" * SIZE + "x",
        "- " * (SIZE // 2),
        "a\n: b\n" * (SIZE // 6),
        "~~~" * (SIZE // 3),
        "<pre><span>" * (SIZE // 11),
        "<table class='lntable'><td>" * (SIZE // 27),
    ],
)
@pytest.mark.parametrize(
    "markdown", ["default", "kramdown", "goldmark", "remark", "python-markdown", "html"]
)
def test_time_is_bounded(complete: Complete, body: str, markdown: str) -> None:
    """Bodies made to be slow take seconds at most; quadratic time would be minutes here."""
    start = time.process_time()
    if markdown == "html":
        complete(body, "x.html")
    else:
        complete(body, markdown=markdown)
    assert time.process_time() - start < 8


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *("[a](", "[a](b [", "<a ", '<a b="', "\\(", "# a\n", "a\n=\n", "[a]: b\n[a]\n"),
        *("a\n: b\n", "# a\n\n"),
    ],
)
def test_time_of_python_markdown_is_bounded(complete: Complete, piece: str) -> None:
    """What it would take minutes for, another engine gets, and a note says so."""
    start = time.process_time()
    done = complete(piece * (95_000 // len(piece)), markdown="python-markdown")
    assert time.process_time() - start < 8
    assert ["tangled-body"] == [problem.code for problem in done.problems]


def test_tangled_markup_is_not_flattened(complete: Complete) -> None:
    """Many tags that nobody closed: words, links, pictures and code all stay."""
    piece = "<div><b>one <a href=/x>two</a> <img src=/y alt=z> <pre><code>a\n  b</code></pre>"
    html = complete(piece * 300, "x.html").content
    assert {"div", "b", "a", "img", "pre", "code"} == Watch(html).tags
    assert [300] * 3 == [
        html.count(one) for one in (">two</a>", '<img src="', "<code>a\n  b</code>")
    ]


def test_long_but_tidy_markup_is_kept(complete: Complete) -> None:
    """Many tags are no reason to lose them, if they are closed."""
    body = "<p><b>a</b> <br>\n" * 400
    assert 400 == complete(body, "x.html").content.count("<b>a</b>")
