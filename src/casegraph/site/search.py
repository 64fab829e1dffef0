"""The index of the search box: script files that the page loads when somebody searches.

A thing is found by the beginnings of the words of its names. The words are in files by their first
characters, `search/ce.js`, and where there are too many by more of them, so that a search reads a
few small files however large the site is. They are scripts and not JSON, since a browser reads
those from a disk too. `search/keys.js` says which files there are, with the number of their
entries.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from casegraph.web.catalogue import Catalogue
from casegraph.web.entries import Entry, entries, words

_FEW = 2
_MANY = 8
"""By how many first characters of a word a file is called, at least and at most."""

_MOST = 1_000
"""How many entries a file has before it is split."""

_LIMIT = 4_000
"""How many entries a file has at most; what goes beyond has to be found by its other words."""


def files(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index with their content."""
    shards = dict(_shards(_by_word(entries(catalogue))))
    for key, found in shards.items():
        rows = [[one.label, one.path, one.kind, *one.others] for one in found]
        yield f"search/{_file_name(key)}.js", _script("shard", key, rows)
    counts = {key: [_file_name(key), len(found)] for key, found in shards.items()}
    yield "search/keys.js", _script("keys", counts)


def _by_word(found: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    """Return the entries by each word of their names, in order."""
    by_word: dict[str, list[Entry]] = {}
    for entry in sorted(found, key=lambda entry: entry.rank):
        for word in dict.fromkeys(word for name in entry.names for word in words(name)):
            by_word.setdefault(word, []).append(entry)
    return by_word


def _shards(
    by_word: Mapping[str, list[Entry]], length: int = _FEW
) -> Iterator[tuple[str, Sequence[Entry]]]:
    """Yield each file's key with its entries; a key is what its words begin with."""
    groups: dict[str, dict[str, list[Entry]]] = {}
    for word in sorted(by_word):
        groups.setdefault(word[:length], {})[word] = by_word[word]
    for key, group in groups.items():
        found = list(dict.fromkeys(entry for entries in group.values() for entry in entries))
        if len(found) > _MOST and length < _MANY and any(word != key for word in group):
            yield from _shards(group, length + 1)
        else:
            found.sort(key=lambda entry: entry.rank)
            yield key, found[:_LIMIT]


def _file_name(key: str) -> str:
    """Return the name of a file for *key*, in ASCII.

    >>> _file_name("ce"), _file_name("µm")
    ('ce', '-b5m')
    """
    return "".join(char if char.isascii() else f"-{ord(char):x}" for char in key)


def _script(function: str, *arguments: object) -> bytes:
    """Return a script that calls *function* of the search."""
    written = ",".join(
        json.dumps(argument, ensure_ascii=False, separators=(",", ":")) for argument in arguments
    )
    return f"casegraphSearch.{function}({written});\n".encode()
