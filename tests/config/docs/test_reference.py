"""The JSON Schema and the reference: true, and committed as they are."""

from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from msgspec import inspect

from checkout import ROOT, find_tracked
from feedmill.config import parse_config
from feedmill.config import schema as settings
from feedmill.config.docs.examples import EXAMPLES
from feedmill.config.docs.reference import config_reference, config_schema
from feedmill.config.kinds.table import KINDS
from feedmill.errors import ConfigError
from feedmill.report import encode_json

SITE = "site: {title: T, url: 'https://a.example/', authority: 'a.example,2021'}\n"


def rejects(text: str) -> bool:
    """Say whether an editor would mark something in a config."""
    return not Draft202012Validator(config_schema()).is_valid(yaml.safe_load(text))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("config.schema.json", encode_json(config_schema())),
        ("config.md", config_reference().encode()),
    ],
    ids=["schema", "reference"],
)
def test_committed_copy(name: str, made: bytes, update_golden: bool) -> None:
    """The copies under docs/ are what the code makes."""
    file = ROOT / "docs" / name
    if update_golden:
        file.write_bytes(made)
    assert file.read_bytes() == made, "run pytest with --update-golden"


def test_schema_is_a_schema() -> None:
    """The schema is valid by JSON Schema's own."""
    made = config_schema()
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    "section", [field.name for field in inspect.type_info(settings.Config).fields]
)  # type: ignore[attr-defined]
def test_examples(section: str) -> None:
    """Each section has an example that runs as it is, and that editors find right."""
    text = EXAMPLES[section]
    parse_config(text, "config.yaml")
    assert section in yaml.safe_load(text)
    assert not rejects(text)
    assert f"## {section}\n" in config_reference()
    assert f"```yaml\n{text}```" in config_reference()


def test_sample_sites_fit_the_schema() -> None:
    """The configs that the repository has are right for editors, too."""
    files = find_tracked("config.yaml", "tests/cases/*/config.yaml")
    assert [file for file in files if rejects(file.read_text())] == []


@pytest.mark.parametrize(
    "text",
    [
        "feeds: {}",
        "site: {title: T}",
        SITE + "x: 1",
        SITE + "feeds: {limt: 5}",
        SITE + "feeds: {limit: -1}",
        SITE + "feeds: {limit: many}",
        SITE + "feeds: {formats: []}",
        SITE + "feeds: {formats: pdf}",
        SITE + "feeds: {families: [{}]}",
        SITE + "feeds: {families: [{by: topic, name: x}]}",
        SITE + "feeds: {families: [{name: feeds}]}",
        SITE + "feeds: {families: {by: topic}}",
        SITE + "articles: {include: []}",
        SITE + "articles: {permalink: 'news/{slug}'}",
        SITE + "articles: {fields: {titel: x}}",
        SITE + "articles: {future: maybe}",
        SITE + "topics: {A: {slug: A}}",
        SITE + "topics: [A]",
        SITE + "providers: {fox9: {}}",
        SITE + "images: {per_host: 99}",
        SITE.replace("https", "ftp"),
        SITE.replace(",2021", ""),
    ],
)
def test_schema_rejects(text: str) -> None:
    """What the schema rejects Feedmill rejects as well, and the other way round."""
    assert rejects(text)
    with pytest.raises(ConfigError):
        parse_config(text, "config.yaml")


def keys(declared: Any) -> list[str]:
    """Give all keys that a declared type, and those within it, can have."""
    match declared:
        case inspect.StructType():
            names = [field.encode_name for field in declared.fields]
            return names + [key for field in declared.fields for key in keys(field.type)]
        case inspect.Metadata():
            return keys(declared.type)
        case inspect.UnionType():
            return [key for one in declared.types for key in keys(one)]
        case inspect.VarTupleType():
            return keys(declared.item_type)
        case inspect.DictType():
            return keys(declared.value_type)
    return []


def test_reference_has_every_key() -> None:
    """No key is left out of the reference, and none is without a word on what it means."""
    rows = [line.split(" | ") for line in config_reference().splitlines() if line.startswith("| `")]
    documented = {row[0].strip("| `") for row in rows}
    sections = set(EXAMPLES)
    of_authors = {"uri", "email"}  # told in the row of `author`
    assert set(keys(inspect.type_info(settings.Config))) - sections - of_authors <= documented
    assert [row for row in rows if not row[-1].strip(" |")] == []


def kinds(declared: Any) -> list[str]:
    """Give the kinds of all texts of a declared type; "?" for a pattern without a kind."""
    match declared:
        case inspect.StructType():
            return [kind for field in declared.fields for kind in kinds(field.type)]
        case inspect.Metadata():
            kind = (declared.extra or {}).get("kind")
            return [kind] if kind else kinds(declared.type)
        case inspect.UnionType():
            return [kind for one in declared.types for kind in kinds(one)]
        case inspect.VarTupleType():
            return kinds(declared.item_type)
        case inspect.DictType():
            return kinds(declared.key_type) + kinds(declared.value_type)
        case inspect.StrType(pattern=str()):
            return ["?"]
    return []


def test_kinds_are_declared() -> None:
    """every kind that schema.py names is known, and used; patterns are for editors only."""
    assert set(KINDS) == set(kinds(inspect.type_info(settings.Config)))
