"""The summary of a case cut to what search engines show of it."""

from collections.abc import Sequence
from textwrap import shorten

from casegraph.web.case.summary import SHOWN, Clause

_LONGEST = 300
"""How many characters of a description search engines show, about."""


def brief(clauses: Sequence[Clause], ending: str = "") -> str:
    """Return the clauses and what ends them, as far as they fit into a short description.

    What does not fit is left out by whole clauses, so that nothing loses its polarity: first what
    was shown, then the last. The patient's own clause tells what they have, and may end at any
    word.
    """
    kept = [clause for clause in clauses if clause.words != SHOWN]
    for some in (clauses, *(kept[:count] for count in range(len(kept), 0, -1))):
        last = ending if some in (clauses, kept) else ""
        said = " ".join(filter(None, (*(f"{clause.text}." for clause in some), last)))
        if len(said) <= _LONGEST:
            return said if some == clauses else f"{said} …"
    return shorten(said, _LONGEST, placeholder=" …")
