#!/bin/sh
# Install Feedmill into an environment of its own, with all its extras or those that are named:
# build.sh SOURCE TARGET [EXTRAS]
set -eu
source="$1"
target="$2"
extras="${3-all}"
python3 -m venv "$target"
"$target/bin/python" -m pip install --quiet --no-cache-dir --disable-pip-version-check \
  --constraint "$source/constraints.txt" "$source[$extras]"
