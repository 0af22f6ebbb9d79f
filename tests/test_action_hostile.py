"""The GitHub Action over a checkout that is written by somebody who means harm."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from actionrunner import run_action
from feedmill.state.folder import STATE
from hostile import Trap, bare_within
from repository import commit, git
from sites import CONFIG
from test_action import Runner, Site, first_run, make_site, published, runner, site, text

__all__ = ["first_run", "published", "runner", "site"]  # fixtures

pytestmark = pytest.mark.slow
MODULES = ("venv", "pip", "logging", "re", "typing", "yaml", "click", "feedmill", "site", "json")


def push(site: Site) -> str:
    """Commit all that the person has, and push it; give the commit before."""
    before = git(site.work, "rev-parse", "HEAD")
    commit(site.work)
    git(site.work, "push", "--quiet", "origin", "HEAD")
    return before


@pytest.mark.slow(first=True)
def test_modules_in_the_checkout(site: Site, runner: Runner, tmp_path: Path) -> None:
    """The action installs itself from its own checkout; no step imports modules from the site's."""
    trace = tmp_path / "trace"
    for name in MODULES:
        (site.work / f"{name}.py").write_text(f"open({str(trace)!r}, 'a').write(__name__)\n")
    before = push(site)
    job = runner.job(runner.clone(), before)
    result = run_action(job, install=True, publish="commit")
    assert result.ok, result.log
    assert "from 2 articles" in result.summary
    assert not (job.temp / "feedmill").is_symlink()
    assert not trace.exists()


@pytest.mark.parametrize("feeds_url", ["../../../out", "a/../../../../out", "..", "feeds/.."])
def test_dots_in_the_address_of_the_feeds(feeds_url: str, site: Site, runner: Runner) -> None:
    """They lead nowhere: nothing is staged."""
    config = CONFIG.replace("site:\n", f"site:\n  feeds_url: https://example.org/{feeds_url}\n")
    (site.work / "config.yaml").write_text(config)
    before = push(site)
    result = runner.push(before, publish="pages", guard="off")
    assert not result.ok
    staged = [path for path in runner.folder.rglob("all.atom") if "work tree" not in path.parts]
    assert [] == staged


def test_links_among_the_feeds(site: Site, runner: Runner, tmp_path: Path) -> None:
    """What is uploaded for Pages has no files of the runner."""
    (tmp_path / "secret").write_text("secret")
    (site.work / "feeds" / "more").mkdir(parents=True)
    (site.work / "feeds" / "more" / "x.txt").symlink_to(tmp_path / "secret")
    (site.work / "feeds" / "more" / "kept.txt").write_text("kept")
    before = push(site)
    result = runner.push(before, publish="pages")
    assert result.ok, result.log
    (upload,) = (one for name, one in result.used if "upload-pages-artifact" in name)
    found = {path.name for path in (Path(upload["path"]) / "feeds" / "more").iterdir()}
    assert {"kept.txt"} == found


@pytest.mark.parametrize(("what", "publish"), [("published", "pages"), (STATE, "none")])
def test_a_link_where_the_note_goes(
    what: str, publish: str, site: Site, runner: Runner, tmp_path: Path
) -> None:
    """Nothing is written where a link in the checkout leads."""
    victim = tmp_path / "victim"
    (victim / "x").mkdir(parents=True)
    file = victim / "published"
    file.write_text("mine\n")
    state = site.work / STATE
    if what == STATE:
        state.symlink_to(victim)
    else:
        state.mkdir()
        (state / "published").symlink_to(file)
    before = push(site)
    result = runner.push(before, publish=publish)
    assert "mine\n" == file.read_text()
    assert ["published", "x"] == sorted(path.name for path in victim.iterdir())
    assert "Traceback" not in result.log


def test_a_note_that_came_with_the_checkout(site: Site, runner: Runner) -> None:
    """A commit of the attacker's choice does not switch off the guard."""
    (site.work / "articles" / "one.md").unlink()
    before = site.write("renamed.md", text("one"))
    after = git(site.work, "rev-parse", "HEAD")
    (site.work / STATE).mkdir()
    (site.work / STATE / "published").write_text(f"{after} refs/heads/main\n")
    push(site)
    result = runner.push(before, publish="pages")
    assert (False, "beyond") == (result.ok, result.outputs["guard"]), result.log


def test_a_note_outside_the_history(site: Site, runner: Runner) -> None:
    """What was published from a history that was thrown away is not compared with."""
    assert runner.push(publish="pages").ok
    (note,) = runner.caches.glob("*/published")
    foreign = git(site.work, "commit-tree", "-m", "x", "HEAD^{tree}")
    git(site.work, "push", "--quiet", "origin", f"{foreign}:refs/heads/other")
    note.write_text(f"{foreign} refs/heads/main\n")
    before = site.write("three.md", text("three"))
    result = runner.push(before, "--depth=1", publish="pages")
    assert f"{foreign}, published last, is not in the history" in result.log
    assert (True, "ok") == (result.ok, result.outputs["guard"]), result.log


@pytest.mark.parametrize("choice", ["blob:none", "tree:0"])
def test_a_partial_clone(choice: str, published: Site, runner: Runner) -> None:
    """The guard gets what it needs, since `diff` fetches nothing."""
    git(published.remote, "config", "uploadpack.allowFilter", "true")
    published.write("one.md", text("one", excerpt="Other"))
    before = published.write("three.md", text("three"))
    result = runner.push(before, f"--filter={choice}")
    assert (True, "ok") == (result.ok, result.outputs["guard"]), result.log
    assert "1 new" in result.summary


def test_a_damaged_note(site: Site, runner: Runner) -> None:
    """It is as if there were none."""
    assert runner.push(publish="pages").ok
    (first,) = runner.caches.iterdir()
    before = site.write("three.md", text("three"))
    for note in ("", "x", "HEAD refs/heads/main\n", "--help refs/heads/main\n"):
        (first / "published").write_text(note)
        result = runner.push(before, publish="pages")
        assert (True, "ok") == (result.ok, result.outputs["guard"]), result.log
        (made,) = (one for one in runner.caches.iterdir() if one != first)
        shutil.rmtree(made)


def test_a_bare_repository_in_the_checkout(runner: Runner, site: Site, tmp_path: Path) -> None:
    """A config in a folder that looks like a repository runs none of its programs."""
    trap = Trap(tmp_path / "trap")
    bare_within(site.work, trap)
    before = push(site)
    result = runner.push(before, config="site/config.yaml", publish="pages")
    assert "" == trap.ran
    assert "Traceback" not in result.log


def test_a_config_out_of_the_checkout(tmp_path: Path) -> None:
    """A folder of the checkout that is a link to elsewhere is refused."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "config.yaml").write_text(CONFIG)
    site = make_site(tmp_path)
    (site.work / "site").symlink_to(outside)
    before = push(site)
    result = Runner(site, tmp_path / "runs").push(before, config="site/config.yaml")
    assert not result.ok
    assert "leads out of the checkout" in result.log
    assert ["config.yaml"] == [path.name for path in outside.iterdir()]


@pytest.mark.parametrize("name", ["::error title=x::y", "  ::set-output name=x::y", "##[group]x"])
def test_commands_in_names_and_titles(name: str, site: Site, runner: Runner) -> None:
    """The log has no command but those of the action itself."""
    (site.work / "config.yaml").write_text(CONFIG + "articles: {include: ['**/*.md']}\n")
    (site.work / f"{name}.md").write_text(text(f"{name} ##[error]z", topics=f'["{name}"]'))
    (site.work / f"{name} bad.md").write_text(text(name, publishedDateTime=f'"{name}"'))
    before = push(site)
    result = runner.push(before, publish="none")
    assert "##[" not in result.log
    lines = [line.lstrip() for line in result.log.splitlines()]
    known = r"::(error|warning|notice) (title=|file=)[^:]*::"
    assert [] == [one for one in lines if one.startswith("::") and not re.match(known, one)]
