"""`config.yaml` → Config: read, converted and checked as a whole.

`tree` makes nodes of the text, `convert` makes values of the nodes, `kinds` looks at single
texts, `rules` at keys together; `describe` tells editors and people what there is. Every error
is found in one go, one line each: `config.yaml:12: error[config]: feeds.limt: unknown key; …`.
"""

from .load import load_config, parse_config

__all__ = ["load_config", "parse_config"]
