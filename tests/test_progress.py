"""Long work says how far it is, on a terminal alone."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from casegraph.build import build
from casegraph.cli.output import working
from conftest import case_turtle


def test_build_counts_its_cases(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"stiff-{number}.ttl").write_text(case_turtle(f"stiff-{number}"))
    told: list[tuple[str, int, int]] = []
    build(tmp_path, progress=lambda doing, done, of: told.append((doing, done, of)))
    assert [(done, of) for _, done, of in told if of] == [(3, 3), (3, 3)]
    assert len({doing for doing, _, _ in told}) > 1


def test_nothing_is_shown_where_no_terminal_is(capfd: object) -> None:
    with working("Reading") as progress:
        progress("Reading", 1, 2)
    out, err = capfd.readouterr()  # type: ignore[attr-defined]
    assert (out, err) == ("", "")


def test_terminal_shows_count_rate_and_time_left() -> None:
    program = """
import time
from casegraph.cli.output import working
with working("Starting") as progress:
    for done in range(1, 8):
        progress("Reading packets", done, 1000)
        time.sleep(0.2)
"""
    main, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        [sys.executable, "-c", program], stderr=terminal, env=environment
    ) as process:
        os.close(terminal)
        shown = b""
        while True:
            try:
                read = os.read(main, 4096)
            except OSError:
                break
            if not read:
                break
            shown += read
        assert process.wait() == 0
    os.close(main)
    text = shown.decode()
    assert "Reading packets" in text
    assert "of 1,000" in text
    assert "a second" in text
    assert "left" in text
