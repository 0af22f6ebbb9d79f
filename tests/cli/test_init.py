"""`feedmill init`, from an empty or another generator's folder to feeds."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from checkout import copy_tracked
from feedmill.cli.main import main
from feedmill.config import load_config
from sites import article

CASES = Path(__file__).parents[1] / "cases"
Capture = pytest.CaptureFixture[str]
COMMAND = (sys.executable, "-m", "feedmill", "init")

# The settings with which each generator would give the articles of its case their addresses.
SETTINGS = {
    "jekyll": {"_config.yml": "title: Keeper's Log\nurl: https://jekyll.example.org\n"},
    "hugo-yaml": {"hugo.yaml": "title: Tide Mill Notes\nbaseURL: https://hugo.example.org/\n"},
    "hugo-toml": {
        "hugo.toml": 'baseURL = "https://canal.example.org/"\ntitle = "Canal Letters"\n'
        '[permalinks]\nletters = "/:year/:month/:slug/"\n'
    },
    "zola": {"config.toml": "base_url = 'https://zola.example.org'\ntitle = 'Bench & Bellows'\n"},
    "eleventy": {
        "eleventy.config.js": "export default (c) => ({ dir: { input: 'content' } });\n",
        "content/_data/metadata.json": '{"title": "Slipway", "url": "https://eleventy.example.org"}',
    },
    "astro": {
        "astro.config.mjs": "export default defineConfig({\n\tsite: 'https://astro.example.org',\n});",
        "src/consts.ts": "export const SITE_TITLE = 'Night Sky Over Town';\n",
    },
    "pelican": {
        "pelicanconf.py": "SITENAME = 'Salt & Signal'\nPATH = 'content'\n"
        "ARTICLE_URL = '{category}/{slug}.html'\n",
        "publishconf.py": "SITEURL = 'https://pelican.example.org'\n",
    },
    "mkdocs": {
        "mkdocs.yml": "site_name: Field Guide to Fences\nsite_url: https://mkdocs.example.org/\n"
        "plugins: [search, blog]\n"
    },
    "seed": {"CNAME": "seed.example.org\n"},
}

# Links that the generator makes otherwise than the config that a person wrote for its case.
OTHERWISE = {
    "jekyll": {
        "The longest day: a light that is hardly lit": "https://jekyll.example.org/lighthouse/"
        "2025/06/21/the-longest-day.html",
        "Ferry times for August": "https://jekyll.example.org/harbour/2025/08/02/ferry-times.html",
    },
    "hugo-toml": {
        "A heron in the timetable": "https://canal.example.org/2025/06/a-heron-in-the-timetable/",
        "Lock fourteen is open again": "https://canal.example.org/2025/05/"
        "lock-fourteen-is-open-again/",
    },
    "pelican": {
        "Der Turm hat wieder Licht": "https://pelican.example.org/der-turm-hat-wieder-licht-de.html",
        "Flags for people who can't spell": "https://pelican.example.org/signals/"
        "flags-for-people-who-cant-spell.html",
    },
    "mkdocs": {
        "The café’s gate: five hinges, no latch": "https://mkdocs.example.org/blog/2025/05/31/"
        "the-caf%C3%A9s-gate-five-hinges-no-latch/",
    },
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty folder the current one, in the year 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    monkeypatch.delenv("NO_COLOR", raising=False)
    place = tmp_path / "my-site"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def write(root: Path, files: dict[str, str]) -> None:
    """Write files, by path."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def links(path: Path) -> dict[str, str]:
    """Give the title of each entry of a JSON feed, and its link."""
    return {item["title"]: item["url"] for item in json.loads(path.read_bytes())["items"]}


@pytest.mark.parametrize("case", SETTINGS)
def test_folders_of_generators(case: str, folder: Path, capsys: Capture) -> None:
    """With `--yes`, each generator's folder gives the links that a person gave its case."""
    copy_tracked(f"tests/cases/{case}", folder)
    shutil.rmtree(folder / "expected")
    for name in ("config.yaml", "EXPECT.md"):
        (folder / name).unlink()
    write(folder, SETTINGS[case])
    assert main(["init", "--yes"]) == 0
    shown = capsys.readouterr()
    assert "wrote .github/workflows/feeds.yml\nwrote config.yaml\nadded .feedmill/" in shown.out
    config, wanted = load_config(folder / "config.yaml"), load_config(CASES / case / "config.yaml")
    if case != "seed":  # whose settings have no title
        assert config.site.title == wanted.site.title
    assert config.site.authority == wanted.site.authority.partition(",")[0] + ",2026"
    made = links(folder / config.feeds.output / "all.json")
    assert made == links(CASES / case / "expected" / "all.json") | OTHERWISE.get(case, {})
    assert main(["build", "--check", "--quiet"]) == 0


def test_an_empty_folder(folder: Path, capsys: Capture) -> None:
    """Nothing at all makes a site that builds, with the placeholder told and its own name."""
    assert main(["init", "--yes"]) == 0
    out = capsys.readouterr().out
    assert "next: write the site's own url and authority into config.yaml" in out
    config = load_config(folder / "config.yaml")
    assert ("my-site", "example.org,2026") == (config.site.title, config.site.authority)
    assert (folder / "feeds/all.atom").exists()
    assert (folder / ".gitignore").read_text() == ".feedmill/\n"


def test_the_first_article_of_a_new_site(folder: Path, capsys: Capture) -> None:
    """The README's article, in the folder that init made, is in the next build, with a link."""
    assert 0 == main(["init", "--yes"])
    said = capsys.readouterr().out
    assert "write the first article, such as articles/2026-01-02-hello.md" in said
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    text = readme.partition("```markdown\n")[2].partition("```")[0]
    (folder / "articles/2026-01-02-hello.md").write_text(text)
    assert 0 == main(["build"])
    assert "from 1 article" in capsys.readouterr().out
    (item,) = json.loads((folder / "feeds/all.json").read_text())["items"]
    assert "https://example.org/2026/01/hello/" == item["url"]


def test_the_links_to_the_feeds(folder: Path, capsys: Capture) -> None:
    """It ends with the lines for the head of pages; --partials writes them for templates."""
    (folder / "_config.yml").write_text("url: https://jekyll.example.org\n")
    (folder / "_posts").mkdir()
    (folder / "_posts/2026-01-02-hello.md").write_text("---\ntitle: Hello\n---\nText.\n")
    assert 0 == main(["init", "--yes"])
    line = '<link rel="alternate" type="application/atom+xml"'
    assert f"  {line}" in capsys.readouterr().out
    assert not (folder / "_includes").exists()
    assert 0 == main(["init", "--yes", "--partials"])
    assert "next: write {% include feeds.html %} into the head" in capsys.readouterr().out
    assert line in (folder / "_includes/feeds.html").read_text()


def test_a_folder_of_plain_posts(folder: Path, capsys: Capture) -> None:
    """Articles without links get them from their paths, whatever signs these have."""
    write(folder, {"my posts [1]/b/one.md": "---\ntitle: One\ndate: 2024-01-02\n---\nText.\n"})
    assert main(["init", "--yes"]) == 0
    out = capsys.readouterr().out
    assert "1 file in my posts [[]1]/**/*.md" in out
    assert "next: compare some links in the feeds with the pages of the site (articles." in out
    made = links(folder / "feeds" / "all.json")
    assert made == {"One": "https://example.org/my%20posts%20%5B1%5D/b/one/"}


def test_one_name_in_two_folders(folder: Path, capsys: Capture) -> None:
    """Translations in folders of their own have ids of their own; data may be beside the input."""
    post = "---\ntitle: {}\ndate: 2026-01-02\n---\nText.\n"
    write(
        folder,
        {
            "eleventy.config.js": "export default c => ({ dir: { input: 'c', data: '../data' } });",
            "data/metadata.json": '{"title": "Slipway", "url": "https://eleventy.example.org"}',
            "c/blog/a.md": post.format("One"),
            "c/de/blog/a.md": post.format("Eins"),
        },
    )
    assert main(["init", "--yes"]) == 0, capsys.readouterr()
    assert {
        "One": "https://eleventy.example.org/blog/a/",
        "Eins": "https://eleventy.example.org/de/blog/a/",
    } == links(folder / "feeds/all.json")


def test_what_is_lost_is_told(folder: Path, capsys: Capture) -> None:
    """A part of the generator's pattern that has no placeholder is named."""
    write(folder, {"pelicanconf.py": "ARTICLE_URL = '{date:%c}/{slug}/'\n"})
    write(folder, {"content/a.md": article(webUrl=None)})
    assert main(["init", "--yes"]) == 0
    why = "ARTICLE_URL {date:%c}/{slug}/ has %c, which has no placeholder"
    assert f"next: {why}; check articles.permalink in config.yaml" in capsys.readouterr().out
    assert f"# NOT as on the site: {why}\n" in (folder / "config.yaml").read_text()


def test_sites_in_folders_below(folder: Path, capsys: Capture) -> None:
    """The one site in a folder below is set up; where there are several, that is said."""
    write(folder, {"docs/_config.yml": "title: A\n", "docs/_posts/2025-01-01-a.md": article()})
    assert main(["init", "--yes"]) == 0
    assert "Jekyll: 1 file in docs/_posts/**/*.md\n" in capsys.readouterr().out
    assert (folder / "docs/feeds/all.atom").is_file()
    (folder / "config.yaml").unlink()
    write(folder, {"www/_config.yml": "title: B\n", "www/_posts/2025-01-01-a.md": article()})
    assert main(["init", "--yes"]) == 0
    assert "next: docs/ is a site of its own: feedmill init there" in capsys.readouterr().out


def test_a_folder_within_a_site(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Within a generator's site nothing is written unasked, up to the top of the work tree."""
    subprocess.run(["git", "init", "-q", folder], check=True)
    write(folder.parent, {"_config.yml": "title: Not in the work tree\n"})
    write(folder, {"config/_default/hugo.toml": "title = 'A'", "content/posts/a.md": article()})
    place = folder / "content/posts"
    monkeypatch.chdir(place)
    assert main(["init", "--yes"]) == 2
    told = "this folder is part of the Hugo site in ../..: run feedmill init there"
    assert capsys.readouterr() == ("", f"error: {told}\n")
    assert ["a.md"] == [path.name for path in place.iterdir()]
    (folder / "config/_default/hugo.toml").unlink()
    assert main(["init", "--yes"]) == 0
    write(folder, SETTINGS["zola"])
    assert main(["init", "--yes"]) == 0  # with the config that is here now


@pytest.mark.parametrize(("rule", "path"), [("feeds", "all.atom"), ("*.json", "all.json")])
def test_feeds_that_git_ignores(rule: str, path: str, folder: Path, capsys: Capture) -> None:
    """Where git would not take the feeds, the workflow could not commit them: that is said."""
    subprocess.run(["git", "init", "-q", folder], check=True)
    write(folder, {".gitignore": f"x\n{rule}\n"})
    assert main(["init", "--yes"]) == 0
    told = f"next: git ignores feeds/{path} (.gitignore:2:{rule}): remove that line"
    assert told in capsys.readouterr().out


def test_a_build_that_is_stopped(folder: Path, capsys: Capture) -> None:
    """What was written is told, as well as what stopped the build: it is done, with errors."""
    write(folder, {"feeds": "no folder", "articles/a.md": article()})
    assert main(["init", "--yes"]) == 1
    told = capsys.readouterr()
    assert "error: " in told.err
    assert "wrote config.yaml" in told.out
    assert "next: fix that, then run feedmill build; what was written above stays" in told.out
    assert (folder / "config.yaml").exists()


def test_nothing_is_overwritten(folder: Path, capsys: Capture) -> None:
    """A second run leaves every file as it is, to the byte and the minute, and says so."""
    main(["init", "--yes"])
    paths = ["config.yaml", ".github/workflows/feeds.yml", ".gitignore"]
    write(folder, dict.fromkeys(paths[1:], "mine\n.feedmill\n"))
    before = {path: ((folder / path).read_bytes(), (folder / path).stat()) for path in paths}
    capsys.readouterr()
    assert main(["init", "--yes"]) == 0
    out = capsys.readouterr().out
    assert "config.yaml exists; not changed" in out
    assert ".github/workflows/feeds.yml exists; not changed" in out
    assert "next:" not in out
    for path, (data, status) in before.items():
        assert data == (folder / path).read_bytes()
        assert status.st_mtime_ns == (folder / path).stat().st_mtime_ns


def test_a_gitignore_keeps_its_lines(folder: Path) -> None:
    """Lines are added to what is there, in its own line ends."""
    (folder / ".gitignore").write_bytes(b"/dist\r\n")
    main(["init", "--yes"])
    assert (folder / ".gitignore").read_bytes() == b"/dist\r\n.feedmill/\r\n"


def test_hugos_config_is_not_taken_for_ours(folder: Path, capsys: Capture) -> None:
    """Where config.yaml is Hugo's, ours has another name, which Hugo does not read."""
    hugo = "baseURL: https://a.example/\ntitle: A\n"
    write(folder, {"config.yaml": hugo, "content/posts/a.md": article(webUrl=None)})
    assert main(["init", "--yes"]) == 0
    out = capsys.readouterr().out
    assert (folder / "config.yaml").read_text() == hugo
    assert "wrote feedmill.yaml\n" in out
    assert 0 == main(["list", "feeds"])  # found without --config
    assert links(folder / "static/feeds/all.json") == {"A title": "https://a.example/posts/a/"}


def test_two_strange_configs_stop_it(folder: Path, capsys: Capture) -> None:
    """Without a name for the config nothing is written."""
    write(folder, {"config.yaml": "a: 1\n", "feedmill.yaml": "b: 2\n"})
    assert main(["init", "--yes"]) == 2
    assert "error: config.yaml and feedmill.yaml exist" in capsys.readouterr().err
    assert {"config.yaml", "feedmill.yaml"} == {path.name for path in folder.iterdir()}


def test_a_site_in_a_subfolder(folder: Path, capsys: Capture) -> None:
    """In a repository's subfolder the workflow goes to the top and names the folder's config."""
    subprocess.run(["git", "init", "-q", "-b", "trunk", folder.parent], check=True)
    assert main(["init", "--yes"]) == 0
    assert "wrote ../.github/workflows/feeds.yml" in capsys.readouterr().out
    workflow = yaml.safe_load((folder.parent / ".github/workflows/feeds.yml").read_text())
    assert workflow[True]["push"]["branches"] == ["trunk"]
    (*_, step) = workflow["jobs"]["feeds"]["steps"]
    assert step["with"]["config"] == "my-site/config.yaml"
    assert not (folder / ".github").exists()


def test_errors_of_articles_are_told(folder: Path, capsys: Capture) -> None:
    """The first build tells what is wrong with articles, and its status is that of `init`."""
    write(folder, {"articles/bad.md": article(publishedDateTime="2021-13-45")})
    assert main(["init", "--yes"]) == 1
    assert "articles/bad.md:3: error[bad-date]" in capsys.readouterr().out


def test_settings_are_not_run(folder: Path) -> None:
    """Code in settings is text: it does nothing."""
    write(folder, {"pelicanconf.py": "open('run', 'w')\nSITENAME = 'A'\n"})
    write(folder, {"content/a.md": article()})
    assert main(["init", "--yes"]) == 0
    assert not (folder / "run").exists()
    assert load_config(folder / "config.yaml").site.title == "A"


def test_a_folder_that_cannot_be_written(folder: Path, capsys: Capture) -> None:
    """A file where a folder is needed is one line, and status 2."""
    write(folder, {".github": "a file"})
    assert main(["init", "--yes"]) == 2
    assert capsys.readouterr().err.startswith("error: .github/workflows/feeds.yml: cannot be ")


def test_without_a_terminal_nothing_is_asked(folder: Path) -> None:
    """Questions need a terminal; without one nothing is written, and the way out is told."""
    done = subprocess.run(COMMAND, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("error: there is no terminal to ask questions on: give --yes")
    assert [] == list(folder.iterdir())


class TestTerminal:
    """Questions and answers at a real pseudo-terminal."""

    def test_four_questions(self, folder: Path) -> None:
        """Four answers make the config; the authority follows from the address."""
        write(folder, {"notes/a.md": article()})
        status, shown = converse("My notes", "https://notes.example/", "", "notes/*.md, more/*.md")
        assert status == 0
        assert re.findall(r"^(.+?)(?: \[(.*)\])?: ", shown, re.MULTILINE)[:4] == [
            ("Title of the site", "my-site"),
            ("Its address", ""),
            ("Domain and year that mint the ids of entries", "notes.example,2026"),
            ("Patterns of article files", "notes/**/*.md"),
        ]
        config = load_config(folder / "config.yaml")
        assert ("My notes", "https://notes.example/", "notes.example,2026") == (
            config.site.title,
            config.site.url,
            config.site.authority,
        )
        assert config.articles.include == ("notes/*.md", "more/*.md")
        assert links(folder / "feeds/all.json") == {"A title": "https://example.org/a"}
        assert "Built 1 feed" in shown

    def test_what_was_found_is_offered(self, folder: Path) -> None:
        """Four times Enter takes what the generator's settings say."""
        write(folder, SETTINGS["mkdocs"])
        assert converse("", "", "", "")[0] == 0
        config = load_config(folder / "config.yaml")
        assert ("Field Guide to Fences", "https://mkdocs.example.org/") == (
            config.site.title,
            config.site.url,
        )
        assert config.articles.include == ("docs/blog/posts/**/*.md",)

    def test_a_wrong_answer_is_asked_again(self, folder: Path) -> None:
        """What config.yaml may not hold is told, and asked for once more."""
        status, shown = converse(
            *("", "", "notes.example", "https://notes.example"),
            *("me", "notes.example,2020", "/a", "a/*.md"),
        )
        assert status == 0
        assert "there is no default: an answer such as https://news.example.org/ is" in shown
        assert 'did you mean "https://notes.example"?' in shown
        assert "names no domain before its end" in shown
        assert "is not a relative path" in shown
        config = load_config(folder / "config.yaml")
        assert ("https://notes.example", "notes.example,2020", ("a/*.md",)) == (
            config.site.url,
            config.site.authority,
            config.articles.include,
        )

    @pytest.mark.parametrize("key", [b"\x03", b"\x04"])
    def test_leaving_writes_nothing(self, key: bytes, folder: Path) -> None:
        """Ctrl-C and Ctrl-D end it with 130, and the folder as it was."""
        status, shown = converse("A title", key)
        assert (130, []) == (status, list(folder.iterdir()))
        assert "Traceback" not in shown

    def test_yes_asks_nothing(self, folder: Path) -> None:
        """`--yes` is the same on a terminal."""
        status, shown = converse(command=(*COMMAND, "--yes"))
        assert status == 0
        assert "Title" not in shown

    def test_an_old_config_needs_no_answers(self, folder: Path) -> None:
        """Where there is a config already, nothing is asked."""
        assert converse(command=(*COMMAND, "--yes"))[0] == 0
        status, shown = converse()
        assert status == 0
        assert "config.yaml exists; not changed" in shown


def converse(*answers: str | bytes, command: Sequence[str] = COMMAND) -> tuple[int, str]:
    """Run a command at a pseudo-terminal, answer each question that it asks; give all it drew."""
    master, slave = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True,
        preexec_fn=_own_terminal,
    )  # fmt: skip
    os.close(slave)
    drawn, seen, left = b"", 0, list(answers)
    until = time.monotonic() + 30
    try:
        while time.monotonic() < until:
            if not select.select([master], [], [], 0.1)[0]:
                if left and drawn[seen:].endswith(b": "):
                    seen, answer = len(drawn), left.pop(0)
                    line = answer if isinstance(answer, bytes) else f"{answer}\n".encode()
                    os.write(master, line)
                continue
            try:
                drawn += os.read(master, 65536)
            except OSError:  # EIO: nobody holds the other end any more
                break
        assert [] == left
        return process.wait(timeout=5), drawn.decode().replace("\r\n", "\n")
    finally:
        process.kill()
        os.close(master)


def _own_terminal() -> None:
    """Make the pseudo-terminal the one whose Ctrl-C reaches the process."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
