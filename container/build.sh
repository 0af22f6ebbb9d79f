#!/bin/sh
# Install Feedmill with all its extras into an environment of its own: build.sh SOURCE TARGET
set -eu
source="$1"
target="$2"
python3 -m venv "$target"
"$target/bin/python" -m pip install --quiet --no-cache-dir --disable-pip-version-check \
  --constraint "$source/constraints.txt" "$source[all]"
