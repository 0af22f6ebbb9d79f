"""The way of a body, from text to sanitised HTML and a summary."""

from __future__ import annotations

import pytest

from .conftest import Complete

BASE = "https://example.org/a/b"  # the article's link


@pytest.mark.parametrize(
    ("summary", "body", "expected"),
    [
        ("summary: S\n", "# H\n\ntext", ("S", "<h1>H</h1>\n<p>text</p>")),
        ("", "# H\n\ntext", ("text", "<h1>H</h1>\n<p>text</p>")),
        ("", "", ("", "")),
        ("", "{% x %}\n\ntext", ("text", f'<p><a href="{BASE}">X</a></p>\n<p>text</p>')),
        ("", "{% for x in y %}{{ x }}{% endfor %}", ("", f'<p><a href="{BASE}">{BASE}</a></p>')),
        ("", "x\n\n" + "y" * 600_000, ("x", "")),
    ],
)
def test_content_and_summary(
    complete: Complete, summary: str, body: str, expected: tuple[str, str]
) -> None:
    """Content and a missing summary come from the body; neither ever shows template code."""
    done = complete(body, front=summary)
    assert expected == (done.summary, done.content)


def test_content_is_rendered_only_if_wanted(complete: Complete) -> None:
    """Where feeds show summaries, the summary is all that is taken from a body."""
    done = complete("text\n", content="summary")
    assert ("text", "") == (done.summary, done.content)


@pytest.mark.parametrize(
    ("body", "path", "content", "codes"),
    [
        ("{% include x %}", "x.md", "full", ["left-out"]),
        ("{{< chart 1 >}}", "x.md", "full", ["left-out"]),
        ("{{< youtube 1 >}}", "x.md", "full", ["left-out"]),
        ("{% include x %}", "x.md", "summary", ["left-out"]),
        ("`{{ x }}`\n\n```\n{% y %}\n```\n", "x.md", "full", []),
        ("plain", "x.md", "full", []),
        ("import A from './a'\n\ntext", "x.mdx", "full", []),
        ("<Card>\n\ntext\n\n</Card>", "x.mdx", "full", ["left-out"]),
        ("import A from './a'", "x.md", "full", []),
        ("x" * 600_000, "x.md", "full", ["long-body"]),
    ],
)
def test_bodies_that_cannot_be_shown(
    complete: Complete, body: str, path: str, content: str, codes: list[str]
) -> None:
    """A body with template code, or one that is too long, is reported where it is needed."""
    done = complete(body, path, content=content)
    assert codes == [problem.code for problem in done.problems]
    with_summary = complete(body, path, content="summary", front="summary: S\n")
    assert () == with_summary.problems


@pytest.mark.parametrize(
    "ballast", ["<script>\n{}\n</script>", "![a](data:image/png;base64,{})", "<style>{}</style>"]
)
def test_ballast_makes_no_body_too_long(complete: Complete, ballast: str) -> None:
    """Scripts and pictures within the text do not count: what feeds show of the body is shown."""
    body = f"before\n\n{ballast.format('x' * 600_000)}\n\n**after**\n"
    done = complete(body, "x.md", content="full")
    assert "<strong>after</strong>" in done.content
    assert "x" * 100 not in done.content
    assert "long-body" not in [problem.code for problem in done.problems]


def test_the_place_of_template_code(complete: Complete) -> None:
    """The warning names the line that the first template code stands in."""
    done = complete("\ntext\n{% x %}\n")
    assert [8] == [problem.line for problem in done.problems]


@pytest.mark.parametrize("heading", ["# One", "\n# Another {#x}", "One\n==="])
def test_the_heading_of_a_page(complete: Complete, heading: str) -> None:
    """In Docusaurus a heading at the start is above the text, not in it; elsewhere it stays."""
    body = f"{heading}\n\nText.\n\n# Two\n"
    assert "<p>Text.</p>\n<h1>Two</h1>" == complete(body, generator="docusaurus").content
    assert complete(body, generator="hugo").content.count("<h1>") == 2


def test_the_title_is_not_said_twice(complete: Complete) -> None:
    """A heading that the title is from is not in the body; one that repeats a given title is."""
    body = "# T\n\nText.\n\n# T\n"
    assert complete(body).content.count("<h1>") == 2
    untitled = complete(body, fields={"title": ("headline",)}).content
    assert untitled == "<p>Text.</p>\n<h1>T</h1>"


def test_html_that_grew(complete: Complete) -> None:
    """A body that becomes many times as long is no body for feeds."""
    done = complete("Words.\n\n" + ">" * 200_000)
    assert ("", "Words.", ["long-body"]) == (
        done.content, done.summary, [one.code for one in done.problems]
    )  # fmt: skip
