"""What is planned, and what the output folder holds after it, whatever comes between.

Run as a program, this file is the other process of its tests: see `main`.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.errors import PublishError
from feedmill.publishing.folder import STAGING, OutputFolder, stage
from feedmill.publishing.manifest import (
    FeedRecord,
    FileRecord,
    Manifest,
    decode_manifest,
    encode_manifest,
)
from feedmill.publishing.output_state import NOT_A_FILE, Known
from feedmill.publishing.plan import Plan, plan
from feedmill.state.lock import hold

Feeds = Mapping[str, bytes]
unix = pytest.mark.skipif(sys.platform == "win32", reason="needs Unix")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def manifest(feeds: Feeds) -> Manifest:
    """Give a manifest with one record a file."""
    files = (
        FileRecord(
            format="atom",
            path=path,
            url=f"https://x.test/{path}",
            bytes=len(data),
            sha256=sha(data),
        )
        for path, data in sorted(feeds.items())
    )
    return Manifest(
        feeds=tuple(FeedRecord(key=f.path, title=f.path, entries=1, files=(f,)) for f in files)
    )


def build(root: Path, feeds: Feeds, known: Mapping[str, Known] | None = None) -> Plan:
    """Publish `feeds` (path → bytes) as a build does."""
    folder = OutputFolder(root)
    try:
        old, new = folder.claims(), manifest(feeds)
        stamps = folder.stamps(old.keys() | new.digests().keys())
        todo = plan(old, new.digests(), folder.present(stamps, known or {}))
        if todo.write:
            staging = folder.begin()
            for path in todo.write:
                stage(staging, path, feeds[path])
        folder.commit(todo, new, encode_manifest(new))
    finally:
        folder.discard()
    return todo


def tree(root: Path) -> dict[str, object]:
    """Give everything below `root`: bytes of files, None for folders, targets of links."""
    found: dict[str, object] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            found[name] = path.readlink()
        else:
            found[name] = path.read_bytes() if path.is_file() else None
    return found


def files(root: Path) -> dict[str, object]:
    """Give the files below `root` without the manifest."""
    return {
        name: data for name, data in tree(root).items() if data is not None and name != "feeds.json"
    }


SITE = {
    "all.atom": b"all",
    "all.rss": b"rss",
    "topics/ai.atom": b"ai",
    "topics/ai/fox9.com.atom": b"ai of fox9",
    "providers/fox9.com.atom": b"fox9",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give an output folder with SITE in it, and a file that is not ours."""
    root = tmp_path / "feeds"
    build(root, SITE)
    (root / "topics" / "mine.txt").write_text("mine")
    return root


# What is planned


@pytest.mark.parametrize(
    ("old", "new", "present", "expected"),
    [
        ({}, {}, {}, Plan()),
        ({}, {"b": "1", "a": "1"}, {}, Plan(write=("a", "b"), fresh=("a", "b"))),
        ({"a": {"1"}}, {"a": "1"}, {"a": "1"}, Plan(keep=("a",))),
        ({"a": {"1"}}, {"a": "2"}, {"a": "1"}, Plan(write=("a",))),
        ({"a": {"1"}}, {"a": "1"}, {"a": "damaged"}, Plan(write=("a",))),
        ({"a": {"1"}}, {"a": "1"}, {"a": ""}, Plan(write=("a",))),
        ({"a": {"1"}}, {"a": "1"}, {}, Plan(write=("a",))),
        (
            {"a": {"0", "1"}, "b": {"1"}},
            {"b": "1"},
            {"a": "1", "b": "1"},
            Plan(keep=("b",), delete=("a",), gone=("a",)),
        ),
        ({"a": {"1"}}, {}, {}, Plan(gone=("a",))),
        ({"a": {"1"}}, {}, {"a": ""}, Plan(gone=("a",))),
        ({"a": {"1"}}, {}, {"a": "2"}, Plan(gone=("a",), spared=("a",))),
        ({}, {}, {"a": "foreign"}, Plan()),
        ({}, {"a": "1"}, {"a": "1"}, Plan(keep=("a",))),
    ],
    ids=[
        "nothing",
        "new",
        "unchanged",
        "changed",
        "damaged",
        "replaced by a folder",
        "removed from outside",
        "gone",
        "gone, and removed from outside",
        "gone, and replaced by a folder",
        "gone, and replaced by a file of somebody's",
        "foreign",
        "adopted",
    ],
)
def test_plan(
    old: dict[str, set[str]], new: dict[str, str], present: dict[str, str], expected: Plan
) -> None:
    """What differs is written, what is gone deleted, and nothing that is not ours touched."""
    assert expected == plan(old, new, present)


def test_plan_left() -> None:
    """What lies there as we left it is ours, and claimed before it is written over."""
    expected = Plan(write=("a",), delete=("b",), fresh=("a",), gone=("b",))
    assert expected == plan({}, {"a": "2"}, {"a": "1", "b": "1"}, left={"a", "b"})


@pytest.mark.parametrize("lies_there", ["other", ""])
def test_plan_foreign(lies_there: str) -> None:
    """What we did not write is not written over."""
    with pytest.raises(PublishError, match=r"^a \(and 1 more\) is .*move it away"):
        plan({"b": {"1"}}, {"a": "1", "b": "2", "c": "1"}, {"a": lies_there, "b": "1", "c": "2"})


# What a build leaves


def test_first_build(tmp_path: Path) -> None:
    """Folders are made, parents too; files and the manifest are there, and nothing else."""
    root = tmp_path / "a" / "feeds"
    build(root, SITE)
    assert SITE == files(root)
    assert manifest(SITE) == OutputFolder(root).manifest()
    assert [root] == list(root.parent.iterdir())


def test_unchanged(root: Path) -> None:
    """A build that changes nothing touches nothing, not even a folder's time."""

    def look() -> dict[str, tuple[int, int]]:
        paths = [root, *root.rglob("*")]
        return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}

    before = look()
    assert Plan(keep=tuple(sorted(SITE))) == build(root, SITE)
    assert before == look()


def test_one_change(root: Path) -> None:
    """What has its bytes already keeps its inode and its time."""
    before = OutputFolder(root).stamps(SITE)
    inode = (root / "all.rss").stat().st_ino
    assert ("all.atom",) == build(root, SITE | {"all.atom": b"new"}).write
    after = OutputFolder(root).stamps(SITE)
    assert ["all.atom"] == [path for path in SITE if before[path] != after[path]]
    assert inode == (root / "all.rss").stat().st_ino


def test_gone(root: Path) -> None:
    """Feeds that are no more go, with folders this empties; files that are not ours stay."""
    kept = {"all.atom": SITE["all.atom"]}
    build(root, kept)
    assert kept | {"topics/mine.txt": b"mine"} == files(root)
    assert not (root / "topics" / "ai").exists()
    assert not (root / "providers").exists()
    build(root, {})
    assert {"topics/mine.txt": b"mine"} == files(root)
    assert Manifest() == OutputFolder(root).manifest()


@unix
def test_mode(tmp_path: Path) -> None:
    """Files are readable as the umask says: a web server is another user."""
    umask = os.umask(0o022)
    try:
        build(tmp_path / "feeds", SITE)
    finally:
        os.umask(umask)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert {True: 0o755, False: 0o644} == modes


def damage_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1])


def damage_same_size(path: Path) -> None:
    times = path.stat()
    path.write_bytes(b"x" * times.st_size)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def damage_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def damage_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def damage_link(path: Path) -> None:
    victim = path.parents[2] / "victim"
    victim.write_text("victim")
    path.unlink()
    path.symlink_to(victim)


@unix
@pytest.mark.parametrize(
    "damage",
    [Path.unlink, damage_cut, damage_same_size, damage_folder, damage_fifo, damage_link],
)
def test_mends(root: Path, damage: Callable[[Path], None]) -> None:
    """Damage from outside is repaired, also where size and time were kept, and through no link."""
    folder = OutputFolder(root)
    stamps = folder.stamps(SITE)
    known = {path: Known(stamp, sha(SITE[path]), "") for path, stamp in stamps.items()}
    damage(root / "topics" / "ai.atom")
    assert ("topics/ai.atom",) == build(root, SITE, known).write
    assert SITE | {"topics/mine.txt": b"mine"} == files(root)
    victim = root.parent / "victim"
    assert not victim.exists() or victim.read_text() == "victim"


def test_mends_lost_folder(root: Path) -> None:
    """A lost folder comes back; a lost manifest, too, if the feeds are as they should be."""
    shutil.rmtree(root / "providers")
    build(root, SITE)
    (root / "feeds.json").unlink()
    assert () == build(root, SITE).write
    assert manifest(SITE) == OutputFolder(root).manifest()


def test_manifest_reformatted(root: Path) -> None:
    """A manifest that says the same in other words is written as we write it."""
    expected = (root / "feeds.json").read_bytes()
    (root / "feeds.json").write_bytes(expected.replace(b" ", b""))
    build(root, SITE)
    assert expected == (root / "feeds.json").read_bytes()


def test_known_is_not_read_again(root: Path) -> None:
    """A digest is taken from memory if, and only if, the stamp is the same."""
    folder = OutputFolder(root)
    stamps = folder.stamps(["all.atom", "all.rss", "none.atom", "topics"])
    assert NOT_A_FILE == stamps.pop("topics")
    assert {"all.atom", "all.rss"} == stamps.keys()
    size, mtime, ctime = stamps["all.rss"]
    known = {
        "all.atom": Known(stamps["all.atom"], "remembered", ""),
        "all.rss": Known((size, mtime, ctime + 1), "remembered", ""),
    }
    assert {"all.atom": "remembered", "all.rss": sha(b"rss")} == folder.present(stamps, known)


@linux
def test_durable_before_it_is_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes are synced before a file is moved; folders before the manifest names what is new."""
    build(tmp_path, SITE)
    log: list[tuple[str, int | str]] = []
    fsync, replace = os.fsync, os.replace

    def sync(handle: int) -> None:
        log.append(("sync", os.fstat(handle).st_ino))
        fsync(handle)

    def move(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        place = Path(f"/proc/self/fd/{dst_dir_fd}").resolve() / target
        if not target.endswith(".old"):  # which is on its way out
            log.append(("move", os.stat(source, dir_fd=src_dir_fd).st_ino))
            log.append(("to", place.relative_to(tmp_path).as_posix()))
        replace(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", move)
    build(tmp_path, SITE | {"all.atom": b"new", "topics/new.atom": b"new"})

    moves = [i for i, (what, _) in enumerate(log) if what == "move"]
    assert ["feeds.json", "all.atom", "topics/new.atom", "feeds.json"] == [
        log[i + 1][1] for i in moves
    ]
    for i in moves:
        assert ("sync", log[i][1]) in log[:i]
    topics, final = (tmp_path / "topics").stat().st_ino, ("to", "feeds.json")
    last = len(log) - 1 - log[::-1].index(final)
    moved = log.index(("to", "topics/new.atom"))
    assert ("sync", topics) in log[moved:last]
    assert ("sync", tmp_path.stat().st_ino) in log[last:]


# What is refused, with nothing touched


def refused(root: Path, feeds: Feeds) -> str:
    """Build, and give the one line that it fails with; everything must be as it was."""
    before = tree(root.parent)
    with pytest.raises(PublishError) as error:
        build(root, feeds)
    assert before == tree(root.parent)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("path", ["../victim", "/etc/passwd", "topics/../../victim", "a\\b", "C:x"])
def test_manifest_that_leads_out(root: Path, path: str) -> None:
    """A manifest is not believed that names what cannot be ours."""
    (root.parent / "victim").write_text("victim")
    text = (root / "feeds.json").read_text()
    (root / "feeds.json").write_text(text.replace('"all.rss"', f'"{path}"'.replace("\\", "\\\\")))
    assert f"{root}/feeds.json: {path!r}" in refused(root, {"all.atom": b"new"})


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flip(data: bytes) -> bytes:
    return data.replace(b'"feeds"', b'"fee\xe4s"')


def nothing(data: bytes) -> bytes:
    return b""


def rename(data: bytes) -> bytes:
    return data.replace(b'"all.rss"', b'"all.rs?"')


def zeros(data: bytes) -> bytes:
    return bytes(len(data))


def conflict(data: bytes) -> bytes:
    return b"<<<<<<< HEAD\n" + data


def rubbish(data: bytes) -> bytes:
    return b"\xff\xfe rubbish"


def of_another_tool(data: bytes) -> bytes:
    return b'{"feeds": ["mine"]}'


def deep(data: bytes) -> bytes:
    return b"[" * 100_000


@unix
@pytest.mark.parametrize(
    "how", [cut, flip, nothing, zeros, rename, conflict, rubbish, of_another_tool, deep]
)
def test_damaged_manifest(root: Path, how: Callable[[bytes], bytes]) -> None:
    """It is said once, and written anew; what may be somebody else's is kept beside it."""
    place = root / "feeds.json"
    damaged = how(place.read_bytes())
    place.write_bytes(damaged)
    folder = OutputFolder(root)
    assert Manifest() == folder.claimed()
    assert folder.damage
    assert folder.damage.startswith(str(place))
    assert "\n" not in folder.damage
    build(root, SITE)
    assert manifest(SITE) == OutputFolder(root).manifest()
    kept = root / "feeds.json.old"
    if how in (rubbish, of_another_tool, deep):
        assert damaged == kept.read_bytes()
    assert kept.exists() == (how in (rubbish, of_another_tool, deep))


@unix
@pytest.mark.parametrize("what", ["link", "fifo", "folder", "full folder", "too large"])
def test_no_manifest(root: Path, what: str) -> None:
    """What is no file makes room; a folder that holds something, by another name."""
    place, victim = root / "feeds.json", root.parent / "victim"
    victim.write_bytes(place.read_bytes())
    place.unlink()
    match what:
        case "link":
            place.symlink_to(victim)
        case "fifo":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case "full folder":
            (place / "mine").mkdir(parents=True)
        case "too large":
            place.touch()
            os.truncate(place, 2**40)
    before = victim.read_bytes()
    folder = OutputFolder(root)
    assert Manifest() == folder.claimed()
    assert folder.damage
    for _ in range(2):
        build(root, SITE)
        assert manifest(SITE) == OutputFolder(root).manifest()
    assert before == victim.read_bytes()
    assert (root / "feeds.json.old").exists() == (what in ("full folder", "too large"))


@unix
@pytest.mark.parametrize("feeds", [{}, SITE, {"topics/ai.atom": b"new"}])
def test_link_below(root: Path, feeds: Feeds) -> None:
    """Nothing is written or deleted through a symbolic link."""
    shutil.move(root / "topics", root.parent / "elsewhere")
    (root / "topics").symlink_to(root.parent / "elsewhere")
    with pytest.raises(PublishError, match="is a symbolic link"):
        OutputFolder(root).stamps(["topics/ai.atom"])
    assert f"{root}/topics is a symbolic link" in refused(root, feeds)


@unix
def test_link_where_a_new_folder_should_be(root: Path) -> None:
    """The same where the manifest does not know the folder yet, also for files that are right."""
    (root.parent / "elsewhere").mkdir()
    (root / "new").symlink_to(root.parent / "elsewhere")
    assert f"{root}/new is a symbolic link" in refused(root, SITE | {"new/x.atom": b"x"})
    (root.parent / "elsewhere" / "x.atom").write_bytes(b"x")
    assert f"{root}/new is a symbolic link" in refused(root, SITE | {"new/x.atom": b"x"})


@unix
def test_output_is_a_link(root: Path) -> None:
    """An output folder that is a symbolic link is refused, dangling or not."""
    link = root.parent / "link"
    link.symlink_to(root)
    assert f"{link} is a symbolic link" in refused(link, {})
    with pytest.raises(PublishError, match="is a symbolic link"):
        OutputFolder(link).stamps(SITE)
    link.unlink()
    link.symlink_to("nowhere")
    assert f"{link} is a symbolic link" in refused(link, SITE)


def test_output_is_a_file(tmp_path: Path) -> None:
    """An output folder that is a file, or below one, is refused."""
    (tmp_path / "feeds").write_text("text")
    assert f"{tmp_path}/feeds is a file, not a folder; move it away, or choose" in refused(
        tmp_path / "feeds", SITE
    )
    assert "Not a directory" in refused(tmp_path / "feeds" / "x" / "y", SITE)


def test_file_where_a_folder_should_be(root: Path) -> None:
    """A file that took a folder's place is named."""
    shutil.rmtree(root / "providers")
    (root / "providers").write_text("mine")
    assert f"{root}/providers is a file, not a folder; move it away" in refused(root, SITE)


def test_foreign_file(root: Path) -> None:
    """A file that we did not write is not written over."""
    (root / "new.atom").write_text("mine")
    assert "new.atom" in refused(root, SITE | {"new.atom": b"new"})


def test_foreign_folder(root: Path) -> None:
    """A folder with something in it, in a feed's place, is not removed."""
    (root / "all.rss").unlink()
    (root / "all.rss").mkdir()
    (root / "all.rss" / "mine").touch()
    assert f"{root}/all.rss should be a feed, but is a folder" in refused(root, SITE)


def test_foreign_staging(root: Path) -> None:
    """A folder, file or link with the staging folder's name that we did not make stays."""
    staging = root / STAGING
    staging.mkdir()
    (staging / "mine").touch()
    assert f"{staging} is not Feedmill's" in refused(root, {})
    shutil.rmtree(staging)
    staging.touch()
    assert f"{staging} is not Feedmill's" in refused(root, {})
    if sys.platform != "win32":
        staging.unlink()
        (root.parent / "elsewhere").mkdir()
        staging.symlink_to(root.parent / "elsewhere")
        assert f"{staging} is not Feedmill's" in refused(root, {})


@pytest.mark.parametrize("path", ["../x.atom", "/x.atom", "feeds.json", ".x", "x?.atom"])
def test_stage_refuses(tmp_path: Path, path: str) -> None:
    """A worker writes nowhere but where a feed may be."""
    with pytest.raises(PublishError, match=r"is not a path|own name"):
        stage(str(tmp_path), path, b"")
    assert {} == tree(tmp_path)


def test_stage_too_late(tmp_path: Path) -> None:
    """A worker that outlives its build does not bring the staging folder back."""
    folder = OutputFolder(tmp_path)
    staging = folder.begin()
    folder.discard()
    folder.begin()
    for path in ("a.atom", "topics/a.atom"):
        with pytest.raises(PublishError, match=f"^cannot write {staging}/.*: No such file"):
            stage(staging, path, b"")
    folder.discard()
    assert {} == tree(tmp_path)


# Laws

POOL = ["a.atom", "b.atom", "t/a.atom", "t/b.atom", "t/u/a.atom"]
some_feeds = st.dictionaries(st.sampled_from(POOL), st.sampled_from([b"1", b"2"]))
some_damage = st.dictionaries(
    st.sampled_from(POOL), st.sampled_from([b"1", b"damaged", "lost", "folder", "link"])
)
some_foreign = st.dictionaries(st.sampled_from(["mine", "t/mine", "t/u/mine"]), st.just(b"mine"))


def spoil(root: Path, damage: Mapping[str, bytes | str]) -> None:
    """Put bytes, nothing, an empty folder or a link at paths."""
    for path, how in damage.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        if isinstance(how, bytes):
            place.write_bytes(how)
        elif how == "folder":
            place.mkdir()
        elif how == "link":
            place.symlink_to("nowhere")


@unix
@given(old=some_feeds, damage=some_damage, foreign=some_foreign, new=some_feeds)
def test_law(old: Feeds, damage: Mapping[str, bytes | str], foreign: Feeds, new: Feeds) -> None:
    """After a build there are exactly the new feeds and what is not ours; or nothing was done."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        build(root, old)
        spoil(root, {**damage, **foreign})
        before = tree(root)
        in_the_way = {
            path
            for path, how in damage.items()
            if path not in old and path in new and how not in ("lost", new[path])
        }
        if in_the_way:
            with pytest.raises(PublishError, match="is not Feedmill's"):
                build(root, new)
            assert before == tree(root)
            return
        build(root, new)
        not_ours = {
            path: data
            for path, data in before.items()
            if path != "feeds.json" and (path not in old or (path not in new and data != old[path]))
        }
        folders = {path for path, data in not_ours.items() if data is None}
        expected = {path: data for path, data in not_ours.items() if data is not None}
        expected.update(new)
        assert expected == files(root)
        assert manifest(new) == OutputFolder(root).manifest()
        kept = {str(parent) for path in expected for parent in Path(path).parents} - {"."}
        assert kept <= {path for path, data in tree(root).items() if data is None} <= folders | kept
        after = tree(root)
        assert () == build(root, new).write
        assert after == tree(root)


# Killed at any moment

BEFORE = {
    "all.atom": b"all" * 500,
    "all.rss": b"rss",
    "gone.atom": b"gone",
    "old/ai.atom": b"ai" * 300,
    "old/b/ai.atom": b"ai",
}
AFTER = {
    "all.atom": b"ALL" * 700,
    "all.rss": b"rss",
    "new/c/ai.atom": b"c",
    "new/ai.atom": b"new" * 100,
}
OTHER = {"all.rss": b"RSS", "new/z.atom": b"z", "old/ai.atom": b"ai" * 300}


def die_at(step: int, root: Path) -> None:
    """Kill this process, as kill -9 does, before its `step`th operation on a file in `root`."""
    left = step

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        # What is reached from a handle has no path; modules that are imported have.
        place = str(args[0]) if args else "/"
        if event in WATCHED and (place[0] != "/" or place.startswith(str(root))):
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(watch)


WATCHED = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}


def die_writing(size: int, root: Path) -> None:
    """Have this process killed in the middle of the first write beyond `size` bytes."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def survives(root: Path, feeds: Feeds, how: Callable[[int, Path], None], number: int) -> bool:
    """Build in a child that is to die in the way of `how`; say whether it came to its end."""
    child = os.fork()
    if child == 0:
        how(number, root)
        build(root, feeds)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def main_kill(scratch: Path) -> None:
    """Leave in `scratch` a folder for each moment at which a build can be killed."""
    build(scratch / "undisturbed", BEFORE)
    (scratch / "undisturbed" / "old" / "mine").write_text("mine")
    for how in (die_at, die_writing):
        for number in range(1000):
            root = scratch / f"{how.__name__}-{number}"
            shutil.copytree(scratch / "undisturbed", root)
            size = 50 + 200 * number
            if survives(root, AFTER, how, size if how is die_writing else number):
                break
    for number in range(0, 50, 7):
        for again in range(number % 13, 50, 13):
            root = scratch / f"twice-{number}-{again}"
            shutil.copytree(scratch / "undisturbed", root)
            survives(root, AFTER, die_at, number)
            survives(root, OTHER, die_at, again)
    build(scratch / "undisturbed", AFTER)


def check_survivor(root: Path, mine: Feeds, *states: Feeds) -> None:
    """No feed is torn, nothing of ours is unknown, nothing that is not ours lost."""
    left = {path: data for path, data in files(root).items() if not path.startswith(STAGING)}
    for path, data in left.items():
        assert data in [state.get(path) for state in (mine, *states)], path
    assert mine.items() <= left.items()
    ours = decode_manifest((root / "feeds.json").read_bytes()).digests()
    assert left.keys() - mine.keys() <= ours.keys()


@linux
@pytest.mark.slow
def test_killed(tmp_path: Path) -> None:
    """Wherever a build is killed, the next one ends where an undisturbed one does."""
    run("kill", tmp_path)
    mine = {"old/mine": b"mine"}
    roots = sorted(path for path in tmp_path.iterdir() if path.name != "undisturbed")
    assert 30 < sum(root.name.startswith("die_at") for root in roots)
    assert 5 < sum(root.name.startswith("die_writing") for root in roots)
    build(tmp_path / "other", OTHER)
    (tmp_path / "other" / "old" / "mine").write_text("mine")
    torn = 0
    for root in roots:
        check_survivor(root, mine, BEFORE, AFTER, OTHER)
        torn += (root / STAGING).exists()
        shutil.copytree(root, tmp_path / "copy")
        build(tmp_path / "copy", OTHER)
        assert tree(tmp_path / "other") == tree(tmp_path / "copy"), root.name
        shutil.rmtree(tmp_path / "copy")
        build(root, AFTER)
        assert tree(tmp_path / "undisturbed") == tree(root), root.name
    assert 30 < torn


# Two at once, full disks, missing permissions


@pytest.mark.parametrize("seed", [1, 2])
def test_two_at_once(tmp_path: Path, seed: int) -> None:
    """Builds that hold the lock leave one's feeds or the other's, never a mixture."""
    sites = {name: rival_site(int(name)) for name in ("1", "2")}
    others = [subprocess.Popen(command("rival", tmp_path, i)) for i in sites]
    chance = random.Random(seed)
    seen = set()
    while any(other.poll() is None for other in others):
        with hold(tmp_path / "state", wait=60):
            found = files(tmp_path / "feeds")
        for name, site in sites.items():
            if found == site:
                seen.add(name)
        assert found in [{}, *sites.values()]
        with suppress(subprocess.TimeoutExpired):
            others[chance.randrange(2)].wait(0.005)
    assert [0, 0] == [other.returncode for other in others]
    assert seen


def rival_site(number: int) -> Feeds:
    """Give a site that has most of its paths, and none of its bytes, in common with the other."""
    return {f"t/{i}.atom": f"{number} {i}".encode() for i in range(number, number + 6)}


def main_rival(scratch: Path, number: int) -> None:
    """Build repeatedly, holding the lock."""
    for turn in range(20):
        with hold(scratch / "state", wait=60):
            build(scratch / "feeds", {} if turn % 7 == 6 else rival_site(number))


@unix
@pytest.mark.parametrize("limit", [100, 2000, 5000])
def test_file_size_limit(root: Path, limit: int) -> None:
    """Where a file cannot be written to its end, old feeds stay as they were (cf. full disk)."""
    before = tree(root)
    message = run("limit", root, str(limit))
    assert message.startswith(f"cannot write {root}")
    assert message.endswith(": File too large")
    assert before == tree(root)


def main_limit(root: Path, limit: int) -> None:
    """Build with a limit to the size of files, in one place or another."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    tell(root, {f"topics/{i}.atom": b"x" * 1500 for i in range(50)})


@linux
@pytest.mark.parametrize("full", ["size=256k", "nr_inodes=40"])
def test_disk_full(tmp_path: Path, full: str) -> None:
    """A full disk is one line, with the old feeds as they were; with room again, all is well."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", full, "none", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount")
    try:
        root = disk / "feeds"
        build(root, SITE)
        (disk / "ballast").write_bytes(b"x" * 100_000)
        message = refused(root, SITE | {f"topics/{i}.atom": b"x" * 9000 for i in range(50)})
        assert message.startswith(f"cannot write {root}/{STAGING}/")
        assert message.endswith(": No space left on device")
        build(root, SITE | {"new.atom": b"new"})
        assert SITE | {"new.atom": b"new"} == files(root)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@unix
@pytest.mark.parametrize(
    ("locked", "mode", "message"),
    [
        (".", 0o000, "cannot read {}/elsewhere: Permission denied"),
        (".", 0o555, "cannot write {}/elsewhere: Permission denied"),
        ("feeds", 0o555, f"cannot write {{}}/feeds/{STAGING}: Permission denied"),
        ("feeds/topics", 0o555, "cannot write {}/feeds/topics: Permission denied"),
        ("feeds/providers", 0o555, "cannot write {}/feeds/providers: Permission denied"),
        ("feeds/feeds.json", 0o000, "cannot read {}/feeds/feeds.json: Permission denied"),
        ("feeds/all.rss", 0o000, "cannot read {}/feeds/all.rss: Permission denied"),
    ],
)
def test_no_permission(locked: str, mode: int, message: str) -> None:
    """What may not be written or read is named, and everything stays as it was."""
    with tempfile.TemporaryDirectory() as name:  # tmp_path is closed to other users
        scratch = Path(name)
        build(scratch / "feeds", SITE)
        before = tree(scratch)
        for path in [scratch, *scratch.rglob("*")] if os.geteuid() == 0 else []:
            os.chown(path, NOBODY, NOBODY)
        (scratch / locked).chmod(mode)
        printed = run("nobody", scratch)
        (scratch / locked).chmod(0o755)
        assert message.format(scratch) == printed
        assert before == tree(scratch)


NOBODY = 65534


def main_nobody(scratch: Path) -> None:
    """Build as someone whom permissions bind: root would be let through."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    feeds = {"all.atom": b"new", "all.rss": b"new", "topics/ai.atom": b"new"}
    tell(scratch / ("feeds" if os.access(scratch, os.W_OK) else "elsewhere"), feeds)


# The other processes


def command(task: str, folder: Path, *options: str) -> list[str]:
    """Give the command that runs one of the `main_…` functions in a process of its own."""
    return [sys.executable, __file__, task, str(folder), *options]


def run(task: str, folder: Path, *options: str) -> str:
    """Run it to its end, and give what it printed."""
    process = subprocess.run(
        command(task, folder, *options), check=True, stdout=subprocess.PIPE, text=True
    )
    return process.stdout.removesuffix("\n")


def tell(root: Path, feeds: Feeds) -> None:
    """Build and print the error that it ends with."""
    try:
        build(root, feeds)
    except PublishError as error:
        print(error)  # noqa: T201 - read by the test


if __name__ == "__main__":
    tasks: dict[str, Callable[..., None]]
    tasks = {"kill": main_kill, "rival": main_rival, "limit": main_limit, "nobody": main_nobody}
    tasks[sys.argv[1]](Path(sys.argv[2]), *map(int, sys.argv[3:]))
