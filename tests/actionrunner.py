"""Runs action.yml as GitHub's runner does, as far as it is used there: a step after the other.

https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from checkout import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
_NAME = re.compile(r"\b(?:inputs|steps|github|runner)(?:\.[\w-]+)+|'[^']*'|success\(\)")


class Result(NamedTuple):
    """How a run ended: whether well, its log, outputs, summary, and the actions it used."""

    ok: bool
    log: str
    outputs: dict[str, str]
    summary: str
    used: list[tuple[str, dict[str, str]]]


class Job(NamedTuple):
    """What a job runs in: the checkout, the folder of temporary files, the event, all caches."""

    workspace: Path
    temp: Path
    event: str = "push"
    ref: str = "refs/heads/main"
    payload: Mapping[str, Any] = {}
    cache: Path | None = None


def run_action(job: Job, *, install: bool = False, **inputs: str) -> Result:
    """Run all steps of the action with these inputs; with `install` in an environment of its own.

    Else it finds that of these tests where it would make one.
    """
    job.temp.mkdir(exist_ok=True)
    environment = job.temp / "feedmill"
    if not install and not environment.exists():
        environment.symlink_to(sys.prefix)
    given = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    assert given.keys() == ACTION["inputs"].keys()
    context: dict[str, Any] = {
        "inputs": given,
        "steps": {},
        "runner": {"os": "Linux"},
        "github": {
            "event": job.payload,
            "event_name": job.event,
            "run_id": len(list(job.cache.iterdir())) if job.cache else 0,
            "run_attempt": 1,
        },
    }
    summary = job.temp / "summary"
    summary.touch()
    ok, log, used = True, "", []
    for number, step in enumerate(STEPS):
        context["success()"] = ok
        wanted = step.get("if", "success()")
        if not (ok or "success()" in wanted) or not _value(wanted, context):
            continue
        if "uses" in step:
            used.append((step["uses"], _filled(step["with"], context)))
            _cache(job, *used[-1])
            continue
        output = job.temp / f"output-{number}"
        output.touch()
        done = _run(job, step["run"], _filled(step.get("env", {}), context), output, summary)
        ok, log = ok and done.returncode == 0, log + done.stdout
        lines = (line.partition("=") for line in output.read_text(encoding="utf-8").splitlines())
        context["steps"][step.get("id", number)] = {
            "outputs": {name: value for name, _, value in lines}
        }
    outputs = {name: _text(one["value"], context) for name, one in ACTION["outputs"].items()}
    return Result(ok, log, outputs, summary.read_text(encoding="utf-8"), used)


def _cache(job: Job, action: str, given: Mapping[str, str]) -> None:
    """Do what the actions for caches do, with a folder for each key in `job.cache`."""
    if job.cache is None or "/cache/" not in action:
        return
    place = job.workspace / given["path"]
    if "/save@" in action:
        if place.exists():
            shutil.copytree(place, job.cache / given["key"])
        return
    fitting = [one for one in job.cache.iterdir() if one.name.startswith(given["restore-keys"])]
    if fitting:
        newest = max(fitting, key=lambda one: one.stat().st_ctime_ns)
        shutil.copytree(newest, place, dirs_exist_ok=True)


def _run(
    job: Job, script: str, env: Mapping[str, str], output: Path, summary: Path
) -> subprocess.CompletedProcess[str]:
    head = subprocess.run(
        ["git", "-C", job.workspace, "rev-parse", "HEAD"], capture_output=True, text=True
    )
    kind, name = job.ref.removeprefix("refs/").split("/", 1)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "CI": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_WORKSPACE": str(job.workspace),
        "GITHUB_EVENT_NAME": job.event,
        "GITHUB_REF": job.ref,
        "GITHUB_REF_NAME": name,
        "GITHUB_REF_TYPE": "tag" if kind == "tags" else "branch",
        "GITHUB_SHA": head.stdout.strip(),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(summary),
        "RUNNER_TEMP": str(job.temp),
        "RUNNER_OS": "Linux",
        **env,
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=job.workspace,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def _filled(texts: Mapping[str, str], context: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(text, context) for name, text in texts.items()}


def _text(text: str, context: Mapping[str, Any]) -> str:
    """Fill in the expressions of a text."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(_value(found[1], context)), text)


def _value(expression: str, context: Mapping[str, Any]) -> Any:
    """Give the value of an expression of names, texts, `==`, `!=`, `&&`, `||`."""

    def looked_up(found: re.Match[str]) -> str:
        if found[0].startswith("'"):
            return repr(found[0][1:-1])
        if found[0] in context:
            return repr(context[found[0]])
        value: Any = context
        for key in found[0].split("."):
            value = value.get(key, "") if isinstance(value, Mapping) else ""
        return repr(value)

    code = _NAME.sub(looked_up, expression).replace("&&", " and ").replace("||", " or ")
    return eval(code.strip(), {"__builtins__": {}})
