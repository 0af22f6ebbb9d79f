"""One whole config for each section, for the reference; a test reads them all."""

EXAMPLES = {
    "site": """\
site:
  title: Example News
  url: https://news.example.org/
  authority: news.example.org,2021
  feeds_url: https://news.example.org/feeds/
  language: en
  description: News of machines that see
  author: {name: Example News, uri: https://news.example.org/about}
  icon: https://news.example.org/icon.png
  rights: © 2021 Example News
""",
    "articles": """\
site: {title: Blog, url: https://blog.example.org/, authority: "blog.example.org,2021"}
articles:
  include: ["posts/**/*.md", "notes/*.md"]
  exclude: posts/drafts/
  timezone: Europe/Berlin
  generator: hugo
  permalink:
    - {match: "notes/**", pattern: "/notes/{slug|title}/"}
    - {pattern: "/{year}/{month}/{slug}/"}
  id: "tag:{host},{local_date}:{link_path}"
  fields:
    link: [canonical, link]
    topics: tags
  defaults:
    - {match: "notes/de/**", values: {lang: de, tags: [Notes, Deutsch]}}
  authors:
    jane: {name: Jane Doe, uri: https://jane.example.org/}
  statuses: [evergreen, translated]
  markdown:
    dialect: python-markdown
    extensions: [extra, toc, pymdownx.magiclink]
    options:
      toc: {anchorlink: true}
  rendered: {folder: public, select: "article .post", remove: [".share", "nav"]}
""",
    "feeds": """\
site: {title: Example News, url: https://news.example.org/, authority: "news.example.org,2021"}
feeds:
  output: public/feeds
  formats: [atom, json]
  limit: 20
  content: full
  families:
    - all
    - topic
    - by: [topic, provider]
      title: "{topic} from {provider}"
      min_entries: 3
    - author
    - name: robots-that-see
      title: Robots that see
      where:
        topics: {all: [Robotics, Computer Vision], none: [Policy]}
        languages: en
        fields: {pinned: true}
        min_quality: 60
    - by: language
      path: "{language}/index"
      formats: rss
      also_at: "{language}/feed.xml"
      id: "{feed_url}"
      entry_id: "{link_bare}"
""",
    "dimensions": """\
site: {title: Example News, url: https://news.example.org/, authority: "news.example.org,2021"}
dimensions:
  series: {field: series, title: "{site}: the {series} series"}
feeds:
  families: [all, series, {by: [language, topic]}]
""",
    "groups": """\
site: {title: Example News, url: https://news.example.org/, authority: "news.example.org,2021"}
feeds:
  families: [all, author, language]
groups:
  author:
    Ann Lee: {slug: ann, description: What Ann Lee writes}
  language:
    de: {title: Deutsch}
    de-AT: {parent: de, roll_up: true}
""",
    "topics": """\
site: {title: Example News, url: https://news.example.org/, authority: "news.example.org,2021"}
topics:
  C++: {slug: cpp}
  AI: {title: Artificial intelligence}
  C#:
    path: {rss: tags/c%23/index.xml}
    feed_title: C# on Example News
    limit: 10
  Computer Vision:
    parent: AI
    roll_up: true
    description: Machines that see
""",
    "providers": """\
site: {title: Example News, url: https://news.example.org/, authority: "news.example.org,2021"}
providers:
  fox9.com: {title: FOX 9}
  blog.fox9.com: {title: The FOX 9 blog, parent: fox9.com, roll_up: true}
""",
    "images": """\
site: {title: Example News, url: https://news.example.org/, authority: "news.example.org,2021"}
images:
  enclose: all
  folders: {static: /, src/img: /img/}
  store: media
  base_url: https://media.example.org/
""",
    "hub": """\
site: {title: Example News, url: https://news.example.org/, authority: "news.example.org,2021"}
hub: https://hub.example.org/
""",
    "pages": """\
site: {title: Example News, url: https://news.example.org/, authority: "news.example.org,2021"}
pages:
  folder: html
  templates: templates/feeds
  accent: "#0b6e6e"
""",
    "guard": """\
site: {title: Example News, url: https://news.example.org/, authority: "news.example.org,2021"}
guard:
  max_new: 20
  max_withdrawn: 0
""",
}
