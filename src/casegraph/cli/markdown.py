"""A narrative as Markdown: a heading a section, a list item a line, the polarity in bold."""

import re
from collections.abc import Iterator

from casegraph.narrative import Line, Narrative

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(narrative: Narrative) -> str:
    """Return *narrative* as a Markdown document (CommonMark)."""
    return "\n".join(_lines(narrative)) + "\n"


def _lines(narrative: Narrative) -> Iterator[str]:
    yield f"# {_plain(narrative.title)}"
    yield ""
    yield f"<{narrative.case}>"
    for section in narrative.sections:
        yield ""
        yield f"## {section.title}"
        yield ""
        if section.note:
            yield f"*{_plain(section.note)}*"
            yield ""
        for line in section.lines:
            yield from _items(line, "")


def _items(line: Line, indent: str) -> Iterator[str]:
    parts = [f"**{_plain(line.word)}** {_plain(line.text)}"]
    parts += [_plain(part) for part in (line.when, line.voice) if part]
    said = " \N{MIDDLE DOT} ".join(parts)
    evidence = f" `{', '.join(line.evidence)}`" if line.evidence else ""
    yield f"{indent}- {said}{evidence}"
    for detail in line.details:
        yield f"{indent}  - *{_plain(detail.name)}:* {_plain(detail.text)}"
    for below in line.lines:
        yield from _items(below, f"{indent}  ")


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
