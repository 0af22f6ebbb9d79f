#!/usr/bin/env bash
# Says what subscribers would see, and whether that is beyond the guard's limits.
set -euo pipefail

cd -- "$(dirname -- "$CONFIG")"
name=$(basename -- "$CONFIG")

finish() { # RESULT: the output of this step
  echo "result=$1" >>"$GITHUB_OUTPUT"
  exit 0
}

commit_of() { git rev-parse --verify --quiet --end-of-options "$1^{commit}"; }

# Gets a commit that a shallow clone lacks; fails if it is nowhere.
get() {
  commit_of "$1" >/dev/null || git fetch --quiet --no-tags --depth=1 -- origin "$1" 2>/dev/null
}

# Whether a commit is where a shallow clone ends: there it seems to add all that it holds.
is_end() {
  local shallow
  shallow=$(git rev-parse --git-path shallow)
  [[ -f $shallow ]] && grep --quiet --line-regexp --fixed-strings "$1" "$shallow"
}

# Prints the last commit, up to the one given, in which the published feeds changed; nothing if
# none did. Fetches as much of the history as that takes.
published() {
  local found more
  for more in --deepen=50 --deepen=500 --unshallow; do
    found=$(git --literal-pathspecs log -1 --format=%H "$1" -- "$OUTPUT/feeds.json") || return
    if [[ -z $found ]] || ! is_end "$found"; then
      echo "$found"
      return
    fi
    git fetch --quiet --no-tags "$more" origin "$1" || return
  done
  git --literal-pathspecs log -1 --format=%H "$1" -- "$OUTPUT/feeds.json"
}

# Prints the commit to compare a pull request with.
base_of_request() {
  local parent
  if [[ $GITHUB_REF == refs/pull/*/merge && $(git rev-parse HEAD) == "$GITHUB_SHA" ]]; then
    # A merge of the request into its base; a shallow clone hides its parents but here.
    parent=$(git cat-file -p HEAD | sed -n '/^parent /{s///p;q;}')
  fi
  parent=${parent:-$PULL_BASE}
  get "$parent" || {
    echo "::error title=Feedmill::the base of the pull request, $parent, cannot be fetched" >&2
    return 1
  }
  echo "$parent"
}

# Prints the commit that was pushed onto, or HEAD; nothing if there is none.
before_push() {
  if [[ ${BEFORE-} =~ [1-9a-f] ]] && get "$BEFORE"; then
    echo "$BEFORE"
  elif [[ $GITHUB_EVENT_NAME == push && -z ${AGAIN-} ]]; then
    commit_of HEAD^ || true # the first push of a branch
  else
    git rev-parse HEAD
  fi
}

if [[ -n $BASE ]]; then
  against=$(commit_of "$BASE") || {
    git fetch --quiet --no-tags --depth=1 -- origin "$BASE"
    against=$(git rev-parse FETCH_HEAD)
  }
elif [[ -n ${PULL_BASE-} ]]; then
  against=$(base_of_request)
else
  start=$(before_push)
  against=$([[ -z $start ]] || published "$start")
  against=${against:-$start} # feeds that are not committed: then the articles have to do
fi
if [[ -z $against ]] || ! git cat-file -e "$against:./$name" 2>/dev/null; then
  echo "There was no $name before, and so no feeds: nothing to compare with."
  finish none
fi
status=0
"$FEEDMILL" diff "$against" --config "$name" --github || status=$?
case $status in
  0) finish ok ;;
  1) finish beyond ;;
  *) exit "$status" ;;
esac
