"""The console examples of a page: read from its Markdown, run, and written back.

A block that opens with three backticks and `console` holds commands after `$ `, continued after
`> `, each with what it prints below. A command with nothing below prints what the page leaves out.
Commands run one after the other in one folder, so that a later one finds what an earlier one made.
Only lines that call `casegraph` are examples: `make` needs an empty clone, a benchmark takes hours.
"""

import contextlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from casegraph.cli import app

_FENCE = re.compile(r"```(\w*)$")
_OURS = re.compile(r"\$ (casegraph |cp |sed -i|.* \| casegraph |echo \$\?$)")
_PIECE = re.compile(r"(casegraph .*) \| (head|tail) -n (\d+)")
_SHELL = re.compile(r"[|<>;&$`\n]")
_SETTINGS = {"COLUMNS": "80", "NO_COLOR": "1", "FORCE_COLOR": None, "TERM": "dumb"}
"""A terminal of 80 columns without colour, whatever the machine has."""

_TOP = Path(__file__).resolve().parents[2]
_NEEDED = ("README.md", "data", "docs", "ontology", "queries")


@dataclass(frozen=True)
class Example:
    """One command of a page, and what the page says that it prints.

    line: of the command, counted from 1. output: empty when the page leaves it out. first, last:
    the lines of the output, counted from 0, the last one excluded.
    """

    line: int
    command: str
    output: str
    first: int
    last: int


def examples(page: str) -> Iterator[Example]:
    r"""Yield the console examples in the Markdown text *page*, in order.

    >>> [example] = examples("```console\n$ casegraph show a\nA\n```\n")
    >>> example.command, example.output
    ('casegraph show a', 'A')
    """
    lines = page.splitlines()
    language = ""
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence:
            language = "" if language else fence[1] or "text"
        elif language == "console" and _OURS.match(line):
            yield _example(lines, number)


def _example(lines: list[str], start: int) -> Example:
    first = start + 1
    while lines[first].startswith("> "):
        first += 1
    command = "\n".join(line[2:] for line in lines[start:first])
    last = first
    while not (_FENCE.match(lines[last]) or lines[last].startswith("$ ")):
        last += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return Example(start + 1, command, "\n".join(lines[first:last]), first, last)


def refreshed(page: str, run: Callable[[str], str]) -> str:
    r"""Return *page* with each output that it shows as *run* gives it for the command.

    >>> print(refreshed("```console\n$ casegraph show a\n...\n```\n", lambda command: "A"), end="")
    ```console
    $ casegraph show a
    A
    ```
    """
    lines = page.splitlines()
    outputs = [(example, run(example.command)) for example in examples(page)]
    for example, output in reversed(outputs):
        if example.output:
            lines[example.first : example.last] = output.splitlines()
    return "\n".join(lines) + "\n"


class Console:
    """A folder with the files of the repository, and the commands that run there.

    status: the exit status of the last command.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.status = 0
        for name in _NEEDED:
            (folder / name).symlink_to(_TOP / name)

    def run(self, command: str) -> str:
        """Return what *command* prints to standard output and standard error.

        Empty lines at the end are left out. `casegraph` runs in this process, alone or cut by
        `head` or `tail`; all else in a shell.
        """
        if command == "echo $?":
            return str(self.status)
        if piece := _PIECE.fullmatch(command):
            lines = self.run(piece[1]).splitlines()
            count = int(piece[3])
            return "\n".join(lines[:count] if piece[2] == "head" else lines[-count:])
        if command.startswith("casegraph ") and not _SHELL.search(command):
            return self._in_process(shlex.split(command)[1:])
        return self._in_shell(command)

    def _in_process(self, arguments: list[str]) -> str:
        with contextlib.chdir(self.folder):
            result = CliRunner().invoke(app, arguments, env=_SETTINGS)
        self.status = result.exit_code
        return result.output.rstrip()

    def _in_shell(self, command: str) -> str:
        environment = {**os.environ, **_SETTINGS}
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(  # noqa: S603 - a command of our own pages
            ["bash", "-c", command],  # noqa: S607
            cwd=self.folder,
            env={name: value for name, value in environment.items() if value is not None},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        self.status = done.returncode
        return done.stdout.rstrip()
