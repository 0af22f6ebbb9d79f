#!/usr/bin/env bash
# Ends the job as failed, and says why.
set -euo pipefail

case $1 in
  guard) echo "::error title=Not published::beyond the limits of the guard, see above" ;;
  strict) echo "::error title=Not published::some articles have errors, see above, and strict is true" ;;
  articles) echo "::error title=Articles left out::those with errors, see above; the others are fine" ;;
esac
exit 1
