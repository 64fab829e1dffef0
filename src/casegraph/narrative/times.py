"""When a statement held, and how long, in words."""

from collections.abc import Callable

from casegraph.namespaces import CG
from casegraph.narrative.facts import Facts
from casegraph.narrative.pieces import Piece, Pieces, joined, listed, plain
from casegraph.narrative.words import before_or_after, days, duration, offset

_TOLD = [CG + name for name in ("atOffset", "after", "inYear", "onset", "lasting")]
"""What no statement without a time has."""


def times(facts: Facts, node: str, mention: Callable[[str], Piece]) -> Pieces:
    """Return when *node* was and how long, as far as the statement tells; empty for nothing.

    mention: gives the words for another statement of the case.
    """
    if facts.properties(node).keys().isdisjoint(_TOLD):
        return ()
    origins = facts.nodes_of(node, f"{CG}offsetFrom")
    named = listed([(mention(origin),) for origin in origins]) or plain("presentation")
    found = [
        (Piece(f"{_how_long(facts, lexical, origins)} "), *named)
        for lexical in facts.literals(node, f"{CG}atOffset")
    ]
    others = listed([(mention(other),) for other in facts.nodes_of(node, f"{CG}after")])
    found += [(Piece("after "), *others)] if others else []
    found += [plain(f"in {year}") for year in facts.literals(node, f"{CG}inYear")]
    found += [plain(f"since {offset(at)}") for at in facts.literals(node, f"{CG}onset")]
    found += [plain(f"for {duration(length)}") for length in facts.literals(node, f"{CG}lasting")]
    return joined(found, ", ")


def _how_long(facts: Facts, lexical: str, origins: list[str]) -> str:
    """Return an offset in words; what still lasts at that moment is gone into and not over.

    Two weeks after an operation, but two weeks into a treatment that lasts for three.
    """
    words, at = before_or_after(lexical), days(lexical)
    lengths = [
        days(length) for origin in origins for length in facts.literals(origin, f"{CG}lasting")
    ]
    lasts = any(at is not None and length is not None and at <= length for length in lengths)
    return words.replace(" after", " into") if lasts else words
