"""Shortcodes of a Hugo site's own, by their templates."""

from __future__ import annotations

import time

import pytest

from bodies.conftest import Post
from feedmill.bodies.chain import Completed

PATH = "content/blog/a/index.md"
LINK = "https://example.org/base/a/b/"


def shown(post: Post, template: str, body: str, **files: str) -> Completed:
    """Render a body that uses the shortcode `x`."""
    named = {one.replace("__", "/"): text for one, text in files.items()}
    there = {"layouts/shortcodes/x.html": template, **named}
    return post(body, there, path=PATH, generator="hugo")


@pytest.mark.parametrize(
    ("template", "body", "html"),
    [
        # arguments, and what is escaped
        (
            '<a href="{{ .Get "href" }}">{{ .Get "title" | default "more" }}</a>',
            'See {{< x href="https://example.com/?a=1&b=2" title="A < B" >}}, and '
            "{{< x href=/y >}}.",
            '<p>See <a href="https://example.com/?a=1&amp;b=2">A &lt; B</a>, and '
            '<a href="https://example.org/y">more</a>.</p>',
        ),
        ("{{ .Get 0 }}-{{ index .Params 1 }}-{{ .Get 2 }}", "{{< x a `b c` >}}", "<p>a-b c-</p>"),
        ("{{ if .IsNamedParams }}n{{ else }}p{{ end }}", "{{< x a=b >}} {{< x b >}}", "<p>n p</p>"),
        # typed arguments: true is no text
        (
            "{{ if .Get `on` }}on{{ else }}off{{ end }}",
            '{{< x on=false >}} {{< x on="false" >}}',
            "<p>off on</p>",
        ),
        # what a pair encloses
        (
            "<aside><b>{{ .Get 0 }}</b>{{ .Inner | markdownify }}</aside>",
            "{{< x Hint >}}\nA *word*.\n\nMore.\n{{< /x >}}",
            "<b>Hint</b><p>A <em>word</em>.</p>\n<p>More.</p>",
        ),
        (
            "<q>{{ .Inner | .Page.RenderString }}</q>",
            "a {{< x >}}*b*{{< /x >}}",
            "<p>a <q><em>b</em></q></p>",
        ),
        ("<div>{{ .Inner }}</div>", "{{< x >}}<i>*a*</i>{{< /x >}}", "<div><i>*a*</i></div>"),
        # with percent signs the text around it is Markdown with it
        ("**{{ .Get 0 }}**", "{{% x a %}} b", "<p><strong>a</strong> b</p>"),
        # the language: variables, branches, loops, comments, spaces
        (
            "{{- /* a comment */ -}}{{ $n := 1 }}{{ range $i, $e := .Params }}"
            "{{ if eq $e `no` }}{{ continue }}{{ else if gt $i 2 }}{{ break }}{{ end }}"
            "{{ $n = add $n $i }}{{ $i }}{{ $e }} {{ end -}}  {{- $n }}",
            "{{< x a no c d >}}",
            "<p>0a 2c 3</p>",
        ),
        (
            "{{ with .Get `a` }}<u>{{ . }}</u>{{ else }}none{{ end }}"
            "{{ with $y := 3 }}{{ $y }}{{ end }}",
            '{{< x a="1" >}} {{< x >}}',
            "<p><u>1</u>3 none3</p>",
        ),
        (
            "{{ printf `%s-%03d|%q` (upper .Name) 7 `a` | safeHTML }}",
            "{{< x >}}",
            '<p>X-007|"a"</p>',
        ),
        (
            "{{ $m := dict `a` (slice 1 2) }}{{ len $m.a }}{{ (index $m.a 1) }}"
            "{{ cond (and true (not false)) `y` `n` }}",
            "{{< x >}}",
            "<p>22y</p>",
        ),
        (
            "{{ range seq 3 }}{{ . }}{{ end }}{{ strings.TrimPrefix `a` `ab` }}"
            "{{ replace `aa` `a` `c` }}",
            "{{< x >}}",
            "<p>123bcc</p>",
        ),
        (
            "{{ .Scratch.Set `k` 1 }}{{ .Scratch.Add `k` 2 }}{{ .Scratch.Get `k` }}",
            "{{< x >}}",
            "<p>3</p>",
        ),
        # the page and the site
        (
            "{{ .Page.Title }} {{ .Page.Params.mood }} {{ relURL `/c` }} {{ site.Title }}",
            "{{< x >}}",
            "<p>The title good /base/c Example</p>",
        ),
        # nested ones know what they are in
        (
            "{{ with .Parent }}{{ .Get `in` }}{{ else }}<ul>{{ .Inner }}</ul>{{ end }}",
            "{{< x in=up >}}<li>{{< x />}}</li>{{< /x >}}",
            "<ul><li>up</li></ul>",
        ),
        # a template that shows nothing leaves nothing
        ("<div class='clear'></div>", "a {{< x >}} b", "<p>a  b</p>"),
    ],
)
def test_its_template_shows_it(post: Post, template: str, body: str, html: str) -> None:
    """A shortcode is shown as its template says, and the result is sanitised."""
    path = "layouts/shortcodes/x.html"
    done = post(body, {path: template}, path=PATH, generator="hugo", front="mood: good\n")

    assert html in done.content
    assert () == done.problems


def test_templates_of_themes_and_partials(post: Post) -> None:
    """The site's templates come before its theme's; partials take a value and may give one back."""
    files = {
        "hugo.toml": 'theme = "t"\n[params]\nName = "N"',
        "themes/t/layouts/_shortcodes/x.html": '{{ partial "p.html" (dict "a" .Name) }}',
        "themes/t/layouts/_partials/p.html": "{{ .a }}"
        "{{ partial `twice` 2 }}{{ site.Params.name }}",
        "layouts/partials/twice.html": "{{ return mul . 2 }}",
        "themes/other/layouts/shortcodes/x.html": "wrong",
    }
    done = post("a {{< x >}}", files, path=PATH, generator="hugo")

    assert "<p>a x4N</p>" == done.content.strip()


def test_files_data_and_words(post: Post) -> None:
    """Pictures of the bundle, files, data and translations are there; what is made of a picture
    is that picture."""
    template = (
        "{{ with .Page.Resources.GetMatch (.Get 0) }}{{ $s := .Resize `20x` }}"
        '<img src="{{ $s.RelPermalink }}">{{ end }}'
        "{{ (index site.Data.people `ann`).name }} {{ i18n `by` }} {{ readFile `assets/a.txt` }}"
        "{{ with resources.Get `img/b.png` }}{{ .RelPermalink }}{{ end }}"
    )
    files = {
        "layouts/shortcodes/x.html": template,
        "content/blog/a/boat.PNG": "x",
        "data/people.yaml": "ann: {name: Ann}",
        "i18n/en.toml": "[by]\nother = 'by'",
        "assets/a.txt": "t<",
        "assets/img/b.png": "x",
    }
    done = post("{{< x boat* >}}", files, path=PATH, generator="hugo")

    assert f'<img src="{LINK}boat.PNG">Ann by t&lt;/base/img/b.png' in done.content


@pytest.mark.parametrize(
    "template",
    [
        "{{ getJSON `https://example.com` }}",
        "{{ resources.GetRemote `https://example.com` }}",
        "{{ now }}",
        "{{ os.Getenv `HOME` }}",
        "{{ readFile `../../etc/passwd` }}",
        "{{ readFile `/etc/passwd` }}",
        "{{ .Nothing }}",
        "{{ if }}",
        "{{ end }}",
        "{{ if true }}",
        "{{ `a",
        "{{ define `a` }}{{ end }}",
        "{{ range 99999999 }}{{ range 99999999 }}a{{ end }}{{ end }}",
        "{{ strings.Repeat 99999999 `a` }}",
        "{{ $a := `aaaaaaaaaa` }}{{ range seq 40 }}{{ $a = print $a $a }}{{ end }}{{ $a }}",
        "{{ $a := slice 1 }}{{ range seq 40 }}{{ $a = slice $a $a }}{{ end }}{{ $a | jsonify }}",
        "{{ $a := slice 1 }}{{ range seq 40 }}{{ $a = slice $a $a }}{{ end }}{{ $a }}",
        "{{ seq 999999999999 }}",
        "{{ partial `x` . }}",
        "{{ mul 99999999 99999999 99999999 99999999 }}",
        "{{ index `a` }}{{ index (slice) `a` }}",
        "{{ printf `%d` `x` }}",
        "{{ (((((((((((((((((((((((((((((((((((((((((((((1))))))))))) }}",
        "{{ $b }}",
        "{{ dict `a` }}",
        "{{ errorf `no` }}",
    ],
)
def test_what_it_cannot_know_is_left_to_others(post: Post, template: str) -> None:
    """A template that asks for the network, the clock, other files or too much is not used."""
    files = {"layouts/shortcodes/x.html": f"secret {template}", "layouts/partials/x.html": template}
    start = time.process_time()
    done = post("a\n\n{{< x >}}\n\nb", files, path=PATH, generator="hugo")

    assert "secret" not in done.content
    assert [one.code for one in done.problems] == ["left-out"]
    assert time.process_time() - start < 30  # bounded, not endless


def test_what_is_asked_for_often_is_looked_up_once(post: Post) -> None:
    """A loop over words, pages and files of the bundle takes no longer than its steps."""
    each = "{{ i18n `a` }}{{ with $.Page.GetPage `b` }}{{ end }}{{ $.Page.Resources.Get `c` }}"
    files = {
        "layouts/shortcodes/x.html": f"{{{{ range seq 3000 }}}}{each}{{{{ end }}}}",
        "i18n/en.yaml": "".join(f"k{number}: v\n" for number in range(5000)) + "a: w\n",
        **{f"content/blog/a/{number}.png": "x" for number in range(400)},
    }
    start = time.process_time()
    done = post("{{< x >}}", files, path=PATH, generator="hugo")

    assert "www" in done.content
    assert time.process_time() - start < 30


def test_what_it_makes_is_sanitised(post: Post) -> None:
    """Scripts of a template do not reach feeds, nor do addresses of scripts."""
    template = "<p onclick='x()'>a</p><script>x()</script><a href=\"{{ .Get 0 }}\">b</a>"
    done = shown(post, template, "{{< x `javascript:x()` >}}")

    assert "<p>a</p>" in done.content
    assert "x()" not in done.content


def test_a_template_that_a_script_fills_is_left_to_others(post: Post) -> None:
    """What shows nothing without its script keeps the text that the shortcode encloses."""
    template = '<div id="chart"></div><script>draw({{ .Inner }})</script>'
    done = shown(post, template, "{{< x >}}\nnumbers\n{{< /x >}}")

    assert "numbers" in done.content


def test_the_config_comes_first(post: Post) -> None:
    """What the config says of a shortcode is shown, whatever its template is."""
    done = post(
        "{{< x >}}",
        {"layouts/shortcodes/x.html": "template"},
        path=PATH,
        generator="hugo",
        shortcodes={"x": "config"},
    )

    assert "config" in done.content
    assert "template" not in done.content


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("```\n{{</* x */>}}\n```", "{{&lt; x &gt;}}"),
        ("`{{%/* /x */%}}`", "<code>{{% /x %}}</code>"),
        ("```\n{{< x >}}\n```", "<pre><code>shown"),
        ("{{ .Title }} {% if %} {# a #}", "{{ .Title }} {% if %} {# a #}"),
    ],
)
def test_hugo_knows_shortcodes_alone_and_in_code_too(post: Post, body: str, html: str) -> None:
    """Hugo expands shortcodes before Markdown, so code is no shelter; braces are text to it."""
    assert html in shown(post, "shown", body).content
