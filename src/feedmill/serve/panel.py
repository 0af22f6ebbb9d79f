"""What a preview adds to pages: the list of problems, and the script. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from feedmill.display import count, printable
from feedmill.model import Problem, is_error

OWN = "/_feedmill/"
"""Where the preview's own addresses begin: no feed can have one that does."""
EVENTS, SCRIPT, STYLE = f"{OWN}events", f"{OWN}preview.js", f"{OWN}preview.css"

_MOST = 100  # problems that are shown
_SCRIPT = """\
// Reloads the page when the preview has changed. Only in previews: pages have no script.
(() => {
  const { version, events } = document.currentScript.dataset;
  let source, hidden;
  const listen = () => {
    clearTimeout(hidden);
    if (document.hidden) {
      // A browser has six connections to a host: one in each tab would use them up.
      hidden = setTimeout(() => { source?.close(); source = undefined; }, 10_000);
    } else if (!source || source.readyState === EventSource.CLOSED) {
      source = new EventSource(events);
      source.onmessage = (event) => { if (event.data !== version) location.reload(); };
    }
  };
  addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => { source?.close(); source = undefined; });
  addEventListener("pageshow", (event) => event.persisted && listen());
  listen();
})();
"""
_STYLE = """\
#feedmill-preview { all: initial; display: block; position: sticky; z-index: 2147483647;
  inset-block-end: 0; inset-inline: 0; max-block-size: 45vh; overflow: auto;
  font: 15px/1.5 system-ui, sans-serif; color: #1d1b19; background: #fff7ed;
  border-block-start: 3px solid #c2410c; color-scheme: light; overflow-wrap: anywhere; }
#feedmill-preview * { all: revert; }
#feedmill-preview summary { padding: .6rem 1.25rem; font-weight: 600; cursor: pointer; }
#feedmill-preview ul { margin: 0; padding: 0 1.25rem .8rem; list-style: none; }
#feedmill-preview li { padding-block: .25rem; }
#feedmill-preview code { font: 600 13px/1.5 ui-monospace, monospace; }
#feedmill-preview small { font: 13px/1.5 ui-monospace, monospace; color: #5e5a54; }
#feedmill-preview :focus-visible { outline: 3px solid #c2410c; outline-offset: -3px; }
@media print { #feedmill-preview { display: none; } }
"""
_PAGE = Markup("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<style>body {{ font: 1.0625rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto;
padding: 0 1.25rem; overflow-wrap: anywhere }}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{text}</p>
{more}</main>
</body>
</html>
""")


OWN_FILES = {SCRIPT: _SCRIPT.encode(), STYLE: _STYLE.encode()}
"""What the preview serves of its own, by path."""


def in_preview(page: bytes, problems: Sequence[Problem], version: str) -> bytes:
    """Return a page with the problems that there are, and the script that reloads it."""
    found = Markup("{}<script src='{}' data-version='{}' data-events='{}'></script>\n").format(
        _panel(problems), SCRIPT, version, EVENTS
    )
    before, end, after = page.rpartition(b"</body>")
    return b"".join((before or after, found.encode(), end, after if before else b""))


def notice_page(title: str, text: str, link: tuple[str, str] | None = None) -> bytes:
    """Return a page with a message of the preview; `link` is where to go on, and its text."""
    more = Markup('<p><a href="{}">{}</a></p>\n').format(*link) if link else ""
    return _PAGE.format(title=title, text=text, more=more).encode()


def _panel(problems: Sequence[Problem]) -> Markup:
    if not problems:
        return Markup()
    errors = sum(map(is_error, problems))
    parts = (count(errors, "error"), count(len(problems) - errors, "warning"))
    summary = ", ".join(part for part in parts if not part.startswith("0 "))
    first = sorted(problems, key=lambda one: not is_error(one))
    rows = Markup().join(map(_row, first[:_MOST]))
    if len(first) > _MOST:
        rows += Markup("<li>… and {} more</li>\n").format(f"{len(first) - _MOST:,}")
    return Markup(
        "<aside id='feedmill-preview' dir='ltr' lang='en' aria-label='Problems'>"
        "<link rel='stylesheet' href='{}'>\n<details{}>"
        "<summary>{}</summary>\n<ul>\n{}</ul>\n</details></aside>\n"
    ).format(STYLE, " open" if errors else "", summary, rows)


def _row(problem: Problem) -> Markup:
    place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
    shown = Markup("<code>{}</code> ").format(printable(place)) if place else Markup()
    rule = escape(f"{problem.severity}[{problem.code}]")
    return Markup("<li>{}<small>{}</small> {}</li>\n").format(
        shown, rule, printable(problem.message)
    )
