"""The Liquid of a body → the same body without it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from liquid.exceptions import LiquidError

from feedmill.bodies.about import About
from feedmill.bodies.addresses import defaults_for
from feedmill.parsing.fields.times import zone_of

from .engine import Engine
from .filters import FILTERS
from .job import ExhaustedError, Job
from .scope import Eleventy, Page, Site, home_of
from .tags import ELEVENTY, JEKYLL, Unknown


def render_liquid(text: str, about: About) -> str | None:
    """Return a body with its Liquid rendered; None if it can't be read at all.

    What feeds cannot show is noted in `about`; the text around it stays.
    """
    is_eleventy = about.config.articles.generator == "eleventy"
    job = Job(about, "" if is_eleventy else home_of(about.article.path, about))
    engine = _engine(is_eleventy)
    engine.job = job
    values = _values(job, is_eleventy)
    try:
        template = engine.read(text)
    except (LiquidError, ExhaustedError, RecursionError):
        return None
    return engine.rendered(template, values, job)


@lru_cache(maxsize=2)
def _engine(is_eleventy: bool) -> Engine:
    engine = Engine(ELEVENTY if is_eleventy else JEKYLL, Unknown)
    engine.filters.update(FILTERS)
    return engine


def _values(job: Job, is_eleventy: bool) -> Mapping[str, object]:
    zone = zone_of(job.about.config.articles.timezone)
    now = job.about.article.published.astimezone(zone)
    site = job.site = Site(job, zone)
    path = job.about.article.path.removeprefix(f"{job.home}/" if job.home else "")
    page = Page(job, zone, defaults_for(path, ("posts", "post"), site.settings))
    clock: dict[str, object] = {"now": now, "today": now}  # those of python-liquid would be today's
    if is_eleventy:
        return _Both(clock, Eleventy(job, page))
    return {
        **clock,
        "site": site,
        "page": page,
        "jekyll": {"environment": "production", "version": "4.3.4"},
    }


class _Both(dict[str, object]):
    """Variables, and where others are looked for."""

    def __init__(self, own: dict[str, object], more: Mapping[str, object]) -> None:
        super().__init__(own)
        self._more = more

    def __missing__(self, key: str) -> object:
        return self._more[key]
