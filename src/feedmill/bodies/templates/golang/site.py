"""The objects of templates: the page, the site, resources. Pure.

https://gohugo.io/methods/page/, https://gohugo.io/methods/site/, https://gohugo.io/methods/resource/
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any
from urllib.parse import quote, urlsplit

from feedmill.bodies.about import About
from feedmill.bodies.addresses import bundle_link, hugo_address
from feedmill.bodies.addresses.places import site_address
from feedmill.images.measure import LocalPicture

from .files import TemplateFiles, fits_glob
from .functions import Scratch
from .running import Html, Thing
from .syntax import NotUnderstoodError

_TYPES = {"jpg": "jpeg", "svg": "svg+xml"}
_IMAGES = ("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "tiff")
_SAME = ("Resize", "Fit", "Fill", "Crop", "Filter", "Process", "Colors")  # the original is shown
_MAX_RESOURCES = 500
_MAX_PAGES = 1000  # that the templates of one body ask for


class PageResource(Thing):
    """A file of a page's bundle, or of `assets/`; what is made of a picture is that picture."""

    def __init__(self, about: About, path: str, name: str, url: str) -> None:
        self._about, self._path, self._name, self._url = about, path, name, url
        self._picture: LocalPicture | None = None
        self._ending = posixpath.splitext(path)[1].lstrip(".").lower()

    def get(self, name: str) -> Any:
        """Return a field of the resource. Raises NotUnderstoodError if it has none."""
        kind = "image" if self._ending in _IMAGES else "text"
        if name in _SAME:
            return lambda *_: self
        if name in ("Width", "Height"):
            if self._picture is None:
                self._picture = self._about.inputs.picture(self._path)
            picture = self._picture
            if picture is None:
                raise NotUnderstoodError
            return picture.width if name == "Width" else picture.height
        if name == "Content":
            data = self._about.inputs.read(self._path)
            if data is None or len(data) > 2**17:
                raise NotUnderstoodError
            return data.decode("utf-8", "replace")
        sub = _TYPES.get(self._ending, self._ending)
        fields = {
            "Permalink": self._url,
            "RelPermalink": path_of_url(self._url),
            "Name": self._name,
            "Title": self._name,
            "ResourceType": kind,
            "Params": {},
            "Data": {"Integrity": ""},
            "MediaType": {
                "Type": f"{kind}/{sub}",
                "MainType": kind,
                "SubType": sub,
                "Suffix": self._ending,
            },
        }
        if name not in fields:
            raise NotUnderstoodError
        return fields[name]


class Resources(Thing):
    """The files of a page's bundle."""

    def __init__(self, about: About, files: TemplateFiles) -> None:
        self._about, self._files = about, files
        path = about.article.path
        self._folder = posixpath.dirname(path)
        self._is_bundle = posixpath.basename(path).startswith("index.")
        self._names: tuple[str, ...] | None = None  # until they are asked for

    def get(self, name: str) -> Any:
        """Return a method of the resources of a page. Raises NotUnderstoodError if it has none."""
        methods: dict[str, Callable[..., Any]] = {
            "Get": lambda wanted: self._first(lambda one: one == str(wanted).removeprefix("./")),
            "GetMatch": lambda wanted: self._first(lambda one: fits_glob(one, wanted)),
            "Match": lambda wanted: self._all(lambda one: fits_glob(one, wanted)),
            "ByType": lambda kind: self._all(
                lambda one: (one.rpartition(".")[2].lower() in _IMAGES) == (kind == "image")
            ),
        }
        if name not in methods:
            raise NotUnderstoodError
        return methods[name]

    def _all(self, wanted: Callable[[str], bool]) -> list[PageResource]:
        if not self._is_bundle:
            return []
        if self._names is None:
            self._names = tuple(islice(self._files.below(self._folder), _MAX_RESOURCES))
        made: list[PageResource] = []
        for name in self._names:
            if not name.startswith("index.") and wanted(name):
                link = bundle_link(self._about) or self._about.article.link
                url = f"{link if link.endswith('/') else link + '/'}{quote(name)}"
                made.append(PageResource(self._about, f"{self._folder}/{name}", name, url))
        return sorted(made, key=lambda one: str(one.get("Name")))

    def _first(self, wanted: Callable[[str], bool]) -> PageResource | None:
        return next(iter(self._all(wanted)), None)


def path_of_url(url: str) -> str:
    """Return an address without its host."""
    parts = urlsplit(url)
    rest = f"?{parts.query}" if parts.query else ""
    return (parts.path or "/") + rest + (f"#{parts.fragment}" if parts.fragment else "")


class Page(Thing):
    """The article's page, or, with an `address`, another one of which only that is known."""

    def __init__(
        self, about: About, files: TemplateFiles, render: Callable[..., Html], address: str = ""
    ) -> None:
        self._about, self._files, self._render = about, files, render
        self._address = address
        self._scratch = Scratch()
        self._resources = Resources(about, files)
        self._site = TemplateSite(about, files, render)

    def get(self, name: str) -> Any:
        """Return a field or a method of the page. Raises NotUnderstoodError if it has none."""
        link = self._address or self._about.article.link
        if name in ("Permalink", "RelPermalink"):
            return link if name == "Permalink" else path_of_url(link)
        if name in ("Site", "Page"):
            return self._site if name == "Site" else self
        if name in ("GetPage", "Ref", "RelRef"):
            return getattr(self._site, name.lower())
        if name in ("Scratch", "Store"):
            return self._scratch
        if self._address:
            raise NotUnderstoodError
        article = self._about.article
        fields: dict[str, Any] = {
            "Title": article.title,
            "LinkTitle": article.title,
            "Params": self._about.values,
            "Param": self._param,
            "Resources": self._resources,
            "RenderString": self._render,
            "Language": self._site.get("Language"),
            "Lang": self._site.get("Language")["Lang"],
            "Kind": "page",
            "IsPage": True,
            "IsHome": False,
            "File": _file(article.path),
        }
        if name not in fields:
            raise NotUnderstoodError
        return fields[name]

    def _param(self, key: str) -> Any:
        value: Any = self._about.values.get(key.lower())
        if value is not None:
            return value
        value = self._files.settings()["params"]
        for part in key.lower().split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value


def _file(path: str) -> Mapping[str, Any]:
    folder, _, name = path.rpartition("/")
    base = name.rpartition(".")[0]
    below = path.removeprefix("content/")
    return {
        "Path": below,
        "Dir": f"{posixpath.dirname(below)}/",
        "LogicalName": name,
        "BaseFileName": base,
        "TranslationBaseName": base.partition(".")[0],
        "ContentBaseName": posixpath.basename(folder) if base == "index" else base,
        "Ext": name.rpartition(".")[2],
        "Filename": path,
    }


class TemplateSite(Thing):
    """The site."""

    def __init__(self, about: About, files: TemplateFiles, render: Callable[..., Html]) -> None:
        self._about, self._files, self._render = about, files, render
        self._found: dict[str, str | None] = {}

    def get(self, name: str) -> Any:
        """Return a field or a method of the site. Raises NotUnderstoodError if it has none."""
        site = self._about.config.site
        language = self._about.article.language or site.language or "en"
        if name == "Params":
            return self._files.settings()["params"]
        if name in ("GetPage", "Data"):
            return self.getpage if name == "GetPage" else self._files.data()
        fields: dict[str, Any] = {
            "BaseURL": f"{site.url.rstrip('/')}/",
            "Title": site.title,
            "Language": {"Lang": language, "LanguageCode": language, "Locale": language},
            "LanguageCode": language,
            "LanguagePrefix": "",
            "Config": {"Privacy": _Privacy()},
            "IsMultiLingual": "languages" in self._files.settings(),
            "IsServer": False,
        }
        if name not in fields:
            raise NotUnderstoodError
        return fields[name]

    def getpage(self, *given: Any) -> Page | None:
        """Return a page of the site; None if there is none."""
        found = self._address_of(str(given[-1]))
        return Page(self._about, self._files, self._render, found) if found else None

    def ref(self, *given: Any) -> str:
        """Return the address of a page. Raises NotUnderstoodError if there is none."""
        path = given[-1]
        if isinstance(path, Mapping):
            path = path.get("path")
        found = self._address_of(str(path))
        if not found:
            raise NotUnderstoodError
        return found

    def _address_of(self, path: str) -> str | None:
        if path not in self._found and len(self._found) < _MAX_PAGES:
            self._found[path] = hugo_address(path, self._about)
        return self._found.get(path)

    def relref(self, *given: Any) -> str:
        """Return the path of a page. Raises NotUnderstoodError if there is none."""
        return path_of_url(self.ref(*given))

    def address(self, path: Any) -> str:
        """Return the whole address of a path of the site."""
        text = str(path)
        if text.startswith(("http://", "https://", "//", "#", "mailto:", "data:")):
            return text
        return site_address(text, self._about)


class _Privacy(Thing):
    """Services as they are without settings: none is disabled."""

    def get(self, name: str) -> Any:  # noqa: ARG002 (all of them are the same)
        return {}
