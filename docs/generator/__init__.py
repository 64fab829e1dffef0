"""What keeps the documentation true: pages made from the files they describe, outputs from runs."""

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.queries import queries_page
from generator.shapes import shapes_page
from generator.terms import terms_page
from generator.vocabulary import vocabulary_page

__all__ = ["DOCS", "GENERATED", "written_pages"]

DOCS = Path(__file__).resolve().parents[1]

GENERATED: Mapping[Path, Callable[[], str]] = {
    DOCS / "queries.md": queries_page,
    DOCS / "shapes.md": shapes_page,
    DOCS / "terms.md": terms_page,
    DOCS / "vocabulary.md": vocabulary_page,
}
"""Each generated page, and what gives its text."""


def written_pages() -> list[Path]:
    """Return the pages that people write, of which only the outputs are made."""
    pages = [DOCS.parent / "README.md", *sorted(DOCS.glob("*.md"))]
    return [page for page in pages if page not in GENERATED]
