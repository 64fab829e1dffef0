"""What a store was built with, and how that differs from what there is now."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Built:
    """What the content of a store rests on, besides the cases themselves.

    ontology: its version IRI. vocabulary, rules, shapes: digests of what they say. software: the
    version of casegraph. The engine is not among them, since all engines give the same answer.
    """

    ontology: str
    vocabulary: str
    rules: str
    shapes: str
    software: str

    def follows_alike(self, now: "Built") -> bool:
        """Return whether the same follows from terms as *now*; the shapes have no part in that."""
        return replace(self, shapes=now.shapes) == now

    def differences(self, now: "Built") -> tuple[str, ...]:
        """Return in words how *now* differs from this record of a store, empty when it does not.

        >>> old = Built("http://example.org/0.1.0", "a", "b", "c", "0.1.0")
        >>> old.differences(Built("http://example.org/0.2.0", "a", "z", "c", "0.1.0"))
        ('the ontology is 0.2.0, the store was built with 0.1.0',
         'the rules have changed since the store was built')
        """
        found = []
        if self.ontology != now.ontology:
            found.append(_versions("the ontology", _version(now.ontology), _version(self.ontology)))
        for kind in ("vocabulary", "rules", "shapes"):
            if getattr(self, kind) != getattr(now, kind):
                verb = "has" if kind == "vocabulary" else "have"
                found.append(f"the {kind} {verb} changed since the store was built")
        if self.software != now.software:
            found.append(_versions("casegraph", now.software, self.software))
        return tuple(found)


def _versions(thing: str, now: str, then: str) -> str:
    return f"{thing} is {now}, the store was built with {then}"


def _version(iri: str) -> str:
    """Return the last part of a version IRI, which is the version."""
    return iri.rpartition("/")[2]
