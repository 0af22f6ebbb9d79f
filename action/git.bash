# shellcheck shell=bash
# Sourced by the scripts that run git: a folder of the checkout that only looks like a repository
# is none, and no repository's file system monitor is run.
number=${GIT_CONFIG_COUNT:-0}
for setting in safe.bareRepository=explicit core.fsmonitor=false; do
  export "GIT_CONFIG_KEY_$number=${setting%=*}" "GIT_CONFIG_VALUE_$number=${setting#*=}"
  number=$((number + 1))
done
export GIT_CONFIG_COUNT=$number
