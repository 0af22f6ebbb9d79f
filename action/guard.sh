#!/usr/bin/env bash
# Says what subscribers would see, and whether that is beyond the guard's limits. What it cannot
# compare with what was published is an error, never a pass.
set -euo pipefail

# shellcheck source=/dev/null
source "$GITHUB_ACTION_PATH/action/git.bash"
cd -- "$(dirname -- "$CONFIG")"
name=$(basename -- "$CONFIG")

finish() { # RESULT: the output of this step
  echo "result=$1" >>"$GITHUB_OUTPUT"
  exit 0
}

fail() { # MESSAGE
  echo "::error title=Feedmill::$1" >&2
  exit 1
}

commit_of() { git rev-parse --verify --quiet --end-of-options "$1^{commit}"; }
is_shallow() { [[ $(git rev-parse --is-shallow-repository) == true ]]; }

# Gets a commit that the clone lacks; fails if it is nowhere.
get() {
  local depth=()
  commit_of "$1" >/dev/null && return
  ! is_shallow || depth=(--depth=1)
  git fetch --quiet --no-tags ${depth[@]+"${depth[@]}"} -- origin "$1" 2>/dev/null ||
    ! is_shallow || git fetch --quiet --no-tags --unshallow origin 2>/dev/null || true
  commit_of "$1" >/dev/null
}

# Prints the first parent of a commit; nothing if it has none.
parent_of() {
  local parent
  # A shallow clone hides parents, but not here.
  parent=$(git cat-file -p "$1" | sed -n '/^$/q;/^parent /{s///p;q;}')
  [[ -n $parent ]] || return 0
  get "$parent" || fail "the commit before the push, $parent, cannot be fetched: $remedy"
  echo "$parent"
}

# Whether a commit is where a shallow clone ends: there it seems to add all that it holds.
is_end() {
  local shallow
  shallow=$(git rev-parse --git-path shallow)
  [[ -f $shallow ]] && grep --quiet --line-regexp --fixed-strings "$1" "$shallow"
}

last_change() { git --literal-pathspecs log -1 --format=%H "$1" -- "$OUTPUT/feeds.json"; }

# Prints the last commit, up to the one given, in which the feeds that are committed changed;
# nothing if none did. Fetches as much of the history as that takes.
committed() {
  local found more
  for more in --deepen=50 --deepen=500 --unshallow; do
    found=$(last_change "$1") || return
    if [[ -z $found ]] || ! is_end "$found"; then
      break
    fi
    git fetch --quiet --no-tags "$more" origin "$1" ||
      fail "the commits that the clone lacks cannot be fetched: $remedy"
  done
  last_change "$1"
}

note() { # read, or write COMMIT REF: the commit that was published last
  local command=$1
  shift
  "${FEEDMILL%/*}/python" -I "$GITHUB_ACTION_PATH/action/published.py" "$command" "$name" "$@"
}

# Whether HEAD came from a commit. Fetches as much of the history as it takes to know.
is_ancestor() {
  local more
  for more in --deepen=50 --deepen=500 --unshallow; do
    ! git merge-base --is-ancestor "$1" HEAD 2>/dev/null || return 0
    is_shallow || return 1
    git fetch --quiet --no-tags "$more" origin "$(git rev-parse HEAD)" 2>/dev/null || return 1
  done
  git merge-base --is-ancestor "$1" HEAD 2>/dev/null
}

# Prints the commit that was published last from this branch; fails if that is not remembered.
remembered() {
  local commit='' ref=''
  [[ $REMEMBER == true ]] || return
  read -r commit ref < <(note read) || return
  [[ $ref == "$GITHUB_REF" ]] || return
  if ! get "$commit"; then
    echo "::warning title=Feedmill::$commit, published last, cannot be fetched any more" >&2
    return 1
  fi
  if ! is_ancestor "$commit"; then
    echo "::warning title=Feedmill::$commit, published last, is not in the history: not used" >&2
    return 1
  fi
  echo "$commit"
}

# Prints the commit to compare a pull request with.
base_of_request() {
  local parent
  if [[ $GITHUB_REF == refs/pull/*/merge && $(git rev-parse HEAD) == "$GITHUB_SHA" ]]; then
    parent=$(parent_of HEAD) || return # a merge of the request into its base
  fi
  parent=${parent:-$PULL_BASE}
  get "$parent" || fail "the base of the pull request, $parent, cannot be fetched: $remedy"
  echo "$parent"
}

# Prints the commit to compare a push or a scheduled run with; nothing if it is the first.
base_of_push() {
  local start='' found=''
  if [[ ${BEFORE-} =~ [1-9a-f] ]]; then
    ! get "$BEFORE" || start=$BEFORE
  elif [[ $GITHUB_EVENT_NAME != push || -n ${AGAIN-} ]]; then
    start=$(git rev-parse HEAD)
  fi
  found=$start
  [[ -n $found ]] || found=$(parent_of HEAD) || return # the branch is new, or was rewritten
  [[ -z $found ]] || found=$(committed "$found") || return
  found=${found:-$start} # of feeds that are not committed the articles have to do
  if [[ -n $found ]]; then
    echo "$found"
  elif [[ ${BEFORE-} =~ [1-9a-f] ]]; then
    fail "the commit before the push, $BEFORE, cannot be fetched: $remedy"
  else
    parent_of HEAD
  fi
}

# Whether the base published feeds, as far as can be told without looking for a config that moved.
published() {
  git cat-file -e "$against:./$name" 2>/dev/null ||
    git cat-file -e "$against:./$OUTPUT/feeds.json" 2>/dev/null
}

remedy="set fetch-depth: 0 for actions/checkout, or name what is published by the input base"
if [[ -n $BASE ]]; then
  against=$(commit_of "$BASE") || {
    git fetch --quiet --no-tags --depth=1 -- origin "$BASE" 2>/dev/null ||
      fail "the input base, $BASE, is not a revision here, nor a branch or tag of origin"
    against=$(commit_of FETCH_HEAD)
  }
elif [[ -n ${PULL_BASE-} ]]; then
  against=$(base_of_request)
else
  against=$(remembered) || against=$(base_of_push)
  if [[ $REMEMBER == true && -n $against ]]; then
    note write "$against" "$GITHUB_REF" # until this run has published
  fi
fi
if [[ -z $against ]]; then
  echo "This is the first commit: there is nothing to compare with."
  finish none
fi
# A partial clone lacks files of then, which Feedmill does not fetch: git does, to compare them.
git diff --numstat --no-ext-diff --no-textconv "$against" HEAD >/dev/null || true
status=0
"$FEEDMILL" diff "$against" --config "$name" --github || status=$?
case $status in
  0) finish "$(published && echo ok || echo none)" ;;
  1) finish beyond ;;
  *) exit "$status" ;;
esac
