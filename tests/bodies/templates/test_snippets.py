"""Files that a body of Python-Markdown takes in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Post = Callable[..., Any]
FILES = {
    "a.md": "*a*\n",
    "docs/b.py": "x\ny\n# --8<-- [start:s]\nz\n# --8<-- [end:s]\nw\n",
    "docs/blog/posts/c.md": '--8<-- "a.md"\n\nc\n',
    "loop.md": '--8<-- "loop.md"\n--8<-- "loop.md"\n',
}
PATH = "docs/blog/posts/p.md"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('--8<-- "a.md"', "<p><em>a</em></p>"),
        ("--8<--\na.md\n; b.md\n--8<--", "<p><em>a</em></p>"),
        ("-8<- 'c.md'", "<p><em>a</em></p>\n<p>c</p>"),
        ('- i\n\n    --8<-- "a.md"', "<ul>\n<li>\n<p>i</p>\n<p><em>a</em></p>\n</li>\n</ul>"),
        ('```\n--8<-- "b.py"\n```', "<pre><code>x\ny\nz\nw\n</code></pre>"),
        ('```\n--8<-- "b.py:2:2"\n```', "<pre><code>y\n</code></pre>"),
        ('```\n--8<-- "b.py:s"\n```', "<pre><code>z\n</code></pre>"),
        ('`;--8<-- "a.md"`\n\n;--8<-- "a.md"', '<p><code>;--8&lt;-- "a.md"</code></p>'),
        ("x {!a.md!} y", "<p>x <em>a</em> y</p>"),
        ('x\n\n--8<-- "../../etc/passwd"\n\n--8<-- "/etc/passwd"\n\n--8<-- "loop.md"', "<p>x</p>"),
    ],
)
def test_snippets(post: Post, body: str, expected: str) -> None:
    """A file of the site, its lines or a section of it, takes the place of its name."""
    content = post(body, FILES, path=PATH, generator="mkdocs", include=("docs/**/*.md",)).content
    assert expected in content
