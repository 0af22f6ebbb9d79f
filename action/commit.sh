#!/usr/bin/env bash
# Commits the feeds and pushes them, never by force. Where others pushed in the meantime, the feeds
# are built again on top of that, and held against the guard's limits once more.
set -euo pipefail

# shellcheck source=/dev/null
source "$GITHUB_ACTION_PATH/action/git.bash"
cd -- "$(dirname -- "$CONFIG")"
name=$(basename -- "$CONFIG")
start=$(git rev-parse HEAD)

# Commits the feeds and nothing else; fails if they are as they were.
commit_feeds() {
  [[ -e $OUTPUT ]] || return
  git --literal-pathspecs add --all -- "$OUTPUT" || exit
  ! git --literal-pathspecs diff --cached --quiet -- "$OUTPUT" || return
  local who=()
  if ! git config user.email >/dev/null; then
    who=(-c "user.name=github-actions[bot]"
      -c "user.email=41898282+github-actions[bot]@users.noreply.github.com")
  fi
  git --literal-pathspecs ${who[@]+"${who[@]}"} commit --quiet --message "$MESSAGE" -- "$OUTPUT" || exit
}

# Goes on from what is on the branch now: its articles, and feeds built from them.
follow() {
  git fetch --quiet --no-tags origin "refs/heads/$GITHUB_REF_NAME"
  if [[ $(git rev-parse FETCH_HEAD) == "$start" ]]; then
    echo "::error title=Feedmill::the feeds cannot be pushed: does the job have contents: write?"
    exit 1
  fi
  git reset --quiet --keep "$start"
  if ! git merge --quiet --ff-only FETCH_HEAD; then
    echo "::error title=Feedmill::$GITHUB_REF_NAME was rewritten during this run: the next run publishes"
    exit 1
  fi
  start=$(git rev-parse HEAD)
  local options=(--quiet) status=0
  [[ $STRICT != true ]] || options+=(--strict)
  [[ $ALLOW_EMPTY != true ]] || options+=(--allow-empty)
  "$FEEDMILL" build --config "$name" "${options[@]}" || status=$?
  if ((status > 1)) || [[ $status == 1 && $STRICT == true ]]; then
    exit "$status"
  fi
  [[ $GUARD == off ]] || guard_again
}

# Fails if git ignores something that the build wrote: a commit would lack it.
check_ignored() {
  local files first rule
  # Beside feeds, Feedmill writes images; anything else in the folder is somebody else's.
  files=$(git --literal-pathspecs ls-files -z --others --ignored --exclude-standard -- "$OUTPUT" |
    tr '\0' '\n' | sed -nE '/\.(atom|rss|json|opml)$|\/images\//p')
  first=${files%%$'\n'*}
  [[ -n $first ]] || return 0
  rule=$(git check-ignore --verbose -- "$first") || rule=""
  echo "::error title=Feedmill::$first is ignored by git${rule:+ (${rule%%$'\t'*})}:" \
    "nothing is committed until git takes all of $OUTPUT"
  exit 1
}

guard_again() {
  local said="$RUNNER_TEMP/feedmill-guard"
  : >"$said"
  CONFIG=$name REMEMBER=false AGAIN=true GITHUB_OUTPUT=$said \
    bash "$GITHUB_ACTION_PATH/action/guard.sh"
  if [[ $GUARD == fail ]] && grep --quiet --line-regexp result=beyond "$said"; then
    bash "$GITHUB_ACTION_PATH/action/stop.sh" guard
  fi
}

check_ignored
for attempt in 1 2 3 4 5; do
  if ! commit_feeds; then
    echo "The feeds are as they were: nothing to commit."
    exit 0
  fi
  if git push --quiet origin "HEAD:refs/heads/$GITHUB_REF_NAME"; then
    echo "commit=$(git rev-parse HEAD)" >>"$GITHUB_OUTPUT"
    exit 0
  fi
  echo "The push was refused (attempt $attempt)."
  sleep "$((attempt - 1))"
  follow
done
echo "::error title=Feedmill::others push to $GITHUB_REF_NAME all the time: the next run publishes"
exit 1
