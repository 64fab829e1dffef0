"""Write the generated pages, and the outputs of the console examples in the others.

`make docs` runs this. To add an example, write its command with `...` below it and run `make docs`.
"""

import tempfile
from pathlib import Path

from generator import GENERATED, written_pages
from generator.console import Console, refreshed


def main() -> None:
    """Bring every page up to date."""
    for page, text in GENERATED.items():
        page.write_text(text(), "utf-8")
    for page in written_pages():
        with tempfile.TemporaryDirectory() as folder:
            console = Console(Path(folder))
            page.write_text(refreshed(page.read_text("utf-8"), console.run), "utf-8")


if __name__ == "__main__":
    main()
