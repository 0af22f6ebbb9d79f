"""The config that `feedmill init` writes, from what was found and answered. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import yaml

from feedmill.dimensions import DIMENSIONS
from feedmill.formats import FORMATS
from feedmill.generators.proposal import Author, Proposal
from feedmill.generators.table import GENERATORS
from feedmill.names import fixed_part

from .answers import Answers, fit


def config_text(found: Proposal, answers: Answers) -> str:
    """Return a config with a comment wherever there is something to know."""
    return f"""\
# What Feedmill reads, and which feeds it makes of it. `feedmill build` makes them, `feedmill check`
# looks for mistakes in the articles. Feedmill's docs/config.md explains every key.

site:
  title: {scalar(answers.title)}
  url: {scalar(answers.url)}
  # Who mints the ids of entries, and since when: `domain,year` of a domain that was yours in that
  # year. Never change it: every entry would be new to every subscriber.
  authority: {scalar(answers.authority)}
{_lines(_site_lines(found))}
articles:
  include: {_list(answers.include)}
{_lines(_article_lines(found, answers))}
feeds:
{_output_lines(found, answers)}\
  formats: [{", ".join(row.name for row in FORMATS.values() if row.default)}]
  limit: 50 # newest entries of a feed; 0: all of them
  content: summary # or full: the whole text of each article
  families: # which feeds there are
    - all
{_family_lines(found)}
    # - name: robots # one of your own: feeds/robots.atom …
    #   title: Robots
    #   where: {{topics: {{any: [Robotics, Drones]}}}}

{_lines(_group_lines(found))}\
pages: true # an HTML page beside each feed, for people who click its link
"""


def _family_lines(found: Proposal) -> str:
    """Return a line for each dimension; those that are of no use here are in comments."""
    return "\n".join(
        f"    {'' if row.default or row.name in found.by else '# '}- {row.name} "
        f"# one for each {row.docs}"
        for row in DIMENSIONS.values()
    )


def _group_lines(found: Proposal) -> Iterator[str]:
    """Yield the lines that name topics, if front matter has keys for them."""
    if found.topics:
        yield "groups:"
        yield "  topic: # what topics in front matter are called"
        for key, name in found.topics.items():
            yield f"    {scalar(key)}: {{title: {scalar(name)}}}"
        yield ""


def title_of(found: Proposal) -> str:
    """Return the name of the site's generator, for people; "" if there is none."""
    return GENERATORS[found.generator].title if found.generator else ""


def scalar(text: str) -> str:
    """Write a text in YAML: as it is where that is safe, else in double quotes, as JSON does.

    It is safe in a list in brackets, too, and never another type than text.
    """
    is_plain = re.fullmatch(r"(https?:)?[A-Za-z/][A-Za-z0-9 ._/+@~-]*(?<! )", text)
    if is_plain and yaml.safe_load(text) == text:
        return text
    return json.dumps(text, ensure_ascii=False)


def _lines(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _site_lines(found: Proposal) -> Iterator[str]:
    """Yield the lines of what else is known of the site."""
    yield f"  language: {scalar(_tag(found.language) or 'en')}"
    if found.description:
        yield f"  description: {scalar(found.description)}"
    else:
        yield "  # description: what stands below the title"
    if found.author:
        yield f"  author: {_person(found.author)}"
    yield "  # feeds_url: where the output folder is served, if not at feeds/ below `url`"


def _article_lines(found: Proposal, answers: Answers) -> Iterator[str]:
    """Yield the lines that say how articles are read."""
    if found.exclude:
        yield f"  exclude: {_list(found.exclude)}"
    if found.generator:
        yield f"  generator: {found.generator} # whose rules make slugs and read addresses"
    zone = fit("timezone", found.timezone) or "UTC"
    yield f"  timezone: {scalar(zone)} # of dates that do not name one"
    if found.future:
        who = title_of(found) or "the site"
        yield f"  future: true # as {who} does: articles dated after today, too"
    if found.liquid:
        yield f"  liquid: true # as {title_of(found)} does; needs the extra feedmill[jekyll]"
    if found.plain:
        yield "  liquid: false # braces in articles are text: no plugin of the site renders them"
    yield from _markdown_lines(found)
    if found.math:
        yield "  math: mathml # TeX becomes formulas; needs the extra feedmill[math]"
    if found.fields:
        yield "  fields: # front matter that holds"
        for field, keys in found.fields.items():
            yield f"    {field}: {_list(keys)}"
    yield from _permalink_lines(found)
    if len({fixed_part(pattern) for pattern in answers.include}) > 1:
        yield "  # Files in two folders may have one name, so their links make the ids."
        yield f"  id: {scalar(f'tag:{answers.authority}:{{link_path}}')}"
    if pages := found.rendered:
        select = f", select: {scalar(pages.select)}" if pages.select else ""
        yield "  # Bodies come from the site's pages, which are made before the feeds, in CI, too."
        remove = f", remove: {_list(pages.remove)}" if pages.remove else ""
        yield f"  rendered: {{folder: {scalar(pages.folder)}{select}{remove}}}"
    if found.defaults:
        yield "  defaults: # front matter of articles that do not say otherwise"
        for match, values in found.defaults:
            inner = ", ".join(f"{scalar(key)}: {_value(value)}" for key, value in values.items())
            files = f"match: {scalar(match)}, " if match else ""
            yield f"    - {{{files}values: {{{inner}}}}}"
    if found.authors:
        yield "  # Whom a name in front matter stands for. Copied from the site: keep it in step."
        yield "  authors:"
        for key, author in found.authors.items():
            yield f"    {scalar(key)}: {_person(author)}"


def _markdown_lines(found: Proposal) -> Iterator[str]:
    """Yield the lines of the options of the dialect; extensions are many, so each has a line."""
    if not found.markdown:
        return
    dialect = GENERATORS[found.generator].rules.dialect if found.generator else "default"
    options = {"dialect": dialect, **found.markdown}
    written = {key: _option(value) for key, value in options.items()}
    about = f"# as {title_of(found) or 'the site'} is set"
    if "extensions" not in options:
        inner = ", ".join(f"{key}: {value}" for key, value in written.items())
        yield f"  markdown: {{{inner}}} {about}"
        return
    yield f"  markdown: {about}"
    yield from (f"    {key}: {value}" for key, value in written.items())
    if found.unknown:
        yield f"    # Extensions that Feedmill lacks: {yaml_printable(', '.join(found.unknown))}"


def _permalink_lines(found: Proposal) -> Iterator[str]:
    patterns = [(match, fit("permalink", pattern)) for match, pattern in found.permalink]
    patterns = [(match, pattern) for match, pattern in patterns if pattern]
    if not patterns:
        yield "  # Addresses of articles whose front matter has none:"
        yield "  # permalink: /{year}/{month}/{slug}/"
        return
    made = f"as {title_of(found)} makes them" if found.generator else "made of its path"
    yield f"  # The address of an article whose front matter has none, {made}."
    yield "  # Compare a few with those of the site before you publish."
    for warning in found.warnings:
        lead = "NOT as on the site: " if found.generator else ""
        yield f"  # {lead}{yaml_printable(warning)}"
    if len(patterns) == 1 and not patterns[0][0]:
        yield f"  permalink: {scalar(patterns[0][1])}"
        return
    yield "  permalink:"
    for match, pattern in patterns:
        files = f"match: {scalar(match)}, " if match else ""
        yield f"    - {{{files}pattern: {scalar(pattern)}}}"


def _output_lines(found: Proposal, answers: Answers) -> str:
    """Return the output folder: where the generator publishes files as they are, if it can be."""
    fixed = [fixed_part(pattern) for pattern in answers.include]
    name = title_of(found)
    inside = any(one and f"{found.output}/".startswith(one) for one in fixed)
    if found.output != "feeds" and not inside and fit("folder", found.output):
        return f"  output: {scalar(found.output)} # {name} publishes it as feeds/\n"
    remedy = f"  # {name} must publish it: {found.remedy}\n" if found.remedy else ""
    return f"{remedy}  output: feeds\n"


def yaml_printable(text: str) -> str:
    """Return text in one line, without signs that a comment may not hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:300]


def _tag(language: str) -> str:
    return fit("language", language.partition(".")[0].replace("_", "-"))


def _person(author: Author) -> str:
    parts = [f"name: {scalar(author.name)}"]
    if uri := fit("url", author.uri):
        parts.append(f"uri: {scalar(uri)}")
    if author.email:
        parts.append(f"email: {scalar(author.email)}")
    return f"{{{', '.join(parts)}}}"


def _option(
    value: bool | int | str | tuple[str, ...] | Mapping[str, str | Mapping[str, str]],
) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_option(one)}' for key, one in value.items())}}}"
    return str(value).lower() if isinstance(value, bool | int) else _value(value)


def _value(value: str | tuple[str, ...]) -> str:
    return scalar(value) if isinstance(value, str) else _list(value)


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(json.dumps(text, ensure_ascii=False) for text in texts)}]"
