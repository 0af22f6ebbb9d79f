"""WebSub: feeds name their hub, and the hub is told what has changed, once that is live."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import feedparser
import pytest
from msgspec.structs import replace

from feedmill.cli.main import main
from feedmill.config import load_config
from feedmill.errors import ConfigError, HistoryError, PublishError
from feedmill.http.client import AT_ONCE, SILENCE
from feedmill.live import websub
from feedmill.live.websub import TRIES, Pinged, PingOptions, changed_topics, ping_hub
from feedmill.publishing.manifest import Manifest
from feedserver import FeedServer, Hub, running
from sites import CONFIG, article, build_site, write_site

HUB = "https://hub.example.org/?a=1&b=2"
QUICK = PingOptions(wait=0, pause=0.01)


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub that takes offence at whatever the Recommendation does."""
    with running(Hub()) as server:
        yield server
    assert [] == server.violations


@pytest.fixture
def web(tmp_path: Path) -> Iterator[FeedServer]:
    """A server for the feeds."""
    with running(FeedServer(tmp_path / "www")) as server:
        yield server


class Site:
    """A site in git whose feeds are published, with an article in `all` and in `topics/ai`."""

    def __init__(self, root: Path, web: FeedServer, hub_url: str | None) -> None:
        self.root = root
        self.web = web
        config = f"{CONFIG}  feeds_url: {web.url}\n" + (f"hub: {hub_url}\n" if hub_url else "")
        write_site(root, {"a.md": article(topics="[AI]"), "b.md": article("B", topics="[Dogs]")},
                   config)  # fmt: skip
        (root / ".gitignore").write_text(".feedmill/\n")
        self.git("init", "--quiet")
        build_site(root)
        self.commit()

    def git(self, *words: str) -> str:
        who = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
        done = subprocess.run(
            ["git", *who, *words], cwd=self.root, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "work")
        return self.git("rev-parse", "HEAD")

    def deploy(self) -> None:
        shutil.copytree(self.root / "feeds", self.web.folder, dirs_exist_ok=True)

    def change(self) -> set[str]:
        """Change an article and build; give the addresses of the files that this changes."""
        write_site(self.root, {"a.md": article("Another title", topics="[AI]")},
                   (self.root / "config.yaml").read_text())  # fmt: skip
        build_site(self.root)
        return {
            f"{self.web.url}{key}.{name}"
            for key in ("all", "topics/ai")
            for name in ("atom", "rss", "json")
        }

    def ping(self, base: str | None = None, options: PingOptions = QUICK) -> Pinged:
        return ping_hub(load_config(self.root / "config.yaml"), self.root, base, options)


@pytest.fixture
def site(tmp_path: Path, web: FeedServer, hub: Hub) -> Site:
    """A published site that names the hub, which has delivered what there is."""
    made = Site(tmp_path / "site", web, hub.url)
    made.deploy()
    hub.delivered.update(
        {f"{web.url}{path.relative_to(web.folder).as_posix()}": path.read_bytes()
         for path in web.folder.rglob("*.*")}
    )  # fmt: skip
    return made


class TestDiscovery:
    """What subscribers find in a feed."""

    @pytest.fixture
    def feeds(self, tmp_path: Path) -> Path:
        """Give the feeds of a site with a hub."""
        write_site(tmp_path, {"a.md": article()}, f"{CONFIG}hub: {HUB}\n")
        build_site(tmp_path)
        return tmp_path / "feeds"

    @pytest.mark.parametrize("name", ["atom", "rss"])
    def test_links(self, feeds: Path, name: str) -> None:
        """An XML feed has one hub link and exactly one self link; its page is still the site's."""
        feed = feedparser.parse((feeds / f"all.{name}").read_bytes()).feed
        rels = Counter(link.rel for link in feed.links)
        assert (1, 1) == (rels["hub"], rels["self"])
        found = {link.rel: link.href for link in feed.links}
        assert (HUB, f"https://example.org/feeds/all.{name}") == (found["hub"], found["self"])
        assert "https://example.org/" == feed.link

    def test_json(self, feeds: Path) -> None:
        """A JSON Feed names the hub in its own way."""
        feed = json.loads((feeds / "all.json").read_bytes())
        assert [{"type": "WebSub", "url": HUB}] == feed["hubs"]
        assert "https://example.org/feeds/all.json" == feed["feed_url"]

    def test_without_a_hub(self, tmp_path: Path) -> None:
        """No feed speaks of hubs when there is none."""
        build_site(write_site(tmp_path, {"a.md": article()}))
        for name in ("atom", "rss", "json"):
            assert b"hub" not in (tmp_path / "feeds" / f"all.{name}").read_bytes()

    def test_another_hub_changes_the_feeds(self, tmp_path: Path) -> None:
        """All feeds are rendered anew when the hub changes, and the index of feeds is not."""
        build_site(write_site(tmp_path, {"a.md": article()}))
        write_site(tmp_path, {}, f"{CONFIG}hub: {HUB}\n")
        written = {*build_site(tmp_path).written} - {"feeds.json"}
        assert {"all.atom", "all.json", "all.rss"} == written

    @pytest.mark.parametrize("hub", ["hub.example.org", "ftp://hub.example.org/", "[a, b]"])
    def test_a_hub_is_an_address(self, tmp_path: Path, hub: str) -> None:
        """Anything else is an error of the config, at its line."""
        write_site(tmp_path, {}, f"{CONFIG}hub: {hub}\n")
        with pytest.raises(ConfigError, match=r"config\.yaml:5: error\[config\]: hub: "):
            load_config(tmp_path / "config.yaml")


@pytest.mark.slow
class TestWhatHasChanged:
    """Which topics there is something to tell of."""

    def test_only_what_differs_is_told(self, site: Site, hub: Hub) -> None:
        """Each changed file is reported once, as its feed's self link has it; no other file is."""
        changed = site.change()
        site.deploy()
        done = site.ping()
        assert changed == set(done.changed) == set(done.told)
        assert dict.fromkeys(changed, 1) == hub.told
        assert ((), 0) == (done.problems, done.exit_status)
        for url in changed:
            assert b"Another title" in hub.delivered[url]

    def test_nothing_to_tell(self, site: Site, hub: Hub) -> None:
        """A commit that changes no feed leaves the hub, and the server, in peace."""
        assert Pinged(hub=hub.url, base=site.commit()) == site.ping("HEAD")
        assert (0, 0) == (hub.asked, site.web.asked.total())

    def test_default_before_the_commit(self, site: Site) -> None:
        """While the new feeds are not committed, the last commit of the manifest is the base."""
        first = site.git("rev-parse", "HEAD")
        site.commit()  # of nothing
        site.change()
        assert first == site.ping(options=PingOptions(dry_run=True)).base

    def test_default_after_the_commit(self, site: Site) -> None:
        """When they are, it is the commit before the one that brought them."""
        before = site.commit()
        changed = site.change()
        site.commit()
        site.commit()  # of nothing
        done = site.ping(options=PingOptions(dry_run=True))
        assert (before, changed) == (done.base, set(done.changed))

    def test_first_publication(self, tmp_path: Path, web: FeedServer) -> None:
        """What was never published before is all new."""
        site = Site(tmp_path / "new", web, HUB)
        done = site.ping(options=PingOptions(dry_run=True))
        assert (None, 9) == (done.base, len(done.changed))

    def test_feeds_that_come_and_go(self, site: Site) -> None:
        """A new feed is reported; a deleted one cannot be."""
        base = site.git("rev-parse", "HEAD")
        (site.root / "articles" / "b.md").write_text(article("B", topics="[Cats]"))
        build_site(site.root)
        told = {url.removeprefix(site.web.url).partition(".")[0]
                for url in site.ping(base, PingOptions(dry_run=True)).changed}  # fmt: skip
        assert {"all", "topics/cats"} == told

    def test_below_the_repositorys_root(self, tmp_path: Path, web: FeedServer) -> None:
        """The site may be a folder of its repository."""
        site = Site(tmp_path / "repository", web, HUB)
        shutil.copytree(site.root, site.root / "sub" / "site", ignore=shutil.ignore_patterns(".*"))
        base = site.commit()
        site.root = site.root / "sub" / "site"
        changed = site.change()
        done = site.ping(options=PingOptions(dry_run=True))
        assert (base, changed) == (done.base, set(done.changed))

    @pytest.mark.parametrize("base", ["", "0" * 40])
    def test_base_of_a_new_branch(self, site: Site, base: str) -> None:
        """What CI systems say when there was nothing before counts as no base."""
        site.change()
        dry = PingOptions(dry_run=True)
        assert site.ping(None, dry) == site.ping(base, dry)

    def test_unknown_base(self, site: Site) -> None:
        """A revision that there is not is an error."""
        with pytest.raises(HistoryError, match="'nowhere'"):
            site.ping("nowhere")

    def test_no_hub(self, tmp_path: Path, web: FeedServer) -> None:
        """Without a hub in the config there is nobody to tell."""
        with pytest.raises(ConfigError, match="does not name a hub"):
            Site(tmp_path / "site", web, None).ping()

    def test_no_feeds(self, site: Site) -> None:
        """Without feeds there is nothing to tell."""
        shutil.rmtree(site.root / "feeds")
        with pytest.raises(PublishError, match="feedmill build"):
            site.ping()

    def test_same_manifest(self) -> None:
        """A manifest has no differences from itself, and none of all of it from nothing."""
        assert {} == changed_topics(Manifest(), Manifest())


@pytest.mark.slow
class TestGoingLive:
    """A hub fetches what it is reported at once."""

    def test_waits_until_it_is_live(self, site: Site, hub: Hub) -> None:
        """The hub is told when the new bytes can be fetched, not before: it would see old ones."""
        changed = site.change()
        upload = threading.Timer(0.3, site.deploy)
        upload.start()
        done = site.ping(options=PingOptions(wait=30, pause=0.05))
        upload.join()
        assert changed == set(done.told)

    def test_not_live(self, site: Site, hub: Hub) -> None:
        """What is still old in the end is a warning, and the hub is not notified of it."""
        changed = site.change()
        site.deploy()
        place = site.web.folder / "all.atom"
        place.write_bytes(hub.delivered[f"{site.web.url}all.atom"])
        done = site.ping()
        assert changed - {f"{site.web.url}all.atom"} == set(done.told)
        assert [
            f"{site.web.url}all.atom: warning[not-live]: is still the old version; "
            "the hub is not notified"
        ] == list(map(str, done.problems))
        assert 0 == done.exit_status
        hub.delivered.clear()
        assert 1 == site.ping(options=PingOptions(wait=0, pause=0.01, strict=True)).exit_status

    def test_an_interrupt_ends_the_waiting(self, site: Site) -> None:
        """Whoever has waited long enough need not wait for the threads that go on waiting."""
        site.change()
        shutil.copy(site.root / "feeds" / "all.atom", site.web.folder)

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        began = time.monotonic()
        config = load_config(site.root / "config.yaml")
        with pytest.raises(KeyboardInterrupt):
            ping_hub(config, site.root, None, PingOptions(wait=60, pause=20), interrupt)
        assert time.monotonic() - began < 20

    def test_missing(self, site: Site) -> None:
        """A new feed that cannot be fetched yet is not live."""
        (site.root / "articles" / "b.md").write_text(article("B", topics="[Cats]"))
        build_site(site.root)
        told = {problem.message for problem in site.ping().problems}
        assert {
            "answers 404; the hub is not notified", "is still the old version; the hub is not "
            "notified"
        } == told  # fmt: skip

    def test_server_away(self, site: Site, hub: Hub) -> None:
        """A server that does not answer is a warning, too."""
        changed = site.change()
        config = site.root / "config.yaml"
        gone = site.web.url.replace("127.0.0.1", "localhost").replace(
            str(site.web.server_port), "1"
        )
        config.write_text(config.read_text().replace(site.web.url, gone))
        build_site(site.root)
        done = site.ping()
        assert 9 == len(done.problems) > len(changed)
        assert all(one.message.startswith("cannot be fetched: ") for one in done.problems)
        assert (0, 0) == (hub.asked, done.exit_status)


@pytest.mark.slow
class TestTheHub:
    """A hub is a courtesy, and the network is the network."""

    def test_busy(self, site: Site, hub: Hub) -> None:
        """A hub that is busy is asked again, with its topics none the less told once each."""
        changed = site.change()
        site.deploy()
        hub.answers = [(503, {}), (429, {"Retry-After": "0"}), (500, {})]
        done = site.ping()
        assert dict.fromkeys(changed, 1) == hub.told
        assert (3 + len(changed), ()) == (hub.asked, done.problems)

    def test_away(self, site: Site, hub: Hub) -> None:
        """If there is no hub, one line says so, and most of the topics are not tried at all."""
        topics = ", ".join(f"Topic {number}" for number in range(9))
        (site.root / "articles" / "c.md").write_text(article("C", topics=f"[{topics}]"))
        site.change()
        site.deploy()
        hub.answers = [(502, {})] * 1000
        done = site.ping()
        assert [("hub-away", "warning", hub.url)] == [
            (one.code, one.severity, one.path) for one in done.problems
        ]
        assert "answers 502 (as told), 4 times over" in done.problems[0].message
        assert ((), 0) == (done.told, done.exit_status)
        assert TRIES <= hub.asked <= TRIES * AT_ONCE
        assert 1 == site.ping(options=PingOptions(wait=0, pause=0.01, strict=True)).exit_status

    def test_refused(self, site: Site, hub: Hub) -> None:
        """What the hub refuses is not tried again, and it says why."""
        site.change()
        site.deploy()
        hub.answers = [(400, {})]
        done = site.ping()
        (problem,) = done.problems
        assert ("hub-refused", f"{hub.url} answers 400 (as told)") == (
            problem.code,
            problem.message,
        )
        assert (6, 5) == (hub.asked, len(done.told))

    def test_no_pause_is_long(self, site: Site, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
        """However long a hub asks to wait, each pause is within reason, and told in a line."""
        monkeypatch.setattr(websub, "_LONGEST_PAUSE", 0.05)
        site.change()
        site.deploy()
        hub.answers = [(429, {"Retry-After": "3600"})] * 1000
        lines: list[str] = []
        config = load_config(site.root / "config.yaml")
        done = ping_hub(config, site.root, None, QUICK, announce=lines.append)
        assert [f"{hub.url} answers 429 (as told): asking again in 0.05 s"] == lines
        assert "hub-away" == done.problems[0].code

    @pytest.mark.parametrize("said", [b"", b"HTTP/1.1 503 Busy\r\nContent-Length: 9\r\n\r\n"])
    def test_the_whole_has_an_end(self, said: bytes, site: Site) -> None:
        """A hub that keeps silent, or does not end what it says, does not hold up a ping."""
        site.change()
        site.deploy()
        config = load_config(site.root / "config.yaml")
        options = PingOptions(wait=0, pause=0.01, patience=0.5)
        began = time.monotonic()
        with endless(said) as url:
            done = ping_hub(replace(config, hub=url), site.root, None, options)
            assert time.monotonic() - began < SILENCE
        (problem,) = done.problems
        assert ((), "hub-away") == (done.told, problem.code)
        assert problem.message.startswith("took too long; it was not notified of 6 of 6 feed files")

    def test_a_server_that_keeps_silent(
        self, site: Site, hub: Hub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Feeds that are asked for in vain are not live; the others are reported."""
        monkeypatch.setattr(websub, "SILENCE", 0.3)
        changed = site.change()
        site.deploy()

        def sleep(path: str, status: int, _: dict[str, str], body: bytes) -> tuple[int, bytes]:
            if path == "topics/ai.json" and status == 200:
                time.sleep(1)
            return status, body

        site.web.quirks.append(sleep)
        done = site.ping()
        slow = f"{site.web.url}topics/ai.json"
        assert changed - {slow} == set(done.told)
        assert [f"{slow}: warning[not-live]: does not answer in time; the hub is not notified"] == [
            str(one) for one in done.problems
        ]

    def test_moved_for_now(self, site: Site, hub: Hub) -> None:
        """A redirect that keeps the request is followed."""
        changed = site.change()
        site.deploy()
        hub.answers = [(307, {"Location": f"{hub.url}elsewhere"})]
        assert changed == set(site.ping().told)
        assert dict.fromkeys(changed, 1) == hub.told

    def test_moved_for_good(self, site: Site, hub: Hub) -> None:
        """One that would turn it into another request is told, with the new address."""
        site.change()
        site.deploy()
        hub.answers = [(301, {"Location": "https://hub.example.org/"})]
        (problem,) = site.ping().problems
        assert problem.message.endswith("answers 301 (https://hub.example.org/)")


@contextmanager
def endless(said: bytes) -> Iterator[str]:
    """Begin to answer whoever asks, and never end; give the address."""

    def serve() -> None:
        with ExitStack() as connections:
            while not over.is_set():
                connection, _ = server.accept()
                connections.enter_context(connection)
                with suppress(OSError):  # whoever asked may have left
                    connection.sendall(said)

    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            over.set()
            socket.create_connection(server.getsockname()).close()
            thread.join()


@pytest.mark.slow
class TestCommand:
    """`feedmill ping`."""

    @pytest.fixture(autouse=True)
    def _here(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(site.root)

    def test_text(self, site: Site, hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
        """It sums up in one line; with --verbose, a line for each file."""
        base = site.git("rev-parse", "HEAD")
        changed = site.change()
        site.deploy()
        assert 0 == main(["ping", "--dry-run"])
        lines = capsys.readouterr().out.splitlines()
        assert {f"would notify of {url}" for url in changed} == set(lines[:-1])
        assert f"Would notify {hub.url} of 6 feed files changed since {base[:12]}" == lines[-1]
        assert 0 == main(["ping", "--verbose", "HEAD"])
        lines = capsys.readouterr().out.splitlines()
        assert {f"notified of {url}" for url in changed} == set(lines[:-1])
        assert f"Notified {hub.url} of 6 of 6 feed files changed since {base[:12]}" == lines[-1]
        site.commit()
        assert 0 == main(["ping", "HEAD"])
        assert capsys.readouterr().out.startswith("No feed files changed since ")

    def test_json(self, site: Site, hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
        """It says which revision was compared with, what has changed, and what was told."""
        changed = site.change()
        assert 0 == main(["ping", "--report", "json", "--wait", "0"])
        record = json.loads(capsys.readouterr().out)
        assert changed == set(record["changed"]) == {one["path"] for one in record["problems"]}
        assert ([], 6, 0) == (record["told"], record["warnings"], record["errors"])
        assert (hub.url, site.git("rev-parse", "HEAD")) == (record["hub"], record["base"])

    def test_quiet_and_strict(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        """--quiet keeps what is fine, or as good, to itself; --strict makes it status 1."""
        site.change()
        assert 0 == main(["ping", "--quiet", "--wait", "0"])
        assert "" == capsys.readouterr().out
        assert 1 == main(["ping", "--quiet", "--strict", "--wait", "0"])
        assert 6 == capsys.readouterr().out.count("error[not-live]")

    def test_waiting_is_told(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        """A line says what is waited for, unless --quiet."""
        site.change()
        assert 0 == main(["ping", "--wait", "0.2"])
        assert "waiting for the changes to go live, 0.2 s at most\n" == capsys.readouterr().err
        assert 0 == main(["ping", "--wait", "0.2", "--quiet"])
        assert "" == capsys.readouterr().err

    def test_could_not_run(self, capsys: pytest.CaptureFixture[str]) -> None:
        """What is not the network's fault is status 2."""
        assert 2 == main(["ping", "nowhere"])
        assert "'nowhere'" in capsys.readouterr().err
