"""Shortcodes in the places where articles have them: lists, HTML, Zola's escapes."""

from __future__ import annotations

import pytest

from bodies.conftest import Complete

VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
IMAGE = '<figure><img src="https://example.org/a/a.png" alt=""></figure>'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ('- a {{< figure src="a.png" >}}\n- b', f"<ul>\n<li>a {IMAGE}</li>\n<li>b</li>\n</ul>"),
        ('> {{< figure src="a.png" >}}', f"<blockquote>\n{IMAGE}\n</blockquote>"),
        (
            '- a\n\n  {{< figure src="a.png" >}}\n\n- b',
            f"<ul>\n<li>\n<p>a</p>\n{IMAGE}\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>",
        ),
        (
            '{{< figure src="a.png" caption="C" attr="Ann" attrlink="https://ann.example/" >}}',
            IMAGE.replace('""', '"C"').replace(
                "></f",
                '><figcaption>C <a href="https://ann.example/">Ann</a></figcaption></f',
            ),
        ),
        (
            "{{< mermaid >}}\nA --> B\n{{< /mermaid >}}",
            '<pre><code class="language-mermaid">A --&gt; B\n</code></pre>',
        ),
        ("a {{< math >}}x_1{{< /math >}}", "<p>a <code>x_1</code></p>"),
        ('{{< tab "One" >}}\na\n{{< /tab >}}', "<p><strong>One</strong></p>\n<p>a</p>"),
        (
            '{{< qr text="https://q.example" />}}',
            '<p><a href="https://q.example">https://q.example</a></p>',
        ),
    ],
)
def test_hugo(complete: Complete, body: str, html: str) -> None:
    """A figure stays in its list, and what a shortcode names is shown."""
    assert html == complete(body, generator="hugo").content


def test_html(complete: Complete) -> None:
    """In an article of HTML what takes a shortcode's place is HTML."""
    done = complete("<p>See {{< youtube abcdefghijk >}}.</p>", "x.html", generator="hugo")

    assert f'<a href="{VIDEO}">{VIDEO}</a>' in done.content


def test_a_title_is_no_argument_alone(complete: Complete) -> None:
    """A pair that nothing is known of keeps its title, and is reported as it is written."""
    done = complete('{{% own title="Own" %}}\ntext\n{{% /own %}}', generator="hugo")

    assert "<p><strong>Own</strong></p>\n<p>text</p>" == done.content
    assert "{{% own %}} shown as text" in done.problems[0].message


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("a {{ config.title }} b", "<p>a {{ config.title }} b</p>"),
        ('{{/* img(src="x") */}}', '<p>{{ img(src="x") }}</p>'),
        ("`{%/* note() */%}`", "<p><code>{% note() %}</code></p>"),
        (
            '{{ gist(url="https://gist.github.com/a/5") }}',
            '<p><a href="https://gist.github.com/a/5">https://gist.github.com/a/5</a></p>',
        ),
        (
            '{% quote(author="Ann") %}\na\n{% end %}',
            "<blockquote>\n<p>a</p>\n<p>— Ann</p>\n</blockquote>",
        ),
    ],
)
def test_zola(complete: Complete, body: str, html: str) -> None:
    """To Zola a shortcode has parentheses, an escaped one is text, and all else is text, too."""
    assert html == complete(body, generator="zola").content
