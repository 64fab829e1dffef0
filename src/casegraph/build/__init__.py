"""The whole way: read, infer, validate, store.

Paths and a store go in; the store comes out with every case that has no violation, and what a
curator has to know about the others. What the store had before stays. The input is looked at twice:
once for which cases and publications there are, once case by case, in groups that fit into memory
and that several processes share. The store changes at once, in the end.
"""

from casegraph.build.building import Build, build, build_again, build_parts
from casegraph.build.lending import lent
from casegraph.build.opening import open_store, opened
from casegraph.build.parts import Content, Part, Piece, Skim
from casegraph.build.stored_words import words_in
from casegraph.build.survey import survey

__all__ = [
    "Build",
    "Content",
    "Part",
    "Piece",
    "Skim",
    "build",
    "build_again",
    "build_parts",
    "lent",
    "open_store",
    "opened",
    "survey",
    "words_in",
]
