#!/usr/bin/env bash
# Notes which commit was published, for the guard of the next run; the cache keeps the note.
set -euo pipefail

# shellcheck source=/dev/null
source "$GITHUB_ACTION_PATH/action/git.bash"
cd -- "$(dirname -- "$CONFIG")"
"${FEEDMILL%/*}/python" -I "$GITHUB_ACTION_PATH/action/published.py" write \
  "$(basename -- "$CONFIG")" "$(git rev-parse HEAD)" "$GITHUB_REF"
