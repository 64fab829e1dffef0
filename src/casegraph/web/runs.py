"""Text with names in backticks and places for values in braces, as runs of one look each."""

import re
from dataclasses import dataclass

_APART = re.compile(r"`([^`]*)`|\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a text. kind: `code` for a name, `var` for what stands for a value, or nothing."""

    text: str
    kind: str = ""


def runs(text: str) -> tuple[Run, ...]:
    """Return *text* with its names and its places for values apart.

    >>> runs("{?this} needs `cg:site`")
    (Run(text='this', kind='var'), Run(text=' needs ', kind=''), Run(text='cg:site', kind='code'))
    """
    found, at = [], 0
    for match in _APART.finditer(text):
        found += [Run(text[at : match.start()])] if match.start() > at else []
        found.append(Run(match[1], "code") if match[2] is None else Run(match[2], "var"))
        at = match.end()
    return (*found, Run(text[at:])) if text[at:] else tuple(found)
