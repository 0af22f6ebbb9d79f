"""Which elements selectors mean: cssselect says so, too, by way of XPath."""

from __future__ import annotations

import pytest
from cssselect import ExpressionError, HTMLTranslator
from hypothesis import given, reject
from hypothesis import strategies as st

from feedmill.bodies.rendered.matching import SelectorMatcher, TooManyStepsError
from feedmill.bodies.rendered.tree import parse_html
from feedmill.config.kinds.selectors import parse_selectors

PAGE = """<html><body id=top class="home page"><main>
<article class="post e-content"><h1 class=title>T</h1><p lang=en-GB>1</p><p>2<b class=x>b</b></p>
<div class="x y" id=one data-k="v w"><p class=x>3</p><ul><li>a<li class=x>b<li>c<li>d</ul></div>
<div></div><!-- c --><div id=two><p>4</p><p></p></div></article>
<article><h2>U</h2><p>5</p></article></main><footer class=x><p>6</p></footer></body></html>"""

TAGS = st.sampled_from(["", "p", "div", "li", "article", "b", "*", "body"])
PARTS = st.sampled_from(
    [
        *(".x", ".post", ".y", "#one", "#two", "[id]", "[data-k~=w]", "[lang|=en]", "[class^=x]"),
        *("[class$=y]", "[class*=on]", "[id=one]", ":first-child", ":last-child", ":only-child"),
        *(":first-of-type", ":last-of-type", ":only-of-type", ":nth-child(2)"),
        *(":nth-child(2n+1)", ":nth-child(-n+2)", ":nth-last-child(2)", ":nth-of-type(odd)"),
        *(":not(.x)", ":not(p)", ":is(p, div)", ":where(.x, #two)", ":has(p)", ":has(> .x)"),
        ":nth-last-of-type(2)",
    ]
)
COMPOUNDS = st.builds(
    lambda tag, parts: tag + "".join(parts) or "*", TAGS, st.lists(PARTS, max_size=2)
)
SELECTORS = st.recursive(
    COMPOUNDS,
    lambda inner: st.builds("{}{}{}".format, inner, st.sampled_from([" ", " > ", "+", "~"]), inner),
    max_leaves=4,
)


@given(text=SELECTORS.filter(lambda text: text.count("#") < 2))
def test_elements_are_those_that_cssselect_finds(text: str) -> None:
    """Two readings of CSS agree, whatever the selector."""
    root = parse_html(PAGE)
    assert root is not None
    try:
        path = HTMLTranslator().css_to_xpath(text, prefix="descendant-or-self::")
    except ExpressionError:  # `:first-of-type` of any element
        reject()
    assert root.xpath(path) == SelectorMatcher().find_all(root, parse_selectors(text))


def test_the_first_on_the_page_counts_whichever_selector_means_it() -> None:
    """A list of selectors is no order of preference, as in CSS."""
    root = parse_html(PAGE)
    assert root is not None
    found = SelectorMatcher().find(root, parse_selectors("footer, h2, .title"))
    assert found is not None
    assert "h1" == found.tag


def test_steps_are_counted() -> None:
    """No selector takes longer on a page than so many steps."""
    page = parse_html("<div class=a>" * 200 + "<p class=a>x" * 30)
    assert page is not None
    with pytest.raises(TooManyStepsError):
        SelectorMatcher(50_000).find_all(page, parse_selectors(".z " + " ".join([".a"] * 12)))


def test_names_of_tags_are_not_xpath() -> None:
    """What looks like XPath in a class or an id stays text."""
    root = parse_html("""<p id="x') or true() or ('">a</p><p>b</p>""")
    assert root is not None
    assert [] == SelectorMatcher().find_all(root, parse_selectors(r"#x\'\)\ or\ \(\'"))
