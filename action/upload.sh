#!/usr/bin/env bash
# Uploads the feeds to an object store; the credentials are in the environment of the job.
set -euo pipefail

options=()
[[ $HUB != true ]] || options+=(--ping)
status=0
said=$("$FEEDMILL" publish --config "$CONFIG" ${options[@]+"${options[@]}"} -- "$DESTINATION") ||
  status=$?
if ((status != 0)); then
  echo "::error title=Not published::the feeds could not be uploaded, see above"
  exit "$status"
fi
echo "$said"
printf '\n%s\n' "${said##*$'\n'}" >>"$GITHUB_STEP_SUMMARY"
