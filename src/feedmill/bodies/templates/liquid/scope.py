"""The variables of Liquid: `site`, `page`, data files. Pure.

https://jekyllrb.com/docs/variables/, https://www.11ty.dev/docs/data/. What a feed cannot know, such
as `site.posts`, is empty, and noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any
from urllib.parse import urlsplit

from feedmill.urls import origin

from .data import ENDINGS, BadDataError, parse_data, typed
from .job import Job

_UNKNOWN = {
    *("posts", "related_posts", "pages", "static_files", "html_pages", "html_files"),
    *("collections", "documents", "categories", "tags", "github", "paginator", "theme"),
}
_SETTINGS = ("_config.yml", "_config.yaml")
_PARTIALS = ("_includes", "includes", "_components", "components", "_partials", "partials")
_UNFIT = re.compile(r"[^\w\s-]+")


class Lazy(Mapping[str, Any]):
    """Keys and values, each made when it is asked for; `names` are those that loops find."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, key: object) -> bool:
        try:
            self[str(key)]
        except KeyError:
            return False
        return True

    def __getitem__(self, key: str) -> Any:
        raise KeyError(key)


class DataFolder(Lazy):
    """Data files and folders by their names without endings."""

    def __init__(self, job: Job, folder: str, depth: int = 0) -> None:
        files = job.about.inputs.names(folder) if depth < 10 else ()
        self._files: dict[str, str] = {}
        for name in files:
            stem, dot, ending = name.rpartition(".")
            if name.endswith("/"):
                self._files.setdefault(_data_name(name[:-1]), name)
            elif f"{dot}{ending}" in ENDINGS:
                self._files[_data_name(stem)] = name
        super().__init__(tuple(self._files))
        self._job, self._folder, self._depth = job, folder, depth

    def __getitem__(self, key: str) -> Any:
        name = self._files[key]
        path = f"{self._folder}/{name}"
        if name.endswith("/"):
            return DataFolder(self._job, path[:-1], self._depth + 1)
        return data_file(self._job, path)


def data_file(job: Job, path: str) -> Any:
    """Return what is in a data file, None if it is missing or can't be read, which is noted."""
    data = job.about.inputs.read(path)
    if data is None:
        return None
    try:
        return parse_data(f".{path.rpartition('.')[2]}", data)
    except BadDataError as error:
        job.about.note("left-out", f"{path} {error}; it is left out")
        return None


def _data_name(name: str) -> str:
    return re.sub(r"\s+", "_", _UNFIT.sub("", name).strip())


def home_of(path: str, about: Any) -> str:
    """Return the folder of Jekyll's settings above an article, "" for the site's own.

    Where there are none, it is the folder that the article's `_posts` is in.
    """
    for folder in folders_above(path):
        if any(about.inputs.exists(joined(folder, name)) for name in _SETTINGS):
            return folder
    above, found, _ = path.partition("_posts/")
    return above.rstrip("/") if found else ""


def folders_above(path: str) -> Iterator[str]:
    """Yield the folders that a path is in, the innermost first, and "" for the site's own."""
    while path:
        path = path.rpartition("/")[0]
        yield path


def folders_of_includes(job: Job) -> list[str]:
    """Return the folders that Eleventy's `dir.includes` may be, the likeliest first."""
    if job.partials is None:
        above = [*folders_above(job.about.article.path)]
        places = [joined(one, name) for name in _PARTIALS for one in above]
        there = job.about.inputs.folders_among(tuple(places))
        job.partials = [one for one in places if one in there]
    return job.partials


def joined(*parts: str) -> str:
    """Return the path of its parts, of which some are empty."""
    return "/".join(part.strip("/") for part in parts if part.strip("/") not in ("", "."))


class Site(Lazy):
    """Jekyll's `site`: its settings, its data, and what the config of the feeds says of it."""

    def __init__(self, job: Job, zone: tzinfo) -> None:
        about = job.about
        self._job = job
        self.settings: dict[str, Any] = {}
        for name in _SETTINGS:
            found = data_file(job, joined(job.home, name))
            if isinstance(found, dict):
                self.settings = found
                break
        source = self.settings.get("source")
        self.source = joined(job.home, source if isinstance(source, str) else "")
        self.base = urlsplit(about.config.site.url).path.rstrip("/")
        self.url = origin(about.config.site.url)
        self._own = {
            "url": self.url,
            "baseurl": self.base,
            "time": about.article.published.astimezone(zone),
        }
        super().__init__(tuple({**self.settings, **self._own}))

    def folder(self, key: str, usual: str) -> str:
        """Return a folder of the site that a setting can name."""
        found = self.settings.get(key)
        return joined(self.source, found if isinstance(found, str) else usual)

    def __getitem__(self, key: str) -> Any:
        if key in self._own:
            return self._own[key]
        if key == "data":
            found = DataFolder(self._job, self.folder("data_dir", "_data"))
            self._own[key] = found
            return found
        collections = self.settings.get("collections")
        if key in _UNKNOWN or (isinstance(collections, dict | list) and key in collections):
            self._job.leave_out(f"site.{key}")
            return []
        if key == "title" and "title" not in self.settings:
            return self._job.about.config.site.title
        return self.settings[key]


class Page(Lazy):
    """The article, as `page`: its front matter, and what the generator adds to that."""

    def __init__(self, job: Job, zone: tzinfo, defaults: Mapping[str, Any]) -> None:
        article, values = job.about.article, job.about.values
        path = article.path
        parts = urlsplit(article.link)
        base = urlsplit(job.about.config.site.url).path.rstrip("/")
        self._values = {key.lower(): value for key, value in defaults.items()}
        self._values |= {key: _typed(value) for key, value in values.items()}
        below = path.removeprefix(f"{job.home}/") if job.home else path
        self._values |= {
            "title": article.title,
            "date": article.published.astimezone(zone),
            "url": parts.path.removeprefix(base) or "/",
            "id": parts.path.removeprefix(base).removesuffix(".html").rstrip("/"),
            "path": below,
            "relative_path": below,
            "name": path.rpartition("/")[2],
            "inputPath": f"./{below}",
            "fileSlug": re.sub(r"^\d{4}-\d\d-\d\d-", "", path.rpartition("/")[2].split(".")[0]),
        }
        self._values.setdefault("slug", self._values["fileSlug"])
        self._values.setdefault("collection", "posts")
        self._values.setdefault("tags", list(article.topics))
        self._values.setdefault("categories", list(article.topics))
        self._values.setdefault("excerpt", article.summary)
        self._job = job
        super().__init__(tuple(self._values))

    def __getitem__(self, key: str) -> Any:
        if key in ("next", "previous", "content", "output"):
            if key not in self._values:
                self._job.leave_out(f"page.{key}")
            return self._values.get(key)
        return self._values[key] if key in self._values else self._values[key.lower()]


def _typed(value: Any, depth: int = 0) -> Any:
    """Return the values that the texts of front matter stand for."""
    if isinstance(value, str):
        found = typed(value)
        return value if isinstance(found, str) else found
    if depth > 50:
        return None
    if isinstance(value, list):
        return [_typed(one, depth + 1) for one in value]
    if isinstance(value, Mapping):
        return {key: _typed(one, depth + 1) for key, one in value.items()}
    return value


class Eleventy(Lazy):
    """The variables of Eleventy: front matter and data files by name, and `page`."""

    def __init__(self, job: Job, page: Page) -> None:
        self._job, self._page = job, page
        self._data: DataFolder | None = None
        super().__init__(("page", *page))

    @property
    def data(self) -> Mapping[str, Any]:
        """The files of the folder `_data` of the site's input folder."""
        if self._data is None:
            inputs = self._job.about.inputs
            folders = (joined(one, "_data") for one in folders_above(self._job.about.article.path))
            folder = next((one for one in folders if inputs.names(one)), "_data")
            self._data = DataFolder(self._job, folder)
        return self._data

    def __getitem__(self, key: str) -> Any:
        if key == "page":
            return self._page
        if key in ("collections", "pagination", "eleventy", "pkg"):
            self._job.leave_out(key)
            return {}
        return self._page[key] if key in self._page else self.data[key]
