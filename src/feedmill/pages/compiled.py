# Made of templates/ by Jinja2: pytest tests/pages/test_prepared.py --update-golden
# fmt: off
# ruff: noqa
# mypy: ignore-errors
"""What Jinja2 compiles Feedmill's own templates to. Pure."""


def base_html(environment, missing, Undefined, escape):
    name = 'base.html'

    def root(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_site = resolve('site')
        l_0_description = resolve('description')
        l_0_accent = resolve('accent')
        l_0_links = resolve('links')
        l_0_alternates = resolve('alternates')
        yield '<!doctype html>\n<html lang="'
        yield escape(environment.getattr(l_0_site, 'language'))
        yield '" dir="'
        yield escape(environment.getattr(l_0_site, 'direction'))
        yield '">\n<head>\n<meta charset="utf-8">\n<title>'
        yield from context.blocks['title'][0](context)
        yield '</title>\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        if l_0_description:
            yield '<meta name="description" content="'
            yield escape(l_0_description)
            yield '">\n'
        yield '<link rel="icon" href="data:image/svg+xml,%3Csvg%20xmlns=\'http://www.w3.org/2000/svg\'%20viewBox=\'0%200%2016%2016\'%20fill=\'none\'%20stroke=\'%23'
        yield escape(environment.getattr(l_0_accent, 'light')[1:])
        yield '\'%20stroke-width=\'2.4\'%3E%3Ccircle%20cx=\'3.5\'%20cy=\'12.5\'%20r=\'1.1\'/%3E%3Cpath%20d=\'M2%207a7%207%200%200%201%207%207M2%202a12%2012%200%200%201%2012%2012\'/%3E%3C/svg%3E">\n<link rel="stylesheet" href="'
        yield escape(environment.getattr(l_0_links, 'style'))
        yield '">\n'
        for l_1_one in l_0_alternates:
            yield '<link rel="alternate" type="'
            yield escape(environment.getattr(l_1_one, 'media_type'))
            yield '" title="'
            yield escape(environment.getattr(l_1_one, 'title'))
            yield '" href="'
            yield escape(environment.getattr(l_1_one, 'href'))
            yield '">\n'
        l_1_one = missing
        yield '</head>\n<body>\n<header class="bar">\n<p><a href="'
        yield escape(environment.getattr(l_0_site, 'url'))
        yield '" dir="auto">'
        yield escape(environment.getattr(l_0_site, 'title'))
        yield '</a></p>\n'
        yield from context.blocks['bar'][0](context)
        yield '</header>\n<main>\n'
        yield from context.blocks['main'][0](context)
        yield '</main>\n<footer>\n'
        yield from context.blocks['footer'][0](context)
        yield '</footer>\n</body>\n</html>'

    def block_title(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None

    def block_bar(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None

    def block_main(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None

    def block_footer(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_site = resolve('site')
        yield from context.blocks['opml'][0](context)
        if environment.getattr(l_0_site, 'rights'):
            yield '<p dir="auto">'
            yield escape(environment.getattr(l_0_site, 'rights'))
            yield '</p>\n'

    def block_opml(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_links = resolve('links')
        l_0_mark = resolve('mark')
        l_0_words = resolve('words')
        yield '<p><a href="'
        yield escape(environment.getattr(l_0_links, 'opml'))
        yield '" type="text/x-opml"'
        yield escape(l_0_mark)
        yield '>'
        yield escape(environment.getattr(l_0_words, 'opml'))
        yield '</a></p>\n'

    blocks = {'title': block_title, 'bar': block_bar, 'main': block_main, 'footer': block_footer, 'opml': block_opml}
    return root, blocks


def feed_html(environment, missing, Undefined, escape):
    name = 'feed.html'

    def root(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        parent_template = None
        parent_template = environment.get_template('base.html', 'feed.html')
        for name, parent_block in parent_template.blocks.items():
            context.blocks.setdefault(name, []).append(parent_block)
        yield from parent_template.root_render_func(context)

    def block_title(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_feed = resolve('feed')
        yield escape(environment.getattr(l_0_feed, 'title'))

    def block_bar(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_words = resolve('words')
        l_0_mark = resolve('mark')
        l_0_links = resolve('links')
        yield '<nav aria-label="'
        yield escape(environment.getattr(l_0_words, 'feeds'))
        yield '"'
        yield escape(l_0_mark)
        yield '><a href="'
        yield escape(environment.getattr(l_0_links, 'index'))
        yield '">'
        yield escape(environment.getattr(l_0_words, 'all_feeds'))
        yield '</a></nav>\n'

    def block_main(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_feed = resolve('feed')
        l_0_mark = resolve('mark')
        l_0_words = resolve('words')
        l_0_entries = resolve('entries')
        l_0_related = resolve('related')
        l_0_links = resolve('links')
        yield '<header class="head">\n<h1 dir="auto"><span class="hidden">'
        yield escape(environment.getattr(l_0_feed, 'prefix'))
        yield '</span>'
        yield escape(environment.getattr(l_0_feed, 'name'))
        yield '</h1>\n'
        if environment.getattr(l_0_feed, 'subtitle'):
            yield '<p class="lead" dir="auto">'
            yield escape(environment.getattr(l_0_feed, 'subtitle'))
            yield '</p>\n'
        yield '<p class="facts"'
        yield escape(l_0_mark)
        yield '><span>'
        yield escape(environment.getattr(l_0_feed, 'count'))
        yield '</span>\n'
        if environment.getattr(l_0_feed, 'updated'):
            yield '<time datetime="'
            yield escape(environment.getattr(environment.getattr(l_0_feed, 'updated'), 'iso'))
            yield '">'
            yield escape(environment.getattr(environment.getattr(l_0_feed, 'updated'), 'since'))
            yield '</time>\n'
        if environment.getattr(l_0_feed, 'rate'):
            yield '<span>'
            yield escape(environment.getattr(l_0_feed, 'rate'))
            yield '</span>\n'
        yield '</p>\n</header>\n<section aria-labelledby="subscribe">\n<h2 id="subscribe"'
        yield escape(l_0_mark)
        yield '>'
        yield escape(environment.getattr(l_0_words, 'subscribe'))
        yield '</h2>\n<div>\n<p'
        yield escape(l_0_mark)
        yield '>'
        yield escape(environment.getattr(l_0_words, 'what'))
        yield '</p>\n<dl>\n'
        for l_1_one in environment.getattr(l_0_feed, 'formats'):
            yield '<div><dt><a href="'
            yield escape(environment.getattr(l_1_one, 'href'))
            yield '" type="'
            yield escape(environment.getattr(l_1_one, 'media_type'))
            yield '">'
            yield escape(environment.getattr(l_1_one, 'name'))
            yield '</a></dt><dd><code dir="ltr">'
            yield escape(environment.getattr(l_1_one, 'url'))
            yield '</code></dd></div>\n'
        l_1_one = missing
        yield '</dl>\n</div>\n</section>\n<section aria-labelledby="newest">\n<h2 id="newest"'
        yield escape(l_0_mark)
        yield '>'
        yield escape(environment.getattr(l_0_words, 'newest'))
        yield '</h2>\n'
        if l_0_entries:
            yield '<ol class="entries">\n'
            for l_1_entry in l_0_entries:
                l_1_mark_within = resolve('mark_within')
                yield '<li'
                if environment.getattr(l_1_entry, 'language'):
                    yield ' lang="'
                    yield escape(environment.getattr(l_1_entry, 'language'))
                    yield '"'
                yield ' dir="'
                yield escape(environment.getattr(l_1_entry, 'direction'))
                yield '">\n'
                if environment.getattr(l_1_entry, 'picture'):
                    yield '<img src="'
                    yield escape(environment.getattr(environment.getattr(l_1_entry, 'picture'), 'src'))
                    yield '" alt=""'
                    if environment.getattr(environment.getattr(l_1_entry, 'picture'), 'width'):
                        yield ' width="'
                        yield escape(environment.getattr(environment.getattr(l_1_entry, 'picture'), 'width'))
                        yield '" height="'
                        yield escape(environment.getattr(environment.getattr(l_1_entry, 'picture'), 'height'))
                        yield '"'
                    yield ' loading="lazy" decoding="async">\n'
                yield '<h3>'
                if environment.getattr(l_1_entry, 'link'):
                    yield '<a href="'
                    yield escape(environment.getattr(l_1_entry, 'link'))
                    yield '">'
                    yield escape(environment.getattr(l_1_entry, 'title'))
                    yield '</a>'
                else:
                    yield escape(environment.getattr(l_1_entry, 'title'))
                yield '</h3>\n<p class="facts"><time datetime="'
                yield escape(environment.getattr(environment.getattr(l_1_entry, 'published'), 'iso'))
                yield '"'
                yield escape(((undefined(name='mark_within') if l_1_mark_within is missing else l_1_mark_within) if environment.getattr(l_1_entry, 'language') else l_0_mark))
                yield '>'
                yield escape(environment.getattr(environment.getattr(l_1_entry, 'published'), 'text'))
                yield '</time>\n'
                for l_2_name in environment.getattr(l_1_entry, 'byline'):
                    yield '<bdi>'
                    yield escape(l_2_name)
                    yield '</bdi>\n'
                l_2_name = missing
                yield '</p>\n'
                if environment.getattr(l_1_entry, 'summary'):
                    yield '<p>'
                    yield escape(environment.getattr(l_1_entry, 'summary'))
                    yield '</p>\n'
                yield '</li>\n'
            l_1_entry = l_1_mark_within = missing
            yield '</ol>\n'
        else:
            yield '<p'
            yield escape(l_0_mark)
            yield '>'
            yield escape(environment.getattr(l_0_words, 'nothing'))
            yield '</p>\n'
        yield '</section>\n'
        if (environment.getattr(l_0_related, 'broader') or environment.getattr(l_0_related, 'narrower')):
            yield '<section aria-labelledby="related">\n<h2 id="related"'
            yield escape(l_0_mark)
            yield '>'
            yield escape(environment.getattr(l_0_words, 'related'))
            yield '</h2>\n<div>\n'
            def t_1(fiter):
                for (l_1_heading, l_1_feeds) in fiter:
                    if l_1_feeds:
                        yield (l_1_heading, l_1_feeds)
            for (l_1_heading, l_1_feeds) in t_1([(environment.getattr(l_0_words, 'broader'), environment.getattr(l_0_related, 'broader')), (environment.getattr(l_0_words, 'narrower'), environment.getattr(l_0_related, 'narrower'))]):
                yield '<h3 class="minor"'
                yield escape(l_0_mark)
                yield '>'
                yield escape(l_1_heading)
                yield '</h3>\n<ul class="links">\n'
                for l_2_one in l_1_feeds:
                    yield '<li><a href="'
                    yield escape(environment.getattr(l_2_one, 'href'))
                    yield '"><bdi>'
                    yield escape(environment.getattr(l_2_one, 'name'))
                    yield '</bdi></a></li>\n'
                l_2_one = missing
                yield '</ul>\n'
            l_1_heading = l_1_feeds = missing
            if environment.getattr(l_0_related, 'more'):
                yield '<p'
                yield escape(l_0_mark)
                yield '><a href="'
                yield escape(environment.getattr(l_0_links, 'index'))
                yield '">'
                yield escape(environment.getattr(l_0_related, 'more'))
                yield '</a></p>\n'
            yield '</div>\n</section>\n'

    blocks = {'title': block_title, 'bar': block_bar, 'main': block_main}
    return root, blocks


def index_html(environment, missing, Undefined, escape):
    name = 'index.html'

    def root(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        parent_template = None
        parent_template = environment.get_template('base.html', 'index.html')
        for name, parent_block in parent_template.blocks.items():
            context.blocks.setdefault(name, []).append(parent_block)
        yield from parent_template.root_render_func(context)

    def block_title(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_page = resolve('page')
        yield escape(environment.getattr(l_0_page, 'title'))

    def block_bar(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_page = resolve('page')
        l_0_words = resolve('words')
        l_0_mark = resolve('mark')
        l_0_links = resolve('links')
        if environment.getattr(l_0_page, 'section'):
            yield '<nav aria-label="'
            yield escape(environment.getattr(l_0_words, 'feeds'))
            yield '"'
            yield escape(l_0_mark)
            yield '><a href="'
            yield escape(environment.getattr(l_0_links, 'index'))
            yield '">'
            yield escape(environment.getattr(l_0_words, 'all_feeds'))
            yield '</a></nav>\n'

    def block_opml(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None

    def block_main(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_page = resolve('page')
        l_0_mark = resolve('mark')
        l_0_words = resolve('words')
        l_0_description = resolve('description')
        l_0_links = resolve('links')
        l_0_sections = resolve('sections')
        yield '<header class="head">\n<h1 dir="auto">'
        if environment.getattr(l_0_page, 'section'):
            yield '<span class="hidden">'
            yield escape(environment.getattr(environment.getattr(l_0_page, 'section'), 'prefix'))
            yield '</span><span class="first">'
            yield escape(environment.getattr(environment.getattr(l_0_page, 'section'), 'name'))
            yield '</span>'
        else:
            yield '<span'
            yield escape(l_0_mark)
            yield '>'
            yield escape(environment.getattr(l_0_words, 'feeds'))
            yield '</span>'
        yield '</h1>\n'
        if l_0_description:
            yield '<p class="lead" dir="auto">'
            yield escape(l_0_description)
            yield '</p>\n'
        yield '<p class="facts"'
        yield escape(l_0_mark)
        yield '><span>'
        yield escape(environment.getattr(l_0_page, 'count'))
        yield '</span></p>\n<p'
        yield escape(l_0_mark)
        yield '>'
        yield escape(environment.getattr(l_0_words, 'what_all'))
        yield '</p>\n<p><a href="'
        yield escape(environment.getattr(l_0_links, 'opml'))
        yield '" type="text/x-opml"'
        yield escape(l_0_mark)
        yield '>'
        yield escape(environment.getattr(l_0_words, 'opml'))
        yield '</a><br><code dir="ltr">'
        yield escape(environment.getattr(l_0_links, 'opml_url'))
        yield '</code></p>\n</header>\n'
        for l_1_section in l_0_sections:
            yield '<section aria-labelledby="'
            yield escape(environment.getattr(l_1_section, 'id'))
            yield '">\n<h2 id="'
            yield escape(environment.getattr(l_1_section, 'id'))
            yield '" dir="auto"><span class="hidden">'
            yield escape(environment.getattr(l_1_section, 'prefix'))
            yield '</span><span class="first">'
            yield escape(environment.getattr(l_1_section, 'name'))
            yield '</span></h2>\n<div>\n<ul class="feeds">\n'
            yield escape(environment.getattr(l_1_section, 'rows'))
            yield '</ul>\n'
            if environment.getattr(l_1_section, 'href'):
                yield '<p'
                yield escape(l_0_mark)
                yield '><a href="'
                yield escape(environment.getattr(l_1_section, 'href'))
                yield '">'
                yield escape(environment.getattr(l_1_section, 'count'))
                yield '</a></p>\n'
            yield '</div>\n</section>\n'
        l_1_section = missing

    blocks = {'title': block_title, 'bar': block_bar, 'opml': block_opml, 'main': block_main}
    return root, blocks


def row_html(environment, missing, Undefined, escape):
    name = 'row.html'

    def root(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_feed = resolve('feed')
        l_0_mark = resolve('mark')
        yield '<li><a href="'
        yield escape(environment.getattr(l_0_feed, 'href'))
        yield '" dir="auto">'
        if environment.getattr(l_0_feed, 'prefix'):
            yield '<span class="hidden">'
            yield escape(environment.getattr(l_0_feed, 'prefix'))
            yield '</span>'
        yield escape(environment.getattr(l_0_feed, 'name'))
        yield '</a>'
        if environment.getattr(l_0_feed, 'about'):
            yield '<p dir="auto">'
            yield escape(environment.getattr(l_0_feed, 'about'))
            yield '</p>'
        yield ' <span'
        yield escape(l_0_mark)
        yield '>'
        yield escape(environment.getattr(l_0_feed, 'count'))
        yield '</span>'
        if environment.getattr(l_0_feed, 'updated'):
            yield ' <time datetime="'
            yield escape(environment.getattr(environment.getattr(l_0_feed, 'updated'), 'iso'))
            yield '"'
            yield escape(l_0_mark)
            yield '>'
            yield escape(environment.getattr(environment.getattr(l_0_feed, 'updated'), 'text'))
            yield '</time>'
        if environment.getattr(l_0_feed, 'rate'):
            yield ' <span'
            yield escape(l_0_mark)
            yield '>'
            yield escape(environment.getattr(l_0_feed, 'rate'))
            yield '</span>'
        yield '</li>'

    blocks = {}
    return root, blocks


def style_css(environment, missing, Undefined, escape):
    name = 'style.css'

    def root(context, missing=missing, environment=environment):
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        cond_expr_undefined = Undefined
        if 0: yield None
        l_0_links = resolve('links')
        l_0_light = resolve('light')
        l_0_accent = resolve('accent')
        l_0_dark = resolve('dark')
        yield '/* For the pages in '
        yield escape(environment.getattr(l_0_links, 'here'))
        yield ' */\n:root {\n  color-scheme: light dark;\n  --page: '
        yield escape(environment.getattr(l_0_light, 'page'))
        yield ';\n  --raised: '
        yield escape(environment.getattr(l_0_light, 'raised'))
        yield ';\n  --line: #e4e0d8;\n  --ink: #1d1b19;\n  --soft: #5e5a54;\n  --accent: '
        yield escape(environment.getattr(l_0_accent, 'light'))
        yield ';\n  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;\n  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", Georgia, serif;\n  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;\n  --label: 10rem;\n}\n@media (prefers-color-scheme: dark) {\n  :root {\n    --page: '
        yield escape(environment.getattr(l_0_dark, 'page'))
        yield ';\n    --raised: '
        yield escape(environment.getattr(l_0_dark, 'raised'))
        yield ';\n    --line: #35322f;\n    --ink: #ebe8e3;\n    --soft: #aaa59d;\n    --accent: '
        yield escape(environment.getattr(l_0_accent, 'dark'))
        yield ';\n  }\n}\n@media (prefers-contrast: more) {\n  :root { --soft: var(--ink); --line: currentcolor; }\n}\n:lang(ja), :lang(ko), :lang(zh) { --serif: var(--sans); line-height: 1.75; line-break: strict; }\n:lang(ar), :lang(fa), :lang(ur) { line-height: 1.8; }\n\n*, ::before, ::after { box-sizing: border-box; }\nhtml { font: 1.0625rem/1.6 var(--sans); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }\nbody {\n  margin: 0;\n  background: var(--page);\n  color: var(--ink);\n  overflow-wrap: anywhere;\n}\nbody > * {\n  max-inline-size: 64rem;\n  margin-inline: auto;\n  padding-inline: clamp(1.25rem, 5vw, 3rem);\n}\nh1, h2, h3, p, ol, ul, dl, dd { margin: 0; }\nol, ul { padding: 0; list-style: none; }\n[dir="auto"]:not(li) { text-align: match-parent; }\na { color: inherit; text-decoration: underline 1px var(--accent); text-underline-offset: .2em; }\na:hover { color: var(--accent); text-decoration-thickness: 2px; }\n:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }\n.hidden {\n  position: absolute;\n  inline-size: 1px;\n  block-size: 1px;\n  overflow: hidden;\n  clip-path: inset(50%);\n  white-space: nowrap;\n}\n.first { display: inline-block; }\n.first::first-letter { text-transform: uppercase; }\n\n.bar {\n  display: flex;\n  flex-wrap: wrap;\n  justify-content: space-between;\n  gap: .5rem 2rem;\n  padding-block: 1.5rem;\n}\n.bar a { text-decoration-color: transparent; }\n.bar a:hover { text-decoration-color: currentcolor; }\n.bar p { font-weight: 600; }\n\n.head { padding-block: clamp(2rem, 7vw, 5rem) clamp(2rem, 5vw, 3.5rem); }\n.head::before {\n  content: "";\n  display: block;\n  inline-size: 1.75rem;\n  block-size: 1.75rem;\n  margin-block-end: 1.25rem;\n  background: var(--accent);\n  --mark: url("data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\' viewBox=\'0 0 16 16\' fill=\'none\' stroke=\'%23000\' stroke-width=\'2.2\'%3E%3Ccircle cx=\'3.5\' cy=\'12.5\' r=\'1.2\'/%3E%3Cpath d=\'M2 7a7 7 0 0 1 7 7M2 2a12 12 0 0 1 12 12\'/%3E%3C/svg%3E");\n  -webkit-mask: var(--mark) center / contain no-repeat;\n  mask: var(--mark) center / contain no-repeat;\n}\nh1 {\n  font: 600 clamp(2rem, 1.3rem + 3vw, 3.375rem)/1.12 var(--serif);\n  letter-spacing: -.015em;\n  text-wrap: balance;\n}\n:lang(ar) h1, :lang(fa) h1, :lang(ur) h1, :lang(he) h1 { letter-spacing: 0; line-height: 1.35; }\n.lead {\n  max-inline-size: 36rem;\n  margin-block-start: 1rem;\n  font-size: 1.25rem;\n  line-height: 1.5;\n  text-wrap: pretty;\n}\n.facts { color: var(--soft); font-size: .9375rem; font-variant-numeric: tabular-nums; }\n.head .facts { margin-block-start: 1rem; }\n.head .facts ~ p { max-inline-size: 36rem; margin-block-start: 1rem; }\n.head .facts + p { margin-block-start: 1.5rem; }\n.facts > * { unicode-bidi: plaintext; }\n.facts > :not(:last-child)::after { content: " ·"; content: " ·" / ""; }\n\nsection { padding-block: 2.25rem; border-block-start: 1px solid var(--line); }\nh2 { font-size: 1.0625rem; line-height: 1.6; font-weight: 600; margin-block-end: 1.25rem; }\nsection div > p { max-inline-size: 36rem; }\n\ndl { margin-block-start: 1.5rem; border-radius: 6px; background: var(--raised); }\ndl > div { padding: .875rem 1.25rem; }\ndl > div + div { border-block-start: 1px solid var(--line); }\ndt { font-size: .9375rem; }\ndt a { display: inline-block; padding-block: .125rem; }\ncode { font: .875rem/1.5 var(--mono); -webkit-user-select: all; user-select: all; }\n\n.entries li + li { margin-block-start: 2.25rem; }\n.entries li { display: flow-root; }\n.entries h3 { font: 600 1.3125rem/1.3 var(--serif); text-wrap: pretty; }\n.entries h3 a { text-decoration-color: transparent; }\n.entries h3 a:hover { text-decoration-color: currentcolor; }\n.entries .facts { margin-block: .375rem; }\n.entries p { max-inline-size: 36rem; }\n.entries img {\n  float: inline-end;\n  inline-size: 30%;\n  max-inline-size: 9.5rem;\n  block-size: auto;\n  aspect-ratio: 3 / 2;\n  margin-block: .3rem .75rem;\n  margin-inline-start: 1.25rem;\n  object-fit: cover;\n  border-radius: 4px;\n  background: var(--raised);\n}\n\n.minor { font-size: .9375rem; font-weight: 400; color: var(--soft); }\n.minor ~ .minor { margin-block-start: 1.25rem; }\n.links { columns: 16rem 2; column-gap: 2rem; margin-block-start: .25rem; }\n.links li { padding-block: .25rem; break-inside: avoid; }\n.links a { display: inline-block; }\n\n.feeds li { padding-block: .75rem; border-block-start: 1px solid var(--line); }\n.feeds li:first-child { border: 0; padding-block-start: 0; }\n.feeds a { display: inline-block; font-weight: 600; text-decoration-color: transparent; }\n.feeds a:hover { text-decoration-color: currentcolor; }\n.feeds span, .feeds time { white-space: nowrap; }\n.feeds p, .feeds span:not(.hidden), .feeds time { color: var(--soft); font-size: .9375rem; }\n.feeds a + span::before, .feeds p + span::before { content: ""; display: block; }\n.feeds li > :not(:last-child, p, a)::after { content: " ·"; content: " ·" / ""; }\n.feeds ~ p { margin-block-start: 1rem; }\n\nfooter { padding-block: 2.5rem 4rem; color: var(--soft); font-size: .9375rem; }\nfooter p + p { margin-block-start: .5rem; }\n\n@media (min-width: 52rem) {\n  section { display: grid; grid-template-columns: var(--label) minmax(0, 1fr); column-gap: 2.5rem; }\n  h2 { position: sticky; inset-block-start: 1.5rem; align-self: start; margin: 0; }\n  .head { display: grid; grid-template-columns: var(--label) minmax(0, 1fr); column-gap: 2.5rem; }\n  .head::before { grid-row: 1 / span 9; inline-size: 2.75rem; block-size: 2.75rem; margin-block-start: .5rem; }\n  .head > * { grid-column: 2; }\n  dl > div { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); align-items: baseline; }\n  .feeds li { display: grid; grid-template-columns: minmax(0, 1fr) 6rem 7.5rem 10rem; column-gap: 1rem; align-items: baseline; }\n  .feeds p { grid-column: 1; grid-row: 2; }\n  .feeds li > *::before, .feeds li > *::after { display: none !important; }\n  .feeds span, .feeds time { text-align: end; font-variant-numeric: tabular-nums; }\n  footer { padding-inline-start: calc(clamp(1.25rem, 5vw, 3rem) + var(--label) + 2.5rem); }\n  code { font-size: .9375rem; }\n}\n@media print {\n  :root { --page: #fff; --raised: #fff; --ink: #000; --soft: #333; --line: #999; }\n  html { font-size: 10.5pt; }\n  nav, footer a { display: none; }\n  section { padding-block: 1.25rem; }\n  li, dl > div { break-inside: avoid; }\n  h2 { position: static; }\n}'

    blocks = {}
    return root, blocks


TEMPLATES = {
    'base.html': base_html,
    'feed.html': feed_html,
    'index.html': index_html,
    'row.html': row_html,
    'style.css': style_css,
}
