# Made of templates/ by Jinja2: pytest tests/pages/test_prepared.py --update-golden
# fmt: off
# ruff: noqa
# mypy: ignore-errors
"""What Jinja2 compiles Feedmill's own templates to, as plain functions. Pure."""


def base_html(environment, missing, Undefined, escape):
    name = 'base.html'

    def root(context, write):
        resolve = context.resolve_or_missing
        l_0_site = resolve('site')
        l_0_description = resolve('description')
        l_0_accent = resolve('accent')
        l_0_links = resolve('links')
        l_0_alternates = resolve('alternates')
        write('<!doctype html>\n<html lang="')
        write(escape(l_0_site.language))
        write('" dir="')
        write(escape(l_0_site.direction))
        write('">\n<head>\n<meta charset="utf-8">\n<title>')
        context.blocks['title'][0](context, write)
        write('</title>\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n')
        if l_0_description:
            write('<meta name="description" content="')
            write(escape(l_0_description))
            write('">\n')
        write('<link rel="icon" href="data:image/svg+xml,%3Csvg%20xmlns=\'http://www.w3.org/2000/svg\'%20viewBox=\'0%200%2016%2016\'%20fill=\'none\'%20stroke=\'%23')
        write(escape(l_0_accent.light[1:]))
        write('\'%20stroke-width=\'2.4\'%3E%3Ccircle%20cx=\'3.5\'%20cy=\'12.5\'%20r=\'1.1\'/%3E%3Cpath%20d=\'M2%207a7%207%200%200%201%207%207M2%202a12%2012%200%200%201%2012%2012\'/%3E%3C/svg%3E">\n<link rel="stylesheet" href="')
        write(escape(l_0_links.style))
        write('">\n')
        for l_1_one in l_0_alternates:
            write('<link rel="alternate" type="')
            write(escape(l_1_one.media_type))
            write('" title="')
            write(escape(l_1_one.title))
            write('" href="')
            write(escape(l_1_one.href))
            write('">\n')
        l_1_one = missing
        write('</head>\n<body>\n<header class="bar">\n<p><a href="')
        write(escape(l_0_site.url))
        write('" dir="auto">')
        write(escape(l_0_site.title))
        write('</a></p>\n')
        context.blocks['bar'][0](context, write)
        write('</header>\n<main>\n')
        context.blocks['main'][0](context, write)
        write('</main>\n<footer>\n')
        context.blocks['footer'][0](context, write)
        write('</footer>\n</body>\n</html>')

    def block_title(context, write):
        resolve = context.resolve_or_missing

    def block_bar(context, write):
        resolve = context.resolve_or_missing

    def block_main(context, write):
        resolve = context.resolve_or_missing

    def block_footer(context, write):
        resolve = context.resolve_or_missing
        l_0_site = resolve('site')
        context.blocks['opml'][0](context, write)
        if l_0_site.rights:
            write('<p dir="auto">')
            write(escape(l_0_site.rights))
            write('</p>\n')

    def block_opml(context, write):
        resolve = context.resolve_or_missing
        l_0_links = resolve('links')
        l_0_mark = resolve('mark')
        l_0_words = resolve('words')
        write('<p><a href="')
        write(escape(l_0_links.opml))
        write('" type="text/x-opml"')
        write(escape(l_0_mark))
        write('>')
        write(escape(l_0_words.opml))
        write('</a></p>\n')

    blocks = {'title': block_title, 'bar': block_bar, 'main': block_main, 'footer': block_footer, 'opml': block_opml}
    return root, blocks


def feed_html(environment, missing, Undefined, escape):
    name = 'feed.html'

    def root(context, write):
        resolve = context.resolve_or_missing
        parent_template = None
        parent_template = environment.get_template('base.html', 'feed.html')
        for name, parent_block in parent_template.blocks.items():
            context.blocks.setdefault(name, []).append(parent_block)
        parent_template.root_render_func(context, write)

    def block_title(context, write):
        resolve = context.resolve_or_missing
        l_0_feed = resolve('feed')
        write(escape(l_0_feed.title))

    def block_bar(context, write):
        resolve = context.resolve_or_missing
        l_0_words = resolve('words')
        l_0_mark = resolve('mark')
        l_0_links = resolve('links')
        write('<nav aria-label="')
        write(escape(l_0_words.feeds))
        write('"')
        write(escape(l_0_mark))
        write('><a href="')
        write(escape(l_0_links.index))
        write('">')
        write(escape(l_0_words.all_feeds))
        write('</a></nav>\n')

    def block_main(context, write):
        resolve = context.resolve_or_missing
        l_0_feed = resolve('feed')
        l_0_mark = resolve('mark')
        l_0_words = resolve('words')
        l_0_entries = resolve('entries')
        l_0_related = resolve('related')
        l_0_links = resolve('links')
        write('<header class="head">\n<h1 dir="auto"><span class="hidden">')
        write(escape(l_0_feed.prefix))
        write('</span>')
        write(escape(l_0_feed.name))
        write('</h1>\n')
        if l_0_feed.subtitle:
            write('<p class="lead" dir="auto">')
            write(escape(l_0_feed.subtitle))
            write('</p>\n')
        write('<p class="facts"')
        write(escape(l_0_mark))
        write('><span>')
        write(escape(l_0_feed.count))
        write('</span>')
        if l_0_feed.updated:
            write('<i></i> <time datetime="')
            write(escape(l_0_feed.updated.iso))
            write('">')
            write(escape(l_0_feed.updated.since))
            write('</time>')
        if l_0_feed.rate:
            write('<i></i> <span>')
            write(escape(l_0_feed.rate))
            write('</span>')
        write('</p>\n</header>\n<section aria-labelledby="subscribe">\n<h2 id="subscribe"')
        write(escape(l_0_mark))
        write('>')
        write(escape(l_0_words.subscribe))
        write('</h2>\n<div>\n<p')
        write(escape(l_0_mark))
        write('>')
        write(escape(l_0_words.what))
        write('</p>\n<dl>\n')
        for l_1_one in l_0_feed.formats:
            write('<div><dt><a href="')
            write(escape(l_1_one.href))
            write('" type="')
            write(escape(l_1_one.media_type))
            write('">')
            write(escape(l_1_one.name))
            write('</a></dt><dd><code dir="ltr">')
            write(escape(l_1_one.url))
            write('</code></dd></div>\n')
        l_1_one = missing
        write('</dl>\n</div>\n</section>\n<section aria-labelledby="newest">\n<h2 id="newest"')
        write(escape(l_0_mark))
        write('>')
        write(escape(l_0_words.newest))
        write('</h2>\n')
        if l_0_entries:
            write('<ol class="entries">\n')
            for l_1_entry in l_0_entries:
                l_1_mark_within = resolve('mark_within')
                write('<li')
                if l_1_entry.language:
                    write(' lang="')
                    write(escape(l_1_entry.language))
                    write('"')
                write(' dir="')
                write(escape(l_1_entry.direction))
                write('">\n')
                if l_1_entry.picture:
                    write('<img src="')
                    write(escape(l_1_entry.picture.src))
                    write('" alt=""')
                    if l_1_entry.picture.width:
                        write(' width="')
                        write(escape(l_1_entry.picture.width))
                        write('" height="')
                        write(escape(l_1_entry.picture.height))
                        write('"')
                    write(' loading="lazy" decoding="async">\n')
                write('<h3>')
                if l_1_entry.link:
                    write('<a href="')
                    write(escape(l_1_entry.link))
                    write('">')
                    write(escape(l_1_entry.title))
                    write('</a>')
                else:
                    write(escape(l_1_entry.title))
                write('</h3>\n<p class="facts"><time datetime="')
                write(escape(l_1_entry.published.iso))
                write('"')
                write(escape((l_1_mark_within if l_1_entry.language else l_0_mark)))
                write('>')
                write(escape(l_1_entry.published.text))
                write('</time>')
                for l_2_name in l_1_entry.byline:
                    write('<i></i> <bdi>')
                    write(escape(l_2_name))
                    write('</bdi>')
                l_2_name = missing
                write('</p>\n')
                if l_1_entry.summary:
                    write('<p>')
                    write(escape(l_1_entry.summary))
                    write('</p>\n')
                write('</li>\n')
            l_1_entry = l_1_mark_within = missing
            write('</ol>\n')
        else:
            write('<p')
            write(escape(l_0_mark))
            write('>')
            write(escape(l_0_words.nothing))
            write('</p>\n')
        write('</section>\n')
        if (l_0_related.broader or l_0_related.narrower):
            write('<section aria-labelledby="related">\n<h2 id="related"')
            write(escape(l_0_mark))
            write('>')
            write(escape(l_0_words.related))
            write('</h2>\n<div>\n')
            def t_1(fiter):
                for (l_1_heading, l_1_feeds) in fiter:
                    if l_1_feeds:
                        yield (l_1_heading, l_1_feeds)
            for (l_1_heading, l_1_feeds) in t_1([(l_0_words.broader, l_0_related.broader), (l_0_words.narrower, l_0_related.narrower)]):
                write('<h3 class="minor"')
                write(escape(l_0_mark))
                write('>')
                write(escape(l_1_heading))
                write('</h3>\n<ul class="links">\n')
                for l_2_one in l_1_feeds:
                    write('<li><a href="')
                    write(escape(l_2_one.href))
                    write('"><bdi>')
                    write(escape(l_2_one.name))
                    write('</bdi></a></li>\n')
                l_2_one = missing
                write('</ul>\n')
            l_1_heading = l_1_feeds = missing
            if l_0_related.more:
                write('<p')
                write(escape(l_0_mark))
                write('><a href="')
                write(escape(l_0_links.index))
                write('">')
                write(escape(l_0_related.more))
                write('</a></p>\n')
            write('</div>\n</section>\n')

    blocks = {'title': block_title, 'bar': block_bar, 'main': block_main}
    return root, blocks


def index_html(environment, missing, Undefined, escape):
    name = 'index.html'

    def root(context, write):
        resolve = context.resolve_or_missing
        parent_template = None
        parent_template = environment.get_template('base.html', 'index.html')
        for name, parent_block in parent_template.blocks.items():
            context.blocks.setdefault(name, []).append(parent_block)
        parent_template.root_render_func(context, write)

    def block_title(context, write):
        resolve = context.resolve_or_missing
        l_0_page = resolve('page')
        write(escape(l_0_page.title))

    def block_bar(context, write):
        resolve = context.resolve_or_missing
        l_0_page = resolve('page')
        l_0_words = resolve('words')
        l_0_mark = resolve('mark')
        l_0_links = resolve('links')
        if l_0_page.section:
            write('<nav aria-label="')
            write(escape(l_0_words.feeds))
            write('"')
            write(escape(l_0_mark))
            write('><a href="')
            write(escape(l_0_links.index))
            write('">')
            write(escape(l_0_words.all_feeds))
            write('</a></nav>\n')

    def block_opml(context, write):
        resolve = context.resolve_or_missing

    def block_main(context, write):
        resolve = context.resolve_or_missing
        l_0_page = resolve('page')
        l_0_mark = resolve('mark')
        l_0_words = resolve('words')
        l_0_description = resolve('description')
        l_0_links = resolve('links')
        l_0_sections = resolve('sections')
        write('<header class="head">\n<h1 dir="auto">')
        if l_0_page.section:
            write('<span class="hidden">')
            write(escape(l_0_page.section.prefix))
            write('</span><span class="first">')
            write(escape(l_0_page.section.name))
            write('</span>')
        else:
            write('<span')
            write(escape(l_0_mark))
            write('>')
            write(escape(l_0_words.feeds))
            write('</span>')
        write('</h1>\n')
        if l_0_description:
            write('<p class="lead" dir="auto">')
            write(escape(l_0_description))
            write('</p>\n')
        write('<p class="facts"')
        write(escape(l_0_mark))
        write('><span>')
        write(escape(l_0_page.count))
        write('</span></p>\n<p')
        write(escape(l_0_mark))
        write('>')
        write(escape(l_0_words.what_all))
        write('</p>\n<p><a href="')
        write(escape(l_0_links.opml))
        write('" type="text/x-opml"')
        write(escape(l_0_mark))
        write('>')
        write(escape(l_0_words.opml))
        write('</a><br><code dir="ltr">')
        write(escape(l_0_links.opml_url))
        write('</code></p>\n</header>\n')
        for l_1_section in l_0_sections:
            write('<section aria-labelledby="')
            write(escape(l_1_section.id))
            write('">\n<h2 id="')
            write(escape(l_1_section.id))
            write('" dir="auto"><span class="hidden">')
            write(escape(l_1_section.prefix))
            write('</span><span class="first">')
            write(escape(l_1_section.name))
            write('</span></h2>\n<div>\n<ul class="feeds">\n')
            write(escape(l_1_section.rows))
            write('</ul>\n')
            if l_1_section.href:
                write('<p')
                write(escape(l_0_mark))
                write('><a href="')
                write(escape(l_1_section.href))
                write('"><bdi class="first">')
                write(escape(l_1_section.name))
                write('</bdi>: ')
                write(escape(l_1_section.count))
                write('</a></p>\n')
            write('</div>\n</section>\n')
        l_1_section = missing

    blocks = {'title': block_title, 'bar': block_bar, 'opml': block_opml, 'main': block_main}
    return root, blocks


def row_html(environment, missing, Undefined, escape):
    name = 'row.html'

    def root(context, write):
        resolve = context.resolve_or_missing
        l_0_feed = resolve('feed')
        l_0_mark = resolve('mark')
        write('<li><a href="')
        write(escape(l_0_feed.href))
        write('" dir="auto">')
        if l_0_feed.prefix:
            write('<span class="hidden">')
            write(escape(l_0_feed.prefix))
            write('</span>')
        write(escape(l_0_feed.name))
        write('</a>')
        if l_0_feed.about:
            write('<p dir="auto">')
            write(escape(l_0_feed.about))
            write('</p>')
        write(' <span')
        write(escape(l_0_mark))
        write('>')
        write(escape(l_0_feed.count))
        write('</span>')
        if l_0_feed.updated:
            write('<i></i> <time datetime="')
            write(escape(l_0_feed.updated.iso))
            write('"')
            write(escape(l_0_mark))
            write('>')
            write(escape(l_0_feed.updated.text))
            write('</time>')
        if l_0_feed.rate:
            write('<i></i> <span')
            write(escape(l_0_mark))
            write('>')
            write(escape(l_0_feed.rate))
            write('</span>')
        write('</li>')

    blocks = {}
    return root, blocks


def style_css(environment, missing, Undefined, escape):
    name = 'style.css'

    def root(context, write):
        resolve = context.resolve_or_missing
        l_0_links = resolve('links')
        l_0_light = resolve('light')
        l_0_accent = resolve('accent')
        l_0_dark = resolve('dark')
        write('/* For the pages in ')
        write(escape(l_0_links.here))
        write(' */\n:root {\n  color-scheme: light dark;\n  --page: ')
        write(escape(l_0_light.page))
        write(';\n  --raised: ')
        write(escape(l_0_light.raised))
        write(';\n  --line: #e4e0d8;\n  --ink: #1d1b19;\n  --soft: #5e5a54;\n  --accent: ')
        write(escape(l_0_accent.light))
        write(';\n  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;\n  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", Georgia, serif;\n  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;\n  --label: 10rem;\n}\n@media (prefers-color-scheme: dark) {\n  :root {\n    --page: ')
        write(escape(l_0_dark.page))
        write(';\n    --raised: ')
        write(escape(l_0_dark.raised))
        write(';\n    --line: #35322f;\n    --ink: #ebe8e3;\n    --soft: #aaa59d;\n    --accent: ')
        write(escape(l_0_accent.dark))
        write(';\n  }\n}\n@media (prefers-contrast: more) {\n  :root { --soft: var(--ink); --line: currentcolor; }\n}\n:lang(ja), :lang(ko), :lang(zh) { --serif: var(--sans); --lines: 1.75; --tight: 1.3; line-break: strict; }\n:lang(ar), :lang(fa), :lang(ur) { --lines: 1.8; --tight: 1.45; }\n:lang(he) { --tight: 1.3; }\n\n*, ::before, ::after { box-sizing: border-box; }\nhtml { font: 1.0625rem/1.6 var(--sans); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }\nbody {\n  margin: 0;\n  background: var(--page);\n  color: var(--ink);\n  overflow-wrap: anywhere;\n}\nbody > * {\n  max-inline-size: 64rem;\n  margin-inline: auto;\n  padding-inline: clamp(1.25rem, 5vw, 3rem);\n}\nh1, h2, h3, p, ol, ul, dl, dd { margin: 0; }\np, li, dl, h2 { line-height: var(--lines, 1.6); }\np { text-wrap: pretty; }\nh1, h2, h3, p { -webkit-hyphens: auto; hyphens: auto; hyphenate-limit-chars: 12 5 5; }\nol, ul { padding: 0; list-style: none; }\nli, .head { overflow: clip; overflow-clip-margin: .5rem; } /* hundreds of accents on a letter */\n[dir="auto"]:not(li) { text-align: match-parent; }\na { color: inherit; text-decoration: underline 1px var(--accent); text-underline-offset: .2em; }\na:hover { color: var(--accent); text-decoration-thickness: 2px; }\n:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }\n.hidden {\n  position: absolute;\n  inline-size: 1px;\n  block-size: 1px;\n  overflow: hidden;\n  clip-path: inset(50%);\n  white-space: nowrap;\n}\n.first { display: inline-block; }\n.first::first-letter { text-transform: uppercase; }\n\n.bar {\n  display: flex;\n  flex-wrap: wrap;\n  justify-content: space-between;\n  gap: .5rem 2rem;\n  padding-block: 1.5rem;\n}\n.bar a { text-decoration-color: transparent; }\n.bar a:hover { text-decoration-color: currentcolor; }\n.bar p { font-weight: 600; }\n\n.head { padding-block: clamp(1.5rem, 5vw, 3.5rem) clamp(2rem, 4vw, 3rem); }\n.head::before {\n  content: "";\n  display: block;\n  inline-size: 1.75rem;\n  block-size: 1.75rem;\n  margin-block-end: 1.25rem;\n  background: var(--accent);\n  --mark: url("data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\' viewBox=\'0 0 16 16\' fill=\'none\' stroke=\'%23000\' stroke-width=\'2.2\'%3E%3Ccircle cx=\'3.5\' cy=\'12.5\' r=\'1.2\'/%3E%3Cpath d=\'M2 7a7 7 0 0 1 7 7M2 2a12 12 0 0 1 12 12\'/%3E%3C/svg%3E");\n  -webkit-mask: var(--mark) center / contain no-repeat;\n  mask: var(--mark) center / contain no-repeat;\n}\nh1 {\n  font: 600 clamp(2rem, 1.3rem + 3vw, 3.375rem)/var(--tight, 1.12) var(--serif);\n  letter-spacing: -.015em;\n  text-wrap: balance;\n}\n:lang(ar) h1, :lang(fa) h1, :lang(ur) h1, :lang(he) h1 { letter-spacing: 0; }\n:lang(ja) :is(h1, h3) { word-break: auto-phrase; }\n.lead {\n  max-inline-size: 36rem;\n  margin-block-start: 1rem;\n  font-size: 1.25rem;\n  line-height: max(var(--lines, 1.5), 1.5);\n}\n.facts { color: var(--soft); font-size: .9375rem; font-variant-numeric: tabular-nums; }\n.head .facts { margin-block-start: 1rem; }\n.head .facts ~ p { max-inline-size: 36rem; margin-block-start: 1rem; }\n.head .facts + p { margin-block-start: 1.5rem; }\n.facts > :is(span, time) { white-space: nowrap; unicode-bidi: plaintext; }\ni::after { content: " ·"; content: " ·" / ""; font-style: normal; }\n\nsection { padding-block: 2.25rem; border-block-start: 1px solid var(--line); }\nh2 { font-size: 1.0625rem; font-weight: 600; margin-block-end: 1.25rem; }\nsection div > p { max-inline-size: 36rem; }\n\ndl { margin-block-start: 1.5rem; border-radius: 6px; background: var(--raised); }\ndl > div { padding: .875rem 1.25rem; }\ndl > div + div { border-block-start: 1px solid var(--line); }\ndt { font-size: .9375rem; }\ndt a { display: inline-block; padding-block: .125rem; }\ncode { font: .875rem/1.5 var(--mono); -webkit-hyphens: none; hyphens: none; -webkit-user-select: all; user-select: all; }\n\n.entries li + li { margin-block-start: 2.25rem; }\n.entries li { display: flow-root; }\n.entries h3 { font: 600 1.3125rem/max(var(--tight, 1.3), 1.3) var(--serif); text-wrap: pretty; }\n.entries h3 a { text-decoration-color: transparent; }\n.entries h3 a:hover { text-decoration-color: currentcolor; }\n.entries .facts { margin-block: .375rem; }\n.entries p { max-inline-size: 36rem; }\n.entries img {\n  float: inline-end;\n  inline-size: 30%;\n  max-inline-size: 9.5rem;\n  block-size: auto;\n  aspect-ratio: 3 / 2;\n  margin-block: .3rem .75rem;\n  margin-inline-start: 1.25rem;\n  object-fit: cover;\n  border-radius: 4px;\n  background: var(--raised);\n}\n\n.minor { font-size: .9375rem; font-weight: 400; color: var(--soft); }\n.minor ~ .minor { margin-block-start: 1.25rem; }\n.links { columns: 16rem 2; column-gap: 2rem; margin-block-start: .25rem; }\n.links li { padding-block: .25rem; break-inside: avoid; }\n.links a { display: inline-block; }\n\n.feeds li { padding-block: .75rem; border-block-start: 1px solid var(--line); }\n.feeds li:first-child { border: 0; padding-block-start: 0; }\n.feeds a { display: inline-block; font-weight: 600; text-decoration-color: transparent; }\n.feeds a:hover { text-decoration-color: currentcolor; }\n.feeds span, .feeds time { white-space: nowrap; }\n.feeds p, .feeds span:not(.hidden), .feeds time, .feeds i { color: var(--soft); font-size: .9375rem; }\n.feeds a + span::before, .feeds p + span::before { content: ""; display: block; }\n.feeds ~ p { margin-block-start: 1rem; }\n\nfooter { padding-block: 2.5rem 4rem; color: var(--soft); font-size: .9375rem; }\nfooter p + p { margin-block-start: .5rem; }\n\n@media (min-width: 52rem) {\n  section { display: grid; grid-template-columns: var(--label) minmax(0, 1fr); column-gap: 2.5rem; }\n  h2 { position: sticky; inset-block-start: 1.5rem; align-self: start; margin: 0; }\n  .head { display: grid; grid-template-columns: var(--label) minmax(0, 1fr); column-gap: 2.5rem; }\n  .head::before { grid-row: 1 / span 9; inline-size: 2.75rem; block-size: 2.75rem; margin-block-start: .5rem; }\n  .head > * { grid-column: 2; }\n  dl > div { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); align-items: baseline; }\n  .feeds li { display: grid; grid-template-columns: minmax(0, 1fr) 6rem 7.5rem 10rem; column-gap: 1rem; align-items: baseline; }\n  .feeds p { grid-column: 1; grid-row: 2; }\n  .feeds i, .feeds span::before { display: none !important; }\n  .feeds span, .feeds time { text-align: end; font-variant-numeric: tabular-nums; }\n  footer { padding-inline-start: calc(clamp(1.25rem, 5vw, 3rem) + var(--label) + 2.5rem); }\n  code { font-size: .9375rem; }\n}\n@media print {\n  :root { --page: #fff; --raised: #fff; --ink: #000; --soft: #333; --line: #999; }\n  html { font-size: 10.5pt; }\n  nav, footer a { display: none; }\n  section { padding-block: 1.25rem; }\n  li, dl > div { break-inside: avoid; }\n  h2 { position: static; }\n}')

    blocks = {}
    return root, blocks


TEMPLATES = {
    'base.html': base_html,
    'feed.html': feed_html,
    'index.html': index_html,
    'row.html': row_html,
    'style.css': style_css,
}
