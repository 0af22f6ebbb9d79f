"""What entries are made from besides their articles: it is found, noted, and looked at again."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feedmill.bodies.about import NoInputs
from feedmill.config import load_config
from feedmill.index import Input, connect, open_index
from feedmill.index.inputs import keep_inputs, mark_changed
from feedmill.index.items import EXISTS, IS_FILE, NAMES, article_name
from feedmill.pipeline.build import Options, build
from feedmill.pipeline.inputs import SiteInputs, observed
from feedmill.sources.committed import CommittedFiles
from feedmill.sources.files import SiteFiles, site_path
from feedmill.sources.source import MAX_INPUT_BYTES
from sites import CONFIG, NOW, article, build_site, tree, write_site

LATER = 2**62  # ns: long after anything changed


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with an include, data, things that are nobody's business, and links."""
    root = tmp_path / "site"
    for path, text in {
        "_includes/a.html": "A",
        "_data/b.yml": "b: 1",
        "feeds/all.atom": "made",
        ".env": "SECRET=1",
        ".git/config": "token",
        ".feedmill/x": "x",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (tmp_path / "outside.txt").write_text("outside")
    (root / "in.html").symlink_to("_includes/a.html")
    (root / "out.txt").symlink_to("../outside.txt")
    (root / "out").symlink_to("..")
    (root / "env.txt").symlink_to(".env")
    (root / "loop").symlink_to("loop")
    os.mkfifo(root / "fifo")
    return root


def inputs_of(root: Path) -> SiteInputs:
    """Give the inputs of a site without an index."""
    return SiteInputs(SiteFiles(root), None, "feeds", LATER)


def test_files_of_the_site_are_read(site: Path) -> None:
    """Text is read by path, through a link inside the site, too; folders are listed."""
    inputs = inputs_of(site)
    assert b"A" == inputs.read("_includes/a.html") == inputs.read("in.html")
    assert b"A" == inputs.read("/_includes/./x/../a.html")
    assert inputs.exists("_data/b.yml")
    assert not inputs.exists("_data")
    assert ("b.yml",) == inputs.names("_data")


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "out.txt",
        "out/outside.txt",
        "out/site/_includes/a.html/../../../outside.txt",
        "/etc/passwd",
        ".env",
        "env.txt",
        ".git/config",
        "_includes/../.git/config",
        ".feedmill/x",
        "feeds/all.atom",
        "loop",
        "fifo",
        "_includes",
        "missing",
        "_includes/a.html/x",
        "",
        "a\0b",
        "_includes\\a.html",
        "x" * 5000,
        "\udcff",
    ],
)
def test_nothing_else_is_read(site: Path, path: str) -> None:
    """What is outside the site, hidden, made, special or missing does not exist."""
    inputs = inputs_of(site)
    assert None is inputs.read(path)
    assert not inputs.exists(path)


def test_a_large_file_is_not_read(site: Path) -> None:
    """A file over the limit is as if it were missing."""
    with (site / "large.json").open("wb") as file:
        file.truncate(MAX_INPUT_BYTES + 1)
    assert None is inputs_of(site).read("large.json")


def test_what_was_asked_for_is_noted(site: Path) -> None:
    """Found or not, each thing once; what cannot be there in any state of the site is left out."""
    inputs = inputs_of(site)
    inputs.read("before")
    inputs.begin()
    for _ in range(2):
        inputs.read("_includes/a.html")
        inputs.read("missing")
        inputs.exists("_data/b.yml")
        inputs.names("_data")
        inputs.read("../outside.txt")
    used = inputs.used()
    assert [
        (IS_FILE, "_includes/a.html"),
        (IS_FILE, "missing"),
        (EXISTS, "_data/b.yml"),
        (NAMES, "_data"),
    ] == [one[:2] for one in used]
    assert "" == used[1].stamp == used[1].digest


def test_the_inputs_of_one_entry_are_bounded(site: Path) -> None:
    """Nobody fills the index with names of files that are missing."""
    inputs = inputs_of(site)
    for number in range(5000):
        inputs.read(f"{number}")
    assert 2000 == len(inputs.used())


def now(root: Path, known: Input, now_ns: int | None = LATER) -> Input:
    """Give an input as it is now."""
    return observed(SiteFiles(root), known, now_ns)


def test_changes_of_files_are_seen(site: Path) -> None:
    """An edit changes the digest, a touch only the stamp; what is the same is the same value."""
    inputs = inputs_of(site)
    inputs.read("_includes/a.html")
    (known,) = inputs.used()
    assert known is now(site, known)
    os.utime(site / "_includes/a.html", (1, 1))
    touched = now(site, known)
    assert (known.digest, True) == (touched.digest, known.stamp != touched.stamp)
    (site / "_includes/a.html").write_text("B")
    assert known.digest != now(site, known).digest
    (site / "_includes/a.html").unlink()
    assert "" == now(site, known).digest


def test_a_file_that_just_changed_has_no_stamp(site: Path) -> None:
    """It may change again with no trace in its times, so it is read again next time."""
    found = now(site, Input(IS_FILE, "_includes/a.html", None, ""), now_ns=0)
    assert (None, True) == (found.stamp, bool(found.digest))


def test_new_names_in_a_folder_are_seen(site: Path) -> None:
    """A file that comes or goes changes the input that a folder is; an edit does not."""
    inputs = inputs_of(site)
    inputs.names("_data")
    (known,) = inputs.used()
    (site / "_data/c.yml").touch()
    assert known.digest != now(site, known).digest
    (site / "_data/c.yml").unlink()
    (site / "_data/b.yml").write_text("b: 2")
    assert known.digest == now(site, known).digest


@pytest.fixture
def committed(site: Path) -> Iterator[CommittedFiles]:
    """The same site as its first commit has it; the work tree is another since."""
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-C", str(site)]
    for path in (".git/config", "fifo"):
        (site / path).unlink()
    (site / ".gitignore").write_text("_site\n.env\nfeeds\n.feedmill\n")
    (site / ".git").rmdir()
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True)
    (site / "_includes/a.html").write_text("edited")
    (site / "_includes/new.html").write_text("new")
    (site / "_site").mkdir()
    (site / "_site/page.html").write_text("page")
    found = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    files = CommittedFiles(site, found.stdout.strip())
    yield files
    files.close()


def test_files_of_a_commit_are_read(committed: CommittedFiles) -> None:
    """They are as the commit has them, through its links, too; nothing outside is read."""
    inputs = SiteInputs(committed, None, "feeds")
    assert b"A" == inputs.read("_includes/a.html") == inputs.read("in.html")
    assert None is inputs.read("_includes/new.html")
    assert ("a.html",) == inputs.names("_includes")
    assert [None] * 5 == [
        *map(inputs.read, ("out.txt", "out/outside.txt", "env.txt", "loop", "../outside.txt"))
    ]


def test_what_git_never_had_is_as_it_is_now(committed: CommittedFiles) -> None:
    """The folder that a generator writes is compared with itself."""
    assert b"page" == SiteInputs(committed, None, "feeds").read("_site/page.html")


def test_pages_are_as_they_are_now_unless_git_has_some(
    site: Path, committed: CommittedFiles
) -> None:
    """Feeds, and pages of feeds, may be committed in the folder of the site's pages."""
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-C", str(site)]

    def page_at(*paths: str) -> bytes | None:
        for path in paths:
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text("then")
        for words in (["add", "-f", *paths], ["commit", "-qm", "x"]):
            subprocess.run([*git, *words], check=True)
        (site / "_site/page.html").write_text("now")
        found = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True)
        commit = found.stdout.strip().decode()
        with closing(CommittedFiles(site, commit, "_site")) as files:
            return SiteInputs(files, None, "x").read("_site/page.html")

    assert b"now" == page_at("_site/feeds/feeds.json", "_site/feeds/all.html")
    assert b"then" == page_at("_site/page.html")


def test_a_commit_tells_whether_a_file_is_the_same(site: Path, committed: CommittedFiles) -> None:
    """The digest in the index is git's, so that nothing is read to compare."""
    then = observed(committed, Input(IS_FILE, "_includes/a.html", None, ""), None)
    assert committed.stamp("_includes/a.html").digest == then.digest
    assert then.digest != now(site, then).digest


def linking(name: str) -> str:
    """Give an article's body that links to another one."""
    return f'[It]({{{{< ref "{name}" >}}}}) is there.'


FULL = f"{CONFIG}feeds: {{content: full, formats: [atom]}}\n"


def test_a_change_of_a_link_renders_what_links_there(tmp_path: Path) -> None:
    """Only entries that used the link are rendered again, and feeds end as a first build's."""
    articles = {
        "a.md": article("A", id="a:1", body=linking("articles/b.md")),
        "b.md": article("B", id="b:1", webUrl="https://example.org/b"),
        "c.md": article("C", id="c:1", body="C"),
    }
    root = write_site(tmp_path / "site", articles, FULL)
    build_site(root)
    assert b'href="https://example.org/b"' in (root / "feeds/all.atom").read_bytes()
    time.sleep(0.03)  # all files are old enough for their times to tell
    assert () == build_site(root).written
    articles["b.md"] = article("B", id="b:1", webUrl="https://example.org/moved")
    write_site(root, {"b.md": articles["b.md"]}, FULL)
    rendered: list[tuple[str, int]] = []
    build_site(root, progress=lambda what, _, of: rendered.append((what, of)))
    assert ("Rendering articles", 1) in rendered
    assert b'href="https://example.org/moved"' in (root / "feeds/all.atom").read_bytes()
    first = write_site(tmp_path / "first", articles, FULL)
    build_site(first)
    assert tree(first / "feeds") == tree(root / "feeds")


def test_links_to_articles_that_come_and_go(tmp_path: Path) -> None:
    """An article that is missing is an input, too; so is one that is deleted."""
    root = write_site(
        tmp_path / "site", {"a.md": article(id="a:1", body=linking("articles/b.md"))}, FULL
    )
    report = build_site(root)
    assert ["left-out"] == [one.code for one in report.problems]
    write_site(root, {"b.md": article("B", id="b:1", webUrl="https://example.org/b")}, FULL)
    assert () == build_site(root).problems
    assert b'href="https://example.org/b"' in (root / "feeds/all.atom").read_bytes()
    (root / "articles/b.md").unlink()
    assert ["left-out"] == [one.code for one in build_site(root).problems]
    assert b'href="https://example.org/b"' not in (root / "feeds/all.atom").read_bytes()


LIQUID = f"{FULL}articles: {{liquid: true}}\n"


def test_a_change_of_an_include_renders_what_includes_it(tmp_path: Path) -> None:
    """An edit, a file that appears, one that goes: each time feeds are as a first build's."""
    articles = {
        "a.md": article("A", id="a:1", body="{% include a.html %}"),
        "b.md": article("B", id="b:1", body="{{ site.data.d.x }}", webUrl="https://example.org/b"),
        "c.md": article("C", id="c:1", body="C", webUrl="https://example.org/c"),
    }
    root = write_site(tmp_path / "site", articles, LIQUID)
    build_site(root)
    for path, text, changes in (
        ("_includes/a.html", "included", True),
        ("_data/d.yml", "x: from data", True),
        ("_includes/a.html", "edited", True),
        ("_includes/a.html", "edited ", False),
        ("_includes/other.html", "nobody's", False),
        ("_includes/a.html", None, True),
    ):
        (root / path).parent.mkdir(exist_ok=True)
        if text is None:
            (root / path).unlink()
        else:
            (root / path).write_text(text)
        assert changes == bool(build_site(root).written)
        fresh = tmp_path / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns(".*", "feeds"))
        build_site(fresh)
        assert tree(fresh / "feeds") == tree(root / "feeds")


def test_workers_have_inputs(tmp_path: Path) -> None:
    """What several processes render is what one does."""
    articles = {
        f"{number}.md": article(
            f"{number}",
            body=f"{{% include a.html %}}[x]({{% link articles/{number // 2}.md %}})",
            webUrl=f"https://example.org/{number}",
        )
        for number in range(400)
    }
    for name, jobs in (("one", 1), ("two", 2)):
        root = write_site(tmp_path / name, articles, LIQUID)
        (root / "_includes").mkdir()
        (root / "_includes/a.html").write_text("included")
        config = load_config(root / "config.yaml")
        assert () == build(config, root, Options(now=NOW, jobs=jobs)).problems
    assert tree(tmp_path / "one/feeds") == tree(tmp_path / "two/feeds")
    assert b"included" in (root / "feeds/all.atom").read_bytes()


def test_what_all_feeds_show_is_rendered_as_it_is_read(tmp_path: Path) -> None:
    """Feeds and problems are those of a large limit; bodies that link elsewhere are done later."""
    articles = {
        "a.md": article("A", id="a:1", body="{% include a.html %} {% nothing %}"),
        "b.md": article("B", id="b:1", body="{% link articles/a.md %}", webUrl="https://a.org/b"),
        "c.md": article("C", id="c:1", body="{% nothing %}", publishedDateTime="2030-01-02"),
        "d.md": article("D", id="d:1", webUrl="https://a.org/d"),
    }
    found = {}
    for limit in (0, 100):
        config = f"{LIQUID.replace('formats', f'limit: {limit}, formats')}"
        root = write_site(tmp_path / f"{limit}", articles, config)
        (root / "_includes").mkdir()
        (root / "_includes/a.html").write_text("included")
        steps = {}
        report = build_site(root, progress=lambda what, _, of, to=steps: to.update({what: of}))
        with closing(connect(root / ".feedmill/index.sqlite")) as db:
            inputs = db.execute(
                "select path, name from used join article on article = article.id"
                " join input on input = input.id order by path, name"
            ).fetchall()
        found[limit] = report.problems, tree(root / "feeds"), inputs
        assert {0: 1, 100: 2}[limit] == steps["Rendering articles"]
    assert found[0] == found[100]
    assert ["articles/a.md"] == [one.path for one in found[0][0]]


def test_an_unchanged_site_without_inputs_is_not_looked_at(tmp_path: Path) -> None:
    """A site whose entries are made from nothing else has no input to ask for."""
    root = write_site(tmp_path / "site", {"a.md": article(body="A *body*.")}, FULL)
    build_site(root)
    db = connect(root / ".feedmill/index.sqlite")
    assert [] == db.execute("select * from input").fetchall()
    db.close()


def test_two_entries_that_saw_different_bytes_are_both_rendered_again(tmp_path: Path) -> None:
    """A file that changes between two entries of one build is a change for the next."""
    root = write_site(
        tmp_path / "site",
        {
            "a.md": article(id="a:1", body="A"),
            "b.md": article(id="b:1", body="B", webUrl="https://example.org/b"),
        },
        FULL,
    )
    build_site(root)
    with open_index(root / ".feedmill", load_config(root / "config.yaml"), []) as index:
        keep_inputs(index.db, 1, [Input(IS_FILE, "x", "1", "old")])
        keep_inputs(index.db, 2, [Input(IS_FILE, "x", "2", "new")])
        mark_changed(index, lambda one: one._replace(stamp="2", digest="new"), frozenset())
        pending = index.db.execute("select article from entry where pending").fetchall()
        assert [(1,), (2,)] == sorted(pending)
        mark_changed(index, lambda one: one, frozenset({"articles/other.md"}))
        assert None is index.one("select 1 from input")


def test_a_worker_elsewhere_says_that_it_needs_inputs() -> None:
    """It has none, and what it made without them is thrown away."""
    for ask in ("read", "exists", "names", "link_of", "links_named"):
        inputs = NoInputs()
        assert not getattr(inputs, ask)("x")
        assert inputs.asked


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("_posts/2020-01-02-A.md", "2020-01-02-a"),
        ("blog/My-Post/index.md", "my-post"),
        ("index.md", "index"),
        ("a", "a"),
    ],
)
def test_articles_have_a_name(path: str, name: str) -> None:
    """It is the file's without its ending, or the folder's."""
    assert name == article_name(path)


@pytest.mark.parametrize(
    ("path", "below", "found"),
    [
        ("b.md", "a", "a/b.md"),
        ("../c.md", "a/b", "a/c.md"),
        ("/c.md", "a", "c.md"),
        ("..", "a", ""),
        ("../..", "a", None),
        ("a/.x", "", None),
    ],
)
def test_paths_stay_in_the_site(path: str, below: str, found: str | None) -> None:
    """A path is taken from a folder, or from the site's own; none leads out."""
    assert found == site_path(path, below)
