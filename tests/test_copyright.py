"""No sentence of a source text stands anywhere in the repository, only facts and positions."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUN_OF_WORDS = 8
"""So many words in a row are a sentence's, not a term's."""

TITLES = ROOT / "data" / "publications.ttl"
"""Bibliographic records: the title of a work is a fact about it, and is named as it is."""


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield each run of words of *text*, in lower case, hyphenation at line ends undone."""
    words = re.findall(r"\w+", re.sub(r"-\s*\n\s*", "", text).lower())
    for start in range(len(words) - RUN_OF_WORDS + 1):
        yield tuple(words[start : start + RUN_OF_WORDS])


def repository_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: there is no list of the repository's files")
    listed = subprocess.run(
        [
            git,
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    return [path for name in listed if name and (path := ROOT / name).is_file() and path != TITLES]


def test_a_copied_sentence_is_found_across_a_line_break() -> None:
    source = "The patient, a glass-\nblower of forty, had never been ill in her life before."
    copy = "# the patient a glassblower of forty had never been ill"
    assert set(runs(source)) & set(runs(copy))


def test_no_sentence_of_a_source_text_is_in_the_repository() -> None:
    folder = os.environ.get("CASEGRAPH_SOURCES")
    if not folder:
        pytest.skip("CASEGRAPH_SOURCES does not name the folder with the source texts")
    written = TITLES.read_text("utf-8")
    titles = set(runs(written)) | set(runs(" ".join(re.findall(r'"([^"]*)"', written))))
    texts = sorted(Path(folder).glob("*.txt"))
    assert texts, f"no text in {folder}"
    source = {run for text in texts for run in runs(text.read_text("utf-8"))} - titles
    copied = {
        str(path.relative_to(ROOT)): " ".join(min(shared))
        for path in repository_files()
        if (shared := source & set(runs(path.read_text("utf-8", errors="replace"))))
    }
    assert not copied
