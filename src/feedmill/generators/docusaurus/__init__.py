"""The rules of Docusaurus's blog: links. Pure. Its settings are read in `settings.py`.

https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog
"""

from __future__ import annotations

from feedmill.generators.rules import Rules

RULES = Rules(defaults=dict.fromkeys(("slug", "name", "stem", "path", "folder"), "raw"))
