"""MDX: https://mdxjs.com/docs/what-is-mdx/."""

from __future__ import annotations

import re
import time

import pytest
from tests.bodies.conftest import BASE, Complete, Post

from feedmill.config.articles import Markdown


def _folded(markup: str) -> str:
    return re.sub(r">\s*\n\s*<", "><", markup)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("import A from './a'\nexport const b = 1\n\ntext", "<p>text</p>"),
        ("export const f = () => {\n  a()\n\n  b()\n}\n\ntext", "<p>text</p>"),
        ("```js\nimport a from 'a'\n```", "<pre><code class=\"language-js\">import a from 'a'"),
        ("a {/* b */}c{''}", "<p>a c</p>"),
        ("a{' '}\nb {1} {\"s<\"} {`t`} {(2)}", "<p>a\nb 1 s&lt; t 2</p>"),
        ("{frontMatter.title}!", "<p>T!</p>"),
        ("export const name = 'Ann'\n\n{name}", "<p>Ann</p>"),
        (r"a \{b\} \<c>", "<p>a {b} &lt;c&gt;</p>"),
        ("1 < 2 and `{x}` and `<B>`", "<code>{x}</code> and <code>&lt;B&gt;</code>"),
        # A tag alone on its lines encloses blocks, any other is part of its paragraph.
        ("<div>a **b**</div>", "<div>a <strong>b</strong></div>"),
        ("<div>\na **b**\n</div>", "<div><p>a <strong>b</strong></p></div>"),
        (
            "<div\n  className='x'\n  style={{a: {b: 1}}}\n>\n- a\n</div>",
            "<div><ul><li>a</li></ul>",
        ),
        ("a <b>*c*</b>", "<p>a <b><em>c</em></b></p>"),
        ("<details>\n<summary>*a*</summary>\n\nb\n</details>", "<summary><em>a</em></summary><p>b"),
        ("<ul>\n  <li>a</li>\n  <li>[b](/b)</li>\n</ul>", '<li><a href="https://example.org/b">'),
        (
            "<summary>**\U0001f4a1 a** b</summary>",
            "<summary><strong>\U0001f4a1 a</strong> b</summary>",
        ),
        ("\nimport A from './a'\n\ntext", "<p>text</p>"),
        ("a\nimport b\n\nc", "<p>a\nimport b</p><p>c</p>"),
        ("<code>\n\na\n\n</code>", "<code><p>a</p></code>"),
        ("<td>\n\n      - a\n        - b\n\n</td>", "<ul><li>a\n<ul><li>b"),
        ("    four", "<p>four</p>"),
        ("<A>\n    ```js\n      x\n    ```\n</A>", 'class="language-js">  x'),
        ("- a\n\n  <A>\n    b\n  </A>\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("<pre><code>{`a\n  <b>`}</code></pre>", "<pre><code>a\n  &lt;b&gt;</code></pre>"),
        ("<>\n\na\n\n</>", "<p>a</p>"),
        ("a<br/>b", "<p>a<br>b</p>"),
        # Addresses
        (
            "import x from './x.png'\n\n<img src={x} alt={'X'} />",
            '<img src="https://example.org/a/x.png"',
        ),
        ("<img src={require('/i/x.png').default} />", 'src="https://example.org/i/x.png"'),
        ("<a href={useBaseUrl('/b')}>c</a>", '<a href="https://example.org/b">c</a>'),
        ("import x from '@/x.png'\n\n<Image src={x.src} alt='y' />", 'alt="y"'),
        # Components
        (
            "<Tabs>\n<TabItem label='A'>\nb\n</TabItem>\n</Tabs>",
            "<p><strong>A</strong></p><p>b</p>",
        ),
        (
            "<Aside type='tip' title='A&amp;B'>\nc\n</Aside>",
            "<blockquote><p><strong>A&amp;B</strong>",
        ),
        ("<Admonition type='info'>\nc\n</Admonition>", "<strong>Info</strong></p><p>c</p></blockq"),
        ("<Details summary='A'>\nb\n</Details>", "<details><summary>A</summary><p>b</p></details>"),
        ("see <Link to='/b'>c</Link>", '<a href="https://example.org/b">c</a>'),
        ("<LinkCard title='A' href='https://b.org/' />", '<a href="https://b.org/">A</a>'),
        ("<YouTube id='abc_-1' />", 'href="https://www.youtube.com/watch?v=abc_-1"'),
        ("<Tweet id='12' />", 'href="https://x.com/i/status/12"'),
        ("<Figure src='/a.png' caption='b' />", "<figcaption>b</figcaption></figure>"),
        ("<Code code={`a<b`} lang='js' />", '<code class="language-js">a&lt;b</code>'),
        ("<Chart />", f'<p><a href="{BASE}">Chart</a></p>'),
        ("a <Icon name='x' />b", "<p>a b</p>"),
    ],
)
def test_what_is_shown(complete: Complete, body: str, expected: str) -> None:
    """Modules go, tags stay, expressions are their values, components what they stand for."""
    assert expected in _folded(complete(body, "x.mdx").content)


def test_where_it_is_read(complete: Complete) -> None:
    """Files called `.mdx` are in MDX; so are all of Docusaurus, unless the site says otherwise."""
    body = "<div>*a*</div>"
    assert "<em>" in complete(body, "x.mdx").content
    assert "<em>" not in complete(body).content
    assert "<em>" in complete(body, generator="docusaurus").content
    assert "<em>" not in complete(body, generator="docusaurus", markdown="remark").content


def test_no_template_code(complete: Complete) -> None:
    """Astro and Docusaurus show in Markdown what others run."""
    for generator in ("astro", "docusaurus"):
        done = complete("{{ a }} {% b %}", generator=generator, markdown="remark")
        assert ("<p>{{ a }} {% b %}</p>", ()) == (done.content, done.problems)


def test_components_of_the_config(complete: Complete) -> None:
    """`articles.shortcodes` says how a component is shown."""
    shortcodes = {"card": "<blockquote>{title}: {inner}</blockquote>"}
    body = "<Card title='A'>\n\n*b*\n\n</Card>"
    content = complete(body, "x.mdx", shortcodes=shortcodes).content
    assert "<blockquote>A: \n<p><em>b</em></p></blockquote>" == _folded(content)


def test_parts(post: Post) -> None:
    """A component that is a file of Markdown is what the file holds; none outside of the site."""
    files = {"_posts/_part.mdx": "---\na: b\n---\n\n*part*\n\n<Other />", "b.md": "*two*"}
    body = (
        "import Part from './_part.mdx'\nimport Other from '@site/b.md'\n"
        "import Out from '../../../etc/x.md'\n\n<Part />\n\n<Out />\n"
    )
    done = post(body, files, path="_posts/2021-03-04-a.mdx", generator="docusaurus")
    assert "<p><em>part</em></p><p><em>two</em></p>" in _folded(done.content)
    assert ">Out</a>" in done.content


def test_parts_of_themselves(post: Post) -> None:
    """A file that has itself for a part ends."""
    files = {"_posts/_p.md": "import P from './_p.md'\n\nx\n\n<P />\n\n<P />\n"}
    done = post("import P from './_p.md'\n\n<P />", files, path="_posts/2021-03-04-a.mdx")
    assert 0 < done.content.count("<p>x</p>") < 100


@pytest.mark.parametrize(
    "body",
    [
        "<div>\n\n" * 5_000,
        "  <A b={" * 5_000,
        "{" * 30_000,
        "<a b='" * 10_000,
        "<A>\n  x\n" * 3_000 + "</A>\n" * 3_000,
        "{`" * 10_000,
        '{"' * 10_000,
        "<A " + "b " * 20_000,
        "import a\n" * 5_000,
    ],
)
def test_time_is_bounded(complete: Complete, body: str) -> None:
    """Whatever is written, a body is done in the time that its size takes."""
    began = time.process_time()
    complete(body, "x.mdx")
    assert time.process_time() - began < 5


def test_formulas_are_read_first(complete: Complete) -> None:
    """Braces in formulas are no expressions, as remark-math reads formulas before."""
    own = Markdown(dialect="mdx", dollars=True)
    body = "a $x_{1}$ and $$\\frac{a}{<b}$$ {1 + x}\n\n$$\n\\begin{align} {c} \\end{align}\n$$\n"
    assert (
        "<p>a <code>x_{1}</code> and <code>\\frac{a}{&lt;b}</code></p>\n"
        '<pre><code class="language-tex">\\begin{align} {c} \\end{align}\n</code></pre>'
    ) == complete(body, "a.mdx", markdown=own).content


def test_files_of_the_site(complete: Complete) -> None:
    """`@site/static/` is where the site's own files are; what loaders make is not known."""
    body = "import raw from '!!raw!./x'\n\n![p](@site/static/a.png) [f](@site/static/a.pdf){raw}"
    assert (
        '<p><img src="https://example.org/a.png" alt="p"> <a href="https://example.org/a.pdf">f</a></p>'
    ) == complete(body, generator="docusaurus").content
