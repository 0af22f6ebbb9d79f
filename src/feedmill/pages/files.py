"""Read the files that pages are made from: the package's, and a site's own templates."""

from __future__ import annotations

from pathlib import Path

from feedmill.errors import PagesError
from feedmill.state.directory import Directory
from feedmill.state.place import inside

from .languages import FALLBACK, language_candidates
from .wording import Theme

_HERE = Path(__file__).parent
_ENDINGS = (".html", ".css")
_MAX_FILES = 50
_MAX_BYTES = 2**18


def package_theme(language: str) -> Theme:
    """Return the theme that comes with Feedmill, with the words for a language (BCP 47)."""
    files = {
        name: _HERE / "words" / f"{name}.json"
        for name in (*language_candidates(language), FALLBACK)
    }
    name = next(name for name, file in files.items() if file.exists())
    return Theme(name, files[name].read_bytes())


def package_templates() -> dict[str, str]:
    """Return the templates that come with Feedmill, by file name."""
    return {one.name: one.read_text("utf-8") for one in sorted((_HERE / "templates").iterdir())}


def read_templates(root: Path, folder: str) -> dict[str, str]:
    """Return a site's own templates by file name; `folder` is relative to `root`, the site's.

    No link is followed out of the site, and what no page could need is refused. Raises PagesError
    if the folder or a template can't be read.
    """
    try:
        with Directory.open(inside(root, root / folder)) as there:
            names = [name for name in there.names() if name.endswith(_ENDINGS)]
            if len(names) > _MAX_FILES:
                raise PagesError(f"{folder} has over {_MAX_FILES} templates; remove some")
            return {name: _text(there.read(name, _MAX_BYTES), f"{folder}/{name}") for name in names}
    except OSError as error:
        place = error.filename or root / folder
        raise PagesError(f"pages.templates: {place}: {error.strerror}") from error


def _text(data: bytes | None, path: str) -> str:
    try:
        return (data or b"").decode()
    except UnicodeDecodeError as error:
        raise PagesError(f"{path} is not UTF-8; save it as UTF-8") from error
