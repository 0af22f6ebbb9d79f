"""The files that `feedmill init` writes are what the answers say, whatever they are."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from feedmill.config import parse_config
from feedmill.config.articles import Defaults, PermalinkRule
from feedmill.feeds.families import families
from feedmill.generators.proposal import Author, Proposal
from feedmill.model import Person
from feedmill.scaffold.answers import Answers, authority, suggestion
from feedmill.scaffold.config_text import config_text
from feedmill.scaffold.texts import (
    ACTION,
    SitePlace,
    new_files,
    with_ignored,
    workflow_text,
)

PLAIN = Proposal(include=("articles/**/*.md",))
ANSWERS = Answers(
    title="A",
    url="https://a.example/",
    authority="a.example,2026",
    include=("articles/**/*.md",),
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
LINES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(title=LINES, description=LINES)
def test_any_title_is_written_as_it_is(title: str, description: str) -> None:
    """What YAML would take for something else comes back as the text that it was."""
    found = Proposal(include=PLAIN.include, description=description)
    answers = Answers(title=title, url=ANSWERS.url, authority="a.example,2026", include=("x/*.md",))
    config = parse_config(config_text(found, answers), "config.yaml")
    assert (title, description) == (config.site.title, config.site.description)


def test_config_has_all_that_is_known() -> None:
    """What was found and answered stands in the config, which is one that Feedmill takes."""
    found = Proposal(
        generator="hugo",
        include=("content/**/*.md",),
        exclude=("content/pages/",),
        language="en_GB",
        timezone="Europe/Paris",
        permalink=(("", "/posts/{slug}/"),),
        fields={"link": ("permalink",)},
        author=Author(name="Ann: Lee", uri="https://a.example/ann"),
        authors={"jd": Author(name="Jane Doe", email="jane@a.example")},
        defaults=(("content/de/**", {"lang": "de", "tags": ("a", "b: c")}),),
        by=("language",),
        warnings=("the permalink :x has\nno placeholder",),
        future=True,
        output="static/feeds",
    )
    answers = Answers(
        title="A", url="https://a.example/b", authority="a.example,2020", include=found.include
    )
    config = parse_config(config_text(found, answers), "config.yaml")
    assert ("A", "https://a.example/b", "a.example,2020", "en-GB") == (
        config.site.title,
        config.site.url,
        config.site.authority,
        config.site.language,
    )
    assert config.articles.include == ("content/**/*.md",)
    assert config.articles.exclude == ("content/pages/",)
    assert config.articles.timezone == "Europe/Paris"
    assert config.articles.permalink == (
        PermalinkRule(pattern="https://a.example/b/posts/{slug}/"),
    )
    assert config.articles.fields == {"link": ("permalink",)}
    assert config.articles.generator == "hugo"
    assert config.articles.future
    assert config.site.author == Person(name="Ann: Lee", uri="https://a.example/ann")
    assert config.articles.authors == {"jd": Person(name="Jane Doe", email="jane@a.example")}
    assert config.articles.defaults == (
        Defaults(match=("content/de/**",), values={"lang": ("de",), "tags": ("a", "b: c")}),
    )
    assert ("language",) == families(config)[-1].by
    assert config.feeds.output == "static/feeds"


def test_what_cannot_be_used_is_left_out() -> None:
    """A language, time zone or permalink that a config may not hold is not written into one."""
    found = Proposal(
        include=PLAIN.include,
        language="English",
        timezone="Mars/North",
        permalink=(("", "/{moon}/"),),
    )
    config = parse_config(config_text(found, ANSWERS), "config.yaml")
    assert ("en", "UTC", None) == (
        config.site.language,
        config.articles.timezone,
        config.articles.permalink,
    )


def test_feeds_do_not_lie_among_the_articles() -> None:
    """Where the generator's folder for files holds articles, the usual output is taken."""
    found = Proposal(include=("docs/**/*.md",), output="docs/feeds")
    answers = Answers(
        title="A", url=ANSWERS.url, authority="a.example,2026", include=("docs/**/*.md",)
    )
    assert parse_config(config_text(found, answers), "config.yaml").feeds.output == "feeds"


@pytest.mark.parametrize(
    ("expected", "url"),
    [
        ("a.example,2026", "https://A.example:8080/b/"),
        ("xn--mller-kva.example,2026", "https://müller.example/"),
        ("", "http://localhost:4000"),
        ("", "http://127.0.0.1/"),
        ("", "nothing"),
        ("", ""),
    ],
)
def test_authority(expected: str, url: str) -> None:
    """The authority is the host of the address, if it is a domain, since this year."""
    assert expected == authority(url, 2026)


@pytest.mark.parametrize("url", ["", "http://localhost:1313/", "/", "https://a b/"])
def test_an_unusable_address_has_a_stand_in(url: str) -> None:
    """Without a usable address a placeholder stands for it, which makes a config all the same."""
    given = suggestion(Proposal(include=PLAIN.include, url=url), "my-site", 2026)
    assert given == Answers(
        title="my-site",
        url="https://example.org/",
        authority="example.org,2026",
        include=("articles/**/*.md",),
    )
    parse_config(config_text(PLAIN, given), "config.yaml")


def test_the_workflow_runs_the_action() -> None:
    """The workflow is YAML with the site's branch and config, and calls the action once."""
    text = workflow_text(SitePlace(folder="site: 1", branch="trunk # 1"))
    workflow = yaml.safe_load(text)
    assert workflow[True]["push"] == {"branches": ["trunk # 1"]}  # `on` is true in YAML 1.1
    (_, step) = workflow["jobs"]["feeds"]["steps"]
    assert step["uses"] == ACTION
    assert step["with"] == {
        "config": "site: 1/config.yaml",
        "guard": "${{ inputs.guard || 'fail' }}",
        "publish": "commit",
    }
    (given,) = workflow[True]["workflow_dispatch"]["inputs"].values()
    assert given == {"type": "choice", "options": ["fail", "warn"]}
    assert workflow["concurrency"]["group"] == "feeds-${{ github.ref }}"


@pytest.mark.parametrize("branch", ["x,y", "1.0", "true", "on", "null", "2026-01-02", "a: b", "é"])
def test_a_branch_is_one_text(branch: str) -> None:
    """No name of a branch is taken for two, or for something else than text."""
    workflow = yaml.safe_load(workflow_text(SitePlace(branch=branch)))
    assert workflow[True]["push"] == {"branches": [branch]}


def test_what_could_not_be_taken_over_stands_in_the_config() -> None:
    """The comment above the pattern says what it lacks."""
    found = Proposal(
        generator="jekyll",
        include=PLAIN.include,
        permalink=(("", "/{slug}/"),),
        warnings=("/:a/ has :a",),
    )
    assert "# NOT as on the site: /:a/ has :a\n" in config_text(found, ANSWERS)


def test_files_lie_where_they_belong() -> None:
    """The config lies in the site's folder, the workflow at the repository's top."""
    place = SitePlace(folder="site", config="feedmill.yaml")
    paths = new_files(PLAIN, ANSWERS, place, ["articles/a.md"]).keys()
    assert {"site/feedmill.yaml", ".github/workflows/feeds.yml"} == set(paths)


def test_a_folder_for_articles_is_made() -> None:
    """Where there is no article yet, the folder for them gets a file, so that git keeps it."""
    files = new_files(PLAIN, ANSWERS, SitePlace(folder="site"), ["README.md"])
    assert files["site/articles/.gitkeep"] == ""


def test_beside_a_config_there_is_the_workflow_only() -> None:
    """Where there is a config, neither it nor a folder for its articles is drawn up."""
    assert [".github/workflows/feeds.yml"] == [*new_files(PLAIN, ANSWERS, SitePlace(is_new=False))]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (".feedmill/\n", ""),
        ("a\n.feedmill/\n", "a\n"),
        ("a\n.feedmill/\n", "a"),
        ("a\r\n.feedmill/\r\n", "a\r\n"),
        ("a\n/.feedmill/ \n", "a\n/.feedmill/ \n"),
        (".feedmill", ".feedmill"),
        ("!.feedmill/\n.feedmill/\n", "!.feedmill/\n"),
    ],
)
def test_with_ignored(expected: str, text: str) -> None:
    """The line is added once, at the end, in the file's own line ends."""
    assert expected == with_ignored(text)
