#!/usr/bin/env bash
# Checks the inputs, installs Feedmill from the action's own checkout, and says where things are.
set -euo pipefail

one_of() { # NAME VALUE CHOICE…
  local name=$1 value=$2 choice
  shift 2
  for choice in "$@"; do
    [[ $value != "$choice" ]] || return 0
  done
  echo "::error title=Feedmill::the input $name must be one of: $*"
  exit 1
}

one_of strict "$STRICT" true false
one_of allow-empty "$ALLOW_EMPTY" true false
one_of guard "$GUARD" fail warn off
destination=""
case "$PUBLISH" in
  *[[:cntrl:]]*) one_of publish "" commit pages none ;;
  s3://?* | gs://?* | az://?* | file:///?*) destination=$PUBLISH PUBLISH=store ;;
  *) one_of publish "$PUBLISH" commit pages none s3://… gs://… az://… file:///… ;;
esac
if [[ ! -f $CONFIG ]]; then
  echo "::error title=Feedmill::the input config: there is no file $CONFIG in the checkout"
  exit 1
fi

if [[ $(cd -- "$(dirname -- "$CONFIG")" && pwd -P)/ != "$(pwd -P)"/* ]]; then
  echo "::error title=Feedmill::the input config: $CONFIG leads out of the checkout"
  exit 1
fi

# Only what is on a branch for good is published: no pull request, no merge queue, no tag.
remember=false
case "$GITHUB_EVENT_NAME/$GITHUB_REF_TYPE" in
  push/branch | schedule/branch | workflow_dispatch/branch | repository_dispatch/branch)
    [[ $PUBLISH == commit ]] || remember=true # the history remembers feeds that are committed
    ;;
  *) PUBLISH=none ;;
esac

# Isolated (-I): Python must not take modules from the checkout.
environment="$RUNNER_TEMP/feedmill"
if [[ ! -d $environment ]]; then # else this job has used the action already
  python -I -m venv "$environment"
fi
bin="$environment/bin"
[[ -d $bin ]] || bin="$environment/Scripts" # on Windows
limits="$GITHUB_ACTION_PATH/constraints.txt"
install=("$bin/python" -I -m pip install --quiet --disable-pip-version-check --constraint)
if [[ ! -e $bin/feedmill && ! -e $bin/feedmill.exe ]]; then
  "${install[@]}" "$limits" --upgrade pip # an older one has no --build-constraint
  "${install[@]}" "$limits" --build-constraint "$limits" "$GITHUB_ACTION_PATH"
fi
# What the config asks for, such as python-liquid for a site of Jekyll, and what publishing needs.
wanted=""
[[ $PUBLISH != store ]] || wanted=publish
extras=$("$bin/python" -I "$GITHUB_ACTION_PATH/action/extras.py" "$CONFIG" "$wanted")
if [[ -n $extras ]]; then
  "${install[@]}" "$limits" --build-constraint "$limits" "${GITHUB_ACTION_PATH}[$extras]"
fi
{
  echo "feedmill=$bin/feedmill"
  echo "publish=$PUBLISH"
  echo "destination=$destination"
  echo "remember=$remember"
  "$bin/python" -I "$GITHUB_ACTION_PATH/action/places.py" "$CONFIG"
} >>"$GITHUB_OUTPUT"
