"""What is true of every text: it is a Config or a list of errors, and never anything else."""

from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec import inspect

from feedmill.config import parse_config
from feedmill.config.docs.reference import config_schema
from feedmill.config.schema import Config
from feedmill.errors import ConfigError

SAMPLE = (Path(__file__).parents[2] / "config.yaml").read_text()
VALIDATOR = Draft202012Validator(config_schema())
# Some texts of each kind, good ones and bad ones.
TEXTS = {
    "authority": ["a.example,2021", "me@a.example,2021-12-31", "a.example", "a.example,2021-13"],
    "base_url": ["https://a.example", "http://b.example/x/", "https://a.example/?x", "a.example"],
    "dimension": ["all", "topic", "provider", "author", "series", "x"],
    "colour": ["#c2410c", "c2410c", "#0AF", "red", "#12345"],
    "domain": ["fox9.com", "FOX9.com", "müller.example", "fox9", "a..b", "https://fox9.com/"],
    "feed_file": [
        "index.xml",
        "tags/{topic}/c%23.xml",
        "Feed",
        "../x",
        ".x",
        "%ff",
        "{x",
        "feeds.json",
    ],
    "feed_id": ["{feed_url}", "tag:a.example,2021:{topic}", "x", "{"],
    "feed_path": [
        "index",
        "tags/{topic:raw}/index",
        "{language}/x",
        "{topic:no}",
        "a.xml",
        "/x",
        "con",
    ],
    "feed_name": ["x", "all", "robots-that-see", "feeds", "X", "con"],
    "id_pattern": ["{link}", "tag:{host},{local_date}:{link_path}", "x", "{title}", "{x}", "a:{"],
    "link_id_pattern": ["{link}", "x:{link_path}", "{title}", "{link", "x"],
    "output_folder": ["feeds", ".", "./", "..", "articles", "static"],
    "field": ["title", "topics", "titel"],
    "folder": ["feeds", "public/feeds", "articles/x", "..", "/", "."],
    "format": ["atom", "rss", "json", "pdf"],
    "host": ["localhost", "a.example", "127.0.0.1", "a b"],
    "language": ["en", "no", "zh-Hant-TW", "en_US", "english"],
    "manifest": ["articles.txt", "s3://bucket/articles.txt", "../x", "s3://", "zip://a::s3://b"],
    "new_dimension": ["series", "topic", "Series", "con"],
    "served_path": ["/", "/img", "img/", "/a/b/", "//x", "/../x", "/a?b", "/a b"],
    "extension": ["admonition", "pymdownx.tasklist", "toc"],
    "shortcode": ["<q>{inner}</q>", "{a|b}", "{}", "{a b}", "{{inner}}", "x"],
    "shortcode_name": ["callout", "Call/Out.md", "a b", "{x}"],
    "page_folder": ["html", "a/b", "./html/", "HTML", "../x", "a//b", "."],
    "pattern": [
        "s3://bucket/a/**/*.md",
        "s3://*/a.md",
        "articles/**/*.md",
        "**/*",
        "news",
        "[",
        "../x",
        "*.md",
        "a/b/",
    ],
    "permalink": [
        *("/{slug}/", "/{slug|title:hugo}/", "/{slug:x}/", "https://a.example/{field[x]}"),
        *("/{x}", "/{", "{slug}"),
    ],
    "selector": ["main", "article > .e-content, #x", "a[", "a:hover", ":not(.x)"],
    "slug": ["cpp", "c.sharp", "C", "", "nul"],
    "template": ["{site}", "{topic}", "{provider} {topic}", "{x}", "{"],
    "timezone": ["UTC", "Europe/Berlin", "Berlin"],
    "group": ["AI", "ai", "C++", "C plus plus", "NO", "🧵", "", " "],
    "url": ["https://a.example/icon.png", "http://ä.example/ä?ä#ä", "ftp://a.example", "x"],
    "": ["text", "R&D <b>", "2021-01-01", "1.10", "no", "", "\x00", "a\nb", "\u202e"],
}


def values(declared: Any, kind: str = "") -> st.SearchStrategy[Any]:
    """Make values of a declared type, as an editor sees them; some have an error."""
    match declared:
        case inspect.Metadata():
            return values(declared.type, (declared.extra or {}).get("kind", ""))
        case inspect.UnionType():
            return st.one_of(*map(values, declared.types))
        case inspect.StructType():
            fields = {
                field.encode_name: values(field.type)
                if field.required
                else st.none() | values(field.type)
                for field in declared.fields
            }
            required = {field.encode_name for field in declared.fields if field.required}
            return st.fixed_dictionaries(
                {name: fields[name] for name in required},
                optional={name: fields[name] for name in fields if name not in required},
            )
        case inspect.VarTupleType():
            return st.lists(values(declared.item_type), max_size=3)
        case inspect.DictType():
            entry = values(declared.value_type)
            return st.dictionaries(values(declared.key_type), entry, max_size=3)
        case inspect.LiteralType():
            return st.sampled_from([*declared.values, "x"])
        case inspect.IntType():
            return st.integers(-2, 40) | st.just(10**6)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
    return st.sampled_from(TEXTS[kind])


def check(text: str) -> Config | None:
    """Parse a text; whatever is wrong with it is lines of one form."""
    try:
        return parse_config(text, "config.yaml")
    except ConfigError as error:
        problems, lines = error.problems, str(error).split("\n")
    assert [str(problem) for problem in problems] == lines
    assert all(line.startswith("config.yaml:") and "error[config]: " in line for line in lines)
    assert all(line.isprintable() for line in lines)
    return None


@given(st.text(st.characters(categories=None), max_size=300))
@example("a: \ufeffb")
@example("? - a")
@example("a: \x85b")
@example("-\ta")
def test_any_text(text: str) -> None:
    """Any text, even of lone surrogates, is a Config or a list of errors."""
    check(text)


@given(st.lists(st.sampled_from([*" \n\t-?:,[]{}#&*!|>'\"%@`~<", "a", "site", "topics", "1"])))
def test_any_yaml(parts: list[str]) -> None:
    """The same of what is nearly YAML."""
    check("".join(parts))


@given(st.data())
def test_damaged_sample(data: st.DataObject) -> None:
    """A good config in which something was overwritten gives errors, never an exception."""
    at = data.draw(st.integers(0, len(SAMPLE)))
    gone = data.draw(st.integers(0, 60))
    new = data.draw(st.text(max_size=10) | st.sampled_from(["\n", "- ", "[", ": ", "{", "  "]))
    check(SAMPLE[:at] + new + SAMPLE[at + gone :])


@given(values(inspect.type_info(Config)))
def test_schema_is_never_stricter(config: dict[str, Any]) -> None:
    """What Feedmill takes no editor marks."""
    text = yaml.safe_dump(config, allow_unicode=True)
    if check(text) is not None:
        assert [error.message for error in VALIDATOR.iter_errors(yaml.safe_load(text))] == []
