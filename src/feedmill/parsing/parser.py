"""Articles: bytes in, values out. Pure; nothing here opens a file or asks the time.

`Reader.read` returns what the index needs of one file, or what is wrong with it;
`Reader.read_raw` returns the text of its body, too, which `bodies` renders for the few articles
that appear in a feed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.dimensions import named_fields
from feedmill.config.schema import Articles, Config, PreviewConfig
from feedmill.fields import FIELDS, keys_of
from feedmill.model import Article, Problem, RawArticle
from feedmill.names import fold, in_utf8, is_utf8

from . import front_matter
from .defaults import FrontMatterDefaults
from .fields import flags, times, values
from .fields.dates import Moment
from .fields.kinds import PARSERS, Context, Parser
from .fields.linked import Locate
from .fields.served import ServedFiles
from .ids import Ids
from .paths import PathParts, placer
from .permalinks import Permalinks, generator_rules
from .placeholders import Subject
from .problems import PROBLEMS, RETRACTION, Refused, problem
from .sheet import Sheet

__all__ = ["PROBLEMS", "Reader", "Reading"]

_DRAFT_MARK = "Draft: "  # before the titles of drafts, in previews that show them

_Parsers = tuple[tuple[str, Parser], ...]  # by field
_ALL: _Parsers = tuple((row.name, PARSERS[row.kind]) for row in FIELDS.values() if row.kind)
_SELECTING: _Parsers = tuple(one for one in _ALL if FIELDS[one[0]].selects)


class Reading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of one file.

    `article` is None if the file was refused (then `problems` has an error) or passed over
    (then `skipped` is the reason: draft, unpublished, removed, hidden, section,
    no-front-matter). `removed` has what is known of an article that was published and is taken
    back; its title, summary and body are left out; `announced` says that it carries its id, and so
    is to be announced as gone (RFC 6721). `naive_date` says that the date named no time zone;
    `name_date` is the day in the file's name or path.
    """

    path: str
    article: Article | None = None
    problems: tuple[Problem, ...] = ()
    skipped: str | None = None
    removed: Article | None = None
    announced: bool = False
    naive_date: bool = False
    name_date: date | None = None


class Reader:
    """Reads articles as a config, checked by `config`, says."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._keys = _keys(config.articles)
        self._statuses = {" ".join(word.split()).lower() for word in config.articles.statuses}
        self._zone = times.zone_of(config.articles.timezone)
        self._home = config.site.url.rstrip("/")
        self._permalinks = Permalinks(config)
        self._ids = Ids(config, self._permalinks)
        self._untitled = config.articles.untitled
        self._rules = generator_rules(config)
        self._bare = config.articles.bare or self._rules.bare
        self._place = placer(config.articles.include, loose=self._rules.loose_days)
        self._defaults = FrontMatterDefaults(config, self._rules)
        authors = {fold(key): one for key, one in config.articles.authors.items()}
        self._context = Context(self._home, "", authors, self._rules.names, _locate(config))
        self._named = named_fields(config)
        self._drafts = isinstance(config, PreviewConfig) and config.drafts

    def read(self, path: str, data: bytes | Problem) -> Reading:
        """Read the front matter and flags of one file, or pass on why there are no bytes.

        `path` is relative to the config's folder, with `/`. Whatever the bytes, nothing is raised.
        """
        return self._read(path, data)[0]

    def subject(self, path: str, data: bytes) -> Subject | None:
        """Return what patterns are filled from; None if the file is no article with a date."""
        try:
            sheet = self._sheet(path, data)
        except Refused:
            return None
        place = self._place(path)
        moment = self._published(sheet, place)
        title = self._title(sheet, place)
        return self._permalinks.subject(sheet, place, title, moment) if moment else None

    def read_raw(self, path: str, data: bytes | Problem) -> RawArticle | None:
        """Return the article with the text of its body; None if `read` gives no article."""
        return self.read_whole(path, data)[1]

    def read_whole(self, path: str, data: bytes | Problem) -> tuple[Reading, RawArticle | None]:
        """Return what `read` and `read_raw` do."""
        reading, sheet = self._read(path, data)
        if reading.article is None or sheet is None:
            return reading, None
        parts = sheet.parts
        return reading, RawArticle(
            article=reading.article,
            text=parts.body,
            line=parts.line_at(parts.body_start),
            values=sheet.values,
        )

    def _read(self, path: str, data: bytes | Problem) -> tuple[Reading, Sheet | None]:
        if isinstance(data, Problem):
            return Reading(path=path, problems=(data,)), None
        if path.rpartition("/")[2].startswith("_index."):
            return Reading(path=path, skipped="section"), None
        try:
            sheet = self._sheet(path, data)
        except Refused as why:
            twice = bool(why.key) and flags.is_flag(why.key.lower(), self._keys)
            code = "bad-flag" if twice else why.code
            found = problem(in_utf8(path), code, why.message, why.line)
            skipped = "no-front-matter" if why.code == "no-front-matter" else None
            return Reading(path=path, problems=(found,), skipped=skipped), None
        reasons = flags.kept_out(sheet, self._statuses, self._rules.hides)
        mark = ""
        if self._drafts and set(reasons) == {flags.DRAFT}:
            reasons, mark = [], _DRAFT_MARK
        reason = reasons[0] if reasons else None
        place = self._place(path)
        if reason == flags.REMOVED and not sheet.refused:
            return self._read_removed(sheet, place), None
        if reason or sheet.refused:
            return Reading(path=path, problems=tuple(sheet.problems), skipped=reason), None
        dated = place.date or sheet.find("published_at") or flags.published_on(sheet)
        if not (dated or sheet.find("title")):
            return Reading(path=path, skipped="section"), None
        return self._read_article(sheet, place, mark), sheet

    def _sheet(self, path: str, data: bytes) -> Sheet:
        """Return the front matter, with what the config adds to it. Raises Refused."""
        _check_path(path)
        text = front_matter.decode(data)
        try:
            return self._filled(path, self._split(text, path))
        except Refused as why:
            if why.code != "no-front-matter" or not self._bare:
                raise
            nothing = front_matter.Parts("yaml", text, 0, 0, 0)
            sheet = self._filled(path, nothing)
            if self._place(path).date or sheet.find("published_at"):
                return sheet
            raise

    def _split(self, text: str, path: str) -> front_matter.Parts:
        return front_matter.split(text, path, long_fences=self._rules.long_fences)

    def _filled(self, path: str, parts: front_matter.Parts) -> Sheet:
        rules = self._rules
        sheet = Sheet(path, parts, self._keys, lenient=rules.lenient, last_key=rules.last_key)
        sheet.yaml_times = rules.yaml_times and parts.kind == "yaml"
        self._defaults.fill(sheet)
        return sheet

    def _published(self, sheet: Sheet, place: PathParts) -> Moment | None:
        return times.published(sheet, place, self._zone, day_first=self._rules.day_first)

    def _title(self, sheet: Sheet, place: PathParts) -> str:
        """Return the title, else the first heading, else what the generator makes of the name."""
        found = values.title(sheet)
        if not found:
            text = sheet.parts.body
            if not self._rules.top_heading or text.lstrip().startswith("# "):
                from .headings import first_heading  # most articles name their title

                found = first_heading(text, sheet.path)
            found = found or self._rules.title(place.name)
        if self._config.articles.smart_titles:
            from .smart import smart_text  # few sites need it

            return smart_text(found, self._rules.dash)
        return found

    def _read_article(self, sheet: Sheet, place: PathParts, mark: str) -> Reading:
        """Read the rest of an article; `mark` goes before its title."""
        text = sheet.parts.body
        has_body = bool(text) and not text.isspace()
        title = self._title(sheet, place)
        if not title and not self._untitled and not sheet.problems:
            sheet.note("no-title", "no title, and no heading in the body")
        moment = self._published(sheet, place)
        link = self._permalinks.link(sheet, place, title, moment)
        parsed = self._parse(sheet, _ALL, link or self._home)
        if has_body and parsed["summary"].casefold() == title.casefold():
            parsed["summary"] = ""  # it says no more than the title
        due = times.limit_of(sheet, self._rules.waits, self._zone)
        expires = times.limit_of(sheet, self._rules.expires, self._zone)
        article_id = self._ids.article_id(sheet, place, title, moment, link)
        article = None
        if moment and link and not sheet.refused:
            article = Article(
                path=sheet.path,
                id=article_id,
                title=f"{mark}{title}",
                link=link,
                published=moment.utc,
                updated=times.updated(
                    sheet, moment.utc, self._zone, day_first=self._rules.day_first
                ),
                due=due if due and due > moment.utc else None,
                expires=expires,
                has_body=has_body,
                has_picture=has_body and _may_have_picture(text),
                **parsed,
            )
        return Reading(
            path=sheet.path,
            article=article,
            problems=tuple(sheet.problems),
            naive_date=bool(moment and moment.naive),
            name_date=place.date,
        )

    def _read_removed(self, sheet: Sheet, place: PathParts) -> Reading:
        """Read what feeds say of an article that is retracted, and which feeds say it.

        Whatever else is wrong with it does not matter any more.
        """
        article_id = self._ids.article_id(sheet, place, "", None, None)
        if sheet.refused:
            return Reading(path=sheet.path, problems=tuple(sheet.problems), skipped=flags.REMOVED)
        moment = self._published(sheet, place)
        announced = sheet.find("id") is not None
        if moment is None:
            untold = (_untold(sheet),) if announced else ()
            return Reading(path=sheet.path, problems=untold, skipped=flags.REMOVED)
        link = self._permalinks.link(sheet, place, values.title(sheet), moment) or ""
        article = Article(
            path=sheet.path,
            id=article_id,
            title="",
            link=link,
            published=moment.utc,
            updated=times.updated(sheet, moment.utc, self._zone, day_first=self._rules.day_first),
            **self._parse(sheet, _SELECTING, link),
        )
        return Reading(
            path=sheet.path,
            skipped=flags.REMOVED,
            removed=article,
            announced=announced,
        )

    def _parse(self, sheet: Sheet, parsers: _Parsers, link: str) -> dict[str, Any]:
        """Return the values of fields, by name."""
        at = replace(self._context, link=link)
        found = {name: parse(sheet, name, at) for name, parse in parsers}
        if self._named:
            found["fields"] = values.named(sheet, self._named)
        return found


def _locate(config: Config) -> Locate | None:
    """Return what finds the addresses of files, where articles have others than pages."""
    files = ServedFiles(config)
    return files.address if files.moves else None


def _may_have_picture(text: str) -> bool:
    return "![" in text or "<img" in text or "figure" in text or ".. image" in text


def _untold(sheet: Sheet) -> Problem:
    """Say that no feed can tell of a retraction, for want of a date."""
    why = sheet.problems[0]
    message = f"no feed can say that it is retracted: {why.message}"
    return problem(sheet.path, RETRACTION, message, why.line)


def _check_path(path: str) -> None:
    if not is_utf8(path):
        raise Refused("bad-path", "the file's name is not UTF-8")


def _keys(articles: Articles) -> dict[str, tuple[str, ...]]:
    """Return each field's keys in lower case, with what the config replaces."""
    return {
        field: tuple(key.lower() for key in keys_of(field, articles.fields)) for field in FIELDS
    }
