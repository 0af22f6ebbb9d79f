"""The GitHub Action, run in clones of a scratch repository with a bare remote."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from actionrunner import ACTION, STEPS, Job, Result, run_action
from checkout import ROOT, find_tracked
from objectstore import S3Server
from repository import commit, git, repository
from sites import CONFIG, article, tree, write_site

SCRIPTS = find_tracked("action/*.sh")
DOCS = ROOT / "docs" / "ci.md"
NOBODY = "0" * 40
REMOTE, WORK = "remote repository", "person"


class TestDefinition:
    """action.yml itself, and the scripts that it runs."""

    @pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
    def test_scripts_are_clean(self, script: Path) -> None:
        """ShellCheck has nothing to say, and each script stops at the first error."""
        done = subprocess.run(
            [Path(sys.executable).with_name("shellcheck"), script], capture_output=True, text=True
        )
        assert (0, "") == (done.returncode, done.stdout)
        text = script.read_text(encoding="utf-8")
        assert text.startswith("#!/usr/bin/env bash\n")
        assert "\nset -euo pipefail\n" in text

    def test_steps_run_scripts_and_nothing_else(self) -> None:
        """No expression is pasted into a command: an input cannot become code."""
        runs = [step["run"] for step in STEPS if "run" in step]
        pattern = r'bash "\$GITHUB_ACTION_PATH/action/(\w+\.sh)"( guard| strict| articles)?'
        found = [re.fullmatch(pattern, run) for run in runs]
        assert all(found)
        assert {path.name for path in SCRIPTS} == {one[1] for one in found if one}
        assert all(step["shell"] == "bash" for step in STEPS if "run" in step)

    def test_docs_have_every_input_and_output(self) -> None:
        """docs/ci.md has a row for each, with the default that it has."""
        text = DOCS.read_text(encoding="utf-8")
        inputs, outputs = (
            text.split(f"\n{head}\n")[1].split("\n\n")[0]
            for head in ("| input | default | meaning |", "| output | meaning |")
        )
        told = dict(re.findall(r"^\| `([\w-]+)` \| (?:`(.*?)` )?\|", inputs, re.MULTILINE))
        assert {name: one["default"] for name, one in ACTION["inputs"].items()} == told
        assert [*ACTION["outputs"]] == re.findall(r"^\| `([\w-]+)` \|", outputs, re.MULTILINE)


class Site(NamedTuple):
    """A remote, a person's clone of it, and the folder of the site in both."""

    remote: Path
    work: Path
    folder: str

    @property
    def config(self) -> str:
        """The path of the site's config."""
        return f"{self.folder}/config.yaml" if self.folder else "config.yaml"

    def write(self, name: str, text: str | None) -> str:
        """Write (or delete) an article and push it; give the commit before."""
        path = self.work / self.folder / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        git(self.work, "pull", "--quiet", "--ff-only")
        before = git(self.work, "rev-parse", "HEAD")
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
        commit(self.work)
        git(self.work, "push", "--quiet", "origin", "HEAD")
        return before

    def head(self, branch: str = "main") -> str:
        """Give the remote's commit."""
        return git(self.remote, "rev-parse", branch)

    def log(self) -> list[str]:
        """Give the subjects of the remote's commits, newest first."""
        return git(self.remote, "log", "--format=%s", "main").splitlines()

    def links(self) -> set[str]:
        """Give the links that subscribers of the remote's feeds see."""
        text = git(self.remote, "show", f"main:./{self.folder}/feeds/all.atom".replace(".//", ""))
        return set(re.findall(r'<link href="https://example.org/(\w+)" rel="alternate"', text))


class Runner:
    """Clones the remote for each run, as a workflow does, into a path with a space."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder, self.runs = site, folder, 0
        self.caches = folder / "caches"
        self.caches.mkdir(parents=True)

    def clone(self, *options: str) -> Path:
        """Make a fresh checkout."""
        self.runs += 1
        place = self.folder / f"run {self.runs}" / "work tree"
        place.parent.mkdir(parents=True)
        url = self.site.remote.as_uri()
        git(self.folder, "clone", "--quiet", *options, url, str(place))
        return place

    def job(self, place: Path, before: str = NOBODY, **given: Any) -> Job:
        """Give the job of a push onto `before`."""
        given = {"payload": {"before": before}, "cache": self.caches} | given
        return Job(place, place.parent / "temp folder", **given)

    def push(self, before: str = NOBODY, *options: str, **inputs: str) -> Result:
        """Run the action for a push to main, in a clone with these options."""
        given = {"config": self.site.config, "publish": "commit"} | inputs
        return run_action(self.job(self.clone(*options), before), **given)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Make a site with two articles, pushed to a remote that would take what is forced."""
    return make_site(tmp_path)


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish such a site once, for all tests that go on from there."""
    folder = tmp_path_factory.mktemp("published")
    result = Runner(make_site(folder), folder / "runs").push()
    assert result.ok, result.log
    return folder


@pytest.fixture
def published(first_run: Path, tmp_path: Path) -> Site:
    """Copy the site that is published; the person has pulled the feeds."""
    for name in (REMOTE, WORK):
        shutil.copytree(first_run / name, tmp_path / name)
    git(tmp_path / WORK, "remote", "set-url", "origin", (tmp_path / REMOTE).as_uri())
    git(tmp_path / WORK, "pull", "--quiet", "--ff-only")
    return Site(tmp_path / REMOTE, tmp_path / WORK, "")


def make_site(tmp_path: Path, folder: str = "") -> Site:
    """Make a site in a folder of its repository."""
    remote = repository(tmp_path / REMOTE)
    git(remote, "config", "core.bare", "true")
    work = tmp_path / WORK
    git(tmp_path, "clone", "--quiet", remote.as_uri(), str(work))
    write_site(work / folder, {"one.md": text("one"), "two.md": text("two")})
    commit(work)
    git(work, "push", "--quiet", "--set-upstream", "origin", "main")
    return Site(remote, work, folder)


def text(name: str, **fields: object) -> str:
    """Give the text of an article with a link of its own."""
    return article(title=name, **{"webUrl": f"https://example.org/{name}", **fields})


@pytest.fixture
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> Runner:
    """Make a runner for the test's site, published or not."""
    name = "published" if "published" in request.fixturenames else "site"
    return Runner(request.getfixturevalue(name), tmp_path / "runs")


pytestmark = pytest.mark.slow


class TestPush:
    """Pushes to main, with `publish: commit`."""

    def test_first_run(self, site: Site, runner: Runner) -> None:
        """The feeds are built, committed by the bot and pushed; nothing can be compared with."""
        result = runner.push()
        assert result.ok, result.log
        assert {"one", "two"} == site.links()
        assert ["Update the feeds", "work"] == site.log()
        assert result.outputs == {
            "status": "0",
            "guard": "none",
            "folder": "feeds",
            "commit": site.head(),
        }
        author = git(site.remote, "log", "-1", "--format=%an <%ae>", "main")
        assert author == (
            "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>"
        )
        changed = git(site.remote, "diff", "--name-only", "main~", "main").splitlines()
        assert all(path.startswith("feeds/") for path in changed)
        assert "from 2 articles" in result.summary

    def test_nothing_changed(self, published: Site, runner: Runner) -> None:
        """A second run commits nothing."""
        before = published.head()
        result = runner.push()
        assert result.ok, result.log
        assert (before, "", "ok") == (
            published.head(),
            result.outputs["commit"],
            result.outputs["guard"],
        )
        assert "Subscribers see no change" in result.summary

    def test_one_article_added(self, published: Site, runner: Runner) -> None:
        """A new article is in the feeds, and the summary shows it as new."""
        before = published.write("three.md", text("three"))
        result = runner.push(before)
        assert result.ok, result.log
        assert {"one", "two", "three"} == published.links()
        assert "1 new" in result.summary
        assert "from 3 articles" in result.summary

    def test_a_broken_article(self, published: Site, runner: Runner) -> None:
        """It is annotated on its line and the job fails, but the others are published."""
        published.write("bad.md", text("bad", publishedDateTime="2021-13-45"))
        before = published.write("three.md", text("three"))
        result = runner.push(before)
        assert not result.ok
        assert re.search(r"^::error file=articles/bad\.md,line=3,title=", result.log, re.MULTILINE)
        assert {"one", "two", "three"} == published.links()
        assert "1" == result.outputs["status"]

    def test_strict_publishes_nothing(self, published: Site, runner: Runner) -> None:
        """With `strict` an article with an error keeps everything as it was."""
        published.write("bad.md", text("bad", publishedDateTime="2021-13-45"))
        before = published.write("three.md", text("three"))
        result = runner.push(before, strict="true")
        assert not result.ok
        assert {"one", "two"} == published.links()

    def test_feeds_are_emptied_on_purpose_only(self, published: Site, runner: Runner) -> None:
        """Without an article left the feeds stay, and the job fails until `allow-empty` is true."""
        published.write("one.md", text("one", draft="true"))
        before = published.write("two.md", text("two", draft="true"))
        result = runner.push(before, guard="off")
        assert (False, "1") == (result.ok, result.outputs["status"])
        assert "no feed has an article left (2 draft)" in result.log
        assert {"one", "two"} == published.links()
        assert runner.push(before, guard="off", allow_empty="true").ok
        assert set() == published.links()

    def test_beyond_the_guard(self, published: Site, runner: Runner) -> None:
        """A renamed article would come twice: nothing is published, now or by the next push."""
        seen = published.links()
        published.write("one.md", None)
        before = published.write("renamed.md", text("one"))
        result = runner.push(before)
        assert (False, "beyond") == (result.ok, result.outputs["guard"])
        assert "::error title=Beyond the guard's limit::max_moved" in result.log
        assert re.search(r"^::error file=articles/renamed\.md,line=", result.log, re.MULTILINE)
        assert "Beyond the limit" in result.summary
        before = published.write("three.md", text("three"))
        again = runner.push(before)
        assert (False, seen) == (again.ok, published.links())

    @pytest.mark.parametrize(("guard", "told"), [("warn", "beyond"), ("off", "")])
    def test_the_guard_can_be_told_to_let_it_pass(
        self, guard: str, told: str, published: Site, runner: Runner
    ) -> None:
        """`warn` says it and publishes, `off` does not look."""
        published.write("one.md", None)
        before = published.write("renamed.md", text("one"))
        result = runner.push(before, guard=guard)
        assert result.ok, result.log
        assert told == result.outputs["guard"]
        assert "renamed" in git(published.remote, "show", "main:feeds/all.json")

    def test_a_broken_config(self, site: Site, runner: Runner) -> None:
        """It is annotated on its line, and nothing else is done."""
        (site.work / "config.yaml").write_text(CONFIG + "feeds:\n  limt: 5\n", encoding="utf-8")
        before = site.write("three.md", text("three"))
        result = runner.push(before)
        assert not result.ok
        assert "::error file=config.yaml,line=6,title=" in result.log
        assert [] == [path for path in tree(runner.folder) if path.endswith("feeds.json")]

    def test_a_schedule(self, published: Site, runner: Runner) -> None:
        """A run that nobody pushed for publishes what is due, against what was published."""
        published.write("three.md", text("three"))
        place = runner.clone("--depth=1")
        job = Job(place, place.parent / "temp", event="schedule")
        result = run_action(job, publish="commit")
        assert result.ok, result.log
        assert {"one", "two", "three"} == published.links()
        assert "1 new" in result.summary


class TestMovedConfig:
    """The config has another place or name than before: there were feeds all the same."""

    @pytest.mark.parametrize("publish", ["commit", "pages"])
    @pytest.mark.parametrize("moved", ["site/config.yaml", "feedmill.yaml"])
    def test_the_guard_looks(self, moved: str, publish: str, site: Site, runner: Runner) -> None:
        """Ids that move along with the config are seen."""
        assert runner.push(publish=publish).ok
        git(site.work, "pull", "--quiet", "--ff-only")
        before = git(site.work, "rev-parse", "HEAD")
        place = site.work / moved
        place.parent.mkdir(exist_ok=True)
        for name in ("articles", "feeds") if place.parent != site.work else ():
            if (site.work / name).exists():
                git(site.work, "mv", name, "site")
        git(site.work, "mv", "config.yaml", moved)
        place.write_text(CONFIG.replace("2021", "2022"), encoding="utf-8")
        commit(site.work)
        git(site.work, "push", "--quiet", "origin", "HEAD")
        result = runner.push(before, "--depth=1", publish=publish, config=moved)
        assert (False, "beyond") == (result.ok, result.outputs["guard"]), result.log


class TestShallow:
    """Clones without history, as actions/checkout makes them by default."""

    def test_push(self, published: Site, runner: Runner) -> None:
        """The history that the guard needs is fetched, however far back the last feeds are."""
        published.write("three.md", text("three"))
        for _ in range(60):
            git(
                published.work, "-c", "core.fsync=none", "commit", "-q", "--allow-empty", "-m", "no"
            )
        before = published.write("four.md", text("four"))
        result = runner.push(before, "--depth=1")
        assert result.ok, result.log
        assert {"one", "two", "three", "four"} == published.links()
        assert "2 new" in result.summary

    def test_moved_long_ago(self, published: Site, runner: Runner) -> None:
        """A rename before the clone's end is seen, too."""
        published.write("one.md", None)
        published.write("renamed.md", text("one"))
        before = published.write("three.md", text("three"))
        assert "beyond" == runner.push(before, "--depth=1").outputs["guard"]

    def test_first_push(self, site: Site, runner: Runner) -> None:
        """A repository with one commit has nothing to compare with."""
        result = runner.push(NOBODY, "--depth=1")
        assert (True, "none") == (result.ok, result.outputs["guard"]), result.log
        assert {"one", "two"} == site.links()

    def test_first_push_of_a_branch(self, published: Site, runner: Runner) -> None:
        """The commit before is fetched, though the event names none."""
        git(published.work, "switch", "--quiet", "--create", "release")
        git(published.work, "push", "--quiet", "--set-upstream", "origin", "release")
        published.write("one.md", None)
        published.write("renamed.md", text("one"))
        head = published.head("release")
        place = runner.clone("--depth=1", "--branch=release")
        result = run_action(runner.job(place, ref="refs/heads/release"), publish="commit")
        assert (False, "beyond") == (result.ok, result.outputs["guard"]), result.log
        assert head == published.head("release")

    @pytest.mark.parametrize("options", [(), ("--depth=1",)])
    def test_nobody_has_the_commit_before(
        self, options: tuple[str, ...], published: Site, runner: Runner
    ) -> None:
        """Where feeds are committed, their last commit is the base all the same."""
        published.write("one.md", None)
        published.write("renamed.md", text("one"))
        result = runner.push("1234" * 10, *options)
        assert (False, "beyond") == (result.ok, result.outputs["guard"]), result.log
        assert {"one", "two"} == published.links()

    @pytest.mark.parametrize("options", [(), ("--depth=1",)])
    def test_no_base_is_an_error(
        self, options: tuple[str, ...], site: Site, runner: Runner
    ) -> None:
        """Where they are not, nothing is published unguarded, and the remedy is told."""
        site.write("three.md", text("three"))
        result = runner.push("1234" * 10, *options, publish="pages")
        assert not result.ok
        assert re.search(
            r"^::error title=Feedmill::.* set fetch-depth: 0 ", result.log, re.MULTILINE
        )
        assert "pages" not in "".join(name for name, _ in result.used)

    def test_pull_request(self, published: Site, runner: Runner) -> None:
        """The base of the merge is fetched."""
        result = request(published, runner, {"three.md": text("three")}, "--depth=1")
        assert (True, "ok") == (result.ok, result.outputs["guard"]), result.log
        assert "1 new" in result.summary


class TestMemory:
    """Feeds that are not committed: the cache remembers what was published.

    To the scripts that remember, `pages` and `none` are the same: REMEMBER is true.
    """

    def rename(self, site: Site) -> str:
        """Push a moved id; give the commit before."""
        (site.work / "articles" / "one.md").unlink()
        return site.write("renamed.md", text("one"))

    @pytest.mark.parametrize(("first", "publish"), [(True, "none"), (False, "pages")])
    def test_the_guard_does_not_forget(
        self, first: bool, publish: str, site: Site, runner: Runner
    ) -> None:
        """What it stopped is stopped again, whoever pushes what, until it is let pass."""
        assert first or runner.push(publish=publish).ok
        before = self.rename(site)
        assert "beyond" == runner.push(before, publish=publish).outputs["guard"]
        before = site.write("three.md", text("three"))
        result = runner.push(before, "--depth=1", publish=publish)
        assert (False, "beyond") == (result.ok, result.outputs["guard"]), result.log
        job = runner.job(runner.clone("--depth=1"), event="schedule", payload={})
        result = run_action(job, publish=publish)
        assert (False, "beyond") == (result.ok, result.outputs["guard"]), result.log
        job = runner.job(runner.clone("--depth=1"), event="workflow_dispatch", payload={})
        assert run_action(job, publish=publish, guard="warn").ok
        before = site.write("four.md", text("four"))
        result = runner.push(before, "--depth=1", publish=publish)
        assert (True, "ok") == (result.ok, result.outputs["guard"]), result.log
        assert "1 new" in result.summary

    def test_higher_limits_let_it_pass(self, site: Site, runner: Runner) -> None:
        """The limits that count are those of the commit that is to be published."""
        assert runner.push(publish="pages").ok
        before = self.rename(site)
        assert not runner.push(before, publish="pages").ok
        (site.work / "config.yaml").write_text(f"{CONFIG}guard: {{max_moved: 1}}\n", "utf-8")
        before = site.write("three.md", text("three"))
        result = runner.push(before, publish="pages")
        assert (True, "ok") == (result.ok, result.outputs["guard"]), result.log

    def test_each_branch_has_its_own(self, site: Site, runner: Runner) -> None:
        """What main published is not what another branch's push is compared with."""
        assert runner.push(publish="pages").ok
        git(site.work, "switch", "--quiet", "--create", "topic")
        git(site.work, "push", "--quiet", "--set-upstream", "origin", "topic")
        site.write("three.md", text("three"))
        site.write("four.md", text("four"))
        place = runner.clone("--branch=topic")
        result = run_action(runner.job(place, ref="refs/heads/topic"), publish="pages")
        assert result.ok, result.log
        assert "1 new" in result.summary

    def test_articles_with_errors(self, site: Site, runner: Runner) -> None:
        """A job that fails for them has published the others, and remembers that."""
        before = site.write("bad.md", text("bad", publishedDateTime="2021-13-45"))
        assert not runner.push(before, publish="pages").ok
        before = site.write("three.md", text("three"))
        assert "1 new" in runner.push(before, publish="pages").summary

    def test_strict_publishes_nothing(self, site: Site, runner: Runner) -> None:
        """With `strict` nothing is built, so nothing is published or remembered as such."""
        before = site.write("bad.md", text("bad", publishedDateTime="2021-13-45"))
        result = runner.push(before, publish="pages", strict="true")
        assert not result.ok
        assert "::error title=Not published::some articles have errors" in result.log
        assert "cannot stat" not in result.log
        site.write("three.md", text("three"))
        before = site.write("bad.md", text("bad"))
        assert "2 new" in runner.push(before, publish="pages", strict="true").summary


class TestConcurrentPush:
    """Others push while the action runs."""

    def interfere(self, site: Site, runner: Runner, *changes: tuple[str, str | None]) -> Result:
        """Run for an article of one's own, while others push changes."""
        before = site.write("mine.md", text("mine"))
        place = runner.clone("--depth=1")
        for name, content in changes:
            site.write(name, content)
        return run_action(runner.job(place, before), publish="commit")

    def test_both_are_published(self, published: Site, runner: Runner) -> None:
        """The push is tried again on top of theirs, with feeds of both, and nothing is lost."""
        result = self.interfere(published, runner, ("theirs.md", text("theirs")))
        assert result.ok, result.log
        assert "The push was refused (attempt 1)" in result.log
        assert {"one", "two", "mine", "theirs"} == published.links()
        assert ["Update the feeds", "work", "work", "Update the feeds", "work"] == published.log()
        assert published.head() == result.outputs["commit"]

    def test_their_run_was_faster(self, published: Site, runner: Runner) -> None:
        """Where their run has published both already, nothing is left to commit."""
        before = published.write("mine.md", text("mine"))
        place = runner.clone()
        theirs = published.write("theirs.md", text("theirs"))
        assert runner.push(theirs).ok
        head = published.head()
        result = run_action(runner.job(place, before), publish="commit")
        assert result.ok, result.log
        assert (head, "") == (published.head(), result.outputs["commit"])

    def test_what_they_pushed_is_guarded(self, published: Site, runner: Runner) -> None:
        """A push of theirs beyond the guard is not published by one's own run."""
        moved = (("one.md", None), ("renamed.md", text("one")))
        result = self.interfere(published, runner, *moved)
        assert (False, {"one", "two"}) == (result.ok, published.links()), result.log
        assert "::error title=Not published" in result.log

    def test_a_branch_that_was_rewritten(self, published: Site, runner: Runner) -> None:
        """Someone else's force push is neither undone nor followed."""
        before = published.write("mine.md", text("mine"))
        place = runner.clone()
        git(published.remote, "update-ref", "refs/heads/main", before)
        git(published.work, "reset", "--quiet", "--hard", before)
        published.write("theirs.md", text("theirs"))
        head = published.head()
        result = run_action(runner.job(place, before), publish="commit")
        assert (False, head) == (result.ok, published.head())
        assert "main was rewritten during this run" in result.log

    def test_a_remote_that_takes_nothing(self, site: Site, runner: Runner) -> None:
        """Where nobody else has pushed, the job fails at once and says what may be missing."""
        hook = site.remote / ".git" / "hooks" / "pre-receive"
        hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
        head = site.head()
        result = runner.push()
        assert (False, head) == (result.ok, site.head())
        assert "does the job have contents: write?" in result.log

    def test_other_changes_in_the_checkout_stay(self, site: Site, runner: Runner) -> None:
        """What earlier steps of the job changed is neither committed nor lost by a retry."""
        (site.work / "notes.txt").write_text("old\n", encoding="utf-8")
        runner.push()
        before = site.write("mine.md", text("mine"))
        place = runner.clone()
        site.write("theirs.md", text("theirs"))
        (place / "notes.txt").write_text("new\n", encoding="utf-8")
        (place / "fresh.txt").write_text("fresh\n", encoding="utf-8")
        git(place, "add", "fresh.txt")
        assert run_action(runner.job(place, before), publish="commit").ok
        assert "new\n" == (place / "notes.txt").read_text(encoding="utf-8")
        assert "fresh\n" == (place / "fresh.txt").read_text(encoding="utf-8")
        assert "old" == git(site.remote, "show", "main:notes.txt")
        assert "fresh.txt" not in git(site.remote, "ls-tree", "--name-only", "main").splitlines()


def request(
    site: Site, runner: Runner, articles: dict[str, str], *options: str, **inputs: str
) -> Result:
    """Run for a pull request that adds articles, in a checkout of its merge into main."""
    base = site.head()
    git(site.work, "switch", "--quiet", "--create", "topic")
    for name, content in articles.items():
        (site.work / "articles" / name).write_text(content, encoding="utf-8")
    commit(site.work)
    git(site.work, "switch", "--quiet", "--detach", "main")
    git(site.work, "merge", "--quiet", "--no-ff", "--message", "merge", "topic")
    git(site.work, "push", "--quiet", "origin", "HEAD:refs/pull/1/merge", "topic")
    place = runner.clone("--no-checkout", *options)
    git(place, "fetch", "--quiet", *options, "origin", "refs/pull/1/merge")
    git(place, "checkout", "--quiet", "--detach", "FETCH_HEAD")
    payload = {"pull_request": {"base": {"sha": base}}}
    job = Job(place, place.parent / "temp", "pull_request", "refs/pull/1/merge", payload)
    return run_action(job, **{"publish": "commit", **inputs})


class TestPullRequest:
    """What is shown before the merge."""

    def test_shows_and_publishes_nothing(self, published: Site, runner: Runner) -> None:
        """The summary shows what subscribers would see; no commit is made, whatever the inputs."""
        before = published.head()
        result = request(published, runner, {"three.md": text("three")})
        assert result.ok, result.log
        assert "1 new" in result.summary
        assert (before, "") == (published.head(), result.outputs["commit"])

    def test_a_broken_article_fails_it(self, published: Site, runner: Runner) -> None:
        """It is annotated on its line, before the merge."""
        bad = {"bad.md": text("bad", publishedDateTime="2021-13-45")}
        result = request(published, runner, bad)
        assert not result.ok
        assert "::error file=articles/bad.md,line=3," in result.log

    def test_many_new_articles_fail_it(self, published: Site, runner: Runner) -> None:
        """More new articles than the guard allows fail it."""
        (published.work / "config.yaml").write_text(
            CONFIG + "guard: {max_new: 5}\n", encoding="utf-8"
        )
        result = request(published, runner, {f"n{n}.md": text(f"n{n}") for n in range(6)})
        assert (False, "beyond") == (result.ok, result.outputs["guard"])
        assert "max_new: 6 new, 5 allowed" in result.log

    def test_main_may_have_moved_on(self, published: Site, runner: Runner) -> None:
        """What main got since the event is not taken for the request's."""
        old = published.head()
        published.write("other.md", text("other"))
        result = request(published, runner, {"three.md": text("three")})
        assert old != published.head()
        assert "1 new" in result.summary


class TestElsewhere:
    """Other ways to publish, other places, bad inputs."""

    def test_pages(self, site: Site, runner: Runner) -> None:
        """The feeds are laid out as they are served, and uploaded; nothing is committed."""
        head = site.head()
        result = runner.push(publish="pages")
        assert result.ok, result.log
        (upload,) = (one for name, one in result.used if "upload-pages-artifact" in name)
        laid = tree(Path(upload["path"]))
        built = tree(runner.folder / "run 1" / "work tree" / "feeds")
        assert {f"feeds/{path}": data for path, data in built.items()} == laid
        assert (head, "") == (site.head(), result.outputs["commit"])

    def test_an_object_store(
        self, site: Site, runner: Runner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The feeds are uploaded to where `publish` says; nothing is committed, and never twice."""
        head, server = site.head(), S3Server()
        try:
            for name, value in server.environment.items():
                monkeypatch.setenv(name, value)
            result = runner.push(publish="s3://news/a folder")
            assert result.ok, result.log
            assert tree(runner.folder / "run 1" / "work tree" / "feeds") == server.tree("a folder")
            assert "Published 1 feed to s3://news/a folder: " in result.summary
            assert (head, "") == (site.head(), result.outputs["commit"])
            before = site.write("three.md", text("three"))
            result = runner.push(before, publish="s3://news/a folder")
            assert (True, "ok") == (result.ok, result.outputs["guard"]), result.log
            result = runner.push(before, publish="s3://nowhere-to-be-found/x")
            assert not result.ok
            assert "error: s3://nowhere-to-be-found does not exist" in result.log
            assert "::error title=Not published::" in result.log
            place = runner.clone()
            request = runner.job(place, event="pull_request", ref="refs/pull/1/merge")
            run_action(request, publish="s3://news/of-strangers")
            assert {} == server.tree("of-strangers")
        finally:
            server.stop()

    def test_pages_are_guarded_by_the_commit_before(self, site: Site, runner: Runner) -> None:
        """Where no feeds are committed, the articles of the push before have to do."""
        before = site.write("three.md", text("three"))
        result = runner.push(before, "--depth=1", publish="pages")
        assert (True, "ok") == (result.ok, result.outputs["guard"]), result.log
        assert "1 new" in result.summary

    def test_a_base_of_ones_own(self, site: Site, runner: Runner) -> None:
        """`base` can be a branch that the clone does not have."""
        git(site.work, "push", "--quiet", "origin", "HEAD:refs/heads/live")
        before = site.write("three.md", text("three"))
        result = runner.push(before, "--depth=1", base="live", publish="none")
        assert (True, "ok") == (result.ok, result.outputs["guard"]), result.log
        assert "1 new" in result.summary

    def test_a_base_that_is_none(self, site: Site, runner: Runner) -> None:
        """A `base` that is not a revision is an error in words."""
        result = runner.push(base="nope", publish="none")
        assert not result.ok
        assert "::error title=Feedmill::the input base, nope, is not a revision" in result.log
        assert "fatal:" not in result.log

    def test_a_config_that_is_not_there(self, runner: Runner) -> None:
        """A `config` that the checkout lacks is an error in words."""
        result = runner.push(config="site/config.yaml")
        assert not result.ok
        assert "::error title=Feedmill::the input config: there is no file site/" in result.log

    def test_a_site_in_a_folder_with_an_evil_name(self, tmp_path: Path) -> None:
        """A path is a path: spaces, quotes and commands in it do nothing, nor in the message."""
        evil = "a $(touch pwned) `touch pwned`; 'b\"&"
        site = make_site(tmp_path, evil)
        runner = Runner(site, tmp_path / "runs")
        result = runner.push(message=evil)
        assert result.ok, result.log
        assert f"{evil}/feeds" == result.outputs["folder"]
        assert [evil, "work"] == site.log()
        assert [] == [path for path in tree(tmp_path) if path.endswith("pwned")]
        before = site.write("bad.md", text("bad", publishedDateTime="2021-13-45"))
        assert f"::error file={evil}/articles/bad.md,line=3," in runner.push(before).log

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("strict", "yes"),
            ("allow-empty", "yes"),
            ("guard", "on"),
            ("publish", "push"),
            ("publish", "s3:/news"),
            ("publish", "https://x.test/"),
        ],
    )
    def test_a_wrong_input(self, name: str, value: str, runner: Runner) -> None:
        """An input that is no choice is an error that names the choices."""
        result = runner.push(**{name: value})
        assert not result.ok
        assert f"::error title=Feedmill::the input {name} must be one of: " in result.log

    @pytest.mark.parametrize(
        ("event", "ref"),
        [
            ("pull_request_target", "refs/heads/main"),
            ("merge_group", "refs/heads/gh-readonly-queue/main/pr-1"),
            ("push", "refs/tags/v1"),
        ],
    )
    def test_only_branches_are_published(
        self, event: str, ref: str, site: Site, runner: Runner
    ) -> None:
        """Neither a tag nor a merge queue nor a stranger's request gets a commit."""
        head = site.head()
        place = runner.clone()
        result = run_action(Job(place, place.parent / "temp", event, ref), publish="commit")
        assert (True, head, "") == (result.ok, site.head(), result.outputs["commit"]), result.log

    @pytest.mark.parametrize("ignored", ["feeds/", "*.json", "all.rss", "feeds.json"])
    def test_feeds_that_git_ignores(self, ignored: str, site: Site, runner: Runner) -> None:
        """Whatever of the output git ignores is reported, instead of never being published."""
        (site.work / ".gitignore").write_text(f".feedmill/\n{ignored}\n", encoding="utf-8")
        before = site.write("three.md", text("three"))
        result = runner.push(before)
        assert (False, ["work", "work"]) == (result.ok, site.log())
        assert "::error title=Feedmill::feeds/" in result.log
        assert f" is ignored by git (.gitignore:2:{ignored}): nothing is committed" in result.log

    def test_files_of_others_may_be_ignored(self, site: Site, runner: Runner) -> None:
        """What is not Feedmill's may lie in the output and be ignored."""
        (site.work / ".gitignore").write_text("*.swp\n", encoding="utf-8")
        before = site.write("three.md", text("three"))
        place = runner.clone()
        (place / "feeds").mkdir()
        (place / "feeds" / "x.swp").touch()
        assert run_action(runner.job(place, before), publish="commit").ok

    def test_caches_of_two_sites_stay_apart(self, site: Site, runner: Runner) -> None:
        """The cache's folder and key are the config's; the key falls back to the last run's."""
        (cache,) = (one for name, one in runner.push().used if "cache/restore" in name)
        assert cache["path"] == ".feedmill"
        assert cache["key"].startswith(cache["restore-keys"])
        (site.work / "other").mkdir()
        shutil.copy(site.work / "config.yaml", site.work / "other")
        site.write("three.md", text("three"))
        result = runner.push(config="other/config.yaml")
        (other,) = (one for name, one in result.used if "cache/restore" in name)
        assert other["path"] == "other/.feedmill"
        assert other["restore-keys"] != cache["restore-keys"]
