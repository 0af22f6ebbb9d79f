"""Compare links with the evidence, and find permalink patterns that fit better. Pure.

`judge` says which links are right; `fit` changes a proposal where another pattern is right more
often.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace

from feedmill.config.schema import Config
from feedmill.errors import ConfigError
from feedmill.generators.facts import literal
from feedmill.generators.proposal import Proposal
from feedmill.model import Article
from feedmill.names import fold
from feedmill.parsing.parser import Reader
from feedmill.parsing.placeholders import Subject

from .answers import Answers, is_placeholder
from .config_text import config_text
from .evidence import Evidence, KnownPage, page_path
from .induction import candidates

_A_DAY = timedelta(days=2)
_TRIED = 40  # patterns
_TOLD = 3  # verdicts
_MOST = 400  # articles that patterns are derived from


class Wrong(NamedTuple):
    """An article whose link is not there; `page` is where its page is, "" if that is not known."""

    path: str
    link: str
    page: str = ""


class FitVerdict(NamedTuple):
    """What evidence says of the links: how many it could judge, and which of these are wrong."""

    source: str
    judged: int
    wrong: tuple[Wrong, ...]


def judge_links(articles: Mapping[str, Article], evidence: Evidence) -> FitVerdict:
    """Hold the links of articles, by path, against evidence.

    A feed may hold only the newest: of it only those articles are judged that it has, by link, or
    by title and day.
    """
    pages = {page_path(page.url) for page in evidence.pages}
    if evidence.is_complete:
        wrong = [
            Wrong(path, one.link) for path, one in articles.items() if not _is_in(one.link, pages)
        ]
        return FitVerdict(evidence.source, len(articles), tuple(wrong))
    right = {path for path, one in articles.items() if page_path(one.link) in pages}
    titled = any(page.title for page in evidence.pages)
    pairs = _pairs(articles, evidence.pages) if titled else _namesakes(articles, evidence.pages)
    wrong = [
        Wrong(path, articles[path].link, page.url)
        for path, page in pairs.items()
        if path not in right
    ]
    if not titled and len(wrong) <= len(right):
        wrong = []  # other pages that are called so
    return FitVerdict(evidence.source, len(right) + len(wrong), tuple(wrong))


def fit_pattern(
    found: Proposal,
    answers: Answers,
    data: Mapping[str, bytes],
    proofs: Iterable[Evidence],
    parse: Callable[[str], Config],
) -> tuple[Proposal, list[FitVerdict]]:
    """Return the proposal, with patterns that fit the evidence where its own do not.

    `data` has the articles' bytes by path; `parse` makes a Config of text, or raises ConfigError.
    """

    def reader_of(proposal: Proposal) -> Reader | None:
        try:
            return Reader(parse(config_text(proposal, answers)))
        except ConfigError:
            return None

    reader = reader_of(found)
    if reader is None:
        return found, []
    articles = _articles(reader, data)
    proofs = [one for one in proofs if _is_about(articles, one)]
    verdicts = [judge_links(articles, one) for one in proofs]
    if not any(one.wrong for one in verdicts) and articles:
        return found, _told(verdicts)
    some = dict(islice(data.items(), _MOST))
    few = _articles(reader, some)
    best = (_score([judge_links(few, one) for one in proofs]), found)
    for other in _others(found, answers, reader, some, proofs):
        changed = reader_of(other)
        if changed is not None:
            made = _articles(changed, some)
            score = _score([judge_links(made, one) for one in proofs])
            best = max(best, (score, other), key=lambda pair: pair[0])
    reader = reader_of(best[1]) or reader
    articles = _articles(reader, data)
    return best[1], _told([judge_links(articles, one) for one in proofs])


def with_address(found: Proposal, proofs: Iterable[Evidence]) -> Proposal:
    """Return the proposal with the site's address, if only the entries of a feed say it."""
    if found.url.startswith(("https://", "http://")) and not is_placeholder(found.url):
        return found
    pages = (page.url for one in proofs for page in one.pages)
    homes = Counter(
        f"{parts.scheme}://{parts.netloc}/{found.url.strip('/') if '://' not in found.url else ''}"
        for parts in map(urlsplit, pages)
        if parts.netloc
    )
    return replace(found, url=homes.most_common(1)[0][0]) if homes else found


def _is_about(articles: Mapping[str, Article], evidence: Evidence) -> bool:
    """Return whether evidence can be of these articles: two pages are not of a hundred."""
    if not evidence.is_complete or 2 * len(evidence.pages) >= len(articles):
        return True
    return len(judge_links(articles, evidence).wrong) < len(articles)


def _others(
    found: Proposal, answers: Answers, reader: Reader, data: Mapping[str, bytes],
    proofs: list[Evidence],
) -> Iterable[Proposal]:  # fmt: skip
    """Yield proposals with other patterns, those that the evidence asks for."""
    subjects = {
        path: subject for path in data if (subject := reader.subject(path, data[path])) is not None
    }
    home = page_path(answers.url).rstrip("/")
    by_folder: dict[str, Counter[str]] = defaultdict(Counter)
    for path, page in _all_pairs(subjects, proofs).items():
        way = page_path(page.url)
        if not way.startswith(f"{home}/"):
            continue
        for pattern in candidates(subjects[path], way.removeprefix(home), found.generator):
            by_folder[path.rpartition("/")[0]][pattern] += 1
    total: Counter[str] = sum(by_folder.values(), Counter())
    fields = {**found.fields, "link": ("permalink",)}
    for pattern, _ in total.most_common(_TRIED):
        yield replace(found, permalink=(("", pattern),), warnings=())
        if "link" not in found.fields:
            yield replace(found, permalink=(("", pattern),), warnings=(), fields=fields)
    if len(by_folder) > 1:
        rules = tuple(
            (f"{literal(folder)}/**" if folder else "**", counts.most_common(1)[0][0])
            for folder, counts in sorted(by_folder.items(), key=lambda item: -item[0].count("/"))
        )
        yield replace(found, permalink=(*rules[:100], *found.permalink), warnings=())


def _all_pairs(subjects: Mapping[str, Subject], proofs: list[Evidence]) -> dict[str, KnownPage]:
    """Return the pages of articles: by title and day, else by a name that only one page has."""
    pairs: dict[str, KnownPage] = {}
    for one in proofs:
        if not one.is_complete:
            titles = {path: (subject.title, subject.day) for path, subject in subjects.items()}
            pairs = {**_by_title(titles, one.pages), **pairs}
    for one in proofs:
        if one.is_complete or not any(page.title for page in one.pages):
            pairs = {**_by_name(subjects, one.pages), **pairs}
    return pairs


def _by_name(subjects: Mapping[str, Subject], pages: Iterable[KnownPage]) -> dict[str, KnownPage]:
    names: dict[str, list[KnownPage]] = defaultdict(list)
    for page in pages:
        names[_last(page.url)].append(page)
    found = {}
    for path, subject in subjects.items():
        for key in _own_names(subject):
            pages_of = names.get(key, [])
            if len(pages_of) == 1:
                found[path] = pages_of[0]
                break
    return found


def _own_names(subject: Subject) -> list[str]:
    from feedmill.generators.table import SLUG_RULES

    slug = subject.sheet.find("slug")
    given = [slug[1]] if slug and isinstance(slug[1], str) else []
    texts = [*given, subject.place.stem, subject.place.name, subject.title]
    names = [rule(one).lower() for one in texts for rule in SLUG_RULES.values() if one]
    return [*names, *(f"{subject.day:%Y-%m-%d}-{name}" for name in names[: len(SLUG_RULES)])]


def _pairs(articles: Mapping[str, Article], pages: Iterable[KnownPage]) -> dict[str, KnownPage]:
    titles = {path: (one.title, one.published) for path, one in articles.items()}
    return _by_title(titles, pages)


def _namesakes(articles: Mapping[str, Article], pages: Iterable[KnownPage]) -> dict[str, KnownPage]:
    """Return the page of each article whose link ends as that of no other page does."""
    by_name: dict[str, list[KnownPage]] = defaultdict(list)
    for page in pages:
        by_name[_last(page.url)].append(page)
    found = {path: by_name.get(_last(one.link), []) for path, one in articles.items()}
    return {path: same[0] for path, same in found.items() if len(same) == 1}


def _last(url: str) -> str:
    return page_path(url).rstrip("/").rpartition("/")[2].removesuffix(".html").lower()


def _by_title(
    titles: Mapping[str, tuple[str, object]], pages: Iterable[KnownPage]
) -> dict[str, KnownPage]:
    """Return the page of each article whose title it has, on about the same day if it says it."""
    by_title: dict[str, list[KnownPage]] = defaultdict(list)
    for page in pages:
        if page.title:
            by_title[fold(page.title)].append(page)
    found = {}
    for path, (title, when) in titles.items():
        fit_pages = [
            page
            for page in by_title.get(fold(title), ())
            if page.when is None or abs(page.when - when) < _A_DAY  # type: ignore[operator]
        ]
        if len(fit_pages) == 1:
            found[path] = fit_pages[0]
    return found


def _is_in(link: str, pages: set[str]) -> bool:
    path = page_path(link)
    bare = path.rstrip("/")
    return path in pages or f"{bare}/" in pages or f"{bare}.html" in pages


def _score(verdicts: list[FitVerdict]) -> tuple[int, int]:
    return (
        sum(one.judged - len(one.wrong) for one in verdicts),
        -sum(len(one.wrong) for one in verdicts),
    )


def _told(verdicts: list[FitVerdict]) -> list[FitVerdict]:
    """Return the verdicts that say most: over the most links, and others that name wrong ones."""
    told: list[FitVerdict] = []
    named: set[str] = set()
    for one in sorted(verdicts, key=lambda one: -one.judged):
        paths = {wrong.path for wrong in one.wrong}
        if one.judged and (len(told) < _TOLD or not paths <= named):
            told.append(one)
            named |= paths
    return told[: 2 * _TOLD]


def _articles(reader: Reader, data: Mapping[str, bytes]) -> dict[str, Article]:
    readings = ((path, reader.read(path, text).article) for path, text in data.items())
    return {path: article for path, article in readings if article}
