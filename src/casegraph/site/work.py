"""What a process of a site's run does: it makes pages and writes those that have changed."""

import gc
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from casegraph.build import open_store
from casegraph.site.folder import Folder
from casegraph.site.manifest import Entry
from casegraph.site.part import Packing, Part
from casegraph.site.whole import Names
from casegraph.store import Store
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.data import syntaxes
from casegraph.web.environment import Site, rendered
from casegraph.web.kind import Kind
from casegraph.web.kinds import KINDS

_KINDS = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Task:
    """Pages of one kind.

    keys: each with what the last run noted of it, None when it is new. digest: of all that its
    pages may rest on, for a kind that does not tell on what each does; empty when nobody knows.
    is_part: whether the keys are a part of the whole graph, which is made too when one of the
    pages is.
    """

    kind: str
    keys: tuple[tuple[str, Entry | None], ...]
    digest: str = ""
    is_part: bool = False

    @property
    def names(self) -> Names:
        """The keys alone."""
        return tuple(key for key, _ in self.keys)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task. pages, written: how many pages there are, and files that changed."""

    entries: tuple[Entry, ...]
    pages: int
    written: int
    part: Part | None = None


class Worker:
    """A process of the run.

    store: one that is open, which does for the process that opened it; or its path, which every
    process opens for itself. shared: a digest of what all pages rest on. ours: the folder.
    """

    def __init__(
        self, store: Store | str, sources: Path | None, site: Site, shared: str, out: Path
    ) -> None:
        self._store = store
        self._sources = sources
        self._site = site
        self._shared = shared
        self._out = out

    @cached_property
    def catalogue(self) -> Catalogue:
        """The store of this process, as the pages see it."""
        opened = self._store if isinstance(self._store, Store) else open_store(self._store)
        return Catalogue(opened, self._sources)

    @cached_property
    def folder(self) -> Folder:
        """The folder of the site."""
        return Folder(self._out)

    @cached_property
    def _half_done(self) -> frozenset[str]:
        """The files that a run was about to write before it was killed."""
        return frozenset(self.folder.journal())

    def do(self, task: Task) -> Done:
        """Write the pages of *task* that are not what they were.

        :raises ExportError: when somebody else's file is in the way.
        """
        kind = _KINDS[task.kind]
        entries, pages, written = [], 0, 0
        packing = Packing(self.catalogue)
        is_changed = False
        for key, before in task.keys:
            digest = self._digest(kind, key) or task.digest
            if digest and before and before.digest == digest and self.folder.has(before.files):
                entry = before
            else:
                files = dict(self._files(kind, key))
                known = before.files if before else ()
                self.folder.check_unclaimed(files, self._half_done.union(known))
                self.folder.note(files)
                written += sum(self.folder.put(file, text.encode()) for file, text in files.items())
                entry = Entry(kind.path(key), digest, tuple(files))
                is_changed = True
                if task.is_part:
                    packing.add(key)  # now that its graphs have been read
            entries.append(entry)
            pages += sum(file.endswith(addresses.HTML) for file in entry.files)
        part = packing.part(task.names) if task.is_part and is_changed else None
        return Done(tuple(entries), pages, written, part)

    def pack(self, names: Names) -> Part:
        """Return the part of the whole graph that has *names*."""
        return Packing(self.catalogue).part(names)

    def _files(self, kind: Kind, key: str) -> Iterator[tuple[str, str]]:
        """Yield each file of the page *key* with its text."""
        path = kind.path(key)
        number, last = 1, 1
        while number <= last:
            page = kind.values(self.catalogue, key, number)
            text = rendered(kind, page, path, self.catalogue, self._site)
            yield f"{addresses.numbered(path, number)}.{addresses.HTML}", text
            number, last = number + 1, page.pager.of
            if last > 1:
                gc.collect(0)  # a crew lets circles stand until a task is done; this one is long
        if kind.quads is not None:
            for ending, text in syntaxes(kind.quads(self.catalogue, key)):
                yield f"{path}.{ending}", text

    def _digest(self, kind: Kind, key: str) -> str:
        """Return the digest of all that the page rests on, empty when it is not known."""
        if kind.ground is None:
            return ""
        digest = hashlib.sha256(self._shared.encode())
        for part in kind.ground(self.catalogue, key):
            digest.update(part)
        return digest.hexdigest()


def do(worker: Worker, task: Task) -> Done:
    """Return what *worker* does with *task*."""
    return worker.do(task)


def pack(worker: Worker, names: Names) -> Part:
    """Return the part of the whole graph that *worker* makes of *names*."""
    return worker.pack(names)
