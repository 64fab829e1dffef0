"""What the shapes say of more files than memory holds: a build without a store."""

from collections.abc import Sequence

from casegraph.build.crew import Crew
from casegraph.build.examiner import Examiner
from casegraph.build.parts import Part, Parts
from casegraph.build.plan import planning
from casegraph.build.shared import Shared, Stored
from casegraph.build.steps import outcomes
from casegraph.build.terms import report_about, vocabulary_of
from casegraph.build.total import Total
from casegraph.shacl import Report, Severity


def survey(files: Sequence[str], *, engine: str = "native", workers: int = 1) -> Report:
    """Return what `validate` returns for *files*, with the memory of a few hundred cases.

    :raises ReadError: when a file cannot be used, or a case is in two.
    :raises InferenceError: when the axioms contradict what is said.
    """
    parts: Sequence[Part] = files
    read = Parts()
    with planning(parts, read, workers) as plan:
        for unread in plan.errors.values():
            raise unread
        shared = Shared(plan.brought, Stored(None, None))
        total = Total(results=dict.fromkeys(report_about(plan.terms, None, engine).results))
        vocabulary = vocabulary_of(None, plan.terms)
        examiner = Examiner(engine, vocabulary, shared, read, told=frozenset(Severity))
        with Crew(workers, examiner) as examiners:
            for outcome in outcomes(plan, examiners, total.pages):
                total.add(outcome)
                for error in outcome.errors.values():
                    raise error
    return Report.of(total.results, plan.home)
