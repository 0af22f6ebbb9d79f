#!/usr/bin/env bash
# Notes which commit was published, for the guard of the next run; the cache keeps the note.
set -euo pipefail

cd -- "$(dirname -- "$CONFIG")"
echo "$(git rev-parse HEAD) $GITHUB_REF" >.feedmill/published
