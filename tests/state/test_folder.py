"""Which state folder is used: the one that was made here, and none that came from elsewhere."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from feedmill.errors import IndexUnusableError, PublishError
from feedmill.state.folder import STATE, entered, kept, preview_folder, set_apart
from repository import commit, git, repository

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links and owners")

RESTORED = "rebuilding the index from scratch"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a site's folder that was used once; its index is a file with a word in it."""
    site = tmp_path / "site"
    site.mkdir()
    with entered(site) as (place, notices):
        assert ([], site / STATE) == (notices, place)
        (place / "index.sqlite").write_text("ours")
    return site


def look(site: Path) -> tuple[str | None, list[str], bool]:
    """Enter; give what the index says, what was said of it, and whether it can be kept."""
    with entered(site) as (place, notices), kept(site) as folder:
        index = place / "index.sqlite"
        return (
            index.read_text() if index.exists() else None,
            notices,
            folder is not None and place == site / STATE,
        )


def test_used_again(site: Path) -> None:
    """What was made here is used, also after the site has moved."""
    assert ("ours", [], True) == look(site)
    site.rename(site.parent / "moved")
    assert ("ours", [], True) == look(site.parent / "moved")


def test_ignored_by_git(site: Path) -> None:
    """The folder keeps itself out of commits."""
    repository(site)
    commit(site)
    assert "" == git(site, "ls-files")
    assert ("ours", [], True) == look(site)


def copied(site: Path) -> Path:
    shutil.copytree(site, site.parent / "copy", symlinks=True)
    return site.parent / "copy"


def unpacked(site: Path) -> Path:
    archive = shutil.make_archive(str(site.parent / "site"), "tar", site)
    shutil.unpack_archive(archive, site.parent / "unpacked")
    return site.parent / "unpacked"


def unmarked(site: Path) -> Path:
    (site / STATE / "mark").unlink()
    return site


def marked_with_rubbish(site: Path) -> Path:
    (site / STATE / "mark").write_bytes(b"\xff" * 999)
    return site


def marked_by_a_folder(site: Path) -> Path:
    unmarked(site)
    (site / STATE / "mark" / "x").mkdir(parents=True)
    return site


def ignoring_otherwise(site: Path) -> Path:
    place = site / STATE / ".gitignore"
    data = place.read_bytes()
    place.unlink()
    place.write_bytes(data)  # the same bytes, written at another time
    return site


FOREIGN = (
    copied,
    unpacked,
    unmarked,
    marked_with_rubbish,
    marked_by_a_folder,
    ignoring_otherwise,
)


@pytest.mark.parametrize("bring", FOREIGN, ids=lambda bring: bring.__name__)
def test_brought_along(site: Path, bring: Callable[[Path], Path]) -> None:
    """What was not made here is deleted with one line, and the next run is as any other."""
    other = bring(site)
    with kept(other) as folder:
        assert folder is None
    index, notices, usable = look(other)
    assert (None, True) == (index, usable)
    assert [f"{STATE} was made elsewhere or changed since: {RESTORED}"] == [
        notice.partition(" (")[0] for notice in notices
    ]
    assert (None, [], True) == look(other)


@pytest.mark.parametrize("bring", FOREIGN, ids=lambda bring: bring.__name__)
def test_restored(
    site: Path, bring: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who says so may use what was restored, from then on."""
    other = bring(site)
    with monkeypatch.context() as patch:
        patch.setenv("FEEDMILL_TRUST_STATE", "1")
        assert ("ours", [], True) == look(other)
    assert ("ours", [], True) == look(other)


def test_files_of_others_stay(site: Path) -> None:
    """Only caches are deleted."""
    (site / STATE / "notes.txt").write_text("mine")
    look(unmarked(site))
    assert "mine" == (site / STATE / "notes.txt").read_text()


@pytest.mark.parametrize("trust", ["", "1"])
def test_tracked(site: Path, trust: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a file that git tracks is neither used nor changed, whoever trusts it."""
    monkeypatch.setenv("FEEDMILL_TRUST_STATE", trust)
    repository(site)
    git(site, "add", "--force", f"{STATE}/lock")
    before = {path.name: path.stat().st_mtime_ns for path in (site / STATE).iterdir()}
    index, notices, usable = look(site)
    assert (None, False) == (index, usable)
    assert [
        f"{STATE} is tracked by git: not used (git rm -r --cached {STATE} untracks it)"
    ] == notices
    assert before == {path.name: path.stat().st_mtime_ns for path in (site / STATE).iterdir()}


def test_tracked_since(site: Path) -> None:
    """A folder that git did not track is looked at again whenever git's index changes."""
    repository(site)
    assert ("ours", [], True) == look(site)
    assert ("ours", [], True) == look(site)
    git(site, "add", "--force", f"{STATE}/index.sqlite")
    index, notices, usable = look(site)
    assert (None, False) == (index, usable)
    assert notices[0].startswith(f"{STATE} is tracked by git")
    git(site, "rm", "-r", "--quiet", "--cached", STATE)
    assert ("ours", [], True) == look(site)


def test_trusted_once_is_not_known_to_be_untracked(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was used because somebody said so is not used without that."""
    repository(site)
    (site / ".git" / "index").write_bytes(b"rubbish")
    with monkeypatch.context() as patch:
        patch.setenv("FEEDMILL_TRUST_STATE", "1")
        assert ("ours", [], True) == look(site)
    assert look(site)[0] is None


def test_where_git_cannot_tell(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In doubt it is not used, unless somebody says that it may be."""
    repository(site)
    (site / ".git" / "index").write_bytes(b"rubbish")
    index, notices, usable = look(site)
    assert (None, False) == (index, usable)
    assert notices[0].startswith(f"git cannot say whether it tracks {STATE}: not used")
    monkeypatch.setenv("FEEDMILL_TRUST_STATE", "1")
    assert ("ours", [], True) == look(site)


def as_link(place: Path, outside: Path) -> None:
    place.symlink_to(outside)


def as_dangling_link(place: Path, outside: Path) -> None:
    place.symlink_to(outside / "missing")


def as_file(place: Path, outside: Path) -> None:
    place.write_text("mine")


def as_fifo(place: Path, outside: Path) -> None:
    os.mkfifo(place)


@pytest.mark.parametrize("make", [as_link, as_dangling_link, as_file, as_fifo])
def test_in_its_place(tmp_path: Path, make: Callable[[Path, Path], None]) -> None:
    """Something else in its place is left alone; what it leads to is not touched."""
    site, outside = tmp_path / "site", tmp_path / "outside"
    site.mkdir()
    outside.mkdir()
    (outside / "lock").write_text("kept")
    make(site / STATE, outside)
    for _ in range(2):
        index, notices, usable = look(site)
        assert (None, False) == (index, usable)
        assert len(notices) == 1
        assert notices[0].startswith(f"{STATE} is a ")
        with set_apart(site, "images") as (place, said):
            assert notices == said
            assert not place.is_relative_to(site)
    assert [outside / "lock"] == list(outside.iterdir())
    assert "kept" == (outside / "lock").read_text()


@pytest.mark.parametrize(
    "name", ["lock", "mark", "mark.new", ".gitignore", "index.sqlite", "config"]
)
@pytest.mark.parametrize("how", ["link", "hard link", "fifo", "folder"])
def test_links_in_it(tmp_path: Path, name: str, how: str) -> None:
    """No name in it leads to a file outside that would be changed."""
    site, victim = tmp_path / "site", tmp_path / "victim"
    (site / STATE).mkdir(parents=True)
    victim.write_text("kept")
    place = site / STATE / name
    if how == "link":
        place.symlink_to(victim)
    elif how == "hard link":
        os.link(victim, place)
    elif how == "fifo":
        os.mkfifo(place)
    else:
        (place / "x").mkdir(parents=True)
    index, _, usable = look(site)
    assert (None, True) == (index, usable)
    assert "kept" == victim.read_text()
    assert stat.S_ISREG((site / STATE / "lock").lstat().st_mode)
    assert (None, [], True) == look(site)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root gives away")
def test_of_another_user(site: Path) -> None:
    """A folder of somebody else's is not used; one of the site's owner is."""
    os.chown(site / STATE, 4321, -1)
    assert (None, [f"{STATE} belongs to another user (4321): not used"], False) == look(site)
    os.chown(site, 4321, -1)
    assert ("ours", [], True) == look(site)


def test_one_at_a_time_without_it(tmp_path: Path) -> None:
    """Two runs keep apart, too, where neither has a state folder."""
    (tmp_path / STATE).write_text("")
    with (
        entered(tmp_path),
        pytest.raises(PublishError, match=f"another build is running .* release {tmp_path}$"),
        entered(tmp_path, wait=0.1),
    ):
        pytest.fail("two at once")


def test_apart(site: Path) -> None:
    """What is set apart is a folder in it, held by nobody."""
    with entered(site), set_apart(site, "images") as (place, notices):
        assert (site / STATE / "images", []) == (place, notices)
        assert place.is_dir()
    shutil.rmtree(site / STATE / "images")
    (site / STATE / "images").symlink_to(site.parent)
    with set_apart(site, "images") as (place, notices):
        assert [f"{STATE} cannot be used: is a symbolic link, not a folder"] == notices
        assert not place.is_relative_to(site)


def test_of_a_preview(site: Path) -> None:
    """A preview has a folder of its own, which builds do not wait for; a second one has another."""
    with preview_folder(site) as (place, notices):
        assert (site / STATE / "preview", []) == (place, notices)
        (place / "index").write_text("ours")
        with preview_folder(site) as (other, notices):
            assert not other.is_relative_to(site)
            assert 1 == len(notices)
        with entered(site, wait=0.1) as (state, _):
            assert site / STATE == state
    with preview_folder(site) as (place, _):
        assert "ours" == (place / "index").read_text()
        assert other != place
    assert not other.exists()


def test_of_a_preview_that_was_brought_along(site: Path, tmp_path: Path) -> None:
    """What came from elsewhere is deleted, not believed."""
    with preview_folder(site) as (place, _):
        (place / "index").write_text("theirs")
    shutil.copytree(site, tmp_path / "copy")
    with preview_folder(tmp_path / "copy") as (place, notices):
        assert not (place / "index").exists()
        assert place.is_relative_to(tmp_path / "copy")
        assert 1 == len(notices)


def test_no_room_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a temporary folder, one line says what to do."""
    (tmp_path / STATE).write_text("")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with (
        pytest.raises(IndexUnusableError, match=r"^no temporary folder .* TMPDIR$"),
        entered(tmp_path),
    ):
        pytest.fail("there is none")


def test_no_site(tmp_path: Path) -> None:
    """A site's folder that is not there is an error in one line."""
    with pytest.raises(PublishError, match=r"^cannot open .*gone"), entered(tmp_path / "gone"):
        pytest.fail("there is none")
    with kept(tmp_path / "gone") as folder:
        assert folder is None
