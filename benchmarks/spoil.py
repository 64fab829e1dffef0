"""Cases that conform, spoilt: one or two changes in each, the same ones on every machine.

A change drops a property, names another term, or turns a polarity round. What is left is still
Turtle, and the axioms do not contradict it, so that both passes of the shapes look at it.
"""

import random
import re
from pathlib import Path

_PROPERTY = re.compile(r"^    (?:cg|cito|oa|rdfs):[^\n]* ;\n", re.MULTILINE)
_TERM = re.compile(r"\bterm:[\w-]+")
_POLARITY = re.compile(r"\bcg:(?:affirms|suspects|denies|performs|notPerformed|resolves)(?= )")


def spoil(folder: Path, seed: int) -> None:
    """Change each case file below *folder* once or twice."""
    files = sorted((folder / "cases").rglob("*.ttl"))
    terms = sorted({term for file in files for term in _TERM.findall(file.read_text("utf-8"))})
    for file in files:
        choice = random.Random(f"{seed}/{file.name}")
        text = file.read_text("utf-8")
        for _ in range(choice.randint(1, 2)):
            text = _changed(text, choice, terms)
        file.write_text(text, encoding="utf-8")


def _changed(text: str, choice: random.Random, terms: list[str]) -> str:
    """Return *text* with one place changed."""
    polarities: list[str] = sorted(set(_POLARITY.findall(text)))
    changes = [(_PROPERTY, [""]), (_TERM, [*terms, "term:not-defined"]), (_POLARITY, polarities)]
    pattern, others = choice.choice(changes)
    place = choice.choice(list(pattern.finditer(text)))
    return text[: place.start()] + choice.choice(others) + text[place.end() :]
