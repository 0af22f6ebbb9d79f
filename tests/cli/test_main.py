"""The command line: statuses, streams, terminals, pipes and signals."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import jsonschema
import pytest

from feedmill import __version__
from feedmill.cli.groups import SECTIONS
from feedmill.cli.main import SHELLS, cli, main
from feedmill.cli.options import REPORTS
from feedmill.cli.output.report import FORMS
from feedmill.survey.listing import listings

CONFIG = """\
site:
  title: Example News
  url: https://news.example.org/
  authority: news.example.org,2021
"""
ARTICLE = """\
---
title: {title}
webUrl: https://news.example.org/{name}
publishedDateTime: {date}
excerpt: {excerpt}
provider: {{name: Fox 9, domain: fox9.com}}
authors: [Ann Lee]
topics: [AI]
---
Text of {name}.
"""
COMMAND = (sys.executable, "-m", "feedmill")
# As the command, but with a progress bar that does not wait.
EAGER = (
    sys.executable,
    "-c",
    "import sys; from feedmill.cli.main import main\nfrom feedmill.cli.output import progress\n"
    "progress._PATIENCE = 0\nsys.exit(main())",
)
Capture = pytest.CaptureFixture[str]


def write_article(site: Path, name: str, **fields: str) -> None:
    """Write an article of a site."""
    good = {"title": f"About {name}", "date": "2021-02-12T21:28:00Z", "excerpt": "What happened."}
    path = site / "articles" / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(ARTICLE.format(name=name, **{**good, **fields}), encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a site with two good articles; it is the current folder, its terminal is plain."""
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    write_article(tmp_path, "one")
    write_article(tmp_path, "two")
    return tmp_path


def run(
    *arguments: str, command: Sequence[str] = COMMAND, **options: object
) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*command, *arguments], encoding="utf-8", timeout=60, check=False, **options
    )


def on_terminal(
    *arguments: str,
    command: Sequence[str] = COMMAND,
    columns: int = 80,
    when: Callable[[bytes, subprocess.Popen[bytes]], None] | None = None,
) -> tuple[int, str]:
    """Run the command with a pseudo-terminal as its streams; give its status and all it drew.

    `when` is called with what has been drawn so far, each time that is more.
    """
    master, slave = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns)}
    process = subprocess.Popen(
        [*command, *arguments], stdin=slave, stdout=slave, stderr=slave, env=env, close_fds=True,
        start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    drawn = b""
    until = time.monotonic() + 30
    try:
        while time.monotonic() < until:
            if not select.select([master], [], [], 1)[0]:
                continue
            try:
                more = os.read(master, 65536)
            except OSError:  # EIO: nobody holds the other end any more
                break
            drawn += more
            if when:
                when(drawn, process)
        return process.wait(timeout=5), drawn.decode().replace("\r\n", "\n")
    finally:
        process.kill()
        os.close(master)


class TestCommandLine:
    """What is reported the command line itself."""

    def test_version(self, capsys: Capture) -> None:
        """`--version` prints the name and the version."""
        assert main(["--version"]) == 0
        assert capsys.readouterr().out == f"feedmill {__version__}\n"

    @pytest.mark.parametrize("flag", ["-h", "--help"])
    @pytest.mark.parametrize("command", [None, *cli.commands])
    def test_help_has_an_example(self, command: str | None, flag: str, capsys: Capture) -> None:
        """Each command has help with an example, under both names of the option."""
        assert main([flag] if command is None else [command, flag]) == 0
        assert re.search(rf"Example:\n +feedmill {command or ''}", capsys.readouterr().out)

    def test_without_a_command_help_is_shown(self, capsys: Capture) -> None:
        """No command is an error, and what could have been said is shown."""
        assert main([]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert "build" in shown.err

    @pytest.mark.parametrize(
        ("message", "arguments"),
        [
            ("error: No such command 'buidl'", ["buidl"]),
            ("error: No such option", ["build", "--chekc"]),
            ("error: Missing argument", ["list"]),
            ("error: Invalid value", ["list", "tags"]),
            ("error: Invalid value for '--report'", ["build", "--report", "xml"]),
            (
                "error: Invalid value for '-c' / '--config': File 'x.yaml'",
                ["check", "-c", "x.yaml"],
            ),
            ("error: Invalid value for '-c' / '--config': File '.'", ["check", "-c", "."]),
            ("error: --quiet and --verbose cannot be combined", ["build", "-q", "-v"]),
        ],
    )
    def test_a_wrong_command_line_is_one_line(
        self, message: str, arguments: list[str], site: Path, capsys: Capture
    ) -> None:
        """Usage errors are one line on standard error, and status 2."""
        assert main(arguments) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.startswith(message)
        assert shown.err.count("\n") == 1

    @pytest.mark.parametrize("command", [["build"], ["check"], ["list", "feeds"]])
    def test_no_config_says_what_to_do(
        self, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """Without config.yaml the one line names the option, and nothing is written."""
        monkeypatch.chdir(tmp_path)
        assert main(command) == 2
        err = capsys.readouterr().err
        assert err.startswith("error: no feedmill.yaml here or in a folder above")
        assert "`feedmill init`" in err
        assert "--config" in err
        assert list(tmp_path.iterdir()) == []

    def test_choices_are_those_of_the_tables(self) -> None:
        """The names that the command line offers are those that there are."""
        assert tuple(FORMS) == REPORTS

    def test_starting_imports_little(self) -> None:
        """`feedmill --help` waits for no library that only building needs."""
        heavy = ["feedgen", "lxml", "pyromark", "nh3", "dateutil", "slugify", "yaml", "sqlite3"]
        code = f"import sys, feedmill.cli.main; print([m for m in {heavy} if m in sys.modules])"
        assert run(code, command=(sys.executable, "-c")).stdout == "[]\n"

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_completion(self, shell: str) -> None:
        """Each shell gets a script that asks the command for candidates."""
        done = run(env={**os.environ, "_FEEDMILL_COMPLETE": f"{shell}_source"})
        assert done.returncode == 0
        assert f"_FEEDMILL_COMPLETE={shell}_complete" in done.stdout

    def test_completion_knows_the_lists(self) -> None:
        """What may follow `feedmill list` is completed."""
        env = {**os.environ, "_FEEDMILL_COMPLETE": "bash_complete"}
        env |= {"COMP_WORDS": "feedmill list ", "COMP_CWORD": "2"}
        candidates = [line.partition(",")[2] for line in run(env=env).stdout.splitlines()]
        assert candidates == [*listings(), "links"]


class TestBuild:
    """`feedmill build`, end to end."""

    def test_builds(self, site: Path, capsys: Capture) -> None:
        """The feeds are there, the report is on standard output, the status is 0."""
        assert main(["build"]) == 0
        shown = capsys.readouterr()
        assert shown.err == ""
        assert re.fullmatch(
            r"Built 3 feeds \(11 files\) in feeds/ from 2 articles: "
            r"\d+ written, 0 unchanged, 0 deleted\n",
            shown.out,
        )
        assert (site / "feeds" / "topics" / "ai.atom").is_file()

    def test_a_second_build_writes_nothing(self, site: Path, capsys: Capture) -> None:
        """What is right already is told to be unchanged."""
        main(["build"])
        capsys.readouterr()
        assert main(["build", "--verbose"]) == 0
        assert ": 0 written," in capsys.readouterr().out

    def test_verbose_names_the_files(self, site: Path, capsys: Capture) -> None:
        """`--verbose` names each file that was written."""
        assert main(["build", "-v"]) == 0
        assert "wrote topics/ai.json\n" in capsys.readouterr().out

    def test_quiet_is_silent(self, site: Path, capsys: Capture) -> None:
        """`--quiet` has nothing to say when all is well."""
        assert main(["build", "--quiet"]) == 0
        assert capsys.readouterr() == ("", "")

    def test_an_error_gives_1_and_the_rest_is_built(self, site: Path, capsys: Capture) -> None:
        """A bad article is told with its place; the others are published."""
        write_article(site, "bad", date="2021-13-45")
        assert main(["build"]) == 1
        out = capsys.readouterr().out
        assert re.search(r"^articles/bad\.md:4: error\[[a-z-]+\]: ", out, re.MULTILINE)
        assert "from 2 articles" in out
        assert (site / "feeds" / "all.atom").is_file()

    def test_strict_writes_nothing(self, site: Path, capsys: Capture) -> None:
        """`--strict` with an error leaves no file."""
        write_article(site, "bad", date="2021-13-45")
        assert main(["build", "--strict"]) == 1
        assert not (site / "feeds" / "all.atom").exists()
        assert "Wrote nothing, as --strict asks" in capsys.readouterr().out

    def test_check_names_what_differs(self, site: Path, capsys: Capture) -> None:
        """`--check` gives 1 and the files, writes nothing, and gives 0 when all is current."""
        assert main(["build", "--check"]) == 1
        assert "would write all.atom\n" in capsys.readouterr().out
        assert not (site / "feeds" / "all.atom").exists()
        main(["build"])
        assert main(["build", "--check"]) == 0

    def test_json_report_is_alone_on_stdout(self, site: Path, capsys: Capture) -> None:
        """`--report json` prints one object and nothing else."""
        write_article(site, "bad", date="2021-13-45")
        assert main(["build", "--report", "json"]) == 1
        shown = capsys.readouterr()
        report = json.loads(shown.out)
        assert (report["published"], report["errors"], shown.err) == (2, 1, "")
        assert report["problems"][0]["path"] == "articles/bad.md"

    def test_works_from_anywhere(
        self, site: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Folders are the config's, but `--output` is the current folder's."""
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        monkeypatch.chdir(elsewhere)
        assert main(["build", "-q", "--config", str(site / "config.yaml")]) == 0
        assert (site / "feeds" / "all.rss").is_file()
        assert main(["build", "-q", "-c", str(site / "config.yaml"), "--output", "out"]) == 0
        assert (elsewhere / "out" / "all.rss").is_file()

    def test_config_errors_stop_the_run(self, site: Path, capsys: Capture) -> None:
        """All that is wrong with a config is told on standard error; the status is 2."""
        text = CONFIG + "feeds:\n  limt: 5\ntopic: {}\n"
        (site / "config.yaml").write_text(text, encoding="utf-8")
        assert main(["build"]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert len(shown.err.splitlines()) == 2
        assert "config.yaml:6: " in shown.err
        assert "feeds.limt" in shown.err
        assert not (site / "feeds").exists()

    def test_now_is_the_epoch_that_is_given(
        self, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """SOURCE_DATE_EPOCH decides which articles wait."""
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
        assert main(["build", "-v"]) == 0
        assert "2 waiting" in capsys.readouterr().out

    @pytest.mark.parametrize("epoch", ["soon", "1.5", "-1", "９", "9" * 20, "9" * 5000])
    def test_a_bad_epoch_is_an_error(
        self, epoch: str, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """SOURCE_DATE_EPOCH must be a number of seconds that is a date."""
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert main(["build"]) == 2
        assert capsys.readouterr().err.startswith("error: SOURCE_DATE_EPOCH: ")

    @pytest.mark.parametrize(
        ("bug", "name"),
        [(lambda *_: 1 // 0, "ZeroDivisionError"), (lambda *_: os.write(-1, b""), "OSError")],
    )
    def test_a_bug_keeps_its_traceback(
        self,
        site: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: Capture,
        bug: Callable[..., object],
        name: str,
    ) -> None:
        """It is not dressed up as an error of the user's, and its status is not "done"."""
        monkeypatch.setattr("feedmill.pipeline.build.build", bug)
        assert 2 == main(["build"])
        told = capsys.readouterr().err
        assert f"\n{name}: " in told
        assert told.endswith(
            "\nerror: this is a bug in Feedmill: please report it, with the lines above\n"
        )


class TestCheck:
    """`feedmill check`, end to end."""

    def test_healthy(self, site: Path, capsys: Capture) -> None:
        """A healthy site is told so, and nothing is published."""
        assert main(["check"]) == 0
        assert capsys.readouterr().out == "Checked 2 articles: no problems\n"
        assert not (site / "feeds").exists()

    def test_warnings_are_fine(self, site: Path, capsys: Capture) -> None:
        """Warnings are told and counted; the status is 0."""
        write_article(site, "three", excerpt="Placeholder.")
        assert main(["check"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "articles/three.md: warning[placeholder-text]: the summary is just 'Placeholder.'",
            "Checked 3 articles: 1 warning (1 placeholder-text)",
        ]

    def test_errors_of_the_reader_are_told(self, site: Path, capsys: Capture) -> None:
        """What keeps an article out is told, too; the status is 1, in JSON as well."""
        write_article(site, "bad", date="2021-13-45")
        assert main(["check"]) == 1
        assert "articles/bad.md:4: error[" in capsys.readouterr().out
        assert main(["check", "--report", "json"]) == 1
        assert json.loads(capsys.readouterr().out)["errors"] == 1


class TestList:
    """`feedmill list`, end to end."""

    @pytest.mark.parametrize(
        ("line", "what"),
        [
            (r"all\t2\t2021-02-12T21:28:00Z\thttps://news.example.org/feeds/all.atom", "feeds"),
            (r"AI\tai\t2\t2021-02-12T21:28:00Z\tno\ttopics/ai", "topics"),
            (r"fox9.com\tfox9.com\t2\t2021-02-12T21:28:00Z\tno\tproviders/fox9.com", "providers"),
            (r"Ann Lee\tann-lee\t2\t2021-02-12T21:28:00Z\tno\t", "authors"),
            (r"en\ten\t2\t2021-02-12T21:28:00Z\tno\t", "languages"),
            (r"2021-02-12T21:28:00Z\tpublished\tfox9.com\tAbout one\tarticles/one.md", "articles"),
        ],
    )
    def test_lines_in_a_pipe(self, line: str, what: str, site: Path, capsys: Capture) -> None:
        """In a pipe there is a line a thing, with tabs and whole values."""
        assert main(["list", what]) == 0
        assert re.fullmatch(line, capsys.readouterr().out.splitlines()[0])

    @pytest.mark.parametrize("what", listings())
    def test_json(self, what: str, site: Path, capsys: Capture) -> None:
        """`--json` prints an array of objects with the columns and more."""
        assert main(["list", what, "--json"]) == 0
        records = json.loads(capsys.readouterr().out)
        assert len(records) >= 1
        assert all(set(listings()[what].columns) <= set(record) for record in records)

    def test_a_dimension_of_the_config(self, site: Path, capsys: Capture) -> None:
        """Groups that the config adds a dimension for are listed by its name."""
        config = site / "config.yaml"
        config.write_text(
            f"{config.read_text()}dimensions: {{headings: {{field: title}}}}\n"
            "feeds: {families: [headings]}\ngroups: {headings: {About one: {slug: one}}}\n"
        )
        assert main(["list", "headings"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "About one\tone\t1\t2021-02-12T21:28:00Z\tyes\theadings/one",
            "About two\tabout-two\t1\t2021-02-12T21:28:00Z\tno\theadings/about-two",
        ]

    def test_what_cannot_be_listed(self, site: Path, capsys: Capture) -> None:
        """The error names what can."""
        assert main(["list", "topic"]) == 2
        assert capsys.readouterr().err == (
            "error: Invalid value for WHAT: 'topic' is not one of feeds, topics, providers, "
            "authors, languages, articles, links (see `feedmill list --help`)\n"
        )

    def test_nothing_to_list(self, site: Path, capsys: Capture) -> None:
        """An empty list says so where it disturbs no program."""
        for path in (site / "articles").iterdir():
            path.unlink()
        assert main(["list", "topics"]) == 0
        assert capsys.readouterr() == ("", "no topics\n")
        assert main(["list", "topics", "--json"]) == 0
        assert capsys.readouterr() == ("[]\n", "")


def test_schema_is_a_json_schema(capsys: Capture) -> None:
    """`feedmill schema` prints a schema that is valid, and that is all it prints."""
    assert main(["schema"]) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


class TestStreams:
    """Real processes with real pipes."""

    @pytest.mark.parametrize("arguments", [("list", "articles"), ("--help",), ("schema",)])
    @pytest.mark.parametrize("unbuffered", ["", "1"])
    def test_a_reader_that_leaves_is_no_error(
        self, arguments: tuple[str, ...], unbuffered: str, site: Path
    ) -> None:
        """`| head` gives no message, whatever Python does with its buffers."""
        read, write = os.pipe()
        os.close(read)
        done = run(*arguments, stdout=write, env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
        os.close(write)
        assert (done.returncode, done.stderr) == (0, "")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    @pytest.mark.parametrize("arguments", [("build",), ("--help",), ("list", "feeds", "--json")])
    @pytest.mark.parametrize("unbuffered", ["", "1"])
    def test_a_full_disk_is_one_line(
        self, arguments: tuple[str, ...], unbuffered: str, site: Path
    ) -> None:
        """A report that cannot be written gives 2 and one line."""
        with Path("/dev/full").open("w") as full:
            env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
            done = run(*arguments, stdout=full, env=env)
        assert done.returncode == 2
        assert done.stderr == "error: cannot write the output: No space left on device\n"

    def test_a_poor_encoding_is_no_error(self, site: Path) -> None:
        """What the terminal's encoding lacks is escaped, and JSON is UTF-8 all the same."""
        write_article(site, "three", title="新聞")
        env = {**os.environ, "PYTHONIOENCODING": "latin-1"}
        assert r"\u65b0\u805e" in run("list", "articles", env=env).stdout
        assert "新聞" in run("list", "articles", "--json", env=env).stdout

    def test_pipes_have_no_colour(self, site: Path) -> None:
        """No escape code goes into a pipe, unless FORCE_COLOR asks for it."""
        assert "\x1b" not in run("build").stdout
        forced = {**os.environ, "FORCE_COLOR": "1"}
        assert "\x1b[32mBuilt" in run("build", env=forced).stdout
        assert "\x1b" not in run("build", env={**forced, "NO_COLOR": "1"}).stdout
        assert "\x1b" not in run("build", env={**forced, "FORCE_COLOR": "0"}).stdout

    def test_no_progress_in_a_pipe(self, site: Path) -> None:
        """However long it takes, a pipe gets no progress bar."""
        assert run("build", command=EAGER).stderr == ""


class TestTerminal:
    """A real pseudo-terminal."""

    def test_report_is_coloured(self, site: Path) -> None:
        """On a terminal errors are red."""
        write_article(site, "bad", date="2021-13-45")
        status, drawn = on_terminal("build")
        assert status == 1
        assert "\x1b[31merror[" in drawn

    @pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
    def test_no_colour_where_none_is_wanted(
        self, name: str, value: str, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """NO_COLOR and dumb terminals are respected."""
        monkeypatch.setenv(name, value)
        assert "\x1b" not in on_terminal("build")[1]

    def test_list_is_a_table_of_the_terminals_width(self, site: Path) -> None:
        """On a terminal there are heads, and long values are cut to what fits."""
        write_article(site, "long", title="Long " * 40)
        status, drawn = on_terminal("list", "articles", columns=72)
        lines = re.sub(r"\x1b\[\d*m", "", drawn).splitlines()
        assert status == 0
        assert lines[0].split() == ["PUBLISHED", "STATE", "PROVIDER", "TITLE", "PATH"]
        assert "…" in drawn
        assert max(map(len, lines)) <= 72

    def test_progress_is_shown_and_taken_away(self, site: Path) -> None:
        """Long work draws a bar, which is gone when the report comes."""
        status, drawn = on_terminal("build", command=EAGER)
        assert status == 0
        assert re.search(r"\[#+ *\] \d+/\d+", drawn)
        assert drawn.rindex("\r\x1b[K") < drawn.rindex("Built")
        assert "] " not in drawn[drawn.rindex("\r\x1b[K") :]

    def test_quiet_has_no_progress(self, site: Path) -> None:
        """`--quiet` is quiet on a terminal, too."""
        assert on_terminal("build", "--quiet", command=EAGER) == (0, "")

    def test_quick_work_has_no_progress(self, site: Path) -> None:
        """Work of less than a second draws no bar."""
        assert "\r\x1b[K" not in on_terminal("build")[1]

    @pytest.mark.slow
    def test_ctrl_c_stops_at_once(self, site: Path) -> None:
        """Ctrl-C in the midst of many articles: one word, status 130, no traceback."""
        for number in range(4000):
            write_article(site, f"n{number}")
        pressed: list[float] = []

        def press(drawn: bytes, process: subprocess.Popen[bytes]) -> None:
            if b"/4,0" in drawn and not pressed:
                pressed.append(time.monotonic())
                os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to workers, too

        status, drawn = on_terminal("build", command=EAGER, when=press)
        assert status == 130
        assert drawn.endswith("\ninterrupted\n")
        assert "Traceback" not in drawn
        assert time.monotonic() - pressed[0] < 30
        assert not (site / "feeds" / "all.atom").exists()
        assert main(["build", "-q"]) == 0


class TestHelp:
    """What `--help` shows."""

    def test_every_command_is_in_a_section(self) -> None:
        """The sections have every command, once."""
        named = [name for names in SECTIONS.values() for name in names]
        assert sorted(named) == sorted({*cli.commands, *cli.elsewhere})

    @pytest.mark.parametrize("words", [[], ["images"], ["ids"]])
    def test_no_summary_is_cut(self, words: list[str], capsys: Capture) -> None:
        """Each command's summary is a whole sentence within 80 columns."""
        assert 0 == main([*words, "--help"])
        shown = capsys.readouterr().out
        assert "..." not in shown.split("\n\n", 1)[1]
        assert max(map(len, shown.splitlines())) <= 80

    @pytest.mark.parametrize("shell", SHELLS)
    def test_completion(self, shell: str, capsys: Capture) -> None:
        """The script asks this command for candidates."""
        assert 0 == main(["completion", shell])
        assert "_FEEDMILL_COMPLETE" in capsys.readouterr().out


class TestDryRun:
    """`build --dry-run`."""

    def test_says_and_writes_nothing(self, site: Path, capsys: Capture) -> None:
        """It lists what would be written, writes nothing, and that is no failure."""
        assert 0 == main(["build", "--dry-run"])
        assert "would write all.atom" in capsys.readouterr().out
        assert not (site / "feeds").exists()

    def test_from_a_folder_inside(
        self, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """The config of the work tree is found from inside it."""
        (site / ".git").mkdir()
        (site / "sub").mkdir()
        monkeypatch.chdir(site / "sub")
        assert 0 == main(["list", "feeds"])
        assert "all\t2" in capsys.readouterr().out


def test_interrupted_while_it_starts() -> None:
    """Ctrl-C before anything is loaded is one line, too."""
    code = """
import sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == "feedmill.cli.main":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from feedmill.__main__ import run_command
run_command()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (130, "", "interrupted\n") == (done.returncode, done.stdout, done.stderr)
