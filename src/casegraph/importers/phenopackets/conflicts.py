"""Packets that cannot stand beside each other: one id for two, one term for two kinds of thing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from casegraph.importers.phenopackets.chunk import Chunk
from casegraph.importers.phenopackets.findings import together
from casegraph.importers.phenopackets.reasons import Naming

_NAMED = 3
"""How many packets a reason names."""


def refused(
    chunks: Sequence[Chunk], misused: Iterable[tuple[str, str, str]], name: Naming
) -> dict[str, str]:
    """Return why cases cannot be imported beside the others, by their documents.

    misused: terms with a kind that they cannot have, and the kind that they have instead. name:
    gives the words for a term.
    """
    reasons: dict[str, list[str]] = defaultdict(list)
    for document, same in _by_document(chunks).items():
        if len({chunks[number].cases[index].content for number, index in same}) > 1:
            names = [chunks[number].cases[index].name for number, index in same]
            listed = ", ".join(names[:_NAMED]) + (" and others" if len(names) > _NAMED else "")
            reasons[document].append(f"packets that differ have this id: {listed}")
    for term, kind, instead in misused:
        for chunk in chunks:
            for index in chunk.kinds.get((term, kind), ()):
                reasons[chunk.cases[index].document].append(
                    f"the term {name(term)} stands here for a {_words(kind)}, but it is a {instead}"
                )
    return {document: together(said) for document, said in reasons.items()}


def repeated(chunks: Sequence[Chunk]) -> Mapping[tuple[int, int], str]:
    """Return the packets that were read before, with the place where they were.

    A packet is told by the number of its chunk and its index among the cases there.
    """
    found: dict[tuple[int, int], str] = {}
    for same in _by_document(chunks).values():
        number, index = same[0]
        for other in same[1:]:
            found[other] = chunks[number].cases[index].name
    return found


def replaced(chunks: Sequence[Chunk], before: Mapping[str, str]) -> set[str]:
    """Return the documents of cases that the store had from other files.

    before: the SHA-256 of the file of each case in the store, empty where none is known.
    """
    return {
        case.document
        for chunk in chunks
        for case in chunk.cases
        if before.get(case.document, case.source) != case.source
    }


def _by_document(chunks: Sequence[Chunk]) -> Mapping[str, list[tuple[int, int]]]:
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, chunk in enumerate(chunks):
        for index, case in enumerate(chunk.cases):
            places[case.document].append((number, index))
    return places


def _words(kind: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip()
