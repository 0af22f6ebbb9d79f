"""The work tree against git's history. What a build makes of each side says what is right."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from feedmill.config import load_config
from feedmill.config.schema import Guard
from feedmill.diff.comparison import compare_with
from feedmill.diff.difference import Difference
from feedmill.errors import HistoryError
from feedmill.pipeline.build import Options
from repository import commit, git, repository
from sites import CONFIG, NOW, article, build_site, tree, write_site

ID = "tag:example.org,2021:"


def compared(root: Path, base: str | None = "HEAD", now: object = NOW, **limits: int) -> Difference:
    """Compare a site with a revision, in this process."""
    path = root / "config.yaml"
    config = load_config(path)
    return compare_with(config, path, base, replace(config.guard, **limits), _options(now))


def _options(now: object) -> Options:
    return Options(now=now, jobs=1)


def many(number: int, **fields: object) -> dict[str, str]:
    """Give articles, one a day, that have links of their own."""
    return {
        f"{at}.md": article(
            f"Article {at}",
            **{
                "webUrl": f"https://example.org/{at}",
                "publishedDateTime": f"2026-01-{1 + at:02}",
                "topics": "[AI]" if at % 2 else "[Dogs]",
                **fields,
            },
        )
        for at in range(number)
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of five articles that is committed without its feeds."""
    root = write_site(repository(tmp_path / "site"), many(5), CONFIG + "feeds: {limit: 4}\n")
    (root / ".gitignore").write_text("feeds/\n.feedmill/\n")
    commit(root)
    return root


def test_nothing_differs(site: Path) -> None:
    """A clean work tree is what its commit is; nothing is written beside the index."""
    status = git(site, "status", "--porcelain", "--ignored")
    found = compared(site)
    assert ((), (), ()) == (found.feeds, found.problems, found.notices)
    assert git(site, "rev-parse", "HEAD") == found.base
    assert "!! .feedmill/" == git(site, "status", "--porcelain", "--ignored")
    assert "" == status


def test_all_that_can_happen(site: Path) -> None:
    """New, changed, moved, withdrawn and pushed out, in the feeds concerned."""
    articles = many(8)
    write_site(
        site,
        {
            "new.md": articles["7.md"],
            "1.md": articles["1.md"].replace("Article", "Edited"),
            "renamed.md": articles["2.md"],
        },
        CONFIG + "feeds: {limit: 4}\n",
    )
    (site / "articles/2.md").unlink()
    (site / "articles/4.md").unlink()
    found = compared(site)
    assert [f"{ID}new"] == [one.id for one in found.new]
    assert [(f"{ID}1", ("title",))] == [(one.id, one.fields) for one in found.changed]
    assert [(f"{ID}renamed", f"{ID}2")] == [(one.id, one.was) for one in found.moved]
    assert [(f"{ID}4", "deleted", "articles/4.md")] == [
        (one.id, one.why, one.path) for one in found.withdrawn
    ]
    feeds = {feed.key: feed for feed in found.feeds}
    assert {"all", "topics/ai", "topics/dogs"} == feeds.keys()
    assert ((f"{ID}new",), (f"{ID}1",), ()) == (
        *(feeds["topics/ai"].new, feeds["topics/ai"].changed, feeds["topics/ai"].moved),
    )
    assert ((f"{ID}renamed",), (f"{ID}4",)) == (
        *(feeds["topics/dogs"].moved, feeds["topics/dogs"].withdrawn),
    )
    assert ("max_moved: 1 moved to another id, 0 allowed",) == found.excess
    assert (0, 1) == (compared(site, max_moved=1).exit_status, found.exit_status)


def test_pushed_out(site: Path) -> None:
    """With the limit reached, a new entry pushes out the oldest one."""
    write_site(site, many(6), CONFIG + "feeds: {limit: 4}\n")
    (feed,) = (one for one in compared(site).feeds if one.key == "all")
    assert ((f"{ID}5",), (f"{ID}1",), ()) == (feed.new, feed.pushed_out, feed.withdrawn)


def test_a_moved_id_names_file_and_line(site: Path) -> None:
    """The line that is to be added gives the entry its id back."""
    text = (site / "articles/2.md").read_bytes()
    (site / "articles/2.md").unlink()
    (site / "articles/renamed.md").write_bytes(text.replace(b"\n", b"\r\n"))
    (problem,) = compared(site).problems
    assert ("articles/renamed.md", 2, "error", "moved-id") == (
        *(problem.path, problem.line, problem.severity, problem.code),
    )
    assert f"add the line `id: {ID}2`" in problem.message
    lines = (site / "articles/renamed.md").read_bytes().split(b"\r\n")
    lines.insert(problem.line - 1, problem.message.split("`")[1].encode())
    (site / "articles/renamed.md").write_bytes(b"\r\n".join(lines))
    assert () == compared(site).feeds


def test_an_id_that_was_edited(site: Path) -> None:
    """Where there is a line for the id already, that line is named."""
    write_site(site, many(5, id="tag:example.org,2021:own", excerpt=None), (CONFIG))
    write_site(site, {"2.md": many(5)["2.md"].replace("title:", "heat: 1\nid: own\ntitle:")})
    for name in ("0", "1", "3", "4"):
        git(site, "checkout", "--", f"articles/{name}.md")
    git(site, "checkout", "--", "config.yaml")
    (problem,) = compared(site).problems
    assert ("articles/2.md", 3) == (problem.path, problem.line)
    assert f"write `id: {ID}2`" in problem.message


def test_the_same_page_again(site: Path) -> None:
    """A new entry with the link of another one is reported: readers show that page twice."""
    twin = many(7)["6.md"].replace("https://example.org/6", "http://example.org/4/")
    write_site(site, {"6.md": twin}, _config(site))
    found = compared(site)
    assert ["6.md"] == [one.path.rpartition("/")[2] for one in found.new]
    expected = "has the link of articles/4.md: readers show the same page twice"
    assert [("articles/6.md", "page-again", expected)] == [
        (one.path, one.code, one.message) for one in found.problems
    ]
    assert (0, "warning") == (found.exit_status, found.problems[0].severity)


def test_another_authority(site: Path) -> None:
    """If it is the authority that moved every id, that is the one thing to say."""
    config = CONFIG.replace("example.org,2021", "example.org,2022")
    write_site(site, {}, config + "feeds: {limit: 4}\n")
    found = compared(site)
    assert 5 == len(found.moved)
    assert ["config.yaml"] == [one.path for one in found.problems]
    assert "site.authority was 'example.org,2021'" in found.problems[0].message


RETRACT = f"publish the file with `removed: true`, `id: {ID}3`, and the day of removal"


@pytest.mark.parametrize(
    ("line", "why", "advice"),
    [
        ("draft: true", "draft", RETRACT),
        ("published: false", "unpublished", RETRACT),
        ("hidden: true", "hidden", RETRACT),
        ("removed: true", "removed", RETRACT),
        ("topics: 1\ntopics: 2", "refused", "has an error now"),
        ("publishedDateTime: 2030-01-01", "waiting", "dated in the future"),
    ],
)
def test_a_withdrawal_that_should_be_a_retraction(
    site: Path, line: str, why: str, advice: str
) -> None:
    """What was published and is kept out now is reported, with what to write instead."""
    key = line.partition(":")[0]
    text = "\n".join(one for one in many(5)["3.md"].splitlines() if not one.startswith(f"{key}:"))
    write_site(site, {"3.md": text.replace("title:", f"{line}\ntitle:")}, _config(site))
    found = compared(site)
    assert [(f"{ID}3", why)] == [(one.id, one.why) for one in found.withdrawn]
    assert [("articles/3.md", "warning", "withdrawn")] == [
        (one.path, one.severity, one.code) for one in found.problems
    ]
    assert advice in found.problems[0].message
    assert ("error",) == tuple(one.severity for one in compared(site, max_withdrawn=0).problems)


def test_a_deleted_article(site: Path) -> None:
    """A deleted article is reported with the id that it needs to be retracted."""
    (site / "articles/3.md").unlink()
    (problem,) = compared(site).problems
    assert RETRACT in problem.message


def test_a_retraction(site: Path) -> None:
    """An article with `removed: true` is withdrawn as it should be: the feeds say so."""
    text = many(5)["3.md"].replace("title:", f"removed: true\nid: {ID}3\ntitle:")
    write_site(site, {"3.md": text}, _config(site))
    found = compared(site)
    assert ([(f"{ID}3", "retracted")], ()) == (
        [(one.id, one.why) for one in found.withdrawn],
        found.problems,
    )
    assert {"all", "topics/ai"} == {feed.key for feed in found.feeds if "tombstones" in feed.about}


@pytest.mark.parametrize(
    ("lines", "silent"),
    [
        (["DATE", "topics: [AI]"], ()),
        (["topics: [AI]"], ("all", "topics/ai")),
        (["publishedDateTime: never"], ("all", "topics/ai")),
        (["DATE"], ("topics/ai",)),
        ([], ("all", "topics/ai")),
        (["DATE", "id: own"], ("all", "topics/ai")),
        (["publishedDateTime: 2025-01-01", "topics: [AI]"], ("all", "topics/ai")),
        (["publishedDateTime: 2030-01-01", "topics: [AI]"], ("all", "topics/ai")),
    ],
)
def test_a_retraction_that_is_not_announced(
    site: Path, lines: list[str], silent: tuple[str, ...]
) -> None:
    """A stub is a retraction only if all Atom feeds that showed the entry say so."""
    moved = any("publishedDateTime: 20" in line for line in lines)
    newer = {name: text for name, text in many(9).items() if name not in many(5)}
    write_site(site, newer if moved else {}, CONFIG + "feeds: {limit: 9}\n")
    commit(site)
    write_site(site, newer, CONFIG + f"feeds: {{limit: {2 if moved else 9}}}\n")
    pinned = [] if any(line.startswith("id:") for line in lines) else [f"id: {ID}3"]
    text = "\n".join(["---", "removed: true", *pinned, *lines, "---", ""])
    text = text.replace("DATE", "publishedDateTime: 2026-01-04")
    (site / "articles/3.md").write_text(text)
    found = compared(site)
    why = "unannounced" if silent else "retracted"
    assert [(f"{ID}3", why, silent)] == [
        (one.id, one.why, one.silent) for one in found.withdrawn if one.id == f"{ID}3"
    ]
    said = [one.message for one in found.problems if one.path == "articles/3.md"]
    needed = (
        f"the subscribers of {', '.join(silent)} are not notified: its front matter needs "
        f"`id: {ID}3`, `publishedDateTime: 2026-01-04T00:00:00Z`, `topics: [AI]`, and the day of "
        "removal as `updatedDateTime`"
    )
    assert ([f"is retracted, but {needed}"] if silent else []) == [
        message for message in said if "retracted" in message
    ]


def test_a_retraction_older_than_what_was_published(site: Path) -> None:
    """Feed readers that compare trust the later, so `when` must not be before `updated`."""
    edited = {"updatedDateTime": "2026-02-01"}
    write_site(site, {"3.md": many(5, **edited)["3.md"]}, _config(site))
    commit(site)
    for day, why in (
        (None, "unannounced"),
        ("2026-01-31", "unannounced"),
        ("2026-02-01", "retracted"),
    ):
        stub = many(5, removed="true", id=f"{ID}3", updatedDateTime=day)["3.md"]
        write_site(site, {"3.md": stub}, _config(site))
        assert [why] == [one.why for one in compared(site).withdrawn]


def test_a_retraction_that_no_feed_can_announce(site: Path) -> None:
    """Other formats than Atom have no tombstones, and a feed that is gone says nothing."""
    text = many(5)["3.md"].replace("title:", f"removed: true\nid: {ID}3\ntitle:")
    for feeds in ("limit: 4, formats: [rss]", "limit: 4, families: [{name: x}]"):
        write_site(site, {"3.md": text}, CONFIG + f"feeds: {{{feeds}}}\n")
        (one,) = compared(site).withdrawn
        assert ("unannounced", True) == (one.why, bool(one.silent))


def test_a_retraction_in_a_full_feed(site: Path) -> None:
    """A feed says nothing if so many new entries come that its tombstone has no place."""
    stub = many(5, removed="true", id=f"{ID}3")["3.md"]
    newer = {name: text for name, text in many(9).items() if name not in many(5)}
    write_site(site, {"3.md": stub, **newer}, _config(site))
    (one,) = compared(site).withdrawn
    assert ("unannounced", ("all",)) == (one.why, one.silent)


def test_why_an_article_is_refused(site: Path) -> None:
    """The error that keeps an article out is given."""
    text = many(5)["3.md"].replace("title:", "topics: [\ntitle:")
    write_site(site, {"3.md": text}, _config(site))
    (one,) = compared(site).withdrawn
    assert ("refused", True) == (one.why, bool(one.reason))
    assert compared(site).problems[0].message.endswith(f"keeps it out: {one.reason}")


@pytest.mark.parametrize(("left", "beyond"), [(1, False), (0, True)])
def test_a_site_that_is_emptied(tmp_path: Path, left: int, beyond: bool) -> None:
    """However few entries there were: if there is none any more, that is beyond the limit."""
    root = write_site(repository(tmp_path), many(2))
    commit(root)
    for number in range(2 - left):
        (root / f"articles/{number}.md").unlink()
    found = compared(root, max_withdrawn=10)
    assert ((("every entry is withdrawn",) if beyond else ()), beyond) == (
        found.excess,
        "error"
        in {problem.severity for problem in found.problems if problem.path != "config.yaml"},
    )
    assert int(beyond) == found.exit_status


def test_feeds_that_are_gone(site: Path) -> None:
    """Each is named, with what keeps it where its topic or provider lies elsewhere now."""
    renamed = {name: text.replace("Dogs", "Big dogs") for name, text in many(5).items()}
    kept = "topics: {AI: {slug: art}}\nfeeds: {limit: 4, formats: [atom, json]}\n"
    write_site(site, renamed, CONFIG + kept)
    found = compared(site, max_gone=4)
    states = {feed.key: (feed.state, feed.lost) for feed in found.feeds}
    assert ("gone", ("atom", "rss", "json")) == states["topics/ai"]
    assert (("kept", ("rss",)), ("added", ())) == (states["all"], states["topics/art"])
    assert ((2, 1), ()) == (found.gone, found.excess)
    text = "is gone, and its subscribers get an error (404): write"
    assert [
        "no longer published as rss: all; their subscribers get an error (404)",
        f"the feed topics/ai {text} `topics: {{AI: {{slug: ai}}}}` to keep it",
        f"the feed topics/dogs {text} `topics: {{Big dogs: {{slug: dogs}}}}` to keep it",
    ] == [one.message for one in found.problems]
    assert {("config.yaml", "warning", "gone-feed")} == {
        (one.path, one.severity, one.code) for one in found.problems
    }
    found = compared(site, max_gone=2)
    assert ("max_gone: 3 feeds, or formats of feeds, gone, 2 allowed",) == found.excess
    assert {"error"} == {one.severity for one in found.problems}
    fix = 'topics: {AI: {slug: ai}, "Big dogs": {slug: dogs}}\nfeeds: {limit: 4}\n'
    write_site(site, {}, CONFIG + fix)
    assert (0, 0) == compared(site).gone


def _config(site: Path) -> str:
    return (site / "config.yaml").read_text()


def test_the_default_base(site: Path) -> None:
    """Without a revision it is the last commit that changed the manifest, else HEAD."""
    (notice,) = compared(site, None).notices
    assert "no commit has feeds/feeds.json: compared with HEAD" == notice
    (site / ".gitignore").write_text(".feedmill/\n")
    build_site(site)
    published = commit(site)
    write_site(site, many(6), _config(site))
    commit(site)
    found = compared(site, None)
    assert (published, [f"{ID}5"], ()) == (
        found.base,
        [one.id for one in found.new],
        found.notices,
    )


def test_the_config_of_then(site: Path) -> None:
    """Each side has its own config: what config changes shows, and one that is broken is said."""
    write_site(site, {}, CONFIG.replace("title: Example", "title: Other") + "feeds: {limit: 4}\n")
    found = compared(site)
    assert {("title", "author")} == {feed.about for feed in found.feeds}
    (site / "config.yaml").write_text("site: {}\n")
    commit(site)
    write_site(site, {}, CONFIG)
    found = compared(site)
    assert ((), f"config.yaml of {found.base[:12]} cannot be used: today's is used instead") == (
        found.feeds,
        found.notices[0],
    )


def test_no_config_then(tmp_path: Path) -> None:
    """A commit without a config published nothing: every feed is added, and nothing new."""
    root = repository(tmp_path)
    commit(root)
    write_site(root, many(60))
    found = compared(root)
    assert ({"added"}, (), 0) == ({one.state for one in found.feeds}, found.new, found.exit_status)
    assert "has no config.yaml" in found.notices[0]


@pytest.mark.parametrize("deeper", [True, False])
def test_a_config_that_moved(tmp_path: Path, deeper: bool) -> None:
    """A site that moves, and its config, is compared with what it was: the guard stands."""
    top = repository(tmp_path)
    old, new = (top, top / "site") if deeper else (top / "site", top)
    write_site(old, many(3), CONFIG + "feeds: {limit: 4}\n")
    commit(top)
    new.mkdir(exist_ok=True)
    (old / "articles").rename(new / "articles")
    (old / "config.yaml").rename(new / "config.yaml")
    if not deeper:
        shutil.rmtree(old)
    git(top, "add", "--all")
    found = compared(new)
    assert ((), "config.yaml was") == (found.feeds, found.notices[0][:15])
    text = (new / "config.yaml").read_text()
    (new / "config.yaml").write_text(text.replace("2021", "2022"))
    assert (3, 1) == (len(compared(new).moved), compared(new).exit_status)


def test_a_config_that_was_renamed(site: Path) -> None:
    """A config under another name is the same config."""
    (site / "config.yaml").rename(site / "feedmill.yaml")
    (site / "articles/3.md").rename(site / "articles/renamed.md")
    git(site, "add", "--all")
    path = site / "feedmill.yaml"
    found = compare_with(load_config(path), path, "HEAD", Guard(), _options(NOW))
    assert ("feedmill.yaml was config.yaml in " + found.base[:12], 1) == (
        found.notices[0],
        len(found.moved),
    )


def test_feeds_without_a_config(tmp_path: Path) -> None:
    """Where feeds were published by a config that cannot be found, today's is used instead."""
    root = write_site(repository(tmp_path), many(3))
    build_site(root)
    (root / "config.yaml").unlink()
    base = commit(root)
    write_site(root, many(4))
    found = compared(root)
    assert [f"{ID}3"] == [one.id for one in found.new]
    assert f"{base[:12]} has feeds, but no config.yaml: today's is used instead" in found.notices[0]


def test_a_site_in_a_folder(tmp_path: Path) -> None:
    """The site need not be the whole repository."""
    root = write_site(repository(tmp_path) / "the site", many(2))
    commit(tmp_path)
    write_site(root, many(3))
    assert [f"{ID}2"] == [one.id for one in compared(root).new]


def test_articles_that_wait(site: Path) -> None:
    """Time makes no difference: both sides are looked at from the same moment."""
    write_site(site, {"9.md": many(10, publishedDateTime="2026-12-01")["9.md"]}, _config(site))
    commit(site)
    for days in (0, 30):
        assert () == compared(site, now=NOW + timedelta(days=days)).feeds


def test_no_history(tmp_path: Path) -> None:
    """Without git there is nothing to compare with."""
    with pytest.raises(HistoryError, match="there is no history to compare with"):
        compared(write_site(tmp_path, many(1)), None)


def test_only_what_differs_is_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the commit only those articles are read that the work tree has not."""
    from feedmill.sources.revision import RevisionSource

    read: list[str] = []
    whole = RevisionSource.read

    def listen(source: RevisionSource, path: str) -> object:
        read.append(path)
        return whole(source, path)

    monkeypatch.setattr(RevisionSource, "read", listen)
    write_site(site, {"1.md": many(5)["1.md"].replace("Article", "Edited")}, _config(site))
    compared(site)
    assert ["articles/1.md"] == read


def test_bodies(tmp_path: Path) -> None:
    """What only the body says is compared, too, in all feeds that show it."""
    config = CONFIG + "feeds: {content: full, limit: 1}\n"
    root = write_site(repository(tmp_path), many(3, body="Then.", excerpt=None), config)
    commit(root)
    build_site(root)
    write_site(root, many(3, body="Now.", excerpt=None), config)
    found = compared(root)
    assert {("summary", "content")} == {one.fields for one in found.changed}
    assert [f"{ID}2", f"{ID}1"] == [one.id for one in found.changed]


def test_images_of_then(tmp_path: Path) -> None:
    """Each side has its own image store, if that is committed."""
    line = (
        '{"url":"https://example.org/x.png","file":"ab/' + "ab" * 32 + '.png","bytes":%d,'
        '"type":"image/png","width":3,"height":4,"fetched":"2026-01-01T00:00:00Z"}\n'
    )
    images = "[{url: 'https://example.org/x.png', isCached: true}]"
    root = write_site(repository(tmp_path), many(1, images=images))
    store = root / "feeds/images/images.jsonl"
    store.parent.mkdir(parents=True)
    store.write_text(line % 5)
    (root / ".gitignore").write_text("feeds/")
    commit(root)
    store.write_text(line % 6)
    assert () == compared(root).feeds  # not under version control: the same for both
    (root / ".gitignore").write_text(".feedmill/")
    commit(root)
    store.write_text(line % 7)
    assert [("enclosures",)] == [one.fields for one in compared(root).changed]


EDITS = st.sampled_from(
    [
        "heat: 7",
        "title: Edited",
        "topics: [Cats]",
        "topics: [AI, Cats]",
        "draft: true",
        "removed: true",
        "removed: true\nid: tag:example.org,2021:3",
        "publishedDateTime: 2026-01-20",
        "publishedDateTime: 2027-01-20",
        "id: own",
        "provider: {name: Fox, domain: fox.org}",
        "language: de",
        "title: [",
    ]
)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(st.integers(0, 6), st.one_of(EDITS, st.none())), min_size=1, max_size=4
    ),
    limit=st.sampled_from([0, 2, 3]),
)
def test_feeds_that_change_are_those_whose_bytes_do(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, str | None]], limit: int
) -> None:
    """Whatever is edited, deleted or added: a feed is reported if and only if its file changes."""
    root = repository(tmp_path_factory.mktemp("site"))
    write_site(root, many(5), CONFIG + "feeds: {limit: 3, formats: [atom]}\n")
    (root / ".gitignore").write_text("feeds/\n.feedmill/\n")
    commit(root)
    build_site(root)
    before = tree(root / "feeds")
    articles = many(7)
    for number, line in edits:
        place = root / "articles" / f"{number}.md"
        if line is None:
            place.unlink(missing_ok=True)
        else:
            key = line.partition(":")[0]
            kept = [one for one in articles[f"{number}.md"].split("\n") if key not in one]
            place.write_text("\n".join([kept[0], line, *kept[1:]]))
    write_site(root, {}, CONFIG + f"feeds: {{limit: {limit}, formats: [atom]}}\n")
    found = compared(root)
    build_site(root)
    after = tree(root / "feeds")
    paths = {path for path in before.keys() | after.keys() if path.endswith(".atom")}
    changed = {path for path in paths if before.get(path) != after.get(path)}
    assert changed == {f"{feed.key}.atom" for feed in found.feeds}
    states = {path: (path in before, path in after) for path in changed}
    expected = {(True, True): "kept", (False, True): "added", (True, False): "gone"}
    assert {f"{one.key}.atom": one.state for one in found.feeds} == {
        path: expected[state] for path, state in states.items()
    }


@pytest.mark.slow
def test_workers_read_a_commit(tmp_path: Path) -> None:
    """Workers read a commit as one process does, and leave nothing behind that would hang."""
    root = write_site(repository(tmp_path), {})
    articles = root / "articles"
    articles.mkdir()
    for at in range(1000):
        (articles / f"{at}.md").write_text(article(f"A {at}", webUrl=f"https://example.org/{at}"))
    commit(root)
    shutil.rmtree(articles)
    articles.mkdir()
    path = root / "config.yaml"
    began = time.monotonic()
    config = load_config(path)
    found = compare_with(config, path, "HEAD", Guard(), Options(now=NOW, jobs=2))
    assert (50, 50) == (len(found.withdrawn), len(found.feeds[0].withdrawn))
    assert time.monotonic() - began < 60
