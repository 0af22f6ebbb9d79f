"""The config decides what feeds hold, never what happens to be installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from feedmill.bodies.dialects import dialect_of
from feedmill.bodies.needs import needs_of
from feedmill.config.articles import Articles
from feedmill.config.schema import Config, Site
from feedmill.errors import ExtraError
from feedmill.generators.table import GENERATORS
from sites import CONFIG, article, build_site, write_site

SITE = Site(title="Example", url="https://example.org/", authority="example.org,2021")


@pytest.mark.parametrize(
    ("module", "keys", "key", "extra"),
    [
        (
            "latex2mathml",
            "math: mathml",
            "articles.math",
            "math",
        ),
        (
            "markdown",
            "markdown: python-markdown",
            "articles.markdown",
            "pelican",
        ),
        (
            "pymdownx",
            "generator: mkdocs",
            "articles.generator",
            "mkdocs",
        ),
        (
            "liquid",
            "generator: jekyll",
            "articles.generator",
            "jekyll",
        ),
        (
            "liquid",
            "liquid: true",
            "articles.liquid",
            "jekyll",
        ),
    ],
)
def test_what_is_missing_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, keys: str, key: str, extra: str
) -> None:
    """One line says what to install, and nothing is written."""
    monkeypatch.setitem(sys.modules, module, None)  # as if it were not installed
    write_site(tmp_path, {"x.md": article()}, f"{CONFIG}articles: {{{keys}}}\n")
    with pytest.raises(ExtraError) as caught:
        build_site(tmp_path)
    needs = f"config.yaml: {key} needs more than is installed: pip install 'feedmill[{extra}]'"
    assert needs == str(caught.value)
    assert not (tmp_path / "feeds").exists()


def test_one_line_installs_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What several keys need is named at once."""
    for module in ("liquid", "latex2mathml"):
        monkeypatch.setitem(sys.modules, module, None)
    keys = "{generator: jekyll, math: mathml}"
    write_site(tmp_path, {"x.md": article()}, f"{CONFIG}articles: {keys}\n")
    with pytest.raises(ExtraError) as caught:
        build_site(tmp_path)
    what = "articles.generator and articles.math need more than is installed"
    assert f"config.yaml: {what}: pip install 'feedmill[jekyll,math]'" == str(caught.value)


def test_a_pattern_that_does_not_name_restructuredtext(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`*` stops the run only where there is such a file."""
    monkeypatch.setitem(sys.modules, "docutils.core", None)
    files: dict[str, str | bytes] = {"x.md": article()}
    write_site(tmp_path, files, f"{CONFIG}articles: {{include: ['articles/**/*']}}\n")
    assert 0 == build_site(tmp_path).exit_status
    fields = ":date: 2024-01-02\n:link: /r/"
    (tmp_path / "articles/x.rst").write_text(f"Title\n=====\n\n{fields}\n\nText\n")
    with pytest.raises(ExtraError, match=r"articles/x.rst: .*pip install 'feedmill\[rst\]'"):
        build_site(tmp_path)


def test_nothing_is_asked_for_in_vain() -> None:
    """Exactly those configs need Python-Markdown whose dialect it renders."""
    for name in [None, *GENERATORS]:
        articles = Articles(generator=name)
        needed = {need.module for need in needs_of(Config(site=SITE, articles=articles))}
        assert (dialect_of(articles).engine == "python-markdown") == ("markdown" in needed)
        assert (name == "jekyll") == ("liquid" in needed)
        assert [] == needs_of(
            Config(site=SITE, articles=Articles(generator="jekyll", liquid=False))
        )
