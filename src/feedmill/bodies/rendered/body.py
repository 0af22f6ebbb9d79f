"""An article and its config → the body on its rendered page, if that is there. Pure."""

from __future__ import annotations

from feedmill.bodies.about import About
from feedmill.config.articles import Rendered

from .page import MAX_PAGE_BYTES, Cut, CutError, Cutter
from .places import PagePlace, page_places

_INSTEAD = "the entry is made from the article's file"


class RenderedBodies:
    """The bodies on the pages of a site, as `articles.rendered` says."""

    def __init__(self, settings: Rendered) -> None:
        self._cutter = Cutter(settings)
        self._folder = settings.folder

    def find(self, about: About) -> Cut | None:
        """Return the body on an article's page; None if it must come from the article's file.

        A page that is missing, or has no article on it, is noted. Links to other sites have none.
        """
        places = self._places(about)
        for place in places or ():
            path = f"{self._folder}/{place.path}"
            data = about.inputs.read(path)
            if data is None:
                continue
            if "#" in about.article.link:
                return None  # a part of a page
            try:
                if len(data) > MAX_PAGE_BYTES:
                    raise CutError(f"it has over {MAX_PAGE_BYTES // 2**20} MiB")
                return self._cutter.cut(data, place.base, about.article)
            except CutError as error:
                about.note("no-page", f"{path} can't be used: {error}; {_INSTEAD}")
                return None
        if places is not None:
            self._note_missing(about, places)
        return None

    def check(self, about: About) -> None:
        """Note that an article's page is missing, if it is; nothing is read."""
        places = self._places(about)
        if places is None or any(
            about.inputs.exists(f"{self._folder}/{place.path}") for place in places
        ):
            return
        self._note_missing(about, places)

    def _places(self, about: About) -> list[PagePlace] | None:
        return page_places(about.article.link, str(about.config.site.url))

    def _note_missing(self, about: About, places: list[PagePlace]) -> None:
        where = f"there is no {self._folder}/{places[0].path}" if places else "its link has a query"
        about.note("no-page", f"{about.article.link} has no page ({where}): {_INSTEAD}")
