"""Where the command line writes, and how an error becomes a line and an exit status.

Results go to standard output, all else to standard error; colour and spinners only to a terminal.
Exit status 0: done and conforming. 1: findings. 2: unusable input, wrong use, or a bug. 130:
interrupted from the keyboard. 141: whoever read the output has closed it.
"""

import os
import sys
import traceback
from contextlib import AbstractContextManager
from typing import Any

import typer
from rich.console import Console, RenderableType
from rich.text import Text
from typer.core import TyperGroup

from casegraph.errors import CasegraphError
from casegraph.shacl.names import one_line

FINDINGS = 1
UNUSABLE = 2
INTERRUPTED = 130
CLOSED = 141


class Commands(TyperGroup):
    """The commands; an error that leaves one becomes a line and an exit status here."""

    debug = False

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer does not name the class
        """Run the command that *ctx* names."""
        self.debug = bool(ctx.params.get("debug"))
        try:
            returned = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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
        message("error", said, style="bold red")
        sys.exit(UNUSABLE)


def write(text: str) -> None:
    """Write *text* to standard output, in UTF-8 and as it is, with a line end after it."""
    if text:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode() if text.endswith("\n") else f"{text}\n".encode())
        sys.stdout.flush()


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


def working(on: str) -> AbstractContextManager[object]:
    """Show on a terminal, while the block runs, what it is working on."""
    return Console(stderr=True).status(Text(on, style="dim"))


def safe(text: str) -> str:
    r"""Return *text* without what could move the cursor or change the terminal's state.

    Data may hold anything; line ends stay.

    >>> safe("neck\x1b[31m pain")
    'neck\\x1b[31m pain'
    """
    return "\n".join(map(one_line, text.split("\n")))
