"""The hooks for pre-commit, installed by it from this checkout into a scratch repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from checkout import ROOT, tracked_files
from feedmill.cli.hook import run_hook
from repository import commit, git, repository
from sites import article, write_site

Capture = pytest.CaptureFixture[str]
HOOKS = ("feedmill-check", "feedmill-build")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Commit what an installation needs of this checkout, as it is now, to a repository."""
    place = repository(tmp_path / "checkout")
    needed = re.compile(r"(src/.*|\.pre-commit-hooks\.yaml|pyproject\.toml|README\.md|LICENSE)")
    for path in filter(needed.fullmatch, tracked_files()):
        if (ROOT / path).exists():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes((ROOT / path).read_bytes())
    commit(place)
    return place


class Person:
    """Someone who commits to a site with the hooks installed."""

    def __init__(self, site: Path, home: Path) -> None:
        self.site = site
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "PRE_COMMIT_HOME": str(home),
            "PRE_COMMIT_COLOR": "never",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command in the site; give its status and all that it prints."""
        done = subprocess.run(
            words, cwd=self.site, env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    def commit(self) -> tuple[int, str]:
        """Commit all that there is, as a person does: with the hooks."""
        git(self.site, "add", "--all")
        who = ("-c", "user.name=P", "-c", "user.email=p@example.org")
        return self.run("git", *who, "commit", "--message", "work")


@pytest.fixture
def person(checkout: Path, tmp_path: Path) -> Person:
    """Make a site with the hooks, and no feeds yet."""
    site = repository(tmp_path / "site")
    write_site(site, {"one.md": article("One")})
    (site / ".gitignore").write_text(".feedmill/\n", encoding="utf-8")
    (site / "click.py").write_text("raise SystemExit('imported from the site')\n")
    hooks = [{"id": name} for name in HOOKS]
    repos = [{"repo": checkout.as_uri(), "rev": git(checkout, "rev-parse", "HEAD"), "hooks": hooks}]
    (site / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": repos}), "utf-8")
    someone = Person(site, checkout.parent / "home")
    status, told = someone.run("pre-commit", "install", "--install-hooks")
    assert status == 0, told
    return someone


@pytest.mark.slow(first=True)
def test_a_day_of_commits(person: Person) -> None:
    """Good commits pass; a broken article is refused, stale feeds are built and have to be added.

    One test, for installing Feedmill into an environment of pre-commit's takes long.
    """
    status, told = person.commit()  # of a site whose feeds were never built
    assert status == 1
    assert re.search(r"^feedmill check\.+Passed\nfeedmill build\.+Failed$", told, re.MULTILINE)
    assert "5 new files, such as feeds/all.atom: " in told
    assert told.rstrip().endswith("git add feeds")
    status, told = person.commit()
    assert status == 0, told
    assert re.search(r"^feedmill check\.+Passed\nfeedmill build\.+Passed$", told, re.MULTILINE)

    write_site(person.site, {"two.md": article("Two", publishedDateTime="2021-13-45")})
    status, told = person.commit()
    assert status == 1
    assert re.search(r"^feedmill check\.+Failed$", told, re.MULTILINE)
    assert re.search(r"^articles/two\.md:3: error\[bad-date\]: ", told, re.MULTILINE)
    assert git(person.site, "log", "--format=%s") == "work"

    write_site(person.site, {"two.md": article("Two", webUrl="https://example.org/two")})
    status, told = person.commit()
    assert status == 1
    assert re.search(r"^feedmill check\.+Passed\nfeedmill build\.+Failed$", told, re.MULTILINE)
    assert "files were modified by this hook" in told
    status, told = person.commit()
    assert status == 0, told
    assert "Two" in git(person.site, "show", "HEAD:feeds/all.json")

    (person.site / "articles" / "two.md").unlink()  # a commit with no file to give to hooks
    assert person.commit()[0] == 1
    assert person.commit()[0] == 0
    assert "Two" not in git(person.site, "show", "HEAD:feeds/all.json")


class TestNewFiles:
    """What pre-commit itself does not notice."""

    @pytest.fixture
    def site(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Make a committed site without feeds in a subfolder, and go to the repository's top."""
        top = repository(tmp_path / "top")
        write_site(top / "my site", {"one.md": article("One")})
        (top / ".gitignore").write_text(".feedmill/\n", encoding="utf-8")
        commit(top)
        monkeypatch.chdir(top)
        return top / "my site"

    def test_new_feeds_fail_until_they_are_added(self, site: Path, capsys: Capture) -> None:
        """Each run says what to add, and names it from where the commit is made."""
        words = ["--config", "my site/config.yaml"]
        for _ in range(2):
            assert run_hook(words) == 1
            assert capsys.readouterr().out.endswith(
                "5 new files, such as my site/feeds/all.atom: they belong in the commit: "
                "git add 'my site/feeds'\n"
            )
        git(site, "add", "feeds")
        assert run_hook(words) == 0

    def test_a_new_file_beside_old_ones(self, site: Path, capsys: Capture) -> None:
        """A new topic's feeds are noticed, hidden files are not."""
        assert run_hook(["--config", "my site/config.yaml"]) == 1
        (site / "feeds" / ".htaccess").touch()
        git(site, "add", "feeds/*.*")
        write_site(site, {"two.md": article("Two", webUrl="https://e.org/2", topics="[A]")})
        capsys.readouterr()
        assert run_hook(["--config", "my site/config.yaml"]) == 1
        assert "3 new files, such as my site/feeds/topics/a.atom" in capsys.readouterr().out

    def test_feeds_that_git_ignores(self, site: Path) -> None:
        """Feeds that are not meant to be committed do not stop a commit."""
        (site / ".gitignore").write_text("feeds/\n", encoding="utf-8")
        assert run_hook(["--config", "my site/config.yaml"]) == 0

    def test_the_output_may_be_given(self, site: Path, capsys: Capture) -> None:
        """The options are those of a build."""
        assert run_hook(["--config", "my site/config.yaml", "--output", "out", "--quiet"]) == 1
        assert "such as out/all.atom" in capsys.readouterr().out

    def test_the_builds_status_goes_first(self, site: Path) -> None:
        """An article with an error is 1, a config that is not there 2."""
        assert run_hook(["--config", "nowhere.yaml"]) == 2
        write_site(site, {"two.md": article(publishedDateTime="x")})
        assert run_hook(["--config", "my site/config.yaml"]) == 1


def test_the_docs_name_the_hooks() -> None:
    """docs/ci.md has a row for each hook that there is."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert list(HOOKS) == [hook["id"] for hook in hooks]
    rows = re.findall(r"^\| `(feedmill-\w+)` \|", (ROOT / "docs/ci.md").read_text(), re.MULTILINE)
    assert list(HOOKS) == rows
