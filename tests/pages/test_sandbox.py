"""Templates of strangers: what they can't reach, and that they end."""

from __future__ import annotations

from typing import Any

import pytest

from feedmill.errors import PagesError
from feedmill.model import Person
from feedmill.pages.colours import Accent
from feedmill.pages.files import package_templates
from feedmill.pages.prepared import PreparedTemplates
from feedmill.pages.sandbox import SandboxedTemplates
from feedmill.pages.views import StyleLinksView, SurfacesView


def render(template: str, **values: Any) -> str:
    """Render one template, which can include itself and `other.html`."""
    texts = {"x.html": template, "other.html": "<b>{{ name }}</b>"}
    return SandboxedTemplates(texts, "own", {"name": "A & B"}).render("x.html", **values)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ name }}", "A &amp; B"),
        ("{{ '<i>' ~ name ~ 1 }}", "&lt;i&gt;A &amp; B1"),
        ("{% include 'other.html' %}", "<b>A &amp; B</b>"),
        ("{{ person.name|upper }}", "JANE"),
        ("{% for n in range(3) if n %}{{ loop.index }}{{ n }} {% endfor %}", "11 22 "),
        ("{% macro m(n) %}<{{ n }}>{% endmacro %}{{ m(1) }}{{ m(2) }}", "<1><2>"),
        ("{% set n = 2 %}{{ n * 3 + 1 }} {{ 7 % 4 }}", "7 3"),
        ("{% set b %}<u>{% endset %}{{ b }}", "<u>"),
        ("{{ 'a,b'.split(',')|join('-') }}", "a-b"),
        ("{{ missing|default('none') }}", "none"),
        ("{{ [3, 1, 2]|sort|first }}", "1"),
    ],
)
def test_templates_can_do_what_pages_need(template: str, expected: str) -> None:
    """Values, loops, macros, filters; what is shown is escaped."""
    assert expected == render(template, person=Person(name="Jane"))


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ person.__class__ }}",
        "{{ person.__struct_fields__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ range.__globals__ }}",
        "{{ ''['__class__'] }}",
        "{{ '{0.__class__}'.format(person) }}",
        "{{ ''|attr('__class__') }}",
        "{{ 'x'.encode() }}",
        "{% include '/etc/passwd' %}",
        "{% include '../config.yaml' %}",
        "{% import 'os' as os %}",
        "{{ cycler }}{{ lipsum }}",
        "{{ environment }}",
        "{{ {}.update({}) }}",
    ],
)
def test_nothing_of_python_is_in_reach(template: str) -> None:
    """No class, no module, no file, and nothing that changes a value."""
    with pytest.raises(PagesError, match=r"^own/x\.html(:1)?: "):
        render(template, person=Person(name="Jane"))


NEST = "{% for a in range(1000) %}" * 5 + "{% endfor %}" * 5


@pytest.mark.parametrize(
    "template",
    [
        NEST,
        "{% for a in range(1000000) %}{% endfor %}",
        "{% set a = 'xx' %}" + "{% set a = a ~ a %}" * 60,
        "{% set a %}xx{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60,
        "{% macro m(n) %}{{ m(n - 1) if n }}{{ m(n - 1) if n }}{% endmacro %}{{ m(60) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% block b %}{{ self.b() }}{{ self.b() }}{% endblock %}",
        "{% include 'x.html' %}{% include 'x.html' %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ 99999999999999 * 2 }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ 'x'|center(1000000000) }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ [1, 2] + [3] }}",
        "{% for a in range(1000) %}{% for b in range(1000) %}{{ long|upper|first }}"
        "{% endfor %}{% endfor %}",
    ],
)
def test_every_template_ends(template: str) -> None:
    """What would run for ever, or fill the memory, is an error soon."""
    with pytest.raises(PagesError, match=r"^own/x\.html"):
        render(template, long="x" * 2**20)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("a\n{% if %}", "own/x.html:2: Expected an expression, got 'end of statement block'"),
        ("a\n\n{{ nmae }}", "own/x.html:3: 'nmae' is undefined"),
        ("{{ 1 / 0 }}", "own/x.html:1: division by zero"),
        ("\n{{ name() }}", "own/x.html:2: 'str' object is not callable"),
        ("{% include 'no.html' %}", "own/x.html:1: no.html"),
    ],
)
def test_errors_have_a_place(template: str, expected: str) -> None:
    """One line says which template, where in it, and what is wrong."""
    with pytest.raises(PagesError) as error:
        render(template)
    assert expected == str(error.value)


def test_a_page_costs_little_of_the_budget() -> None:
    """An index of thousands of feeds, in a site's own template, is far from the end."""
    rows = [{"title": f"Feed {n}"} for n in range(20_000)]
    template = "{% for row in rows %}<li>{{ row.title|upper }}</li>{% endfor %}"
    assert 20_000 == render(template, rows=rows).count("<li>")


def test_both_engines_agree() -> None:
    """The package's templates say the same compiled beforehand as in the sandbox."""
    values: dict[str, Any] = {
        "light": SurfacesView(page="#fff", raised="#eee"),
        "dark": SurfacesView(page="#000", raised="#111"),
        "accent": Accent("#123", "#abc"),
        "links": StyleLinksView(here="https://example.org/feeds/"),
    }
    one = SandboxedTemplates(package_templates(), "own", {}).render("style.css", **values)
    assert one == PreparedTemplates({}).render("style.css", **values)
    assert "--accent: #123" in one
