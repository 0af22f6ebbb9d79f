"""Liquid in bodies is rendered as Jekyll renders it; what feeds cannot show costs only itself.

Expected texts are Jekyll's own (4.3), for the same files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Post = Callable[..., Any]
LINK = "https://example.org/base/a/b/"

SITE = {
    "_config.yml": "repository: https://github.com/a/b\ntwitter: {name: ann}\nlist: [a, b]\n",
    "_data/people.yml": "- {name: Ann, age: 3, ok: true}\n- {name: Bo, age: 2, ok: false}\n",
    "_data/sub/rows.csv": "name,count\nx,1\ny,2\n",
    "_data/two words.json": '{"a": [1, 2]}',
    "_data/t.tsv": "k\tv\nq\tw\n",
    "_includes/box.html": '<b class="x">{{ include.text | upcase }}</b>{{ include.page }}',
    "_includes/sub/in.md": "---\nx: y\n---\nsub {{ page.title }}",
    "_posts/near.md": "near {{ include.n }}",
    "_includes/ref.md": "[repo]: {{ site.repository }}/x\n",
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ page.title }}, {{ page.date | date: '%Y-%m-%d %H:%M %z' }}", "2021-03-04 06:06 +0100"),
        ("{{ page.url }} {{ page.id }} {{ page.path }}", "/a/b/ /a/b _posts/2021-03-04-a.md"),
        ("{{ site.time | date: '%B %-d, %Y' }} {{ 'now' | date: '%j' }}", "March 4, 2021 063"),
        ("{{ now | date: '%Y' }}{{ today | date: '%Y' }}", "20212021"),
        ("{{ site.url }}{{ site.baseurl }}/x", "https://example.org/base/x"),
        ("[x]({{ '/y.png' | relative_url }})", 'href="https://example.org/base/y.png"'),
        ("[x]({{ 'y.png' | absolute_url }})", 'href="https://example.org/base/y.png"'),
        ("[x][repo]\n\n{% include ref.md %}", '<a href="https://github.com/a/b/x">x</a>'),
        ("[x][r]\n\n[r]: {{ site.repository }}/y", '<a href="https://github.com/a/b/y">x</a>'),
        ("{% include box.html text='a' page=page.title %}", "<b>A</b>The title"),
        ('{% include box.html text="a \\"b\\"" %}', "<b>A “B”</b>"),
        ("{% include sub/in.md %}", "<p>sub The title</p>"),
        ("{% assign f = 'box' %}{% include {{ f }}.html text='q' %}", "<b>Q</b>"),
        ("{% include_relative near.md n=5 %}", "<p>near 5</p>"),
        ("{% include_cached box.html text='c' %}", "<b>C</b>"),
        (
            "{% for p in site.data.people %}{{ p.name }}{{ p.age }}{{ p.ok }} {% endfor %}",
            "Ann3true Bo2false",
        ),
        ("{{ site.data.sub.rows[1].name }}{{ site.data.two_words.a.last }}", "y2"),
        ("{{ site.data.t[0].v }}{{ site.list | join: '+' }}{{ site.twitter.name }}", "wa+bann"),
        ("{{ site.data.people | where: 'name', 'Bo' | map: 'age' | first }}", "<p>2</p>"),
        ("{{ site.data.people | sort: 'age' | map: 'name' | join: ', ' }}", "Bo, Ann"),
        ("{{ site.data.people | where_exp: 'p', 'p.age > 2' | size }}", "<p>1</p>"),
        ("{% assign g = site.data.people | group_by: 'ok' %}{{ g[0].name }}{{ g.size }}", "true2"),
        ("{% if page.toc %}yes{% else %}no{% endif %}", "<p>no</p>"),
        ("{% unless page.n == 5 %}x{% endunless %}{{ page.n | plus: 1 }}", "<p>6</p>"),
        ("{% case page.n %}{% when 4 %}four{% when 5 %}five{% endcase %}", "<p>five</p>"),
        ("{% capture x %}a{{ page.n }}{% endcapture %}{{ x | append: 'b' }}", "a5b"),
        ("{% raw %}{{ page.title }}{% endraw %}", "{{ page.title }}"),
        ("a{% comment %}{{ b }}{% endcomment %}c", "<p>ac</p>"),
        ("```\n{{ page.n }}\n```", "<pre><code>5\n</code></pre>"),
        (
            "{% highlight ruby linenos %}\na < b\n{% endhighlight %}",
            '<pre><code class="language-ruby">a &lt; b\n</code></pre>',
        ),
        ("1. x\n\n   {% highlight sh %}\n   ls\n   {% endhighlight %}\n\n2. y", "<li>"),
        ("{{ 'Hello, *World*' | markdownify }}", "<em>World</em>"),
        ("{{ 'The _cönfig.yml' | slugify }} {{ 'Á b' | slugify: 'latin' }}", "the-cönfig-yml a-b"),
        (
            "{{ page.date | date_to_string }}, {{ page.date | date_to_long_string: 'ordinal' }}",
            "04 Mar 2021, 4th March 2021",
        ),
        ("{{ page.date | date_to_xmlschema }}", "2021-03-04T06:06:07+01:00"),
        ("{{ page.date | date_to_rfc822 }}", "Thu, 04 Mar 2021 06:06:07 +0100"),
        ("{{ '2020-01-31' | date: '%e %b %y' }}", "31 Jan 20"),
        ("{{ 'March 14, 2016' | date: '%F' }}", "2016-03-14"),
        ("{{ 'a, b, c' | split: ', ' | array_to_sentence_string }}", "a, b, and c"),
        ("{{ '<a href=x>b</a><script>c</script>' | strip_html }}", "<p>b</p>"),
        ("{{ 'a&b' | xml_escape }} {{ 'a b/ü' | cgi_escape }}", "a&amp;b a+b%2F%C3%BC"),
        ("`{{ site.data.people[0] | jsonify }}`", '{"name":"Ann","age":3,"ok":true}'),
        ("{{ 'a b  c' | number_of_words }}{{ '5.7' | to_integer }}", "<p>35</p>"),
        # what Ruby's Liquid makes of pieces that are not right
        ("{{ page.title foo }}", "<p>The title</p>"),
        ("{{ 'a,b' | split ',' | join: ';' }}", "<p>a;b</p>"),
        ("{{ 'axb' | replace, 'x', page.title }}", "<p>aThe titleb</p>"),
        ("{% capture /dev/null %}x{% endcapture %}y", "<p>y</p>"),
        ("{% case page.n %} x {% else %}z{% endcase %}", "<p>z</p>"),
        ("a {{ }} b", "<p>a  b</p>"),
    ],
)
def test_liquid_is_rendered(post: Post, body: str, expected: str) -> None:
    """Variables, filters, tags, includes and data, before Markdown is; nothing is left out."""
    done = post(body, SITE, front="n: 5\ntoc: false\n")
    assert expected in done.content
    assert () == done.problems


@pytest.mark.parametrize(
    ("body", "expected", "what"),
    [
        ("a {{ 'x' | nofilter }} b", "<p>a x b</p>", "| nofilter left out"),
        ("a {% octicon x %} b", "<p>a  b</p>", "{% octicon %} left out"),
        ("a\n\n{% chart x %}\n\nb", f'<a href="{LINK}">Chart</a>', "{% chart %} shown as a link"),
        ("{% box %}\n*in*\n{% endbox %}", "<em>in</em>", "{% box %} shown as text"),
        ("a {% endif %} b", "<p>a  b</p>", "{% endif %} left out"),
        ("a {% if x %} b", "<p>a  b</p>", "{% if %} left out"),
        ("a {% comment %} b", "<p>a  b</p>", "{% comment %} left out"),
        ("a {% raw %} b", "<p>a  b</p>", "{% raw %} left out"),
        (
            "a {% include no.html %} b",
            "<p>a  b</p>",
            "{% include no.html %} (there is no no",
        ),
        ("a {{ site.posts.size }} b", "<p>a 0 b</p>", "site.posts left out"),
        ("{% for p in site.related_posts %}x{% endfor %}b", "b", "site.related_posts left out"),
        ("a {{ page.next.url }} b", "<p>a  b</p>", "page.next left out"),
        ("a {{ 1 | divided_by: 0 }} b", "<p>a  b</p>", "{{ 1 }} ("),
        ("{% if true %}a {{ 1 | modulo: 0 }} b{% endif %}", "<p>a  b</p>", "{{ 1 }} ("),
        ("[x]({% post_url 2020-01-01-no %})", f'<a href="{LINK}">x</a>', "shown as a link"),
        ("{{ site.data.bad }}b", "<p>b</p>", "_data/bad.yml is not right YAML"),
    ],
)
def test_what_is_unknown_costs_only_itself(post: Post, body: str, expected: str, what: str) -> None:
    """The text around it stays, and one problem says what is left out."""
    done = post(body, {"_data/bad.yml": "a: [", "_config.yml": ""})
    assert expected in done.content
    (problem,) = done.problems
    assert ("left-out", True) == (problem.code, what in problem.message)


def test_an_unknown_variable_is_empty(post: Post) -> None:
    """As on the page: there is nothing to report."""
    done = post("a{{ no.such.thing }}b", {"_config.yml": ""})
    assert ("<p>ab</p>", ()) == (done.content, done.problems)


def test_text_without_an_end_of_its_piece_is_text(post: Post) -> None:
    """What looks like Liquid and is never closed is shown as it is."""
    assert "a {{ b {% c" in post("a {{ b {% c").content


def test_liquid_can_be_switched_off(post: Post) -> None:
    """`render_with_liquid: false` in the front matter, and `articles.liquid: false`."""
    assert (
        "{{ page.title }}" in post("{{ page.title }}", front="render_with_liquid: false\n").content
    )
    assert "The title" in post("{{ page.title }}", liquid=False).content  # as far as we know it


def test_settings_in_a_folder(post: Post) -> None:
    """A site in a folder of the repository has its settings, includes and data there."""
    files = {
        "docs/_config.yml": "source: src\nname: N\n",
        "docs/src/_includes/a.html": "{{ site.name }}{{ site.data.d.x }}{{ page.path }}",
        "docs/src/_data/d.yml": "x: X",
    }
    done = post("{% include a.html %}", files, path="docs/src/_posts/2021-03-04-a.md")
    assert "<p>NXsrc/_posts/2021-03-04-a.md</p>" == done.content


def test_a_folder_without_settings(post: Post) -> None:
    """Where there is no `_config.yml`, includes are beside the folder of posts."""
    files = {"web/_includes/a.md": "A"}
    done = post("{% include 'a.md' %}", files, path="web/_posts/2021-03-04-a.md")
    assert "<p>A</p>" == done.content


def test_tags_of_the_sites_own(post: Post) -> None:
    """`articles.shortcodes` says how a tag that Liquid does not know is shown."""
    shown = {"box": "<blockquote>{inner}</blockquote>", "video": '<a href="{0}">Video</a>'}
    done = post(
        "{% box %}*a* {{ page.n }}{% endbox %}\n\n{% video /v %}", front="n: 5\n", shortcodes=shown
    )
    assert "<blockquote>\n<p><em>a</em> 5</p>\n</blockquote>" in done.content
    assert ">Video</a>" in done.content
    assert () == done.problems


def test_front_matter_defaults(post: Post) -> None:
    """What `_config.yml` says of all posts is in `page`, unless the post says otherwise."""
    settings = (
        "defaults:\n- {scope: {path: '', type: posts}, values: {a: one, b: two}}\n"
        "- {scope: {path: '', type: pages}, values: {a: other}}\n"
        "- {scope: {path: _posts}, values: {c: three}}\n"
    )
    done = post(
        "{{ page.a }} {{ page.b }} {{ page.c }}", {"_config.yml": settings}, front="b: mine\n"
    )
    assert "<p>one mine three</p>" == done.content


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[x]({% post_url 2020-01-02-B %})", "https://example.org/base/b/"),
        ("[x]({% post_url de/2020-01-02-b %})", "https://example.org/base/de/b/"),
        ("[x]({% link _posts/2020-01-02-b.md %})", "https://example.org/base/b/"),
        ("[x]({% link assets/a.pdf %})", "https://example.org/base/assets/a.pdf"),
        ("[x]({% link about.md %})", "https://example.org/base/about.html"),
        ("[x]({% link team.md %}#a)", "https://example.org/base/the-team/#a"),
        ("[x]({% link _docs/a/b.md %})", "https://example.org/base/docs/a/b.html"),
    ],
)
def test_links_to_other_pages(post: Post, body: str, expected: str) -> None:
    """`post_url` and `link` give the address that the other page is published at."""
    links = {
        "_posts/2020-01-02-b.md": "https://example.org/base/b/",
        "de/_posts/2020-01-02-b.md": "https://example.org/base/de/b/",
    }
    files = {
        "_config.yml": "",
        "assets/a.pdf": "",
        "about.md": "---\n---\n",
        "team.md": "---\npermalink: /the-team/\n---\n",
        "_docs/a/b.md": "---\ntitle: x\n---\n",
    }
    done = post(body, files, links=links)
    assert f'href="{expected}"' in done.content
    assert () == done.problems


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ title }} {{ page.url }} {{ page.fileSlug }}", "The title /a/b/ a"),
        ("{{ site.name }}{{ people[0] }}", "<p>SAnn</p>"),
        ("{% include 'a.html' %}{% render 'b', n: 3 %}", "<p>AB3</p>"),
        ("{% include 'c' %}{% render 'd.html' %}", "<p>CD</p>"),
        (
            '{% footnoteref "x-1", "About *b*" %}a *b*{% endfootnoteref %}',
            '<p><a href="https://example.org/base/a/b/#x-1-note">a <em>b</em></a></p>',
        ),
        ("{{ 'Été 1' | slug }} {{ '/x/' | url }}", "ete-1 /base/x/"),
    ],
)
def test_eleventy(post: Post, body: str, expected: str) -> None:
    """Front matter and data files are variables by their own names, includes are quoted."""
    files = {
        "src/_data/people.json": '["Ann"]',
        "src/_data/site.json": '{"name": "S"}',
        "_includes/a.html": "A",
        "src/_includes/b.liquid": "B{{ n }}",
        "src/includes/c.liquid": "C",
        "components/d.html": "D",
    }
    done = post(body, files, generator="eleventy", liquid=True, path="src/posts/x/2021-03-04-a.md")
    assert expected in done.content
    assert () == done.problems


def test_helpers_of_includes(post: Post) -> None:
    """A tag of the site's in a file that is included does not become a link to the page."""
    files = {"_includes/a.html": "{% styles 'x' %}\n<b>A</b>"}
    done = post("{% include 'a.html' %}", files, generator="eleventy", liquid=True)
    assert "<p><b>A</b></p>" == done.content
    assert ["left-out"] == [one.code for one in done.problems]


@pytest.mark.parametrize(
    ("engines", "expected"),
    [("md", "{{ title }} {% x %}"), ("njk,md", "The title"), ("liquid, md", "The title")],
)
def test_engines_of_an_article(post: Post, engines: str, expected: str) -> None:
    """An article of Eleventy can say that it has no template code, or of which engine."""
    front = f"templateEngineOverride: {engines}\n"
    done = post("{{ title }} {% x %}", generator="eleventy", liquid=True, front=front)
    assert f"<p>{expected}</p>" == done.content
