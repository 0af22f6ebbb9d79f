"""`feedmill publish`: what is uploaded, in which order, how it is served, and what is refused.

A folder is the destination where an object store adds nothing; else it is a real S3 server.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedmill.cli.main import main
from feedmill.upload.notes import NOTE
from feedserver import FeedServer, Hub, running
from objectstore import Gate, Request, S3Server
from sites import CONFIG, article, build_site, tree

from .conftest import make_site, png, store_image

Capture = pytest.CaptureFixture[str]
slow = pytest.mark.slow


def publish(site: Path, address: str, *options: str) -> int:
    """Run the command; give its status."""
    return main(["publish", "--config", str(site / "config.yaml"), *options, address])


def feeds(site: Path) -> dict[str, bytes]:
    """Give what should be at the destination: the output folder."""
    return tree(site / "feeds")


def edit(site: Path) -> None:
    """Change a title, drop a topic, add another, and get another picture."""
    (site / "articles" / "a.md").write_text(
        (site / "articles" / "a.md").read_text().replace('"One"', '"Uno"').replace("[AI]", "[ML]")
    )
    old = {path for path in tree(site / "feeds") if re.fullmatch(r"images/../.+", path)}
    store_image(site, png(2))
    for path in old:
        (site / "feeds" / path).unlink()
    build_site(site)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to publish to, which is not there yet."""
    return tmp_path / "www" / "feeds of ours"


class TestFolder:
    """`file:///…`"""

    def test_all_of_it(self, site: Path, folder: Path, capsys: Capture) -> None:
        """The destination gets the files of the output folder, and nothing else."""
        assert 0 == publish(site, folder.as_uri())
        assert feeds(site) == tree(folder)
        files = len(feeds(site))
        said = capsys.readouterr().out
        assert re.search(rf"^Published 3 feeds to file:///.+: {files} files uploaded", said)

    def test_nothing_changed(self, site: Path, folder: Path, capsys: Capture) -> None:
        """The second run writes nothing."""
        publish(site, folder.as_uri())
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
        capsys.readouterr()
        assert 0 == publish(site, folder.as_uri())
        assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
        assert capsys.readouterr().out.startswith("Nothing to publish: ")

    def test_changes(self, site: Path, folder: Path) -> None:
        """What is no feed or image any more goes, with its empty folder; others' files stay."""
        publish(site, folder.as_uri())
        (folder / "topics" / "mine.txt").write_text("x")
        kept = (folder / "topics" / "go.atom").stat().st_mtime_ns
        edit(site)
        assert 0 == publish(site, folder.as_uri())
        assert feeds(site) | {"topics/mine.txt": b"x"} == tree(folder)
        assert kept == (folder / "topics" / "go.atom").stat().st_mtime_ns
        assert 1 == sum(path.is_dir() for path in (folder / "images").iterdir())

    def test_dry_run(self, site: Path, folder: Path, capsys: Capture) -> None:
        """--dry-run says all of it, and does nothing, not even make the folder."""
        assert 0 == publish(site, folder.as_uri(), "--dry-run")
        lines = capsys.readouterr().out.splitlines()
        assert {f"would upload {path}" for path in feeds(site)} == set(lines[:-1])
        assert "would upload feeds.json" == lines[-2]
        assert not folder.exists()
        publish(site, folder.as_uri())
        before = tree(folder)
        edit(site)
        capsys.readouterr()
        assert 0 == publish(site, folder.as_uri(), "-n")
        said = capsys.readouterr().out
        assert "would delete topics/ai.atom\n" in said
        assert before == tree(folder)

    def test_json(self, site: Path, folder: Path, capsys: Capture) -> None:
        """--report json has what was done."""
        assert 0 == publish(site, folder.as_uri(), "--report", "json")
        record = json.loads(capsys.readouterr().out)
        assert (3, [], 0) == (record["feeds"], record["deleted"], record["unchanged"])
        assert feeds(site).keys() == set(record["uploaded"])
        assert sum(map(len, feeds(site).values())) == record["bytes"]

    def test_a_link_in_the_way(self, site: Path, folder: Path, capsys: Capture) -> None:
        """No link below the destination is followed."""
        elsewhere = folder.parent / "elsewhere"
        elsewhere.mkdir(parents=True)
        folder.mkdir()
        (folder / "topics").symlink_to(elsewhere)
        assert 2 == publish(site, folder.as_uri())
        assert "topics is a symbolic link, not a folder; move it away" in capsys.readouterr().err
        assert ([], False) == (list(elsewhere.iterdir()), (folder / "feeds.json").exists())

    def test_its_own_folder(self, site: Path, capsys: Capture) -> None:
        """Feeds are not published into the folder that they come from."""
        for inside in ("feeds", "feeds/topics"):
            assert 2 == publish(site, (site / inside).as_uri())
            assert "is in the folder that is to be published" in capsys.readouterr().err


class TestRefused:
    """Status 2, one line, and nothing written."""

    @pytest.fixture
    def online(self, site: Path, folder: Path) -> Path:
        """The feeds are published, and then an article changes."""
        publish(site, folder.as_uri())
        edit(site)
        return folder

    def refused(self, site: Path, folder: Path, capsys: Capture) -> str:
        """Publish in vain; give the message."""
        before = tree(folder)
        capsys.readouterr()
        assert 2 == publish(site, folder.as_uri())
        assert before == tree(folder)
        lines = capsys.readouterr().err.splitlines()
        assert 1 == len(lines)
        return lines[0]

    def test_another_site(self, site: Path, online: Path, capsys: Capture) -> None:
        """The manifest of another site is refused, and the site is named."""
        manifest = (online / "feeds.json").read_text()
        (online / "feeds.json").write_text(manifest.replace("example.org", "other.test"))
        said = self.refused(site, online, capsys)
        assert (
            "feeds.json is the manifest of another site, Example at https://other.test/feeds/"
            in said
        )

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", "is not a manifest that this Feedmill can read"),
            ("<html>", "is not a manifest that this Feedmill can read"),
            ("[" * 100_000, "is not a manifest that this Feedmill can read"),
            ('{"version": 2, "feeds": []}', "is a manifest of version 2"),
        ],
    )
    def test_no_manifest_of_ours(
        self, text: str, expected: str, site: Path, online: Path, capsys: Capture
    ) -> None:
        """What cannot be read, or a later Feedmill wrote."""
        (online / "feeds.json").write_text(text)
        assert expected in self.refused(site, online, capsys)

    @pytest.mark.parametrize(
        "path", ["../x.atom", "/etc/passwd", "a/../../x", "C:/x", "a//x", ".htaccess"]
    )
    def test_paths_that_lead_elsewhere(
        self, path: str, site: Path, online: Path, capsys: Capture
    ) -> None:
        """A manifest that names what cannot be ours is no manifest."""
        manifest = (online / "feeds.json").read_text()
        (online / "feeds.json").write_text(manifest.replace('"topics/ai.atom"', json.dumps(path)))
        (online.parent / "x.atom").write_text("x")
        self.refused(site, online, capsys)
        assert "x" == (online.parent / "x.atom").read_text()

    def test_a_manifest_too_large(self, site: Path, online: Path, capsys: Capture) -> None:
        """100 MB are not read."""
        with (online / "feeds.json").open("r+b") as file:
            file.truncate(100_000_000)
        before = sorted(online.rglob("*"))
        capsys.readouterr()
        assert 2 == publish(site, online.as_uri())
        assert "feeds.json has more than 67,108,864 bytes" in capsys.readouterr().err
        assert before == sorted(online.rglob("*"))

    def test_a_list_of_images_that_is_none(self, site: Path, online: Path, capsys: Capture) -> None:
        """The list of images is held to the same."""
        (online / "images" / "images.jsonl").write_text('{"url": "https://x.test/", "file": "/x"}')
        assert "images.jsonl:1: not a line of the image cache" in self.refused(site, online, capsys)

    @pytest.mark.parametrize("text", ["", "{}", '{"version": 1, "files": {"../x": {}}}'])
    def test_a_note_that_is_none(
        self, text: str, site: Path, online: Path, capsys: Capture
    ) -> None:
        """So is the note of a run that was killed."""
        (online / NOTE).write_text(text)
        assert f"{NOTE}" in self.refused(site, online, capsys)

    def test_files_of_somebody_else(self, site: Path, folder: Path, capsys: Capture) -> None:
        """A file where one of ours should go is not overwritten, unless that is said."""
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("the home page")
        said = self.refused(site, folder, capsys)
        assert "index.html is at the destination already, and no manifest there names it" in said
        assert 0 == publish(site, folder.as_uri(), "--overwrite")
        assert feeds(site) == tree(folder)

    def test_files_that_others_changed(self, site: Path, online: Path) -> None:
        """They stay as long as the manifest there is believed; `--verify` finds them."""
        was = tree(online)
        changed = next(path for path in sorted(was) if path.endswith(".atom"))
        gone = next(path for path in sorted(was) if path.endswith(".rss"))
        assert 0 == publish(site, online.as_uri(), "--verify")
        now = tree(online)
        (online / changed).write_text("by hand")
        (online / gone).unlink()
        assert 0 == publish(site, online.as_uri())
        assert "by hand" == (online / changed).read_text()
        assert 0 == publish(site, online.as_uri(), "--verify")
        assert now == feeds(site) == tree(online)

    def test_the_right_bytes_are_taken_over(self, site: Path, folder: Path) -> None:
        """What was copied there by other means is known by its bytes."""
        shutil.copytree(site / "feeds", folder)
        (folder / "feeds.json").unlink()
        before = (folder / "all.atom").stat().st_mtime_ns
        assert 0 == publish(site, folder.as_uri())
        assert feeds(site) == tree(folder)
        assert before == (folder / "all.atom").stat().st_mtime_ns

    def test_foreign_files_named_for_deletion(
        self, site: Path, online: Path, capsys: Capture
    ) -> None:
        """A manifest that names files of others deletes none: their bytes are not those it says."""
        (online / "topics" / "ai.atom").write_text("not ours")
        assert 0 == publish(site, online.as_uri())
        assert feeds(site) | {"topics/ai.atom": b"not ours"} == tree(online)
        said = capsys.readouterr().out
        assert "topics/ai.atom: warning[not-ours]: is no longer a feed" in said

    def test_a_local_file_that_was_touched(self, site: Path, online: Path, capsys: Capture) -> None:
        """Only what the manifest says is published."""
        (site / "feeds" / "all.atom").write_text("mine")
        said = self.refused(site, online, capsys)
        assert "feeds/all.atom is not what the manifest beside it says; run feedmill build" in said

    @pytest.mark.parametrize("path", ["all.atom", "topics/go.rss", "images/images.jsonl"])
    def test_a_local_link(self, path: str, site: Path, online: Path, capsys: Capture) -> None:
        """No link in the output folder is followed: it could lead to anybody's secrets."""
        secret = site.parent / "secret"
        (site / "feeds" / path).rename(secret)
        (site / "feeds" / path).symlink_to(secret)
        self.refused(site, online, capsys)

    def test_a_local_folder_that_is_a_link(self, site: Path, online: Path, capsys: Capture) -> None:
        """Nor is a link to a folder."""
        (site / "feeds" / "topics").rename(site.parent / "moved")
        (site / "feeds" / "topics").symlink_to(site.parent / "moved")
        self.refused(site, online, capsys)

    def test_an_image_that_is_not_there(self, site: Path, online: Path, capsys: Capture) -> None:
        """A stored image that is missing or has another size stops it."""
        (image,) = (site / "feeds" / "images").rglob("*.png")
        image.write_bytes(b"x")
        assert "run feedmill images fetch" in self.refused(site, online, capsys)

    def test_an_image_with_other_bytes(self, site: Path, online: Path, capsys: Capture) -> None:
        """One of the right size with other bytes is not uploaded; feeds and manifest stay."""
        (image,) = (site / "feeds" / "images").rglob("*.png")
        image.write_bytes(bytes(image.stat().st_size))
        before = (online / "feeds.json").read_bytes()
        assert 2 == publish(site, online.as_uri())
        assert before == (online / "feeds.json").read_bytes()

    def test_nothing_built(self, site: Path, online: Path, capsys: Capture) -> None:
        """Without feeds there is nothing to publish, and nothing is deleted."""
        shutil.rmtree(site / "feeds")
        assert "feeds/ has no feeds yet: run feedmill build" in self.refused(site, online, capsys)


@pytest.mark.parametrize(
    "address",
    [
        *("feeds", "http://x.test/", "ftp://x.test/", "s3:/x", "s3://", "s3:///x", "s3://a b/x"),
        *("s3://bucket/../x", "s3://bucket/a//b", "s3://bucket/a?b", "file://host/x", "file://x"),
        *("file:///a/../b", "s3://bucket/a\nb", "file:///a%00b", "gs://b/./x"),
    ],
)
def test_no_address(address: str, site: Path, capsys: Capture) -> None:
    """What is no address is one line that says what one looks like."""
    assert 2 == publish(site, address)
    said = capsys.readouterr().err
    assert said.startswith("error: cannot publish to ")
    assert 1 == said.count("\n")


def test_feeds_at_other_addresses(tmp_path: Path, folder: Path, capsys: Capture) -> None:
    """Feeds and their copies are published wherever they are, with the type of their format."""
    site = make_site(tmp_path / "site")
    (site / "config.yaml").write_text(
        f"{CONFIG}feeds:\n  families:\n"
        '    - {by: all, path: {atom: "Ä b/feed", rss: Feed.xml}, also_at: {rss: [old/feed]}}\n'
    )
    build_site(site)
    assert 0 == publish(site, folder.as_uri())
    assert feeds(site) == tree(folder)
    assert {"Ä b/feed", "Feed.xml", "old/feed"} < tree(folder).keys()
    assert 0 == publish(site, folder.as_uri())
    assert "Nothing to publish" in capsys.readouterr().out


def test_images_elsewhere(tmp_path: Path, folder: Path, capsys: Capture) -> None:
    """Images outside of the output folder are not published, and a line says so."""
    site = make_site(tmp_path / "site")
    (site / "feeds" / "images").rename(site / "pictures")
    images = "images: {store: pictures, base_url: https://pictures.example.org/}\n"
    (site / "config.yaml").write_text(f"{CONFIG}{images}")
    build_site(site)
    assert 0 == publish(site, folder.as_uri())
    assert "pictures: warning[images-elsewhere]" in capsys.readouterr().out
    assert feeds(site) == tree(folder)


class TestHub:
    """`--ping`: the hub is told what has changed, once it can be fetched."""

    @pytest.fixture
    def hub(self) -> Iterator[Hub]:
        """A hub that holds publishers to the specification."""
        with running(Hub()) as made:
            yield made

    def test_told(self, tmp_path: Path, hub: Hub, capsys: Capture) -> None:
        """At first of all feeds, then of those that have changed, then of none."""
        www = FeedServer(tmp_path / "www")
        site = make_site(tmp_path / "site")
        (site / "config.yaml").write_text(f"{CONFIG}  feeds_url: {www.url}\nhub: {hub.url}\n")
        build_site(site)
        with running(www):
            assert 0 == publish(site, www.folder.as_uri(), "--ping")
            assert 9 == len(hub.told)
            assert f"Notified {hub.url} of 9 of 9 feed files changed" in capsys.readouterr().err
            hub.told.clear()
            file = site / "articles" / "b.md"
            file.write_text(file.read_text().replace('"Two"', '"Zwei"'))
            build_site(site)
            assert 0 == publish(site, www.folder.as_uri(), "--ping")
            names = {f"{key}.{ending}" for key in ("all", "topics/go")
                     for ending in ("atom", "rss", "json")}  # fmt: skip
            assert {f"{www.url}{name}" for name in names} == set(hub.told)
            hub.told.clear()
            assert 0 == publish(site, www.folder.as_uri(), "--ping")
        assert ([], []) == (list(hub.told), hub.violations)

    def test_no_hub(self, site: Path, folder: Path, capsys: Capture) -> None:
        """Without a hub in the config, nothing is uploaded."""
        assert 2 == publish(site, folder.as_uri(), "--ping")
        assert "the config does not name a hub" in capsys.readouterr().err
        assert not folder.exists()


@slow
def test_without_the_extra(site: Path) -> None:
    """A store in the clouds needs the extra, which a line says; a folder does not."""
    code = (
        "import sys; sys.modules['obstore'] = None; from feedmill.cli.main import main; "
        "sys.exit(main(['publish', sys.argv[1]]))"
    )
    for address, status in (("s3://news/feeds", 2), ((site / "www").as_uri(), 0)):
        command = [sys.executable, "-c", code, address]
        done = subprocess.run(command, cwd=site, capture_output=True, text=True)
        assert status == done.returncode, done.stderr
        if status:
            needs = "error: s3:// needs more than is installed: pip install 'feedmill[publish]'\n"
            assert needs == done.stderr


@slow
class TestS3:
    """`s3://…`, on a real server."""

    def test_all_of_it(self, site: Path, empty: S3Server, capsys: Capture) -> None:
        """The objects below the prefix are the files of the output folder; others stay."""
        empty.put("feeds2/all.atom", "x")
        empty.put("all.atom", "x")
        assert 0 == publish(site, "s3://news/feeds")
        assert feeds(site) == empty.tree("feeds")
        edit(site)
        assert 0 == publish(site, "s3://news/feeds/")
        assert feeds(site) == empty.tree("feeds")
        assert {"feeds2/all.atom", "all.atom"} < set(empty.names())
        assert ", 0 deleted\n" in capsys.readouterr().out

    @pytest.mark.parametrize("folder", ["", "/a/b", "/a b/ü"])
    def test_where_in_the_bucket(self, folder: str, site: Path, empty: S3Server) -> None:
        """Any folder will do, and the bucket itself."""
        assert 0 == publish(site, f"s3://news{folder}")
        prefix = f"{folder[1:]}/" if folder else ""
        assert {f"{prefix}{path}" for path in feeds(site)} == set(empty.names())

    @pytest.mark.parametrize(
        ("path", "kind", "cache"),
        [
            ("all.atom", "application/atom+xml; charset=utf-8", "public, max-age=1800"),
            ("all.rss", "application/rss+xml; charset=utf-8", "public, max-age=1800"),
            ("all.json", "application/feed+json; charset=utf-8", "public, max-age=1800"),
            ("index.opml", "text/x-opml; charset=utf-8", "public, max-age=1800"),
            ("all.html", "text/html; charset=utf-8", "public, max-age=1800"),
            ("style.css", "text/css; charset=utf-8", "public, max-age=1800"),
            ("feeds.json", "application/json; charset=utf-8", "public, max-age=300"),
            ("images/images.jsonl", "application/jsonl; charset=utf-8", "public, max-age=300"),
            (None, "image/png", "public, max-age=31536000, immutable"),
        ],
    )
    def test_headers(
        self, path: str | None, kind: str, cache: str, site: Path, server: S3Server
    ) -> None:
        """Each file is served with its exact type, its charset, and for how long it may be kept."""
        assert 0 == publish(site, "s3://news/headers")
        (image,) = (one for one in feeds(site) if one.endswith(".png"))
        headers = server.get(f"headers/{path or image}").headers
        assert (kind, cache) == (headers["content-type"], headers["cache-control"])

    def test_with_a_hub(self, site: Path, server: S3Server) -> None:
        """With a hub, feeds are kept for five minutes."""
        with (site / "config.yaml").open("a") as file:
            file.write("hub: https://hub.example.org/\n")
        build_site(site)
        assert 0 == publish(site, "s3://news/hub")
        headers = server.get("hub/all.atom").headers
        assert "public, max-age=300" == headers["cache-control"]

    def test_order(self, site: Path, gate: Gate) -> None:
        """Images first, feeds next, what names them then; feeds.json once, last, and conditionally.

        Deletions come after that, and the note goes last.
        """
        for condition in ("If-None-Match: *", 'If-Match: "'):
            gate.seen.clear()
            assert 0 == publish(site, "s3://news/feeds")
            written = gate.written()
            ranks = [_rank(path) for path in written]
            assert ranks == sorted(ranks)
            assert (NOTE, "feeds.json") == (written[0], written[-1])
            assert 1 == written.count("feeds.json")
            (put,) = (n for n, one in enumerate(gate.seen) if one.method == "PUT"
                      and one.path.endswith("/feeds.json"))  # fmt: skip
            assert gate.seen[put].condition.startswith(condition)
            deleted = [n for n, one in enumerate(gate.seen) if one.method == "DELETE"]
            assert all(n > put for n in deleted)
            assert gate.seen[deleted[-1]].path.endswith(NOTE)
            edit(site)

    def test_only_what_differs(self, site: Path, gate: Gate) -> None:
        """After a change of one article its feeds are uploaded; without one, nothing is."""
        publish(site, "s3://news/feeds")
        gate.seen.clear()
        assert 0 == publish(site, "s3://news/feeds")
        assert {"GET"} == {one.method for one in gate.seen}
        file = site / "articles" / "b.md"
        file.write_text(file.read_text().replace('"Two"', '"Zwei"'))
        build_site(site)
        gate.seen.clear()
        assert 0 == publish(site, "s3://news/feeds")
        touched = {f"{key}.{ending}" for key in ("all", "topics/go")
                   for ending in ("atom", "rss", "json", "html")}  # fmt: skip
        assert touched | {NOTE, "feeds.json"} == set(gate.written()) - {"index.html"}

    def test_busy(self, site: Path, gate: Gate, empty: S3Server) -> None:
        """503 is tried again."""
        busy = iter([503, None, 503, 503, *[None] * 20, 503, 500, 503])
        gate.before = lambda _: next(busy, None)
        assert 0 == publish(site, "s3://news/feeds")
        assert feeds(site) == empty.tree("feeds")

    @pytest.mark.parametrize("at", ["all.rss", "feeds.json", NOTE, "images/images.jsonl"])
    def test_forbidden(
        self, at: str, site: Path, gate: Gate, empty: S3Server, capsys: Capture
    ) -> None:
        """403 ends it: status 2, one line, the old manifest in place; the next run goes on."""
        publish(site, "s3://news/feeds")
        before = empty.get("feeds/feeds.json").data
        edit(site)
        gate.before = lambda one: 403 if one[:2] == ("PUT", f"/news/feeds/{at}") else None
        capsys.readouterr()
        assert 2 == publish(site, "s3://news/feeds")
        said = capsys.readouterr().err
        assert (1, True) == (said.count("\n"), f"feeds/{at}: access is denied (needed: s3:" in said)
        assert before == empty.get("feeds/feeds.json").data
        gate.before = lambda _: None
        assert 0 == publish(site, "s3://news/feeds")
        assert feeds(site) == empty.tree("feeds")

    def test_a_store_without_conditions(self, site: Path, gate: Gate, capsys: Capture) -> None:
        """A store that knows no If-Match is told before anything is uploaded."""
        gate.before = lambda one: 501 if one.condition else None
        assert 2 == publish(site, "s3://news/feeds")
        assert "the store lacks conditional requests (If-Match)" in capsys.readouterr().err
        assert {NOTE} == set(gate.written())

    def test_changed_meanwhile(
        self, site: Path, gate: Gate, empty: S3Server, capsys: Capture
    ) -> None:
        """If somebody else has published meanwhile, their manifest stays; no feed is deleted."""
        publish(site, "s3://news/feeds")
        edit(site)
        theirs = empty.get("feeds/feeds.json").data + b" "

        def meanwhile(one: Request) -> None:
            if one.method == "PUT" and one.path.endswith("all.rss"):
                empty.put("feeds/feeds.json", theirs)

        gate.after = meanwhile
        capsys.readouterr()
        assert 2 == publish(site, "s3://news/feeds")
        assert "changed during this run: something else publishes" in capsys.readouterr().err
        assert theirs == empty.get("feeds/feeds.json").data
        assert "feeds/topics/ai.atom" in empty.names()

    def test_an_answer_that_was_lost(self, site: Path, gate: Gate, empty: S3Server) -> None:
        """The manifest was put, but the answer was 503: that it is there now is no stranger's."""
        lost = {"feeds.json", NOTE}

        def lose(one: Request) -> int | None:
            name = one.path.rpartition("/")[2]
            if one.method == "PUT" and name in lost:
                lost.remove(name)
                data = (site / "feeds" / name).read_bytes() if name == "feeds.json" else b""
                if data:
                    empty.put("feeds/feeds.json", data)
                return 503
            return None

        gate.before = lose
        assert 0 == publish(site, "s3://news/feeds")
        assert feeds(site) == empty.tree("feeds")

    def test_two_runs_at_once(self, site: Path, gate: Gate, empty: S3Server) -> None:
        """What the run that lost uploaded over the winner's feeds, its next run puts right."""
        publish(site, "s3://news/feeds")
        other = site.parent / "other"
        shutil.copytree(site, other)
        (other / "articles" / "c.md").write_text(article("Three", topics="[Go]"))
        build_site(other)
        edit(site)
        racing: list[int] = []

        def race(one: Request) -> None:
            if not racing and one.method == "PUT" and one.path.endswith("images.jsonl"):
                racing.append(1)
                racing.append(publish(other, "s3://news/feeds"))

        gate.after = race
        assert 2 == publish(site, "s3://news/feeds")
        assert [1, 0] == racing
        assert 0 == publish(other, "s3://news/feeds")
        assert feeds(other) == empty.tree("feeds")

    def test_no_bucket(self, site: Path, server: S3Server, capsys: Capture) -> None:
        """A bucket that is not there is a line."""
        assert 2 == publish(site, "s3://nowhere-to-be-found/feeds")
        assert "error: s3://nowhere-to-be-found does not exist\n" == capsys.readouterr().err

    def test_files_of_somebody_else(self, site: Path, empty: S3Server, capsys: Capture) -> None:
        """What carries no mark of ours is not overwritten; what does may be, without a manifest."""
        empty.put("feeds/all.atom", "x")
        assert 2 == publish(site, "s3://news/feeds")
        assert "all.atom is at the destination already" in capsys.readouterr().err
        assert ["feeds/all.atom"] == empty.names()
        assert 0 == publish(site, "s3://news/feeds", "--overwrite")
        empty.delete("feeds/feeds.json")
        edit(site)
        assert 0 == publish(site, "s3://news/feeds")
        assert feeds(site).keys() < empty.tree("feeds").keys()

    def test_copied_there_by_other_means(self, site: Path, empty: S3Server) -> None:
        """What has the right bytes, but not our headers, gets them."""
        for path, data in feeds(site).items():
            if path != "feeds.json":
                empty.put(f"feeds/{path}", data)
        assert 0 == publish(site, "s3://news/feeds")
        headers = empty.get("feeds/all.atom").headers
        assert "application/atom+xml; charset=utf-8" == headers["content-type"]

    def test_a_hostile_manifest(self, site: Path, empty: S3Server) -> None:
        """It makes nobody delete what is outside of the prefix, or not ours."""
        publish(site, "s3://news/feeds")
        empty.put("secret", "x")
        empty.put("feeds/photos/cat.jpg", "x")
        manifest = json.loads(empty.get("feeds/feeds.json").data)
        file = manifest["feeds"][0]["files"][0]
        for path in ("photos/cat.jpg", "../secret"):
            evil = {**manifest, "feeds": [{**manifest["feeds"][0], "files": [
                file, {**file, "path": path, "bytes": 1}]}]}  # fmt: skip
            empty.put("feeds/feeds.json", json.dumps(evil))
            assert (2 if path.startswith("..") else 0) == publish(site, "s3://news/feeds")
        assert {"secret", "feeds/photos/cat.jpg"} < set(empty.names())


def _rank(path: str) -> int:
    """Say where in the order a path comes."""
    order = (NOTE, r"images/../.+", r"images/images\.jsonl", r".+\.css", r".+\.(atom|rss|json)",
             r".+\.html", r".+\.opml")  # fmt: skip
    if path == "feeds.json":
        return len(order)
    return next(n for n, one in enumerate(order) if re.fullmatch(one, path))
