"""Sites whose generators are no rows of GENERATORS: what their settings say in literals. Pure.

Only where their pages are by default is known: what proves links, see `scaffold/evidence.py`, is
better. Their builds need no rules.
"""

from __future__ import annotations

from feedmill.generators.facts import SECTIONS, Facts, found, joined, literal
from feedmill.generators.proposal import Proposal
from feedmill.generators.scripts import Script

GUESS = (
    "where the site has its pages is a guess by the paths of files; "
    "init --feed URL or --sitemap URL proves links"
)
# Packages, and how the addresses of their pages end where the site's settings do not say it.
_ENDINGS = {
    "gatsby": "/",
    "vitepress": ".html",
    "vuepress": ".html",
    "next": "",
    "nuxt": "",
    "@sveltejs/kit": "",
    "@remix-run/react": "",
    "react-router": "",
}
_CONFIGS = (
    *("next.config", "gatsby-config", "nuxt.config", "svelte.config"),
    *(f"{top}{one}/config" for one in (".vitepress", ".vuepress") for top in ("", "docs/")),
)
# Folders for what is shown that are no part of addresses.
_TOPS = {"content", "contents", "src", "source", "public", "static", "app", "data", "pages", "docs"}


def read(facts: Facts) -> Proposal | None:
    """Return what the settings of a site say; None if its generator is not one of these."""
    package = facts.settings("package") or {}
    needs = [found(package, one) for one in ("dependencies", "devDependencies")]
    known = [name for name in _ENDINGS if any(found(one, name) for one in needs)]
    if not known:
        return None
    script = Script(facts.code(*_CONFIGS))
    ending = _ending(known[0], script)
    section = next((one for one in _folders(facts) if facts.articles(f"{one}/")), "")
    if not section:
        return None
    route = address_of(f"{section}/")
    return Proposal(
        include=facts.patterns(section),
        title=script.text("title"),
        url=joined(script.text("siteUrl") or script.text("hostname"), script.text("pathPrefix")),
        language=script.text("lang"),
        description=script.text("description"),
        permalink=((f"{literal(section)}/**", f"/{route}{{slug|path:raw}}{ending}"),),
        warnings=(GUESS,),
    )


def address_of(path: str) -> str:
    """Return the part of addresses that a folder stands for: `src/content/blog/` → `blog/`."""
    parts = path.split("/")
    while parts and parts[0].lower() in _TOPS:
        parts = parts[1:]
    return "/".join(parts)


def _folders(facts: Facts) -> list[str]:
    """Return the folders that may hold the posts, the likeliest first."""
    made: list[str] = []
    way = ""
    for _ in range(4):  # content/blog, src/content/posts
        top = f"{way}/" if way else ""
        best = facts.fullest(top)
        is_section = best in SECTIONS or 2 * facts.folders(top)[best] > len(facts.articles(top))
        if not best or (way and not is_section):
            break  # of a folder for each post
        way = f"{way}/{best}" if way else best
        made.append(way)
        if best not in _TOPS:
            break
    return made[::-1]


def _ending(name: str, script: Script) -> str:
    if True in script.assigned("cleanUrls"):
        return ""
    slashes = [one for one in script.assigned("trailingSlash") if one in (True, "always")]
    return "/" if slashes else _ENDINGS[name]
