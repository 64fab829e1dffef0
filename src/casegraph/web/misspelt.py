"""Which words and names are meant by one that nothing has: those that are spelt nearly so.

A stand-in is near in its letters (`rapidfuzz`). People rarely mistake the first letter, so a word
with another one must be nearer still: "fever" does not mean "severe".
"""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

_NEAR, _NEAR_FROM_ANOTHER = 75, 88
"""How near a word must be, in percent of its letters: with the same first letter, and another."""

_NEAR_JOINED = 88
"""How near a whole name must be to one word; several must be just so, but for their spaces."""

_STAND_INS = 5
"""How many words or names stand in for one."""

_LOOKED_AT = 50
"""How many words are looked at for these."""

_SHORTEST, _SHORTEST_JOINED, _LONGEST_JOINED = 3, 5, 60
"""How many letters a word has for which others may stand in, and a whole name."""


def near_words(word: str, known: Sequence[str]) -> Sequence[str]:
    """Return those of *known* that may be meant by *word*, none when it is too short to tell.

    >>> near_words("dysfagia", ["dysphagia", "severe"]), near_words("fever", ["severe"])
    (['dysphagia'], [])
    """
    if len(word) < _SHORTEST:
        return []
    found = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_LOOKED_AT)
    return [near for near, score, _ in found if near[0] == word[0] or score >= _NEAR_FROM_ANOTHER][
        :_STAND_INS
    ]


def near_names(asked: Sequence[str], joined: Mapping[int, str]) -> Sequence[int]:
    """Return the keys of the names that may be meant by the words *asked*, wherever the spaces are.

    joined: names without spaces.

    >>> near_names(["neckpain"], {3: "neckpain", 4: "neckstiffness"})
    [3]
    """
    together = "".join(asked)
    if not _SHORTEST_JOINED <= len(together) <= _LONGEST_JOINED:
        return []
    bar = _NEAR_JOINED if len(asked) == 1 else 100
    found = process.extract(together, joined, scorer=fuzz.ratio, score_cutoff=bar, limit=_STAND_INS)
    return [key for _, _, key in found]


def unlike(name: str, asked: str) -> int:
    """Return by how many percent of their letters the two differ, whatever their spaces."""
    return 100 - round(fuzz.ratio(name.replace(" ", ""), asked.replace(" ", "")))
