"""The work tree against history, where entries are made from more than their articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedmill.config import load_config
from feedmill.config.schema import Guard
from feedmill.diff.comparison import compare_with
from feedmill.pipeline.build import Options
from repository import commit, repository
from sites import CONFIG, NOW, article, build_site, write_site

LIQUID = f"{CONFIG}feeds: {{content: full}}\narticles: {{liquid: true}}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A committed site: one article has an include, one data, one a link to another."""
    bodies = (
        "{% include a.html %}",
        "{{ site.data.d.x }}",
        "[x]({% link articles/0.md %})",
        "plain",
    )
    articles = {
        f"{at}.md": article(f"{at}", id=f"a:{at}", body=body, webUrl=f"https://example.org/{at}")
        for at, body in enumerate(bodies)
    }
    root = write_site(repository(tmp_path / "site"), articles, LIQUID)
    for path, text in {
        "_includes/a.html": "first",
        "_data/d.yml": "x: 1",
        ".gitignore": "feeds/\n.feedmill/\n",
    }.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text)
    commit(root)
    return root


def changed(root: Path) -> list[str]:
    """Give the ids of entries that differ from those of the last commit."""
    path = root / "config.yaml"
    options = Options(now=NOW, jobs=1)
    found = compare_with(load_config(path), path, "HEAD", Guard(), options)
    assert [] == [*found.new, *found.withdrawn]
    return [one.id for one in found.changed]


def test_nothing_differs(site: Path) -> None:
    """A clean work tree is what its commit is, whether it was built or not."""
    assert [] == changed(site)
    build_site(site)
    assert [] == changed(site)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("_includes/a.html", "edited", ["a:0"]),
        ("_includes/a.html", None, ["a:0"]),
        ("_data/d.yml", "x: 2", ["a:1"]),
        ("_data/d.yml", "x: '1'", []),
        ("_data/e.yml", "x: 2", []),
    ],
)
@pytest.mark.parametrize("built", [False, True])
def test_an_input_that_differs(
    site: Path, path: str, text: str | None, expected: list[str], built: bool
) -> None:
    """Entries that used it are compared as it was then with as it is now."""
    if built:
        build_site(site)
    if text is None:
        (site / path).unlink()
    else:
        (site / path).write_text(text)
    assert expected == changed(site)
    build_site(site)
    assert expected == changed(site)
    commit(site)
    assert [] == changed(site)


def test_a_link_that_differs(site: Path) -> None:
    """An article that moved changes the entries that link to it."""
    place = site / "articles/0.md"
    place.write_text(place.read_text().replace("example.org/0", "example.org/moved"))
    assert ["a:0", "a:2"] == sorted(changed(site))
