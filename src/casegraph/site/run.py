"""One run over a site: its pages, its other files, the whole graph, and the end of what is gone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from casegraph.build.crew import Crew, batched
from casegraph.namespaces import document_of
from casegraph.progress import Progress
from casegraph.site.descriptions import DESCRIPTIONS, descriptions
from casegraph.site.extras import NAMES, extras
from casegraph.site.folder import Folder
from casegraph.site.ground import whole
from casegraph.site.manifest import Entry
from casegraph.site.part import FILES
from casegraph.site.whole import Names, Whole
from casegraph.site.work import Task, Worker, do, pack
from casegraph.web import case
from casegraph.web.addresses import HTML, JSONLD, TURTLE
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site
from casegraph.web.kinds import KINDS

_BATCH = 20
"""How many pages a process makes before it tells of them."""

_EXTRAS = "extras"
"""The name in the records of the files that are no pages."""

_KINDS = {kind.name: kind for kind in KINDS}


class Run:
    """A run.

    shared: a digest of what all pages rest on. whole: gets the parts of the whole graph. pages: how
    many the site has. written: how many files have changed so far.
    """

    def __init__(
        self,
        folder: Folder,
        catalogue: Catalogue,
        site: Site,
        shared: str,
        crew: Crew[Worker],
        progress: Progress,
        whole: Whole,
    ) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._site = site
        self._shared = shared
        self._crew = crew
        self._progress = progress
        self._whole = whole
        self._before = folder.entries()
        self._ours = folder.files(self._before.values())
        half_done = folder.journal()
        for entry in tuple(self._before.values()):
            if not half_done.isdisjoint(entry.files):
                self._before[entry.path] = replace(entry, digest="")
        self._entries: list[Entry] = []
        self._digest = ""
        self.pages = 0
        self.written = 0

    @property
    def files(self) -> int:
        """How many files the site has."""
        return sum(len(entry.files) for entry in self._entries)

    def write_pages(self) -> None:
        """Write every page that has changed.

        :raises ExportError: when somebody else's file is in the way, before anything is written.
        """
        tasks = tuple(self._tasks())
        files = chain(_main_files(tasks), NAMES, FILES.values(), DESCRIPTIONS)
        self._folder.check_unclaimed(files, self._ours)
        total = sum(len(task.keys) for task in tasks)
        tells = {kind.name for kind in KINDS if kind.ground is not None}
        self._make(tuple(task for task in tasks if task.kind in tells), total)
        self._digest = whole(self._catalogue, self._shared, self._entries)
        others = (task for task in tasks if task.kind not in tells)
        self._make(tuple(replace(task, digest=self._digest) for task in others), total)

    def _make(self, tasks: Iterable[Task], total: int) -> None:
        for task, done in zip(tasks, self._crew.each(do, tasks), strict=True):
            self._entries += done.entries
            if done.part is not None:
                self._whole.keep(task.names, done.part)
            self.pages += done.pages
            self.written += done.written
            self._progress("Writing pages", len(self._entries), total)

    def write_extras(self) -> None:
        """Write the files that are no pages, unless the store is what it was.

        :raises ExportError: when somebody else's file is in the way.
        """
        if self._is_as_before((_EXTRAS,)):
            return
        written = []
        for file, content in extras(self._catalogue, self._site, self._entries):
            self._claim(file)
            written.append(file)
            self.written += self._folder.put(file, content)
        self._entries.append(Entry(_EXTRAS, self._digest, tuple(written)))

    def write_graph(self) -> None:
        """Write the files of the whole graph, unless the store is what it was.

        :raises ExportError: when somebody else's file is in the way.
        """
        names = (*FILES.values(), *DESCRIPTIONS)
        if self._is_as_before(names):
            return
        for name in names:
            self._claim(name)
            self._entries.append(Entry(name, self._digest, (name,)))
        parts = self._parts()
        missing = tuple(part for part in parts if part not in self._whole)
        made = zip(missing, self._crew.each(pack, missing), strict=True)
        for number, (part, packed) in enumerate(made, 1):
            self._whole.keep(part, packed)
            self._progress("Writing the whole graph", number, len(missing))
        pieces = self._whole.pieces(parts)
        self.written += self._folder.put_together(tuple(FILES.values()), pieces)
        counted = self._whole.tally()
        for name, content in descriptions(self._catalogue, self._site, counted):
            self.written += self._folder.put(name, content)

    def finish(self) -> int:
        """Remove the files that the site no longer has, and return how many there were."""
        left = {file for entry in self._entries for file in entry.files}
        removed = self._folder.remove(self._ours - left)
        self._folder.finish(self._entries)
        return removed

    def _is_as_before(self, paths: Sequence[str]) -> bool:
        """Keep the entries of *paths* if they rest on the store as it is, and say whether."""
        kept = [entry for path in paths if (entry := self._before.get(path))]
        is_known = len(kept) == len(paths) and all(entry.digest == self._digest for entry in kept)
        if not (self._digest and is_known and all(self._folder.has(one.files) for one in kept)):
            return False
        self._entries += kept
        return True

    def _claim(self, file: str) -> None:
        self._folder.check_unclaimed((file,), self._ours)
        self._folder.note((file,))

    def _tasks(self) -> Iterator[Task]:
        for kind in KINDS:
            for keys in batched(tuple(kind.keys(self._catalogue)), _BATCH):
                known = ((key, self._before.get(kind.path(key))) for key in keys)
                yield Task(kind.name, tuple(known), is_part=kind is case.KIND)

    def _parts(self) -> tuple[Names, ...]:
        """Return the parts of the whole graph: graphs that are no case's, then the cases."""
        others = ((name,) for name in self._catalogue.graphs if document_of(name) is None)
        return (*others, *map(tuple, batched(self._catalogue.cases, _BATCH)))


def _main_files(tasks: Iterable[Task]) -> Iterator[str]:
    """Yield the files of the first page of each key."""
    for task in tasks:
        kind = _KINDS[task.kind]
        endings = (HTML,) if kind.quads is None else (HTML, TURTLE, JSONLD)
        for key in task.names:
            yield from (f"{kind.path(key)}.{ending}" for ending in endings)
