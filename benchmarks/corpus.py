"""News sites to measure on: the same articles for the same number, on every machine.

An article has the schema of a real one: 3 KB of front matter, most of it `related` articles and
an encrypted `secured` blob that no feed shows; one in five has a small body. Topics and
providers are of very different sizes (Zipf: the second has half the articles of the first).
"""

from __future__ import annotations

import base64
import os
import random
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

_SEED = 2021
_FIRST = datetime(2021, 1, 1, tzinfo=UTC)
_YEARS = 5
_TOPIC_LIST = """
AI, Robotics, Policy, Computer Vision, Health, Climate, Space, Cities, Privacy, Chips, Labour,
Energy, Education, Transport, Finance, Security, Law, Farming, Water, Language, Open Source,
Games, Music, Film, Sport, Archaeology, Astronomy, Biology, Chemistry, Physics, Mathematics,
Oceans, Forests, Birds, Food, Housing, Elections, Courts, Trade, Tourism, Railways, Aviation,
Shipping, Drones, Batteries, Nuclear, Wind, Solar, Materials, Sensors, Networks, Databases,
Compilers, C++, C#, R&D, Standards, Accessibility, Typography, Museums
"""
_WORD_LIST = """
harbour ledger signal orchard council engine river market archive lantern bridge school method
camera weather kitchen survey tunnel library compass garden station furnace meadow record pilot
window festival current pattern shelter island workshop measure balance village traffic anchor
mirror witness pension canal granite reactor vessel paper morning thunder carpet silver theory
notice question answer border harvest letter mountain summer winter budget repair journey supply
"""
_VERB_LIST = "opens closes weighs finds loses maps tests repairs names counts moves doubts"
_TOPICS = [name.strip() for name in _TOPIC_LIST.split(",")]
_WORDS, _VERBS = _WORD_LIST.split(), _VERB_LIST.split()
_ENDINGS = ("example", "test", "invalid")  # domains that belong to nobody (RFC 2606)


class Article(NamedTuple):
    """One article, in no form yet. `related` are (title, excerpt, link, domain, date)."""

    path: str  # below the folder of articles
    title: str
    excerpt: str
    date: str
    link: str
    live: bool
    quality: int
    heat: int
    provider: str
    domain: str
    topics: list[str]
    image: tuple[str, int, int, bool] | None
    related: list[tuple[str, str, str, str, str]]
    secured: str
    body: str


def articles(count: int, body: Callable[[int], str] | None = None) -> Iterator[Article]:
    """Make `count` articles, by date; `body` gives the text of each by its number.

    Without it one in five has a small one.
    """
    rng = random.Random(_SEED)  # noqa: S311 (nothing here is secret)
    providers = _providers(rng, max(20, min(count // 20, 3000)))
    heavy_topics, heavy_providers = _zipf(len(_TOPICS)), _zipf(len(providers))
    step = timedelta(days=365.25 * _YEARS) / count
    for number in range(count):
        when = _FIRST + step * number
        (provider, domain), *others = rng.choices(providers, cum_weights=heavy_providers, k=4)
        slug = "-".join(rng.choices(_WORDS, k=4)) + f"-{number}"
        date = _written(when)
        picked = rng.choices(_TOPICS, cum_weights=heavy_topics, k=rng.choice((1, 1, 2, 2, 3)))
        made = Article(
            path=f"{when:%Y/%m/%Y-%m-%d}-{slug}.md",
            title=_title(rng),
            excerpt=_sentence(rng, rng.randrange(12, 28)),
            date=date,
            link=f"https://www.{domain}/news/{slug}",
            live=rng.random() >= 0.08,
            quality=rng.randrange(20, 110),
            heat=rng.randrange(0, 100),
            provider=provider,
            domain=domain,
            topics=list(dict.fromkeys(picked)),
            image=_image(rng, domain, slug),
            related=[_relation(rng, *other, when) for other in others[: rng.choice((1, 2, 3))]],
            secured=_secured(rng),
            body=_body(rng) if rng.random() < 0.2 else "",
        )
        yield made._replace(body=body(number)) if body else made


def front_matter(article: Article, extra: Sequence[str] = (), state: str | None = None) -> str:
    """Write an article as its site does; `state` stands for its line that says `published`."""
    state = f"published: {str(article.live).lower()}" if state is None else state
    lines = [
        "---",
        "category: news",
        f'title: "{article.title}"',
        f'excerpt: "{article.excerpt}"',
        f"publishedDateTime: {article.date}",
        f'originalUrl: "{article.link}"',
        f'webUrl: "{article.link}"',
        f'ampWebUrl: "{article.link}.amp"',
        f'cdnAmpWebUrl: "https://cdn.example/c/s/{article.link[8:]}.amp"',
        "type: article",
        f"quality: {article.quality}",
        f"heat: {article.heat}",
        *([state] if state else []),
        *extra,
        "",
        "provider:",
        f"  name: {article.provider}",
        f"  domain: {article.domain}",
        "",
        "topics:",
        *(f'  - "{name}"' for name in article.topics),
    ]
    if article.image:
        lines += ["", "images:", *_image_lines(*article.image, indent="  ")]
    lines += ["", "related:"]
    for title, excerpt, link, domain, date in article.related:
        lines += [
            f'  - title: "{title}"',
            f'    excerpt: "{excerpt}"',
            f"    publishedDateTime: {date}",
            f'    webUrl: "{link}"',
            "    type: article",
            "    provider:",
            f"      name: {domain.partition('.')[0]}",
            f"      domain: {domain}",
            "    quality: 39",
            "    images:",
            *_image_lines(f"{link}card.jpg", 1200, 630, True, indent="      "),
        ]
    lines += ["", f'secured: "{article.secured}"', "---", "", article.body]
    return "\n".join(lines)


def write_repository(
    folder: Path, count: int, files: dict[str, str], body: Callable[[int], str] | None = None
) -> Path:
    """Make a git work tree of the articles and some other files, all committed.

    Gives the newest article that is published, relative to the folder.
    """
    newest = Path()
    git(folder, "init", "--quiet", "--initial-branch=main")
    feed = ["git", "-C", str(folder), "fast-import", "--quiet"]
    with subprocess.Popen(feed, stdin=subprocess.PIPE, env=environment()) as process:
        pipe = process.stdin
        assert pipe is not None
        pipe.write(b"commit refs/heads/main\ncommitter Bench <bench@example.org> 0 +0000\n")
        pipe.write(b"data 8\nArticles\n")
        for path, text in files.items():
            pipe.write(_blob(path, text))
        for article in articles(count, body):
            path = f"articles/{article.path}"
            pipe.write(_blob(path, front_matter(article)))
            newest = Path(path) if article.live else newest
    if process.returncode:
        raise SystemExit(f"git fast-import: status {process.returncode}")
    git(folder, "reset", "--quiet", "--hard")
    return newest


def git(folder: Path, *words: str) -> None:
    """Run git on a corpus, whatever the user's own settings are."""
    # Nothing is tidied up in the background while we measure.
    subprocess.run(["git", "-C", folder, "-c", "gc.auto=0", *words], check=True, env=environment())


def environment() -> dict[str, str]:
    """Give the environment in which git knows nothing of its user."""
    who = {"NAME": "Bench", "EMAIL": "bench@example.org"}
    author = {f"GIT_AUTHOR_{key}": text for key, text in who.items()}
    committer = {f"GIT_COMMITTER_{key}": text for key, text in who.items()}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return {**os.environ, **author, **committer, **own}


def _blob(path: str, text: str) -> bytes:
    data = text.encode()
    return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


def _providers(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Give (name, domain); no domain twice."""
    found = []
    for number in range(count):
        first, second = rng.sample(_WORDS, 2)
        domain = f"{first}-{second}-{number}.{rng.choice(_ENDINGS)}"
        found.append((f"{first} {second} {number}".title(), domain))
    return found


def _title(rng: random.Random) -> str:
    words = [*rng.choices(_WORDS, k=3), rng.choice(_VERBS), *rng.choices(_WORDS, k=4)]
    return " ".join(words).capitalize()


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(_WORDS, k=words)).capitalize() + "."


def _image(rng: random.Random, domain: str, slug: str) -> tuple[str, int, int, bool] | None:
    if rng.random() < 0.3:
        return None
    url = f"https://images.{domain}/{slug}.jpg?ve=1&tl=1"
    return url, *rng.choice(((1200, 630), (932, 470), (800, 800))), rng.random() < 0.7


def _image_lines(url: str, width: int, height: int, cached: bool, *, indent: str) -> list[str]:
    return [
        f'{indent}- url: "{url}"',
        f"{indent}  width: {width}",
        f"{indent}  height: {height}",
        f"{indent}  isCached: {str(cached).lower()}",
    ]


def _relation(
    rng: random.Random, name: str, domain: str, when: datetime
) -> tuple[str, str, str, str, str]:
    slug = "-".join(rng.choices(_WORDS, k=5))
    link = f"https://{domain}/{name.lower().replace(' ', '/')}/{slug}/"
    date = _written(when + timedelta(hours=rng.randrange(-200, 200)))
    return _title(rng), _sentence(rng, rng.randrange(14, 26)), link, domain, date


def _secured(rng: random.Random) -> str:
    blob, key = rng.randbytes(rng.randrange(500, 800)), rng.randbytes(16)
    return f"{base64.b64encode(blob).decode()};{base64.b64encode(key).decode()}"


def _body(rng: random.Random) -> str:
    """Give a few paragraphs of Markdown, now and then of HTML."""
    paragraphs = [_sentence(rng, rng.randrange(20, 60)) for _ in range(rng.randrange(1, 5))]
    if rng.random() < 0.25:
        return "".join(f"<p>{text}</p>\n" for text in paragraphs)
    first = f"## {_title(rng)}\n\n" if rng.random() < 0.3 else ""
    return first + "\n\n".join(f"**{text[0]}**{text[1:]}" for text in paragraphs) + "\n"


def _written(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"
