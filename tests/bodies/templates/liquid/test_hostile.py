"""Templates, includes and data that strangers wrote: bounded, inside the site, sanitised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedmill.bodies.templates.liquid.data import BadDataError, parse_data

Post = Callable[..., Any]
MANY = 2**16
LONG = "x" * 1500

BODIES = {
    "endless loop": "{% for i in (1..1000000000) %}{% endfor %}",
    "endless list": "{% for i in (1..1000000000) reversed %}x{% endfor %}",
    "loops in loops": "{% for i in (1..9999) %}{% for j in (1..9999) %}x{% endfor %}{% endfor %}",
    "table": "{% tablerow i in (1..10000000) cols:3 %}{{ i }}{% endtablerow %}",
    "10 MB": f"{{% assign a = '{LONG}' %}}{{% for i in (1..9999) %}}{{{{ a }}}}{{% endfor %}}",
    "doubling": "{% assign a = 'xxxxxxxxxx' %}" + "{% assign a = a | append: a %}" * 60 + "{{ a }}",
    "doubling by capture": "{% assign a = 'xxxxxxxxxx' %}"
    + "{% capture a %}{{ a }}{{ a }}{% endcapture %}" * 60
    + "{{ a }}",
    "replace": f"{{% assign a = '{LONG}' %}}{{{{ a | replace: 'x', a }}}}",
    "join": f"{{% assign a = '{LONG}' %}}{{% assign b = a | split: '' %}}{{{{ b | join: a }}}}",
    "numbers": "{% assign a = 99999999 %}" + "{% assign a = a | times: a %}" * 60 + "{{ a }}",
    "range": "{% assign r = (1..100000000) %}{{ r | sort | join: ',' }}",
    "range in a condition": "{% if (1..100000000) contains 5 %}x{% endif %}",
    "lists in lists": "{% assign a = 'x' | split: ',' %}"
    + "{% assign a = a | push: a %}" * 60
    + "{{ a }}{{ a | jsonify }}{{ a | upcase }}",
    "long lists": "{% assign a = 'x,y' | split: ',' %}"
    + "{% assign a = a | concat: a %}" * 60
    + "{{ a | size }}",
    "deep": "{% if true %}" * 500 + "x" + "{% endif %}" * 500,
    "open": "{% if true %}" * (MANY // 13),
    "ends": "{% endif %}" * (MANY // 11),
    "comments": "{% comment %}" * (MANY // 13),
    "raw": "{% raw %}" * (MANY // 9),
    "outputs": "{{" * (MANY // 2),
    "tags": "{% a" * (MANY // 4),
    "brackets": ("{{ " + "(" * 1900 + " }}") * 30,
    "paths": "{{ a" + "[a" * 900 + "]" * 900 + " }}",
    "quotes": ("{{ '" + '"' * 1900 + " }}") * 30,
    "spaces": "{% a" + " " * MANY + "%}",
    "pairs": "{% foo %}" * 3000 + "{% endfoo %}" * 3000,
    "include of itself": "{% include a.html %}",
    "dates": "{{ 'now' | date: '" + "%99c" * 400 + "' }}",
    "conditions": "{{ (1..100000) | where_exp: 'x', 'x > 3' | size }}" * 50,
    "markdown": f"{{% assign a = '{'[a' * 700}' %}}" + "{{ a | markdownify }}" * 50,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_that_takes_too_much(post: Post, body: str) -> None:
    """It is done in bounded time, it is no longer than it may be, and its own text is all there."""
    files = {"_includes/a.html": "{% include a.html %}{% include a.html %}x", "_config.yml": ""}
    done = post(f"The *first* words.\n\n{body}\n\nThe *last* words.\n", files)
    assert "The <em>first</em> words." in done.content
    assert "The <em>last</em> words." in done.content
    assert len(done.content) < 2**21
    assert {one.code for one in done.problems} <= {"left-out"}


PIECES = st.sampled_from(
    [
        *(
            "{% if x %}",
            "{% elsif page.tags contains 5 %}",
            "{% else %}",
            "{% endif %}",
            "{%",
            "%}",
        ),
        *(
            "{% for i in (1..3) %}",
            "{% endfor %}",
            "{% break %}",
            "{% cycle 'a', 'b' %}",
            "{{",
            "}}",
        ),
        *(
            "{% raw %}",
            "{% endraw %}",
            "{% comment %}",
            "{% endcomment %}",
            "{{ i }}",
            "{{ a[b].c }}",
        ),
        *("{% assign a = page.tags | push: a %}", "{% capture b %}", "{% endcapture %}", "```\n"),
        *("{% case a %}", "{% when 1 %}", "{% endcase %}", "{% include a.html x=page %}", "\n\n"),
        *(
            "{% render 'a.html' %}",
            "{% highlight x %}",
            "{% endhighlight %}",
            "{% box %}",
            "{% endbox %}",
        ),
        *("{{ site | map: 'x' | sort | first }}", "{{ a | where: 'a', 'b' | jsonify }}", "text"),
        *("{{ 'a' | times: 'b' | divided_by: 0 }}", "{{ page.date | date: page.date }}", "`x`"),
        *(
            "{{ page.tags | sort: page | concat: site }}",
            "{{ 'abc' | truncate: -5 | slice: 9, 'x' }}",
        ),
        *("{{ 1e400 | floor }}", "{{ nil | plus: 'a' | to_integer }}", "{% tablerow i in a %}"),
    ]
)


@given(st.lists(PIECES, max_size=30))
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_order_of_pieces(post: Post, pieces: list[str]) -> None:
    """However they are put together, nothing is raised, and the text before them stays."""
    files = {"_includes/a.html": "{{ include.x | jsonify }}", "_config.yml": "a: 1\n"}
    done = post(f"The first words. {''.join(pieces)}", files, front="tags: [x, y]\n")
    assert "The first words." in done.content
    assert {one.code for one in done.problems} <= {"left-out"}


@pytest.mark.parametrize(
    "tag",
    [
        "{% include ../../etc/passwd %}",
        "{% include ../secret.md %}",
        "{% include_relative ../../secret.md %}",
        "{% include /secret.md %}",
        "{% render '../secret.md' %}",
        "{% assign n = '../secret.md' %}{% include {{ n }} %}",
        "{% include sub/../../secret.md %}",
    ],
)
def test_includes_stay_in_their_folder(post: Post, tag: str) -> None:
    """A name that leads up is no include."""
    done = post(f"a {tag} b", {"secret.md": "SECRET", "_config.yml": ""})
    assert "SECRET" not in done.content
    assert ["left-out"] == [one.code for one in done.problems]


def test_what_templates_make_is_sanitised(post: Post) -> None:
    """Scripts in includes, in data and in front matter are no scripts in feeds."""
    files = {
        "_includes/a.html": "<script>alert(1)</script><img src=x onerror=alert(2)>",
        "_data/d.yml": 'x: "<svg onload=alert(3)>"',
        "_config.yml": "",
    }
    body = "{% include a.html %}\n\n{{ site.data.d.x }}\n\n{{ page.x }}\n\n[a]({{ page.y }})"
    done = post(
        body, files, front="x: '<iframe src=javascript:alert(4)>'\ny: javascript:alert(5)\n"
    )
    for word in ("<script", "onerror", "onload", "javascript:", "<svg"):
        assert word not in done.content


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        (
            ".yml",
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(
                f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n"
                for a, b in zip("abcdefgh", "bcdefghi", strict=True)
            ),
        ),
        (".yml", "a: &a [*a]"),
        (".yml", "[" * 100_000),
        (".yml", "- " * 1000 + "x"),
        (".yml", "{a: " * 1000),
        (".yml", "a: " + "x" * 2**23),
        (".yml", "- x\n" * 300_000),
        (".json", "[" * 100_000),
        (".json", "[" * 100 + "]" * 100),
        (".json", "[" + "1," * 300_000 + "1]"),
        (".json", "9" * 10_000),
        (".csv", "a,b,c\n" + "1,2,3\n" * 100_000),
        (".csv", '"' + "a" * 200_000),
        (".tsv", "a\tb\n" + "1\t2\n" * 150_000),
        (".yml", "\0"),
        (".json", b"\xff\xfe"),
        (".yml", "!!python/object/apply:os.system [ls"),
    ],
)
def test_data_that_is_a_bomb_is_refused(ending: str, data: str | bytes) -> None:
    """It is refused before it fills the memory."""
    with pytest.raises(BadDataError):
        parse_data(ending, data if isinstance(data, bytes) else data.encode())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("a: &x {b: 1}\nc: {<<: *x, d: 2}", {"a": {"b": 1}, "c": {"b": 1, "d": 2}}),
        (
            "a: yes\nb: 'yes'\nc: 1.5\nd: ~\ne: 0x1",
            {"a": True, "b": "yes", "c": 1.5, "d": None, "e": "0x1"},
        ),
        ("- !ruby/object:X {a: b}", [{"a": "b"}]),
        ("1: x", {"1": "x"}),
        ("", None),
    ],
)
def test_yaml_is_typed(data: str, expected: object) -> None:
    """Scalars are what YAML 1.1 makes of them; tags run nothing."""
    assert expected == parse_data(".yml", data.encode())
