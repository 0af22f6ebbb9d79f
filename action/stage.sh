#!/usr/bin/env bash
# Lays the feeds out as they are served, for GitHub Pages.
set -euo pipefail

case "/${BELOW//\\//}/" in
  */../*)
    echo "::error title=Feedmill::site.feeds_url has a .. that leads out of what is served"
    exit 1
    ;;
esac
site="$RUNNER_TEMP/feedmill-pages"
rm -rf -- "$site"
mkdir -p -- "$site/$BELOW"
cp -RP -- "$FOLDER/." "$site/$BELOW"
# What is uploaded has the files that links lead to, wherever on this machine.
find "$site" -type l -exec rm -- {} +
echo "path=$site" >>"$GITHUB_OUTPUT"
