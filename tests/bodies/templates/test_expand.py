"""Template code never costs the text around it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from feedmill.bodies.templates.pieces import parts_of_rst

Complete = Callable[..., Any]
LINK = "https://example.org/a/b"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n\n{{< chart x=1 >}}\n\nb", f'<p>a</p>\n<p><a href="{LINK}">Chart</a></p>\n<p>b</p>'),
        ("a {{< icon name >}} b", "<p>a  b</p>"),
        ("{{< box >}}\n*in*\n{{< /box >}}\n\nb", "<p><em>in</em></p>\n<p>b</p>"),
        ("{{% note %}}in{{% /note %}}", "<blockquote>\n<p>in</p>\n</blockquote>"),
        ('{{< alert title="T" >}}in{{< /alert >}}', "<strong>T</strong></p>\n<p>in</p>"),
        (
            '{{< figure src="/x.png" alt="A" caption="C" >}}',
            '<figure><img src="https://example.org/x.png" alt="A"><figcaption>C</figcaption>',
        ),
        (
            '{{< figure src="/x.png" caption="C [d](https://d.example) & *e*" >}}',
            'alt="C d &amp; e"><figcaption>C <a href="https://d.example">d</a> &amp; <em>e</em>',
        ),
        (
            '[{{< img "/x.png" >}}](https://y.example)',
            '<p><a href="https://y.example"><img src="https://example.org/x.png" alt=""></a></p>',
        ),
        (
            '{% figure caption:"C *d*" %}\n![A](/x.png)\n{% endfigure %}',
            '<p><img src="https://example.org/x.png" alt="A"></p>\n<p>C <em>d</em></p>',
        ),
        ("{{< youtube w7Ft2ymGmfc >}}", 'href="https://www.youtube.com/watch?v=w7Ft2ymGmfc"'),
        ('{{< vimeo id="12" title="V" >}}', '<a href="https://vimeo.com/12">V</a>'),
        ("{% gist ann/12ab %}", '<a href="https://gist.github.com/ann/12ab">'),
        ("{% gist 12ab %}", f'<a href="{LINK}">Gist</a>'),
        ("{{< highlight go >}}\na < b\n{{< /highlight >}}", "a &lt; b\n</code></pre>"),
        ("{% highlight ruby linenos %}\n{{ x }}\n{% endhighlight %}", "{{ x }}\n</code></pre>"),
        ("{% raw %}{{ x }}{% endraw %} {{ page.title }}", "<p>{{ x }} T</p>"),
        ("{{</* figure */>}}", "<p>{{&lt; figure &gt;}}</p>"),
        ("`{{ x }}` and {{ nobody.knows }}.", "<p><code>{{ x }}</code> and .</p>"),
        ("```\n{% y %}\n```\n", "{% y %}"),
        ("[x]({{ '/y/' | relative_url }})", '<a href="https://example.org/y/">x</a>'),
        ("[x]({{ site.baseurl }}/y/)", '<a href="https://example.org/y/">x</a>'),
        ("[x]({% post_url 2026-01-02-x %})", f'<a href="{LINK}">x</a>'),
        ('[x]({{< ref "a.md" >}})', f'<a href="{LINK}">x</a>'),
        ('[x]\n\n[x]: {{< relref "a.md" >}}', f'<a href="{LINK}">x</a>'),
        ("{% if a %}one{% else %}two{% endif %} b", "<p>one b</p>"),
        ("a\n\n{% for x in y %}{{ x }}{% endfor %}\n\nb", "<p>a</p>\n<p>b</p>"),
        ("a {% comment %}no{% endcomment %}b {# no #}c", "<p>a b c</p>"),
        ("## a {#b}\n\ntext {# no #}", "a</h2>\n<p>text</p>"),
        ("{% quote(author='A') %}in{% end %}", "<p>in</p>"),
        ('{{ youtube(id="w7Ft2ymGmfc") }}', "watch?v=w7Ft2ymGmfc"),
        ("{% include image.html src='/x.png' %}", '<img src="https://example.org/x.png"'),
        ("100 {{ percent and {% unclosed", "<p>100 {{ percent and {% unclosed</p>"),
    ],
)
def test_pieces(complete: Complete, body: str, expected: str) -> None:
    """What feeds can show is shown, the rest is left out or a link, and the text stays."""
    assert expected in complete(body).content


def test_text_that_is_no_code(complete: Complete) -> None:
    """Where nothing on a site of Pelican or MkDocs renders template code, it is text."""
    done = complete("{% if x %} {{ y }}", generator="pelican", liquid=False)
    assert "<p>{% if x %} {{ y }}</p>" == done.content.strip()
    assert not done.problems


@pytest.mark.parametrize("articles", [{}, {"generator": "eleventy", "liquid": True}])
def test_pieces_in_tags(complete: Complete, articles: dict[str, Any]) -> None:
    """A picture that a piece would be is not put into an attribute of another."""
    body = '<img src="{% src "a.png" %}" alt="b">\n<img alt="{% x "c.png" %}" src="/d.png">\n\ne'
    content = complete(body, **articles).content
    assert '<img alt="" src="https://example.org/d.png">' in content
    assert ("&lt;", "figure", "a.png") == tuple(
        one for one in ("&lt;", "figure", "a.png") if one not in content
    )


def test_code_in_rst() -> None:
    """Template code in a block of code of reStructuredText is text."""
    body = "a {{ x }}\n\n.. code-block:: jinja\n\n   {{ b }}\n\nSee::\n\n  {{ c }}\n\n.. x:: y\n"
    assert [
        ("a {{ x }}\n\n", False),
        (".. code-block:: jinja\n\n   {{ b }}\n\n", True),
        ("", False),
        ("See::\n\n  {{ c }}\n\n", True),
        (".. x:: y\n", False),
    ] == list(parts_of_rst(body))


def test_mdx(complete: Complete) -> None:
    """Modules go, components keep their children, one without children is a link."""
    body = "import A from './a'\nimport B from 'b'\n\n<A x={1}>\n\n**in**\n\n</A>\n\n<B />\n"
    content = complete(body, "x.mdx").content
    assert f'<p><strong>in</strong></p>\n\n<p><a href="{LINK}">B</a></p>' in content
    assert "import" not in content


def test_one_warning(complete: Complete) -> None:
    """What was left out is one problem, with what, how often, and the line of the first."""
    done = complete("a\n\n{{< map >}}\n\n{{< map >}}\n\n{{ site.time }}\n")
    assert [("left-out", 8)] == [(one.code, one.line) for one in done.problems]
    message = done.problems[0].message
    assert "{{< map >}} shown as a link (2 times), {{ site.time }} left out" in message


@pytest.mark.parametrize(
    "body",
    [
        "{{< a >}}" * 50_000,
        "{{<" * 100_000,
        "{% a %}" * 20_000 + "{% enda %}" * 20_000,
        "{{ " * 100_000,
        "{% raw %}" * 40_000,
        "`{{" * 80_000,
        "# a {#b}\n" * 27_000,
        "{{< x " + 'a="' * 80_000,
        "{{ " + "a|" * 80_000 + " }}",
        "{% if a %}" * 25_000,
        "<A>\n" * 50_000,
        "import a\n" * 30_000,
    ],
)
@pytest.mark.slow
def test_time_is_bounded(complete: Complete, body: str) -> None:
    """Whatever is written, a body is done in the time that its size takes."""
    began = time.process_time()
    complete(body[: 2**18], "x.mdx" if body[0] in "<i" else "x.md")
    assert time.process_time() - began < 20


def test_what_shortcodes_know_of_the_site(post: Complete) -> None:
    """A parameter can be the site's, and a picture one of the page's bundle."""
    body = (
        '[x]({{< param "main" >}}/y/) {{< param "a.b" >}}\n\n'
        '{{< imgproc two Resize "600x" >}}\n*C*\n{{< /imgproc >}}\n'
    )
    files = {
        "config/_default/params.toml": 'Main = "https://main.example"\n[a]\nb = 3\n',
        "content/p/one.png": b"",
        "content/p/a-two.png": b"",
        "content/p/index.md": b"",
    }
    done = post(body, files, path="content/p/index.md", generator="hugo")
    assert (
        '<p><a href="https://main.example/y/">x</a> 3</p>\n'
        '<figure><img src="https://example.org/base/a/b/a-two.png" alt=""></figure>\n'
        "<p><em>C</em></p>"
    ) == done.content


def test_a_picture_in_a_link(post: Complete) -> None:
    """A tag that shows a picture may be the text of a link, and hosts may have any letters."""
    body = "[{% img left /x.png 1 1 %}](https://bücher.example/)\n"
    assert (
        '<p><a href="https://xn--bcher-kva.example/"><img src="https://example.org/x.png" alt="">'
        "</a></p>"
    ) == post(body).content
