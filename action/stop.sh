#!/usr/bin/env bash
# Ends the job as failed, and says why.
set -euo pipefail

case $1 in
  guard) echo "::error title=Not published::beyond the limits of the guard, see above" ;;
  articles) echo "Some articles have errors, see above: they are left out of the feeds." ;;
esac
exit 1
