"""Under which licences the cases may be used, as they say themselves."""

from collections import Counter
from dataclasses import dataclass

from casegraph.namespaces import CASE, DCTERMS
from casegraph.web.catalogue import Catalogue
from casegraph.web.schema import LICENCE

_NAMES = {LICENCE: "Creative Commons Attribution 4.0"}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence. cases: how many name it."""

    iri: str
    name: str
    cases: int


@dataclass(frozen=True, slots=True)
class Licences:
    """The licences, the most frequent first. unlicensed: how many of *cases* name none."""

    named: tuple[Licence, ...]
    unlicensed: int
    cases: int

    @property
    def of_all(self) -> list[str]:
        """The IRIs of the licences, none when there are cases without any."""
        return [] if self.unlicensed else [licence.iri for licence in self.named]


def licences(catalogue: Catalogue) -> Licences:
    """Return the licences that the cases of *catalogue* name."""
    return catalogue.once("licences", lambda: _licences(catalogue))


def _licences(catalogue: Catalogue) -> Licences:
    sparql = f"""
    SELECT DISTINCT ?document ?licence
    WHERE {{
      ?document <{DCTERMS}license> ?licence
      FILTER(STRSTARTS(STR(?document), "{CASE}") && ISIRI(?licence))
    }}
    """
    cases = set(catalogue.cases)
    pairs = [
        (document, solution["licence"].value)
        for solution in catalogue.solutions(sparql)
        if (document := solution["document"].value) in cases
    ]
    counts = Counter(licence for _, licence in pairs)
    return Licences(
        tuple(
            Licence(iri, _NAMES.get(iri, iri), number)
            for iri, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ),
        len(cases) - len({document for document, _ in pairs}),
        len(cases),
    )
