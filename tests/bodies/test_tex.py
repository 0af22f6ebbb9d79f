"""Formulas: as code that can be read, or as MathML."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest


def test_mathml(complete: Callable[..., Any]) -> None:
    """With `math: mathml` formulas become MathML, in lines and on lines of their own."""
    done = complete("a $$x^2 < y$$ b\n\n$$\n\\frac{1}{2}\n$$\n", math="mathml")
    assert (
        '<p>a <math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo>'
        "<mi>y</mi></mrow></math> b</p>\n"
        '<math display="block"><mrow><mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>'
        "</mrow></math>"
    ) == done.content


@pytest.mark.parametrize(
    "source",
    [
        r"\text{a<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"\text{<img src=x onerror=alert(1)>}",
        "{" * 200 + "}" * 200,
        r"\frac" * 300,
        "x" * 4000,
        r"\begin{matrix}" * 40,
        "^" * 500,
        r"\left(" * 100,
    ],
)
def test_hostile_formulas(complete: Callable[..., Any], source: str) -> None:
    """Whatever is in a formula, nothing runs, nothing fails, and it takes a second at most."""
    start = time.perf_counter()
    html = complete(f"a $${source}$$ b", math="mathml").content
    assert time.perf_counter() - start < 20
    assert html.startswith("<p>a ")
    assert not {"<script", "<img", "javascript:"} & {
        one for one in ("<script", "<img", "javascript:") if one in html
    }


def test_katex(complete: Callable[..., Any]) -> None:
    """Of KaTeX's output the MathML stays; what draws the same again goes, and the source too."""
    body = (
        '<p>a <span class="katex"><span class="katex-mathml"><math><semantics><mrow>'
        "<mi>x</mi></mrow>"
        '<annotation encoding="application/x-tex">x</annotation>'
        '</semantics></math></span><span class="katex-html" aria-hidden="true">'
        '<span class="base"><span>x</span></span></span></span> b</p>'
    )
    expected = (
        "<p>a <span><span><math><semantics><mrow><mi>x</mi></mrow></semantics></math></span></span>"
        " b</p>"
    )
    assert expected == complete(body, "x.html").content


@pytest.mark.parametrize("markdown", ["default", "kramdown", "goldmark", "python-markdown"])
def test_escaped_brackets(complete: Callable[..., Any], markdown: str) -> None:
    r"""`\(` and `\[` are escaped brackets, but for what can only be TeX; `\\(` is for MathJax."""
    source = r"vm\[s\] \(x\) \(my_name\) \(\alpha\) \[x_1\] \\(y\\)"
    expected = "<p>vm[s] (x) (my_name) <code>\\alpha</code> <code>x_1</code> <code>y</code></p>"
    assert expected == complete(source, markdown=markdown).content


@pytest.mark.parametrize("content", ["full", "summary"])
def test_summaries_have_tex(complete: Callable[..., Any], content: str) -> None:
    """A summary is text: formulas are in it as they were written, or as text."""
    done = complete("If $$x_1 < y$$ then\n\n$$z$$\n", math="mathml", content=content)
    assert "If x_1 < y then" == done.summary
    page = (
        "<p>If <math><semantics><mi>x</mi>"
        '<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
        " or <math><mi>y</mi><mo>=</mo><mn>1</mn></math>.</p>"
    )
    assert "If x^2 or y=1." == complete(page, "a.html", content=content).summary


@pytest.mark.parametrize("name", ["align", "gather*", "eqnarray"])
@pytest.mark.parametrize(
    ("start", "end"), [("", ""), ("$$", "$$"), ("$$\n", "\n$$"), ("\\[", "\\]")]
)
@pytest.mark.parametrize("math", ["code", "mathml"])
def test_rows_of_formulas(
    complete: Callable[..., Any], name: str, start: str, end: str, math: str
) -> None:
    """An environment is one formula, whatever signs are around it; its rows stay rows."""
    source = f"\\begin{{{name}}} a &= b \\\\ c &= d \\end{{{name}}}"
    html = complete(f"Text\n\n{start}{source}{end}\n\nend", math=math).content
    text = html.removeprefix("<p>Text</p>\n").removesuffix("\n<p>end</p>")
    if math == "code":
        shown = source.replace("&", "&amp;")
        assert f'<pre><code class="language-tex">{shown}\n</code></pre>' == text
    else:
        assert (text[:5], text[-7:], text.count("<mtr>")) == ("<math", "</math>", 2)


@pytest.mark.parametrize("source", [r"\unknown{x}", "a & b", r"\R^2"])
def test_unknown_commands(complete: Callable[..., Any], source: str) -> None:
    """A formula of which the converter knows only a part stays readable TeX."""
    shown = source.replace("&", "&amp;")
    assert (
        f"<p>a <code>{shown}</code> b</p>" == complete(f"a $${source}$$ b", math="mathml").content
    )
