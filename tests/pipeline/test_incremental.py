"""Incremental equals full: whatever happens to a site, a build ends where a first one does."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from feedmill.model import Problem
from sites import NOW, article, build_site, tree

PATHS = st.sampled_from(["a.md", "b.md", "c/a.md", "c/d.md", "e.md", "f.markdown", "e.markdown"])
TITLES = st.sampled_from(["One", "Two & <three>", "Four 😀", "Fünf"])
TOPICS = st.lists(st.sampled_from(["AI", "ai", "A I", "A-I", "C", "C++", "Bo", "!!"]), max_size=3)
PROVIDERS = st.sampled_from(
    [
        "{name: Fox, domain: fox.org}",
        "{name: FOX, domain: fox.org}",
        "{name: Sun, domain: sun.org}",
        None,
    ]
)
# What else feeds are grouped by; the author Bo and the topic Bo want one path in a pair.
AUTHORS = st.sampled_from(
    [
        None,
        "[Ann Lee, Bo]",
        "[ann lee]",
        "[{name: Bo, uri: 'https://bo.example/'}]",
        "[{name: Bo, uri: 'https://bo.example/', email: bo@example.org}, 李]",
    ]
)
LANGUAGES = st.sampled_from([None, "de", "de-AT", "DE", "en_GB", "???"])
SERIES = st.sampled_from([None, "Rust", "[Rust, C]", "[rust, C#, 'c sharp']", "{a: map}"])
PINNED = st.sampled_from([None, "true", "no", "[maybe]"])
DATES = st.sampled_from(
    [
        "2026-01-01",
        "2026-01-02",
        "2026-01-02T03:00:00+02:00",
        "2026-11-25",
        "2026-12-24",
        "2026-13-45",
    ]
)
IDS = st.sampled_from([None, None, None, "tag:example.org,2021:a", "tag:example.org,2021:own"])
STATES = st.sampled_from(
    [
        {},
        {},
        {},
        {"published": "false"},
        {"removed": "true"},
        {"removed": "true", "id": "tag:example.org,2021:a"},
        {"removed": "true", "id": "tag:example.org,2021:gone"},
        {"draft": "perhaps"},
        {"heat": "7"},
        {"heat": "8", "quality": "70"},
    ]
)
BODIES = st.sampled_from(
    [
        "",
        "A *body*.",
        "Another body with https://example.org/x.\n\n# Two",
        "A picture: ![p](/img/p.png)",
        "{% include a.html x='y' %} and {{ site.data.d.x }}{% for one in site.data %}{{ one[0] }}"
        "{% endfor %}[One]({% link articles/a.md %})",
        '[One]({{< ref "articles/a.md" >}}) and [two]({{< ref "articles/c/a.md" >}})',
    ]
)
LINKS = st.sampled_from(["0", "1", "2"])  # as many topics as an article has
CONFIGS = {
    "plain": "",
    "full": "feeds: {content: full, limit: 2}\n",
    "pairs": "feeds: {families: [all, {by: [topic, provider], min_entries: 2, limit: 1},"
    " {name: good, where: {min_quality: 60}}]}\ntopics: {C: {parent: AI, roll_up: true}}\n",
    "groups": "feeds: {families: [author, language, series, {by: [language, topic]},"
    " {by: [language, author], limit: 2}, {by: [series, author], min_entries: 2},"
    " {name: pinned, where: {languages: de, fields: {pinned: true}}},"
    " {name: bo, where: {authors: {none: [Ann Lee]}, groups: {series: {all: [rust]}}}}]}\n"
    "dimensions: {series: {field: Series, title: 'The {series} series'}}\n"
    "groups: {language: {de-AT: {parent: de, roll_up: true}, de: {title: Deutsch}},"
    " author: {Ann Lee: {slug: ann}}, series: {C: {parent: Rust, roll_up: true}}}\n",
    "chosen": "feeds: {families: [{name: ann, where: {authors: ann lee}}, {by: [author, provider]},"
    " {name: german, where: {languages: de}}, {by: [topic, language]}]}\n",
    "pages": "feeds: {families: [all, topic, {by: [topic, provider]}]}\npages: true\n"
    "topics: {C: {parent: AI}}\n",
    "own pages": "pages: {folder: html, templates: own}\n",
    "rendered": "articles: {include: ['articles/**/*.md', 'articles/*.markdown'],"
    " rendered: {folder: _site}}\nfeeds: {content: full, limit: 3}\n",
    "rendered summaries": "articles: {include: ['articles/**/*.md', 'articles/*.markdown'],"
    " rendered: {folder: _site, select: .text, remove: [b]}}\nfeeds: {limit: 0}\n",
    "liquid": "articles: {liquid: true, include: ['articles/**/*.md', 'articles/*.markdown']}\n"
    "feeds: {content: full, limit: 0}\n",
    "future": "articles: {future: true}\nfeeds: {formats: [json]}\n",
}


def lasting(problems: tuple[Problem, ...]) -> list[Problem]:
    """Give what is wrong with the site itself, not with it as against what was published."""
    return [one for one in problems if one.code not in ("no-articles", "emptied-family")]


class Site(RuleBasedStateMachine):
    """A site that people, machines and accidents work on."""

    git: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="feedmill-test-"))
        self.root = self.folder / "site"
        self.now = NOW

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        """An empty site."""
        (self.root / "articles").mkdir(parents=True)
        (self.root / "own").mkdir()
        (self.root / "own" / "unused.html").touch()
        if self.git:
            self._git("init", "--quiet")
        self.configure("plain")

    @rule(name=st.sampled_from(sorted(CONFIGS)))
    def configure(self, name: str) -> None:
        """Write another config."""
        text = (
            "site: {title: Example, url: https://example.org/, authority: 'example.org,2021'}\n"
            + CONFIGS[name]
        )
        if "articles:" not in text:
            text += "articles: {include: ['articles/**/*.md', 'articles/*.markdown']}\n"
        (self.root / "config.yaml").write_text(text)

    @rule(
        path=PATHS,
        title=TITLES,
        topics=TOPICS,
        provider=PROVIDERS,
        date=DATES,
        identity=IDS,
        state=STATES,
        body=BODIES,
        groups=st.fixed_dictionaries(
            {"authors": AUTHORS, "language": LANGUAGES, "series": SERIES, "pinned": PINNED}
        ),
    )
    def write(
        self,
        path: str,
        title: str,
        topics: list[str],
        provider: str | None,
        date: str,
        identity: str | None,
        state: dict[str, str],
        body: str,
        groups: dict[str, str | None],
    ) -> None:
        """Add or change an article."""
        place = self.root / "articles" / path
        place.parent.mkdir(exist_ok=True)
        listed = ", ".join(f'"{topic}"' for topic in topics)
        fields = {
            "id": identity,
            "topics": f"[{listed}]",
            "provider": provider,
            "publishedDateTime": date,
            "body": body,
            "webUrl": f"https://example.org/{len(topics)}",
            **groups,
            **state,
        }
        if "body" in fields and body:
            fields["excerpt"] = None
        place.write_text(article(title, **fields))

    @rule(path=PATHS)
    def delete(self, path: str) -> None:
        """Delete an article."""
        (self.root / "articles" / path).unlink(missing_ok=True)

    @rule(old=PATHS, new=PATHS)
    def rename(self, old: str, new: str) -> None:
        """Rename an article."""
        if (self.root / "articles" / old).exists():
            (self.root / "articles" / new).parent.mkdir(exist_ok=True)
            (self.root / "articles" / old).replace(self.root / "articles" / new)

    @rule(path=PATHS, data=st.sampled_from([b"\xff", b"---\na: [\n---\n", b"no front matter"]))
    def spoil(self, path: str, data: bytes) -> None:
        """Write something that is no article."""
        (self.root / "articles" / path).parent.mkdir(exist_ok=True)
        (self.root / "articles" / path).write_bytes(data)

    @rule(days=st.integers(-3, 30))
    def wait(self, days: int) -> None:
        """Let time pass, or turn the clock back."""
        self.now += timedelta(days=days)

    @rule()
    def lose_index(self) -> None:
        """Delete the index."""
        shutil.rmtree(self.root / ".feedmill", ignore_errors=True)

    @rule(size=st.integers(0, 60_000), data=st.sampled_from([b"", b"rubbish", bytes(5000)]))
    def damage_index(self, size: int, data: bytes) -> None:
        """Cut the index short, and perhaps overwrite its beginning."""
        index = self.root / ".feedmill" / "index.sqlite"
        if index.exists():
            with index.open("r+b") as file:
                file.truncate(min(size, index.stat().st_size))
                file.write(data)

    @rule(row=st.sampled_from(["<li>{{ feed.title }}", "<li>{{ feed.count }}", None]))
    def design(self, row: str | None) -> None:
        """Write or delete a template of the site's own."""
        place = self.root / "own" / "row.html"
        place.unlink(missing_ok=True)
        if row is not None:
            place.write_text(row)

    @rule(
        path=st.sampled_from(
            ["_includes/a.html", "_includes/b.html", "_data/d.yml", "_data/e.json", "_config.yml"]
        ),
        text=st.sampled_from(
            ["x: 1", "x: 2", "{% include b.html %}", "{{ include.x }}", "[", None]
        ),
    )
    def edit_input(self, path: str, text: str | None) -> None:
        """Write or delete what entries are made from besides their articles."""
        place = self.root / path
        place.unlink(missing_ok=True)
        if text is not None:
            place.parent.mkdir(exist_ok=True)
            place.write_text(text)

    @rule(
        path=st.sampled_from(["static/img/p.png", "img/p.png"]),
        width=st.sampled_from([None, 0, 70, 71]),
    )
    def draw(self, path: str, width: int | None) -> None:
        """Write a picture, or what only looks like one, or delete it; its folder goes with it."""
        place = self.root / path
        shutil.rmtree(place.parents[len(place.relative_to(self.root).parts) - 2], True)
        if width is not None:
            place.parent.mkdir(parents=True)
            size = width.to_bytes(4, "big") + (40).to_bytes(4, "big")
            place.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + size + b"\x08\x02\0\0\0")

    @rule(touched=st.sampled_from(["_includes/a.html", "_data/d.yml"]))
    def touch(self, touched: str) -> None:
        """Change the time of a file, as a checkout does."""
        if (self.root / touched).exists():
            os.utime(self.root / touched, (1, 1))

    @rule(
        name=st.sampled_from(
            ["all.atom", "topics/ai.rss", "feeds.json", "all.html", "index.html", "topics/ai.html"]
        )
    )
    def damage_feed(self, name: str) -> None:
        """Delete or damage a file that was published; the manifest is only deleted."""
        feed = self.root / "feeds" / name
        if name != "feeds.json" and feed.exists():
            feed.write_text("rubbish")

    @rule(
        link=LINKS,
        place=st.sampled_from(["{}.html", "{}/index.html"]),
        text=st.sampled_from(["<p>Text</p>", "<p>Other <b>text</b></p>", "<h1>One</h1>", ""]),
        around=st.sampled_from(["<nav>1</nav>", "<nav>2</nav><article>x</article>"]),
    )
    def render(self, link: str, place: str, text: str, around: str) -> None:
        """Make the page of articles, perhaps as it was, or with another header only."""
        page = self.root / "_site" / place.format(link)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"{around}<main class=text>{text}</main>")

    @rule(link=LINKS)
    def unrender(self, link: str) -> None:
        """Delete the pages of articles."""
        for page in (f"{link}.html", f"{link}/index.html"):
            (self.root / "_site" / page).unlink(missing_ok=True)

    @rule(header=st.booleans(), back=st.booleans())
    def generate(self, header: bool, back: bool) -> None:
        """Make all pages again: with other times, and perhaps another header."""
        for page in sorted((self.root / "_site").rglob("*.html")):
            text = page.read_text()
            page.unlink()
            page.write_text(f"<p>new header</p>{text}" if header else text)
            if back:
                os.utime(page, (0, 0))

    @rule(step=st.integers(0, 3))
    def interrupt(self, step: int) -> None:
        """Stop a build somewhere in the middle."""
        steps = iter(range(step))

        def stop(*_: object) -> None:
            if next(steps, None) is None:
                raise KeyboardInterrupt

        with contextlib.suppress(KeyboardInterrupt):
            build_site(self.root, now=self.now, progress=stop)

    @precondition(lambda self: self.git)
    @rule(commit=st.booleans())
    def git_add(self, commit: bool) -> None:
        """Stage everything, and perhaps commit it."""
        self._git("add", "--all")
        if commit:
            self._git("commit", "--quiet", "--allow-empty", "--message", "work")

    @precondition(lambda self: self.git)
    @rule()
    def clone(self) -> None:
        """Go on in a fresh clone with the index restored, as CI does."""
        self._git("add", "--all")
        self._git("commit", "--quiet", "--allow-empty", "--message", "work")
        old = self.root.rename(self.folder / "old")
        subprocess.run(["git", "clone", "--quiet", old, self.root], check=True)
        if (old / ".feedmill").exists():
            shutil.copytree(old / ".feedmill", self.root / ".feedmill")
        (self.root / "articles").mkdir(exist_ok=True)
        shutil.rmtree(old)

    @invariant()
    def same_as_a_first_build(self) -> None:
        """The output folder is what a first build makes, once it is allowed to be empty."""
        if not (self.root / "config.yaml").exists():
            return
        before = tree(self.root / "feeds")
        report = build_site(self.root, now=self.now)
        if ("no-articles", "error") in {(one.code, one.severity) for one in report.problems}:
            assert before == tree(self.root / "feeds")
            report = build_site(self.root, now=self.now, allow_empty=True)
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self.root, fresh, ignore=shutil.ignore_patterns(".*", "feeds"))
        first = build_site(fresh, now=self.now)
        assert tree(fresh / "feeds") == tree(self.root / "feeds")
        assert lasting(first.problems) == lasting(report.problems)
        assert (first.found, first.published, first.waiting, first.refused, first.kept_out) == (
            report.found,
            report.published,
            report.waiting,
            report.refused,
            report.kept_out,
        )
        again = build_site(self.root, now=self.now)
        assert (again.written, again.deleted) == ((), ())

    def _git(self, *words: str) -> None:
        who = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
        subprocess.run(["git", *who, *words], cwd=self.root, check=True, capture_output=True)


class GitSite(Site):
    """The same in a git work tree, with git asked of the feeds, however few there are."""

    git = True

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("feedmill.publishing.output_state.FEW", 0)

    def teardown(self) -> None:
        super().teardown()
        self.patch.undo()


TestSite = pytest.mark.slow(first=True)(Site.TestCase)
TestSite.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestGitSite = pytest.mark.slow(first=True)(GitSite.TestCase)
TestGitSite.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
