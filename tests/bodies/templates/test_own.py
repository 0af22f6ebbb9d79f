"""Shortcodes of a site's own, as its config shows them."""

from __future__ import annotations

import pytest

from bodies.conftest import Complete

SHORTCODES = {
    "callout": "<blockquote>{inner}</blockquote>",
    "video": '<a href="{src}">{title|0}</a>',
    "kbd": "<kbd>{inner|0}</kbd>",
    "photo": "![{1}]({0})",
    "youtube": "**{id|0}**",
}


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            "{{< callout >}}\n*a* b\n\nc\n{{< /callout >}}",
            "<blockquote>\n<p><em>a</em> b</p>\n<p>c</p>\n</blockquote>",
        ),
        ("{{% callout %}}*a*{{% /callout %}}", "<blockquote>\n<p><em>a</em></p>\n</blockquote>"),
        (
            '{{< video src="/a.mp4" title="A & \\"B\\"" >}}',
            '<p><a href="https://example.org/a.mp4">A &amp; "B"</a></p>',
        ),
        (
            'see {{< video "Boats" src="/b" >}}.',
            '<p>see <a href="https://example.org/b">Boats</a>.',
        ),
        ("Press {% kbd 'Ctrl' %} now", "<p>Press <kbd>Ctrl</kbd> now</p>"),
        (
            "{{< Callout >}}x{{< kbd >}}y{{< /kbd >}}{{< /Callout >}}",
            "<blockquote>\n<p>x<kbd>y</kbd>",
        ),
        ("{{< youtube q >}}", "<p><strong>q</strong></p>"),
        ("{{< photo /p.png Boats >}}", '<p><img src="https://example.org/p.png" alt="Boats"></p>'),
        ("{{< video src='\"><script>x</script>' title=y >}}", "<p><a"),
    ],
)
def test_shown_as_the_config_says(complete: Complete, body: str, html: str) -> None:
    """Arguments and inner text are filled in, the latter as Markdown; the result is sanitised."""
    done = complete(body, shortcodes=SHORTCODES)

    assert html == done.content[: len(html)]
    assert "<script" not in done.content
    assert () == done.problems


def test_others_are_as_ever(complete: Complete) -> None:
    """An unknown pair keeps its text, a single one becomes a link to the page."""
    done = complete("{{< x >}}\n*a*\n{{< /x >}}\n\n{{< y >}}", shortcodes=SHORTCODES)

    assert '<p><em>a</em></p>\n<p><a href="https://example.org/a/b">Y</a></p>' == done.content
    assert ["left-out"] == [problem.code for problem in done.problems]


def test_in_liquid(complete: Complete) -> None:
    """Tags of Jekyll's plugins are shown so, too, with what Liquid makes of their insides."""
    body = "{% photo /p.png Boats %}\n\n{% callout %}\n*{{ page.title }}*\n{% endcallout %}"
    done = complete(body, shortcodes=SHORTCODES, liquid=True)

    assert '<img src="https://example.org/p.png" alt="Boats">' in done.content
    assert "<blockquote>\n<p><em>T</em></p>\n</blockquote>" in done.content
    assert () == done.problems
