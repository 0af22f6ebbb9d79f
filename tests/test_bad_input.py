"""Bad input gets a clear error, and nothing is lost.

Each row spoils a site of two good articles. The feeds must hold just what is sound, the message
must name the place, and nothing may end in a traceback.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from feedmill.cli.main import main
from sites import CONFIG, article, tree, write_site

GOOD = {
    "one.md": article("One", webUrl="https://example.org/1", topics="[AI]"),
    "two.md": article("Two", webUrl="https://example.org/2", topics="[AI]"),
}


class Outcome(NamedTuple):
    """What the command did."""

    status: int
    stdout: str
    stderr: str


def feedmill(root: Path, *words: str) -> Outcome:
    """Run the command as a user does, but in this process: a traceback fails the test."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with (
        contextlib.chdir(root),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("SOURCE_DATE_EPOCH", "1795000000")
        status = main(list(words))
    out.flush()
    err.flush()
    said = [one.buffer.getvalue().decode() for one in (out, err)]
    return Outcome(status, *said)


def titles(root: Path, feed: str = "all.json") -> set[str]:
    """Give the titles that a feed holds."""
    held = json.loads((root / "feeds" / feed).read_bytes())
    return {item["title"] for item in held["items"]}


def refused(text: str | bytes, message: str) -> tuple[str | bytes, int, str, set[str]]:
    """Expect an article to be left out, with an error."""
    return text, 1, message, set()


def kept(text: str | bytes, title: str, message: str = "", status: int = 0) -> object:
    """Expect an article to be published under a title, perhaps with a warning."""
    return text, status, message, {title}


ARTICLES = {
    "broken YAML": refused("---\ntitle: [\n---\n", "x.md:3: error["),
    "a tab": refused("---\ntitle: A\n\ttopics: x\n---\n", "x.md:3: error["),
    "a list at the top": refused("---\n- a\n- b\n---\n", "x.md:2: error["),
    "a duplicate key": refused(article().replace("---\n", "---\ntitle: B\n", 1), "x.md:3: error["),
    "an alias bomb": refused(
        "---\nl0: &l0 [x, x]\n"
        + "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
        + "---\n",
        "x.md:5: error[alias]",
    ),
    "40,000 nested [": refused(f"---\ntitle: {'[' * 40_000}\n---\n", "x.md:2: error["),
    "40,000 nested - ": refused(f"---\ntitle:\n  {'- ' * 40_000}x\n---\n", "x.md:"),
    "2 MB of front matter": refused(f"---\ntitle: {'x' * 2_000_000}\n---\n", "x.md:"),
    "a 50 MB body": refused(article() + "x" * 50_000_000, "x.md: error[too-large]"),
    "bad punycode": refused(article(webUrl="https://xn--a-ecp.ru.xn--\u00e4/"), "x.md:4: error["),
    "invalid UTF-8": refused(b"---\ntitle: \xff\xfe\n---\n", "x.md:2: error["),
    "no date": refused(article(publishedDateTime=None), "x.md:2: error[no-date]"),
    "an impossible date": refused(article(publishedDateTime="2021-13-45"), "x.md:3: error["),
    "no title": refused(article(title="", body=""), "x.md"),
    "a javascript: link": refused(article(webUrl="'javascript:alert(1)'"), "x.md:4: error["),
    "a file: link": refused(article(webUrl="file:///etc/passwd"), "x.md:4: error["),
    "a link with a password": refused(article(webUrl="https://a:b@example.org/"), "x.md:4: error["),
    "no link": refused(article(webUrl=None), "x.md:2: error[no-link]"),
    "an unreadable `published`": refused(article(published="perhaps"), "x.md:"),
    "a very long topic": refused(article(topics=f"[{'x' * 5000}]"), "x.md:"),
    "an id that another has": (
        article("Mine", id="tag:example.org,2021:one"),
        1,
        "x.md: error[duplicate-id]: has the id of articles/one.md",
        set(),
    ),
    "title: NO": kept(article().replace('"A title"', "NO"), "NO"),
    "title: 1.10": kept(article().replace('"A title"', "1.10"), "1.10"),
    "control characters": kept(article("A\\x07B\\x00C\\uFFFED"), "ABCD"),
    "raw control characters": refused(article("A\x0bB"), "x.md:2: error[control"),
    "lone surrogates": refused(article("A\\uD800B"), "x.md:2: error[yaml]"),
    "a character reference to a control character": kept(article(body="A &#x1F; B"), "A title"),
    "topics: 5": kept(article(topics="5"), "A title"),
    "images: a string": kept(article(images="https://example.org/a.png"), "A title"),
    "a topic that is a path": kept(article(topics="[../../etc/passwd]"), "A title"),
    "a topic of dots": kept(article(topics='[".."]'), "A title", "topics: '..' has no letter", 1),
    "a topic that Windows reserves": kept(article(topics="[con]"), "A title", "'con'", 1),
    "an empty topic": kept(article(topics='[""]'), "A title", "x.md:6: warning["),
    "no front matter": (b"Just text.\n", 0, "x.md", set()),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_article(tmp_path: Path, name: str) -> None:
    """A bad article is reported with its place and left out; the others are published."""
    text, status, message, more = ARTICLES[name]
    write_site(tmp_path, {**GOOD, "x.md": text})
    done = feedmill(tmp_path, "build", "--verbose")
    assert (done.status, message in done.stdout) == (status, True), done
    assert titles(tmp_path) == {"One", "Two"} | more
    assert titles(tmp_path, "topics/ai.json") == {"One", "Two"}


FILES: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "a fifo": (lambda root: os.mkfifo(root / "articles/x.md"), 1, "x.md: error[not-a-file]"),
    "a folder": (lambda root: (root / "articles/x.md").mkdir(), 0, "x.md: warning[not-a-file]"),
    "a dangling link": (
        lambda root: (root / "articles/x.md").symlink_to("nowhere"),
        1,
        "x.md: error[dangling-link]",
    ),
    "a link out of the site": (
        lambda root: (root / "articles/x.md").symlink_to("/etc/hostname"),
        1,
        "x.md: error[link-outside]",
    ),
    "a loop of links": (lambda root: (root / "articles/x").symlink_to("."), 0, ""),
    "a name that is not UTF-8": (
        lambda root: (root / "articles" / os.fsdecode(b"\xff.md")).write_text(article("No")),
        1,
        "error[bad-path]",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_file(tmp_path: Path, name: str) -> None:
    """What is no article file is reported; the articles are published."""
    spoil, status, message = FILES[name]
    write_site(tmp_path, GOOD)
    spoil(tmp_path)
    done = feedmill(tmp_path, "build")
    assert (done.status, message in done.stdout) == (status, True), done
    assert titles(tmp_path) == {"One", "Two"}


def manifest_naming(path: str) -> Callable[[Path], object]:
    """Make a step that has the manifest claim a file."""

    def spoil(root: Path) -> None:
        place = root / "feeds" / "feeds.json"
        text = place.read_text()
        place.write_text(text.replace('"path":"all.rss"', f'"path":"{path}"'))
        (root / "victim").write_text("precious")

    return spoil


def replace_output(root: Path) -> None:
    """Put a link out of the site where the output folder was."""
    (root / "feeds").rename(root.parent / "elsewhere")
    (root / "feeds").symlink_to("../elsewhere")


def change_config(old: str, new: str) -> Callable[[Path], object]:
    """Make a step that changes config.yaml."""

    def spoil(root: Path) -> None:
        place = root / "config.yaml"
        place.write_text(place.read_text().replace(old, new))

    return spoil


def links_to_itself(name: str) -> Callable[[Path], object]:
    """Put a link that leads nowhere but to itself."""

    def change(root: Path) -> None:
        place = root / name
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        place.symlink_to(name)

    return change


def config_is_a_folder(root: Path) -> None:
    """Put a folder where the config was."""
    (root / "config.yaml").unlink()
    (root / "config.yaml").mkdir()


STOPS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a manifest that names ../victim": (manifest_naming("../victim"), "../victim"),
    "a manifest that names an absolute path": (manifest_naming("/victim"), "/victim"),
    "a link where the output was": (replace_output, "symbolic link"),
    "an output folder in the articles": (
        change_config("site:", "feeds: {output: articles/feeds}\nsite:"),
        "config.yaml:1: error[config]: feeds.output",
    ),
    "an empty config": (
        lambda root: (root / "config.yaml").write_text(""),
        "nor a config.yaml with `site:` (the one here has none)",
    ),
    "a config of random bytes": (
        lambda root: (root / "config.yaml").write_bytes(bytes(range(256))),
        "config.yaml:2: error[config]: is not UTF-8",
    ),
    "a config in UTF-16": (
        lambda root: (root / "config.yaml").write_text("site: {}", encoding="utf-16"),
        "config.yaml:1: error[config]: is not UTF-8",
    ),
    "a config that links to itself": (
        links_to_itself("config.yaml"),
        "config.yaml: error[config]: cannot be read: Too many levels of symbolic links",
    ),
    "articles that link to themselves": (
        links_to_itself("articles"),
        "articles.include: there is no folder articles/",
    ),
    "an output folder that links to itself": (
        links_to_itself("feeds"),
        "feeds",
    ),
    "a config that is a folder": (config_is_a_folder, "config.yaml"),
    "an unknown key": (
        change_config("  title:", "  titel: x\n  title:"),
        'config.yaml:2: error[config]: site.titel: unknown key; did you mean "title"?',
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_stop(tmp_path: Path, name: str) -> None:
    """What stops a run is one line, with status 2, and what was published stays as it was."""
    spoil, message = STOPS[name]
    write_site(tmp_path, GOOD)
    assert feedmill(tmp_path, "build").status == 0
    spoil(tmp_path)
    before = tree(tmp_path / "feeds")
    done = feedmill(tmp_path, "build")
    assert (done.status, message in done.stderr) == (2, True), done
    assert len(done.stderr.splitlines()) == 1
    assert tree(tmp_path / "feeds") == before
    if (tmp_path / "victim").exists():
        assert (tmp_path / "victim").read_text() == "precious"


def test_damaged_feed_is_mended(tmp_path: Path) -> None:
    """A feed file that was damaged or removed from outside is written again."""
    write_site(tmp_path, GOOD)
    feedmill(tmp_path, "build")
    before = tree(tmp_path / "feeds")
    (tmp_path / "feeds/all.rss").write_text("rubbish")
    (tmp_path / "feeds/all.atom").unlink()
    done = feedmill(tmp_path, "build")
    assert (done.status, tree(tmp_path / "feeds")) == (0, before)


def test_names_that_some_systems_cannot_tell_apart(tmp_path: Path) -> None:
    """Files whose names differ in case or in how accents are written are a finding of `check`."""
    names = ("a.md", "A.md", "\u00fc.md", "u\u0308.md")
    articles = {
        name: article(f"T{number}", webUrl=f"https://example.org/{number}")
        for number, name in enumerate(names)
    }
    write_site(tmp_path, articles)
    found = feedmill(tmp_path, "check").stdout
    assert "articles/A.md: warning[similar-path]" in found
    assert "error[duplicate-id]: has the id of articles/u" in found
    assert feedmill(tmp_path, "build").status == 1
    assert titles(tmp_path) == {"T0", "T1", "T3"}


def test_an_id_stays_with_the_older_article(tmp_path: Path) -> None:
    """A new article does not take the id, and so the readers, of an older one."""
    old = article("Old", webUrl="https://example.org/1", publishedDateTime="2020-01-01", id="urn:x")
    new = article("New", webUrl="https://example.org/2", id="urn:x")
    write_site(tmp_path, {"a.md": old})
    assert feedmill(tmp_path, "build").status == 0
    write_site(tmp_path, {"a.md": new, "b.md": old})
    done = feedmill(tmp_path, "build")
    assert "a.md: error[duplicate-id]: has the id of articles/b.md" in done.stdout
    assert titles(tmp_path) == {"Old"}


def test_collision_of_slugs(tmp_path: Path) -> None:
    """Topics with one file name: the older one has the feed, else the larger; config parts them."""
    spoiler = {"x.md": article("X", webUrl="https://example.org/3", topics="['A.I.', 'a i']")}
    write_site(tmp_path, {**GOOD, **spoiler, "y.md": article("Y", topics="[A I]")})
    done = feedmill(tmp_path, "build")
    assert done.status == 1
    assert "topics: {'A.I.': {slug: …}}" in done.stdout
    assert titles(tmp_path, "topics/a-i.json") == {"X", "Y"}
    old = article("Old", webUrl="https://example.org/4", topics="[A.I.]")
    write_site(tmp_path, {"old.md": old.replace("2026-01-02", "2020-01-01")})
    assert feedmill(tmp_path, "build").status == 1
    assert titles(tmp_path, "topics/a-i.json") == {"X", "Old"}
    (tmp_path / "articles/old.md").unlink()
    write_site(tmp_path, {}, CONFIG + "topics: {A.I.: {slug: artificial}}\n")
    assert feedmill(tmp_path, "build").status == 0
    assert titles(tmp_path, "topics/artificial.json") == {"X"}
