"""Parts of the input to what comes of them. This is the work that processes share."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from casegraph.build.old_names import OldNames
from casegraph.build.outcome import Outcome
from casegraph.build.packed import Packed
from casegraph.build.parts import Part, Parts, name_of
from casegraph.build.shared import Shared
from casegraph.build.stored_terms import StoredTerms
from casegraph.errors import ReadError
from casegraph.examine import Examined, Group, examine
from casegraph.namespaces import PUBLICATIONS_INFERRED
from casegraph.pages import page_of
from casegraph.quads import graph_of, nquads
from casegraph.read import Location, Reading, has_case, merge, unlocated, without_case
from casegraph.shacl.findings import Explainer, Finding
from casegraph.shacl.result import Result, Severity
from casegraph.vocabulary import Vocabulary

Quads = Sequence[ox.Quad]


@dataclass(frozen=True)
class Examiner:
    """One engine over one vocabulary, and what cases may lead to beside it.

    vocabulary: one of which is known what follows. shared: publications. terms: gives as much of
    the vocabulary and of a store as cases lead to.
    told: the severities of the results that are told in full.
    """

    engine: str
    vocabulary: Vocabulary
    shared: Shared
    terms: StoredTerms | OldNames
    parts: Parts
    told: frozenset[Severity] = frozenset({Severity.VIOLATION})

    def cases(self, parts: Iterable[Part], leave_out: Collection[str] = ()) -> Outcome:
        """Return what comes of the cases in *parts*, but for those to *leave_out*."""
        said: dict[str, Quads] = {}
        home: dict[str, Part] = {}
        unread: dict[str, ReadError] = {}
        for part in parts:
            try:
                content = self.parts.content(part)
            except ReadError as error:
                unread[name_of(part)] = error
                continue
            for document, quads in content.cases.items():
                if document in leave_out:
                    continue
                if has_case(document, quads):
                    said[document], home[document] = quads, part
                else:
                    unread[document] = without_case(document, self.parts.located(part))
        pages = self.shared.led_to(_each(said.values()))
        outcome = self._outcome(said, home, pages)
        return replace(outcome, errors={**outcome.errors, **unread}) if unread else outcome

    def publications(self, names: Iterable[str]) -> Outcome:
        """Return what comes of the publications *names*, to which no case leads."""
        named = {name: self.shared.page(name) for name in names}
        further = self.shared.led_to(_each(named.values()))
        return self._outcome({}, {}, {**further, **named})

    def _outcome(
        self, said: Mapping[str, Quads], home: Mapping[str, Part], pages: Mapping[str, Quads]
    ) -> Outcome:
        group = self._group(said, home, pages)
        examined = examine(group, self.engine)
        refused_pages = _faulty(examined, pages)
        refused = examined.unsound | {
            document
            for document, quads in said.items()
            if refused_pages and not refused_pages.isdisjoint(self.shared.led_to(quads))
        }
        stored = tuple(document for document in said if document not in refused)
        content = (quads for one in stored for quads in (said[one], examined.inferred[one]))
        return Outcome(
            cases=len(said),
            stored=stored,
            nquads=Packed.of(nquads(_each(content))),
            shared=nquads(
                quad for quad in examined.shared_inferred if graph_of(quad) == PUBLICATIONS_INFERRED
            ),
            pages=frozenset(pages),
            refused_pages=frozenset(refused_pages),
            results=(
                *self._about_cases(examined, home, group.vocabulary),
                *self._about_pages(examined, group.vocabulary),
            ),
            errors=examined.errors,
            counts=Counter(
                finding.shape
                for findings in (*examined.findings.values(), examined.shared_findings)
                for finding in findings
            ),
        )

    def _group(
        self, said: Mapping[str, Quads], home: Mapping[str, Part], pages: Mapping[str, Quads]
    ) -> Group:
        shared = tuple(_each(pages.values()))
        own = self.vocabulary
        return Group(
            cases=said,
            shared=Reading(shared, dict.fromkeys(shared, Location("", None))),
            vocabulary=self.terms.around(own, (*_each(said.values()), *shared)),
            around_shared=self.terms.around(own, shared),
            reading=lambda document: self.parts.located(home[document]).case(document),
        )

    def _about_cases(
        self, examined: Examined, home: Mapping[str, Part], vocabulary: Vocabulary
    ) -> Iterator[Result]:
        """Yield the results in cases; only a part that has one is read again for its lines."""
        told: dict[int, list[tuple[str, Finding]]] = {}
        for document, findings in examined.findings.items():
            of_part = told.setdefault(id(home[document]), [])
            of_part += ((document, finding) for finding in self._told(findings))
        for found in told.values():
            if found:
                explainer = self._explainer(self.parts.located(home[found[0][0]]), vocabulary)
                for document, finding in found:
                    yield explainer.result(finding, document)

    def _about_pages(self, examined: Examined, vocabulary: Vocabulary) -> Iterator[Result]:
        for finding in self._told(examined.shared_findings):
            reading = self._described(page_of(finding.focus))
            yield self._explainer(reading, vocabulary).result(finding, None)

    def _explainer(self, reading: Reading, vocabulary: Vocabulary) -> Explainer:
        """Return what explains findings, also by terms to which no case leads, as a nearest one."""
        locations = {**vocabulary.locations, **self.vocabulary.locations}
        return Explainer(reading, Vocabulary(tuple(locations), locations))

    def _described(self, page: str) -> Reading:
        """Return what the input says on *page*, with the lines of the files that say it."""
        files = self.shared.brought.files(page)
        try:
            return merge(self.parts.located(file).background() for file in files)
        except ReadError:  # a reading or a piece said it, which are no files
            return unlocated(self.shared.brought.page(page), ", ".join(files))

    def _told(self, findings: Iterable[Finding]) -> list[Finding]:
        return [finding for finding in findings if finding.severity in self.told]


def _faulty(examined: Examined, pages: Collection[str]) -> set[str]:
    """Return those of *pages* about which a violation is, be it found in a case.

    All of them, when one is about a blank node or what else does not tell its page.
    """
    about = [*examined.shared_findings]
    for findings in examined.findings.values():
        about += (finding for finding in findings if page_of(finding.focus) in pages)
    faulty = {page_of(one.focus) for one in about if one.severity is Severity.VIOLATION}
    return faulty if faulty <= set(pages) else set(pages)


def _each(groups: Iterable[Quads]) -> Iterator[ox.Quad]:
    return (quad for quads in groups for quad in quads)
