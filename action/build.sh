#!/usr/bin/env bash
# Builds the feeds, with annotations and a summary.
set -euo pipefail

options=()
[[ $STRICT != true ]] || options+=(--strict)
[[ $ALLOW_EMPTY != true ]] || options+=(--allow-empty)
status=0
"$FEEDMILL" build --config "$CONFIG" --report github ${options[@]+"${options[@]}"} || status=$?
# 1: articles with errors are left out. What else was built is published before the job fails.
if ((status > 1)); then
  exit "$status"
fi
echo "status=$status" >>"$GITHUB_OUTPUT"
