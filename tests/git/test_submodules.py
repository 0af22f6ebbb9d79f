"""Articles in submodules: compared with what the commit has of them, or refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from feedmill.cli.main import main
from repository import commit, git, repository
from sites import CONFIG, article, write_site

Capture = pytest.CaptureFixture[str]
EVERYWHERE = f"{CONFIG}articles: {{include: ['**/*.md']}}\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with an article of its own, two in a submodule, and one in a submodule of that."""
    deepest, shared = (repository(tmp_path / name) for name in ("deepest", "shared"))
    (deepest / "d.md").write_text(article("Title d"))
    commit(deepest)
    for name in "bc":
        (shared / f"{name}.md").write_text(article(f"Title {name}"))
    git(shared, "submodule", "--quiet", "add", str(deepest), "deepest")
    commit(shared)
    root = repository(tmp_path / "site")
    write_site(root, {"a.md": article("Title a")})
    (root / ".gitignore").write_text(".feedmill/\n")
    git(root, "submodule", "--quiet", "add", str(shared), "articles/shared")
    git(root, "submodule", "--quiet", "update", "--init", "--recursive")
    commit(root)
    monkeypatch.chdir(root)
    return root


def test_nothing_is_new(site: Path, capsys: Capture) -> None:
    """What did not change since the commit is no difference."""
    assert main(["diff", "HEAD", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {} == {name: shown[name] for name in ("new", "changed", "withdrawn") if shown[name]}


def test_an_edit_in_a_submodule(site: Path, capsys: Capture) -> None:
    """An article that was edited there is changed, and no other."""
    (site / "articles" / "shared" / "b.md").write_text(article("Other title"))
    (site / "articles" / "shared" / "deepest" / "d.md").write_text(article("Deep title"))
    assert main(["diff", "HEAD", "--verbose"]) == 0
    shown = capsys.readouterr().out
    assert "2 changed;" in shown
    assert "articles/shared/b.md: Other title (title)" in shown
    assert "articles/shared/deepest/d.md: Deep title (title)" in shown


def test_a_submodule_that_moved_on(site: Path, capsys: Capture) -> None:
    """The commit's own commit of the submodule counts, not what is checked out there now."""
    inner = site / "articles" / "shared"
    (inner / "e.md").write_text(article("Title e"))
    commit(inner)
    assert main(["diff", "HEAD", "--verbose"]) == 0
    assert "1 new;" in capsys.readouterr().out
    commit(site)
    assert main(["diff", "HEAD", "--verbose"]) == 0
    assert "1 new" not in capsys.readouterr().out


@pytest.mark.parametrize("config", ["", "articles: {include: [articles/shared/*.md]}\n"])
def test_one_that_is_not_checked_out(site: Path, config: str, capsys: Capture) -> None:
    """It is refused in one line, which says what to do; that helps."""
    write_site(site, {}, CONFIG + config)
    commit(site)
    git(site, "submodule", "--quiet", "deinit", "--force", "articles/shared")
    assert main(["diff", "HEAD"]) == 2
    shown = capsys.readouterr().err
    assert 1 == len(shown.splitlines())
    command = shown.partition("run git ")[2].split()
    git(site, *command[:-1], "--recursive", command[-1])
    assert main(["diff", "HEAD"]) == 0


def test_one_that_the_patterns_do_not_name(site: Path, capsys: Capture) -> None:
    """Where all folders may have articles, it is noted."""
    write_site(site, {}, EVERYWHERE)
    commit(site)
    git(site, "submodule", "--quiet", "deinit", "--force", "articles/shared")
    assert main(["diff", "HEAD"]) == 0
    assert "articles/shared is a submodule that is not checked out" in capsys.readouterr().out


def test_a_commit_that_it_lacks(site: Path, capsys: Capture) -> None:
    """It is refused in one line, with the command that fetches it."""
    inner = site / "articles" / "shared"
    git(site, "update-index", "--cacheinfo", f"160000,{'1' * 40},articles/shared")
    git(site, "commit", "--quiet", "--message", "x")
    assert main(["diff", "HEAD"]) == 2
    shown = capsys.readouterr().err
    assert "run git -C articles/shared fetch" in shown
    assert 1 == len(shown.splitlines())
    shutil.rmtree(inner)
    assert main(["diff", "HEAD"]) == 2
    assert 1 == len(capsys.readouterr().err.splitlines())


def test_a_link_in_its_place(site: Path, tmp_path: Path, capsys: Capture) -> None:
    """Git is not sent to where a link leads."""
    inner = site / "articles" / "shared"
    inner.rename(tmp_path / "elsewhere")
    inner.symlink_to(tmp_path / "elsewhere")
    assert main(["diff", "HEAD"]) == 2
    assert "not checked out" in capsys.readouterr().err
