"""One run over a site: its pages, its other files, the whole graph, and the end of what is gone."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from casegraph.build.crew import Crew, batched
from casegraph.progress import Progress
from casegraph.site.descriptions import DESCRIPTIONS, descriptions
from casegraph.site.extras import NAMES, extras
from casegraph.site.folder import Folder
from casegraph.site.ground import whole
from casegraph.site.manifest import Entry
from casegraph.site.whole import FILES, Parts, parts_of
from casegraph.site.work import Task, Worker, do, pack
from casegraph.web.addresses import HTML
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site
from casegraph.web.kinds import KINDS

_BATCH = 20
"""How many pages a process makes before it tells of them."""


class Run:
    """A run.

    shared: a digest of what all pages rest on. pages: how many the site has. written: how many
    files have changed so far.
    """

    def __init__(
        self,
        folder: Folder,
        catalogue: Catalogue,
        site: Site,
        shared: str,
        crew: Crew[Worker],
        progress: Progress,
    ) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._site = site
        self._shared = shared
        self._crew = crew
        self._progress = progress
        self._before = folder.entries()
        self._ours = folder.files(self._before.values())
        self._entries: list[Entry] = []
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
        total = sum(len(task.keys) for task in tasks)
        files = chain(_main_files(tasks), NAMES, FILES.values(), DESCRIPTIONS)
        self._folder.check_unclaimed(files, self._ours)
        for done in self._crew.each(do, tasks):
            self._entries += done.entries
            self.pages += done.pages
            self.written += done.written
            self._progress("Writing pages", len(self._entries), total)

    def write_extras(self) -> None:
        """Write the files that are no pages.

        :raises ExportError: when somebody else's file is in the way.
        """
        for file, content in extras(self._catalogue, self._site, self._entries):
            self._claim(file)
            self.written += self._folder.put(file, content)

    def write_graph(self) -> None:
        """Write the files of the whole graph, unless the store is what it was.

        :raises ExportError: when somebody else's file is in the way.
        """
        names = (*FILES.values(), *DESCRIPTIONS)
        digest = whole(self._catalogue, self._shared, self._entries)
        kept = [entry for name in names if (entry := self._before.get(name))]
        is_known = len(kept) == len(names) and all(entry.digest == digest for entry in kept)
        if digest and is_known and self._folder.has(names):
            self._entries += kept
            return
        for name in names:
            self._claim(name, digest)
        batches = tuple(batched(parts_of(self._catalogue), _BATCH))
        pieces = self._pieces(self._crew.each(pack, batches), len(batches))
        self.written += self._folder.put_together(tuple(FILES.values()), pieces)
        for name, content in descriptions(self._catalogue, self._site, self._progress):
            self.written += self._folder.put(name, content)

    def _pieces(self, packed: Iterable[Parts], total: int) -> Iterator[Sequence[bytes]]:
        for number, parts in enumerate(packed, 1):
            self._progress("Writing the whole graph", number, total)
            yield [parts[ending] for ending in FILES]

    def finish(self) -> int:
        """Remove the files that the site no longer has, and return how many there were."""
        left = {file for entry in self._entries for file in entry.files}
        removed = self._folder.remove(self._ours - left)
        self._folder.finish(self._entries)
        return removed

    def _claim(self, file: str, digest: str = "") -> None:
        self._folder.check_unclaimed((file,), self._ours)
        self._folder.note((file,))
        self._entries.append(Entry(file, digest, (file,)))

    def _tasks(self) -> Iterator[Task]:
        for kind in KINDS:
            for keys in batched(tuple(kind.keys(self._catalogue)), _BATCH):
                known = ((key, self._before.get(kind.path(key))) for key in keys)
                yield Task(kind.name, tuple(known))


def _main_files(tasks: Iterable[Task]) -> Iterator[str]:
    """Yield the file of the first page of each key."""
    paths = {kind.name: kind.path for kind in KINDS}
    for task in tasks:
        for key, _ in task.keys:
            yield f"{paths[task.kind](key)}.{HTML}"
