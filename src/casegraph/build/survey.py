"""What the shapes say of more cases than memory holds: a build without writing."""

from collections.abc import Sequence
from os import PathLike, fspath

from casegraph.build.crew import Crew
from casegraph.build.examiner import Examiner
from casegraph.build.parts import Part, Parts, are_few
from casegraph.build.plan import planning
from casegraph.build.shared import Shared, Stored
from casegraph.build.steps import outcomes
from casegraph.build.stored_cases import parts_in
from casegraph.build.stored_words import words_for
from casegraph.build.terms import report_about, terms_of
from casegraph.build.total import Total
from casegraph.progress import Progress, silent
from casegraph.shacl import Report, Severity


def survey(
    files: Sequence[str] = (),
    *,
    store: str | PathLike[str] | None = None,
    engine: str = "native",
    workers: int = 1,
    progress: Progress = silent,
) -> Report:
    """Return what `validate` returns for *files*, with the memory of a few hundred cases.

    store: the folder or URL of the store whose terms and publications the files may lead to. Its
    own cases are looked at when there are no files.

    :raises ReadError: when a file cannot be used, or a case is in two.
    :raises InferenceError: when the axioms contradict what is said.
    :raises StoreError: when *store* is no store.
    """
    stored = Stored.reopened(None if store is None else fspath(store))
    parts: Sequence[Part] = files or parts_in(stored)
    read = Parts(words=words_for(parts, stored.store))
    workers = 1 if are_few(parts) else workers
    with planning(parts, read, workers, progress) as plan:
        for unread in plan.errors.values():
            raise unread
        shared, terms = Shared(plan.brought, stored), terms_of(stored, plan.terms)
        total = Total(results=dict.fromkeys(report_about(terms, engine).results))
        told = frozenset(Severity)
        vocabulary, besides = terms.for_cases()
        examiner = Examiner(engine, vocabulary, shared, besides, read, told)
        with Crew(workers, examiner) as examiners:
            for outcome in outcomes(plan, examiners, total.pages):
                total.add(outcome)
                progress("Inferring and validating cases", total.cases, len(plan.home))
                for error in outcome.errors.values():
                    raise error
    return Report.of(total.results, plan.home)
