"""The features that invented packets name: those of an HPO file, or a few that are well known."""

import gzip
import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

_OBO = "http://purl.obolibrary.org/obo/"
_ABNORMALITY = "HP:0000118"
_BROADEST = 600  # terms below one that a packet names
_COMMON = 6  # the larger, the less do a few terms make most of the features
_BREADTH = 0.4  # 0 is for narrow and broad terms alike, the larger, the more are broad

# Identifier: label, broader term.
_WELL_KNOWN = {
    "HP:0000252": ("Microcephaly", ""),
    "HP:0000256": ("Macrocephaly", ""),
    "HP:0000365": ("Hearing impairment", ""),
    "HP:0000405": ("Conductive hearing impairment", "HP:0000365"),
    "HP:0000407": ("Sensorineural hearing impairment", "HP:0000365"),
    "HP:0000486": ("Strabismus", ""),
    "HP:0000510": ("Rod-cone dystrophy", ""),
    "HP:0000518": ("Cataract", ""),
    "HP:0000639": ("Nystagmus", ""),
    "HP:0000750": ("Delayed speech and language development", ""),
    "HP:0000822": ("Hypertension", ""),
    "HP:0001249": ("Intellectual disability", ""),
    "HP:0001250": ("Seizure", ""),
    "HP:0001251": ("Ataxia", ""),
    "HP:0001252": ("Hypotonia", ""),
    "HP:0001263": ("Global developmental delay", ""),
    "HP:0001270": ("Motor delay", ""),
    "HP:0001290": ("Generalized hypotonia", "HP:0001252"),
    "HP:0001336": ("Myoclonus", ""),
    "HP:0001513": ("Obesity", ""),
    "HP:0001629": ("Ventricular septal defect", ""),
    "HP:0001631": ("Atrial septal defect", ""),
    "HP:0001638": ("Cardiomyopathy", ""),
    "HP:0001639": ("Hypertrophic cardiomyopathy", "HP:0001638"),
    "HP:0001643": ("Patent ductus arteriosus", ""),
    "HP:0001644": ("Dilated cardiomyopathy", "HP:0001638"),
    "HP:0002197": ("Generalized-onset seizure", "HP:0001250"),
    "HP:0002650": ("Scoliosis", ""),
    "HP:0004322": ("Short stature", ""),
    "HP:0007359": ("Focal-onset seizure", "HP:0001250"),
}


@dataclass(frozen=True)
class Features:
    """Terms to choose from.

    labels: by identifier. above: of each, itself and all that is broader. names, weights: those
    that packets name, and how often, added up: a few are in many packets, broad ones more often.
    """

    labels: Mapping[str, str]
    above: Mapping[str, frozenset[str]]
    names: list[str]
    weights: list[float]

    @classmethod
    def of(cls, file: Path | None) -> "Features":
        """Return the abnormalities in *file*, OBO Graphs JSON, gzipped or not; None: a few."""
        if file is None:
            labels = {name: label for name, (label, _) in _WELL_KNOWN.items()}
            return cls._of(labels, {name: [up] for name, (_, up) in _WELL_KNOWN.items() if up})
        opened = gzip.open if file.suffix == ".gz" else open
        with opened(file, "rt", encoding="utf-8") as text:
            graph = json.load(text)["graphs"][0]
        labels = {
            _curie(node["id"]): node["lbl"]
            for node in graph["nodes"]
            if _is_used(node) and "lbl" in node
        }
        broader: dict[str, list[str]] = {}
        for edge in graph["edges"]:
            if edge["pred"] == "is_a":
                broader.setdefault(_curie(edge["sub"]), []).append(_curie(edge["obj"]))
        found = cls._of(labels, broader)
        return found.below(_ABNORMALITY)

    @classmethod
    def _of(cls, labels: Mapping[str, str], broader: Mapping[str, Iterable[str]]) -> "Features":
        above = {name: _reached(name, broader) for name in labels}
        below = dict.fromkeys(labels, 0)
        for name, reached in above.items():
            for other in reached - {name}:
                if other in below:
                    below[other] += 1
        names = sorted(name for name in labels if below[name] <= _BROADEST)
        random.Random("how common each is").shuffle(names)
        weights = [(1 + below[name]) ** _BREADTH / (_COMMON + at) for at, name in enumerate(names)]
        return cls(labels, above, names, list(accumulate(weights)))

    def below(self, heading: str) -> "Features":
        """Return those below *heading*."""
        broader = {name: above - {name} for name, above in self.above.items()}
        found = {name: up for name, up in broader.items() if heading in up}
        return self._of({name: self.labels[name] for name in found}, found)

    def chosen(self, choice: random.Random, count: int) -> list[str]:
        """Return *count* of them, or as many as there are."""
        found: dict[str, None] = {}
        while len(found) < min(count, len(self.names)):
            found |= dict.fromkeys(choice.choices(self.names, cum_weights=self.weights, k=count))
        return list(found)[:count]


def _is_used(node: Mapping[str, Any]) -> bool:
    """Return whether *node* is an HPO term that is not obsolete."""
    is_term = node.get("type") == "CLASS" and node["id"].startswith(f"{_OBO}HP_")
    return is_term and not node.get("meta", {}).get("deprecated")


def _reached(name: str, broader: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found = {name}
    waiting = [name]
    while waiting:
        for other in broader.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def _curie(iri: str) -> str:
    return iri.removeprefix(_OBO).replace("_", ":", 1)
