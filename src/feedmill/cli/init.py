"""`feedmill init`: sets up a site in a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedmill.display import count, printable
from feedmill.errors import FeedmillError

from .looking import text_of
from .options import help_option, load_site, now
from .output.asking import ask_for_answers
from .output.terminal import complain, is_terminal, progress_bar, say
from .output.writing import ignore_caches, write_new

if TYPE_CHECKING:
    from feedmill.generators.facts import Facts
    from feedmill.generators.proposal import Proposal
    from feedmill.scaffold.answers import Answers
    from feedmill.scaffold.evidence import Evidence
    from feedmill.scaffold.texts import SitePlace

_MAX_SAMPLES = 200  # articles
_PROVEN = 3  # links that make a pattern more than a guess
_MAX_JUDGED = 20_000  # articles whose links are held against what proves them


@click.command(epilog="\b\nExample:\n  feedmill init --yes --feed https://example.org/feed.xml")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing; use what the folder says.")
@click.option(
    "--feed",
    "feeds",
    multiple=True,
    metavar="URL",
    help="A feed of the site that proves its links.",
)
@click.option(
    "--sitemap", "sitemaps", multiple=True, metavar="URL", help="A sitemap that proves its links."
)
@click.option("--partials", is_flag=True, help="Write the links to the feeds into the theme.")
@help_option
def init(yes: bool, feeds: tuple[str, ...], sitemaps: tuple[str, ...], partials: bool) -> int:
    """Set up a site in this folder and build its first feeds.

    Looks for articles and for the settings of Jekyll, Hugo, Zola, Eleventy, Astro, Docusaurus,
    Pelican or MkDocs, here or in the one folder below that has such settings; asks for the site's
    title, URL and authority and for where articles are; writes a config.yaml with comments, a
    workflow for GitHub, and a line in .gitignore. What is there already is not changed. With --yes
    nothing is written in a folder that is part of a site above it, such as Hugo's `content/`.

    Links are held against what proves them: the site's rendered pages, if they are in the folder,
    the feeds and sitemaps that you name, and links between articles where no generator is known.
    The status is 1 if some of them are wrong.

    Ends with the lines for the head of the site's pages by which readers find the feeds. With
    --partials they are written into a file of their own for Hugo, Jekyll or Eleventy.
    """
    from feedmill.generators.facts import chosen
    from feedmill.scaffold.answers import suggestion
    from feedmill.scaffold.fitting import with_address
    from feedmill.scaffold.proposals import propose
    from feedmill.scaffold.samples import settled
    from feedmill.scaffold.texts import new_files

    from .looking import look_at_folder, samples, warn_within
    from .proofs import fetched, rendered

    if not yes and not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise click.UsageError("there is no terminal to ask questions on: give --yes")
    facts = look_at_folder(root := Path())
    warn_within(root, facts, asks=not yes)
    proofs = [*fetched(feeds, sitemaps), *rendered(root)]
    found = with_address(propose(facts), proofs)
    say(_introduction(found, facts))
    top, place = _place(root, found)
    answers = suggestion(found, facts.name, now().year)
    if place.is_new and not yes:
        answers = ask_for_answers(found, answers, now().year)
    paths = chosen(facts, answers.include, found.exclude)
    found, wrong = settled(found, answers.include, samples(root, paths[:_MAX_SAMPLES])), False
    if place.is_new and (proofs or not found.generator):
        found, wrong = _fitted(found, answers, paths[:_MAX_JUDGED], proofs, root)
    for path, text in new_files(found, answers, place, facts.paths).items():
        write_new(top, path, text)
    ignore_caches(root)
    status = max(_build(root / place.config), int(wrong))
    if place.is_new:
        _say_next(_advice(found, answers, place, facts, paths, asked=not yes))
    _say_next(_ignored(root, place.config))
    _links(root / place.config, place.is_new, partials)
    return status


def _say_next(lines: Iterator[str]) -> None:
    for line in lines:
        say(f"next: {line}")


def _links(config: Path, is_new: bool, partials: bool) -> None:
    """Say how pages of a new site name the feeds, or write that into the theme."""
    from feedmill.publishing.folder import output_folder
    from feedmill.survey.site import feed_infos

    from .output.links import published_links, write_partial

    with suppress(FeedmillError):  # a config that the build has reported
        settings = load_site(config)
        if partials:
            output = output_folder(config.parent, config.parent / settings.feeds.output)
            write_partial(feed_infos(output.manifest()), settings, config.parent)
            return
        for line in published_links(settings, config.parent) if is_new else ():
            say(line)


def _fitted(
    found: Proposal, answers: Answers, paths: list[str], proofs: list[Evidence], root: Path
) -> tuple[Proposal, bool]:
    """Fit links and bodies to what proves them, and say so; return whether links stay wrong."""
    from msgspec.structs import replace

    from feedmill.config import parse_config
    from feedmill.generators.others import GUESS
    from feedmill.scaffold.fitting import fit_pattern

    from .looking import samples
    from .proofs import between, told

    data = samples(root, paths)
    if not found.generator:
        proofs = [*proofs, *between(data, answers.url)]
    found, verdicts = fit_pattern(
        found, answers, data, proofs, partial(parse_config, name="config.yaml")
    )
    for line in told(verdicts):
        say(line)
    if any(one.judged >= _PROVEN for one in verdicts) and not any(one.wrong for one in verdicts):
        found = replace(found, warnings=tuple(one for one in found.warnings if one != GUESS))
    found = _with_pages(root, found, answers, data, proofs)
    return found, any(one.wrong for one in verdicts)


def _with_pages(
    root: Path, found: Proposal, answers: Answers, data: dict[str, bytes], proofs: list[Evidence]
) -> Proposal:
    """Take bodies from the site's pages, if these are there, and say so."""
    from feedmill.bodies.rendered.page import MAX_PAGE_BYTES
    from feedmill.config import parse_config
    from feedmill.scaffold.pages import fit_rendered
    from feedmill.sources.files import SiteFiles

    folders = [one.source for one in proofs if (root / one.source).is_dir()]
    read = partial(SiteFiles(root).read, limit=MAX_PAGE_BYTES)
    parse = partial(parse_config, name="config.yaml")
    found = fit_rendered(found, answers, data, folders, read, parse)
    if found.rendered:
        which = f", {found.rendered.select}" if found.rendered.select else ""
        without = f", without {', '.join(found.rendered.remove)}" if found.rendered.remove else ""
        say(f"bodies come from the pages in {printable(found.rendered.folder)}/{which}{without}")
    return found


def _introduction(found: Proposal, facts: Facts) -> str:
    from feedmill.scaffold.config_text import title_of
    from feedmill.sources.patterns import matcher

    name = title_of(found)
    what = f"{name}: " if name else ""
    number = sum(map(matcher(found.include, found.exclude), facts.paths))
    return f"{what}{count(number, 'file')} in {', '.join(found.include)}"


def _place(root: Path, found: Proposal) -> tuple[Path, SitePlace]:
    """Return the repository's top, and the site's place in it with the name of its config."""
    from feedmill.config.find import is_ours
    from feedmill.git.status import work_tree_top
    from feedmill.scaffold.texts import SitePlace

    here = root.resolve()
    top = work_tree_top(here) or here
    folder = here.relative_to(top).as_posix().removeprefix(".")
    for config in dict.fromkeys((found.config, "feedmill.yaml")):
        is_new = not os.path.lexists(root / config)
        is_usable = is_new or is_ours(text_of(root / config))
        if not is_new:
            say(f"{config} {'exists' if is_usable else 'is not Feedmill’s'}; not changed")
        if is_usable:
            return top, SitePlace(folder=folder, config=config, is_new=is_new, branch=_branch(top))
    raise FeedmillError("config.yaml and feedmill.yaml exist, and are not Feedmill's")


def _branch(top: Path) -> str:
    """Return the repository's main branch as far as that is known, else the current one."""
    for ref in ("refs/remotes/origin/HEAD", "HEAD"):
        name = text_of(top / ".git" / ref).strip().rpartition("refs/")[2]
        for kind in ("remotes/origin/", "heads/"):
            if name.startswith(kind):
                return name.removeprefix(kind)
    return "main"


def _build(config: Path) -> int:
    """Build for the first time; what stops it is told, as there is more to say afterwards."""
    from feedmill.pipeline.build import Options, build

    from .output.report import Manner, tell

    options = Options(now=now(), config_name=config.name)
    try:
        with progress_bar(quiet=False) as progress:
            done = build(load_site(config), config.parent, options, progress)
    except FeedmillError as error:
        for line in str(error).split("\n"):
            complain(printable(line if ": error[" in line else f"error: {line}"))
        say("next: fix that, then run feedmill build; what was written above stays")
        return 1
    return tell(done, Manner("text", config.parent, quiet=False, verbose=False))


def _ignored(root: Path, config: str) -> Iterator[str]:
    """Say if git ignores the feeds, so that none would be committed."""
    from feedmill.git.status import find_ignored

    with suppress(FeedmillError):  # a config that the build has reported
        folder = load_site(root / config).feeds.output
        paths = [f"{folder}/{name}" for name in ("all.atom", "all.rss", "all.json", "feeds.json")]
        if found := find_ignored(root, paths):
            path, rule = found
            yield (
                f"git ignores {printable(path)} ({printable(rule)}): remove that line, or "
                "publish the feeds in another way than `publish: commit`, see docs/ci.md"
            )


def _elsewhere(facts: Facts) -> Iterator[str]:
    """Name folders that look like a whole site, whose settings were not asked."""
    for folder in facts.nested():
        yield f"{printable(folder)}/ is a site of its own: feedmill init there knows more of it"


def _advice(
    found: Proposal,
    answers: Answers,
    place: SitePlace,
    facts: Facts,
    paths: list[str],
    *,
    asked: bool,
) -> Iterator[str]:
    """Say what is left for a person to do."""
    from feedmill.config import parse_config
    from feedmill.generators.facts import chosen
    from feedmill.scaffold.answers import is_placeholder
    from feedmill.scaffold.config_text import config_text, title_of
    from feedmill.scaffold.samples import left_out, newest_link

    from .looking import samples

    name = title_of(found)
    link: str | None = None
    with suppress(FeedmillError):  # a config that the build has reported
        config = parse_config(config_text(found, answers), place.config)
        link = newest_link(config, samples(Path(), paths[-_MAX_SAMPLES:]))
    if is_placeholder(answers.url) and not asked:
        yield f"write the site's own url and authority into {place.config}"
    if not paths:
        where = answers.include[0].partition("*")[0]
        yield f"write the first article, such as {where}2026-01-02-hello.md, and run feedmill build"
    elif link == "":
        yield (
            f"no file in {', '.join(answers.include)} is an article, which has front matter with "
            f"a title and a date; where others are, write into articles.include in {place.config}"
        )
    elif found.permalink and link:
        whose = name or "the site (articles.permalink)"
        yield f"compare some links in the feeds with the pages of {whose}, such as {link}"
    for folder, number in left_out(facts, chosen(facts, answers.include)):
        yield (
            f"{printable(folder)}/ has {number} more files with dates: if they are articles, add "
            f"them to articles.include in {place.config}"
        )
    for warning in found.warnings:
        yield f"{printable(warning)}; check articles.permalink in {place.config}"
    if found.rendered:
        yield "make the site's pages before the feeds, in CI, too: see docs/ci.md"
    if found.remedy:
        yield f"publish the folder of the feeds with {name}: {found.remedy}"
    if not found.generator:
        yield from _elsewhere(facts)
