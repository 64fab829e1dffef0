"""Where the command line writes, and how an error becomes a line and an exit status.

Results go to standard output, all else to standard error; colour and spinners only to a terminal.
Exit status 0: done and conforming. 1: findings. 2: unusable input, wrong use, or a bug. 130:
interrupted from the keyboard. 141: whoever read the output has closed it. 143: told to end by
SIGTERM.
"""

import os
import shlex
import shutil
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import typer
from rich.console import Console, RenderableType
from rich.progress import Progress as Bars
from rich.progress import ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.text import Text
from typer.core import TyperGroup

from casegraph.errors import CasegraphError
from casegraph.progress import Progress, silent
from casegraph.shacl.names import one_line

FINDINGS = 1
UNUSABLE = 2
INTERRUPTED = 130
CLOSED = 141
TERMINATED = 143

_PROGRAM = "casegraph"
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
"""The base of typer's errors of use, which stands in click or in typer by its version."""


class Commands(TyperGroup):
    """The commands; an error that leaves one becomes a line and an exit status here."""

    debug = False

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: Any = None,  # noqa: ANN401 - typer does not name the class
        **extra: Any,  # noqa: ANN401 - as the base class has it
    ) -> Any:  # noqa: ANN401 - typer does not name the class
        """Return what the arguments before the command say; without any the help is printed."""
        with _one_line_of_usage() if args else nullcontext():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer does not name the class
        """Run the command that *ctx* names."""
        self.debug = bool(ctx.params.get("debug"))
        try:
            with _one_line_of_usage():
                returned = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _drop_output()
            raise typer.Exit(CLOSED) from None
        return returned

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - as the base class has it
        """Run the command line."""
        try:
            return super().main(*args, **extra)
        except CasegraphError as error:
            said = str(error)
            fault: Exception = error
        except Exception as error:  # whatever else it is, it is a bug
            fault = error
            said = (
                f"this is a bug in casegraph: {type(error).__name__}: {error}. "
                "Run it again as `casegraph --debug ...` and report what that prints."
            )
        if self.debug:
            traceback.print_exception(fault)
        for line in (said, *notes(fault)):
            message("error", line, style="bold red")
        sys.exit(UNUSABLE)


def notes(error: BaseException) -> tuple[str, ...]:
    """Return the further faults that *error* tells of beside itself (PEP 678)."""
    return tuple(getattr(error, "__notes__", ()))


@contextmanager
def _one_line_of_usage() -> Iterator[None]:
    """Turn typer's errors of use, which it prints on several lines, into one of ours."""
    try:
        yield
    except _USAGE_ERROR as error:
        fault: Any = error
        where = fault.ctx.command_path if fault.ctx else _PROGRAM
        raise CasegraphError(
            " ".join(fault.format_message().replace("Value error, ", "").split()).rstrip(".?"),
            repair=f"See `{where} --help`.",
        ) from None


def write(text: str) -> None:
    """Write *text* to standard output, in UTF-8 and as it is, with a line end after it."""
    if text:
        write_bytes(text.encode() if text.endswith("\n") else f"{text}\n".encode())


def write_bytes(content: bytes) -> None:
    """Write *content* to standard output as it is.

    :raises CasegraphError: when that cannot take it, as a full disk.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop_output()
        raise CasegraphError(
            f"standard output cannot be written: {error.strerror}",
            repair="Make room, or choose another place.",
        ) from None


def _drop_output() -> None:
    """Let go what waits for standard output, which Python would try to write again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def render(*parts: RenderableType, width: int | None = None) -> None:
    """Write *parts* to standard output: in colour and to its width on a terminal, else plain.

    width: instead of the terminal's, or of the 80 columns that something else gets.
    """
    console = Console(highlight=False, markup=False, emoji=False, width=width)
    with console.capture() as written:
        for part in parts:
            console.print(part, crop=False)
    text = written.get()
    if not console.is_terminal:
        text = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
    write(text)


def columns() -> int | None:
    """Return the width of standard output, None when it is neither a terminal nor told one."""
    console = Console()
    return console.width if console.is_terminal or "COLUMNS" in os.environ else None


def message(kind: str, text: str, *, style: str = "bold") -> None:
    """Write one line to standard error."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
    console.print(Text.assemble((f"{kind}:", style), " ", one_line(text)))


@contextmanager
def working(on: str) -> Iterator[Progress]:
    """Show on a terminal, while the block runs, what it is working on.

    Gives what is told how far the work is; then rate and time left are shown too.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", style="dim"), _HowFar())
    with Bars(*columns, console=console, transient=True) as shown:
        task = shown.add_task(on, total=None)

        def progress(doing: str, done: int, of: int) -> None:
            shown.update(task, description=doing, completed=done, total=of or None)

        yield progress


class _HowFar(ProgressColumn):
    """How many are done, how many in a second, and the time that is left."""

    def render(self, task: Task) -> Text:
        """Return nothing for work that is not counted."""
        if not task.completed:
            return Text()
        told = f"{task.completed:,.0f}" + (f" of {task.total:,.0f}" if task.total else "")
        if task.speed:
            told += f", {task.speed:,.0f} a second"
        if task.total and task.time_remaining:
            told += f", {timedelta(seconds=round(task.time_remaining))} left"
        return Text(told, style="dim")


def program() -> str:
    """Return how to call this program from where it was called.

    Its name when the shell finds it, else its path, from the working folder when it is below it.
    """
    called = Path(sys.argv[0]).absolute()
    found = shutil.which(_PROGRAM)
    if called.name != _PROGRAM or (found and Path(found).absolute() == called):
        return _PROGRAM
    below = called.is_relative_to(Path.cwd())
    return shlex.quote(str(called.relative_to(Path.cwd()) if below else called))


def safe(text: str) -> str:
    r"""Return *text* without what could move the cursor or change the terminal's state.

    Data may hold anything; line ends stay.

    >>> safe("neck\x1b[31m pain")
    'neck\\x1b[31m pain'
    """
    return "\n".join(map(one_line, text.split("\n")))
