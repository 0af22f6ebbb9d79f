"""A real cluster: scheduler, two workers and an S3 server, all of them processes on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedmill.errors import ClusterError, SourceError
from feedmill.pipeline.dask import Cluster, checked, scheduler
from feedmill.pipeline.run import ARTICLES_AT_ONCE
from objectstore import S3Server
from sites import CONFIG, article, build_site, tree, write_site

slow = pytest.mark.slow

FEEDS = "feeds: {content: full, limit: 0}\n"
ON_S3 = f'{CONFIG}{FEEDS}articles: {{include: ["s3://news/articles/**/*.md"]}}\n'
NOBODY = "dask://127.0.0.1:9"  # the discard service, which nobody runs any more
ARTICLES = {
    f"2026/{number % 12 + 1:02}/{number}.md": article(
        f"Title {number}",
        publishedDateTime=datetime(2026, number % 10 + 1, 1, 0, 0, number % 60, tzinfo=UTC),
        webUrl=f"https://example.org/{number}",
        topics=f"[Topic {number % 7}]",
        body=f'The *body* of [{number}]({{{{< ref "{number // 2}" >}}}}).' * (number % 2),
    )
    for number in range(2 * ARTICLES_AT_ONCE + 1)  # more chunks than workers
}


def start(module: str, *words: str | Path) -> subprocess.Popen[bytes]:
    """Start a module as a program."""
    command = [sys.executable, "-m", module, *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def end(*processes: subprocess.Popen[bytes]) -> None:
    """Kill with no warning, as a machine ends that loses its power."""
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def store() -> Iterator[S3Server]:
    """Give a store that holds the articles."""
    store = S3Server()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in store.environment.items():
            patch.setenv(name, value)
        for path, text in ARTICLES.items():
            store.put(f"articles/{path}", text)
        yield store
    store.stop()


class Workers:
    """A scheduler and workers, two unless said otherwise."""

    def __init__(self, folder: Path, number: int = 2) -> None:
        folder.mkdir(exist_ok=True)
        file = folder / "scheduler.json"
        common = ("--host", "127.0.0.1", "--scheduler-file", file, "--no-dashboard")
        own = ("--no-nanny", "--nthreads", "1", "--local-directory", folder)
        self.scheduler = start("distributed.cli.dask_scheduler", "--port", "0", *common)
        while not (file.exists() and file.read_bytes().endswith(b"}")):
            time.sleep(0.1)
        self.workers = [start("distributed.cli.dask_worker", *common, *own) for _ in range(number)]
        self.address = json.loads(file.read_text())["address"].replace("tcp://", "dask://")

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        end(*self.workers, self.scheduler)


@pytest.fixture(scope="module")
def workers(store: S3Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    """Give a cluster that outlives the test."""
    with Workers(tmp_path_factory.mktemp("cluster")) as workers:
        yield workers


@pytest.fixture
def one_worker(tmp_path: Path) -> Iterator[Workers]:
    """Give a cluster of one worker, to be killed."""
    with Workers(tmp_path / "cluster", 1) as workers:
        yield workers


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give the feeds that a build here makes of the articles in a folder."""
    root = write_site(tmp_path_factory.mktemp("local"), ARTICLES, CONFIG + FEEDS)
    assert not build_site(root).problems
    return tree(root / "feeds")


def remote_site(root: Path, manifest: str = "") -> Path:
    """Write a config that has its articles on S3."""
    return write_site(root, {}, ON_S3.replace('/**/*.md"]', f'/**/*.md"]{manifest}'))


def feedmill(root: Path, *words: str) -> tuple[int, str]:
    """Run the command as a user does; give its status and what it complains of."""
    command = [sys.executable, "-m", "feedmill", *words]
    call = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300)
    return call.returncode, call.stderr


@slow
def test_same_bytes(workers: Workers, expected: dict[str, bytes], tmp_path: Path) -> None:
    """The cluster reads from S3 what a build here reads from a folder."""
    remote_site(tmp_path)
    assert (0, "") == feedmill(tmp_path, "build", "--executor", workers.address)
    assert expected == tree(tmp_path / "feeds")


@slow
def test_only_what_changed(store: S3Server, tmp_path: Path) -> None:
    """Without a cluster, too, S3's own versions say what changed; few articles need no cluster."""
    write_site(tmp_path, {}, ON_S3.replace("/articles/", "/other/"))
    for name in ("old", "new"):
        store.put(f"other/{name}.md", article(name, webUrl=f"https://example.org/{name}"))
    assert 2 == build_site(tmp_path).read
    before = tree(tmp_path / "feeds")
    store.put("other/new.md", article("new", webUrl="https://example.org/new", heat=5))
    assert 1 == build_site(tmp_path, cluster=NOBODY).read
    assert before == tree(tmp_path / "feeds")
    assert 0 == build_site(tmp_path, cluster=NOBODY).read
    store.delete("other/new.md")
    assert "all.json" in build_site(tmp_path, cluster=NOBODY).written


@slow
def test_processes_here(expected: dict[str, bytes], store: S3Server, tmp_path: Path) -> None:
    """Without a cluster the cores of this machine read from S3."""
    remote_site(tmp_path)
    assert (0, "") == feedmill(tmp_path, "build", "--jobs", "2")
    assert expected == tree(tmp_path / "feeds")


@slow
def test_manifest(store: S3Server, tmp_path: Path) -> None:
    """A manifest says what there is, and which version of it, or leaves that to be asked."""
    remote_site(tmp_path, ", manifest: s3://news/articles.txt")
    one, two, three = sorted(ARTICLES)[:3]
    store.put(
        "articles.txt", f"articles/{one}\tv1\ns3://news/articles/{two}\narticles/{three}\tv1\n"
    )
    assert 3 == build_site(tmp_path).read
    assert 0 == build_site(tmp_path).read
    store.put("articles.txt", f"articles/{one}\tv2\ns3://news/articles/{two}\narticles/lost.md\n")
    report = build_site(tmp_path)
    assert 2 == report.read
    lost = "s3://news/articles/lost.md: error[unreadable]: is not there"
    assert [lost] == [str(problem) for problem in report.problems]


@slow
def test_killed_worker(store: S3Server, expected: dict[str, bytes], tmp_path: Path) -> None:
    """What a worker had in hand when it died, the other one does."""
    killed = []
    workers = Workers(tmp_path / "cluster")

    def kill_one(stage: str, done: int, total: int) -> None:
        if not killed and 0 < done < total:
            killed.append(stage)
            end(workers.workers[0])

    with workers:
        root = remote_site(tmp_path / "site")
        report = build_site(root, progress=kill_one, cluster=workers.address)
    assert ["Reading articles"] == killed
    assert len(ARTICLES) == report.read
    assert expected == tree(root / "feeds")


@slow
def test_all_workers_killed(one_worker: Workers, tmp_path: Path) -> None:
    """When there is nobody left, and nobody comes, it is said so."""
    with Cluster(one_worker.address, patience=3) as cluster:
        results = cluster.map(subprocess.call, (), at_work(tmp_path), size=3)
        when_at_work(tmp_path, one_worker.workers)
        with pytest.raises(ClusterError, match="has no worker; waited 3 s"):
            next(results)


@slow
def test_scheduler_killed(one_worker: Workers, tmp_path: Path) -> None:
    """A scheduler that is gone is an error."""
    with Cluster(one_worker.address) as cluster:
        results = cluster.map(subprocess.call, (), at_work(tmp_path), size=3)
        when_at_work(tmp_path, [one_worker.scheduler])
        with pytest.raises(ClusterError, match="the scheduler is gone"):
            next(results)


def at_work(folder: Path) -> list[str]:
    """Give work for more than one worker, which leaves a file when it begins."""
    return ["sh", "-c", f"touch {folder}/begun; sleep 5"] * 6


def when_at_work(folder: Path, victims: list[subprocess.Popen[bytes]]) -> None:
    """Kill when the work has begun, while somebody waits for it."""

    def act() -> None:
        while not (folder / "begun").exists():
            time.sleep(0.05)
        end(*victims)

    threading.Thread(target=act, daemon=True).start()


@slow
def test_worker_without_code(workers: Workers) -> None:
    """A cluster that lacks our code is reported; here it lacks the tests'."""
    with (
        Cluster(workers.address) as cluster,
        pytest.raises(ClusterError, match=r"need Feedmill .* 'sites'"),
    ):
        next(cluster.map(article, (), ["title"] * 3, size=1))


@slow
def test_no_scheduler(store: S3Server, tmp_path: Path) -> None:
    """A scheduler that is not there is one line."""
    remote_site(tmp_path)
    status, complaint = feedmill(tmp_path, "build", "--executor", NOBODY)
    assert (2, 1) == (status, complaint.count("\n"))
    assert complaint.startswith(f"error: {NOBODY}: no scheduler there")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("dask://10.0.0.1:8786", "tcp://10.0.0.1:8786"),
        ("dask+tls://[::1]:8786", "tls://[::1]:8786"),
        ("dask://10.0.0.1", None),
        ("dask://:8786", None),
        ("dask://a:b", None),
        ("dask://a:1/x", None),
        ("tcp://10.0.0.1:8786", None),
        ("10.0.0.1:8786", None),
        ("", None),
    ],
)
def test_address(address: str, expected: str | None) -> None:
    """An address names a scheme of ours, a host and a port."""
    if expected is not None:
        assert expected == scheduler(address)
        return
    with pytest.raises(ClusterError, match="expected dask://HOST:PORT"):
        scheduler(address)


def test_other_version() -> None:
    """A worker of another version does not read."""
    with pytest.raises(ClusterError, match="another version of Feedmill"):
        checked(b"other", print)


def test_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, it is said how to get it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        Cluster(NOBODY) as cluster,
        pytest.raises(ClusterError, match=r"pip install 'feedmill\[cluster\]'"),
    ):
        next(cluster.map(print, (), [1, 2], size=1))


@slow
def test_failing_store(store: S3Server, workers: Workers, tmp_path: Path) -> None:
    """Where a worker cannot read, no article is at fault: the run stops, and the feeds stay."""
    remote_site(tmp_path, ", manifest: list.txt")
    listed = [f"s3://news/articles/{path}" for path in sorted(ARTICLES)[: ARTICLES_AT_ONCE + 1]]
    (tmp_path / "list.txt").write_text("".join(f"{path}\tv1\n" for path in listed))
    build_site(tmp_path)
    before = tree(tmp_path / "feeds")
    (tmp_path / "list.txt").write_text("".join(f"{path}\tv2\n" for path in listed))
    end(store.process)
    with pytest.raises(SourceError, match=r"s3://news/articles/.*: Could not connect"):
        build_site(tmp_path, cluster=workers.address)
    assert before == tree(tmp_path / "feeds")
