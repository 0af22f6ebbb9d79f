"""Plain values from settings of other programs."""

from __future__ import annotations

import pytest

from feedmill.scaffold.facts import Facts, plain, quoted
from feedmill.sources.patterns import matcher


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("_config.yml", 'title: "The  Log"\nurl: &u https://a.example\nother: *u\n'),
        ("_config.yaml", "title: !!python/name:os.system The Log\nurl: https://a.example"),
        ("_config.toml", "title = 'The Log'\nurl = 'https://a.example'"),
        ("_config.json", '{"title": "The Log", "url": "https://a.example"}'),
    ],
)
def test_settings_are_read_by_their_ending(path: str, text: str) -> None:
    """YAML (with tags, which make nothing), TOML and JSON give the same values."""
    settings = Facts(texts={path: text}).settings("_config")
    assert ("The Log", "https://a.example") == (plain(settings, "TITLE"), plain(settings, "url"))


@pytest.mark.parametrize(
    "text", ["a: [", "a: b: c", "\t- x", "- 1\n- 2", "[" * 2000, "just text", "\x00"]
)
@pytest.mark.parametrize("ending", ["yml", "toml", "json"])
def test_broken_settings_say_nothing(text: str, ending: str) -> None:
    """A file that cannot be read is there, and has no values."""
    assert Facts(texts={f"_config.{ending}": text}).settings("_config") == {}
    assert Facts().settings("_config") is None


@pytest.mark.parametrize(
    ("value", "settings"),
    [
        ("b", {"a": "", "b": "b"}),
        ("", {"a": "{{ site.title }}", "b": ["x"]}),
        ("", {"a": {"en": "x"}, "b": 5}),
        ("", ["a"]),
        ("", None),
    ],
)
def test_plain(value: str, settings: object) -> None:
    """The first key with plain text counts; lists, maps and template code are passed over."""
    assert value == plain(settings, "a", "b")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("https://a.example", "export default defineConfig({\n\tsite: 'https://a.example',\n});"),
        ("x", "  site : `x`"),
        ("x", "const site = 'x';"),
        ("Keeper's Log", '{ "site": "Keeper\'s Log" }'),
        ("x", "defineConfig({ site: 'x' })"),
        ("x", "defineConfig({ a: 'b//c', d: [e(), \"#f\"], site: 'x', g: 'h' })"),
        ("", "a = 'b'; // site: 'x'"),
        ("", "a.site = 'x'"),
        ("", "// site: 'x'"),
        ("", "# site = 'x'"),
        ("", "site = process.env.SITE"),
        ("", "site = `https://${host}`"),
        ("", "site = 'a\\'b'"),
        ("", "website = 'x'\nsites = 'y'"),
        ("", "site = 'x"),
    ],
)
def test_quoted(value: str, code: str) -> None:
    """A quoted text is found in code; a comment, an escape or something computed is not."""
    assert value == quoted(code, "site")


def test_a_folder_is_a_pattern_of_itself() -> None:
    """Whatever signs a folder's name has, its pattern matches the files in it, and no others."""
    facts = Facts(paths=("a[b]*?/x.md", "ab/x.md", "a[b]cd/x.md"))
    matches = matcher(facts.patterns("a[b]*?"))
    assert ["a[b]*?/x.md"] == [path for path in facts.paths if matches(path)]


def test_patterns_are_of_the_endings_that_are_there() -> None:
    """Articles of several kinds have a pattern each; a folder with none gets the usual one."""
    facts = Facts(paths=("a/x.md", "a/b/y.mdx", "a/z.png", "b/z.html"))
    assert facts.patterns("a") == ("a/**/*.md", "a/**/*.mdx")
    assert facts.patterns("c") == ("c/**/*.md",)
    assert facts.articles("a/") == ["x.md", "b/y.mdx"]


def test_sites_of_their_own() -> None:
    """A folder right below with settings of a generator is told."""
    paths = ("a/hugo.toml", "_config.yml", "b/c/hugo.toml", "d/_config.yml", "e/config.toml")
    assert ["a", "d"] == Facts(paths=paths).nested()
