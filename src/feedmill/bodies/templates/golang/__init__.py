"""Run the templates of a site's own shortcodes, as Hugo does, as far as a feed can. Pure.

In: a use of a shortcode whose template is in `layouts/`, or in a theme's. Out: the HTML that it
makes; None if it needs what a feed does not know. Nothing is executed but the template language,
within limits. Open `shortcode.py` first; `syntax.py` reads templates, `running.py` runs them,
`functions.py`, `texts.py` and `files.py` have the functions, `site.py` the objects.
"""
