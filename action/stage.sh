#!/usr/bin/env bash
# Lays the feeds out as they are served, for GitHub Pages.
set -euo pipefail

site="$RUNNER_TEMP/feedmill-pages"
rm -rf "$site"
mkdir -p "$site/$BELOW"
cp -R "$FOLDER/." "$site/$BELOW"
echo "path=$site" >>"$GITHUB_OUTPUT"
