"""A case's facts to the steps of its reasoning."""

from collections.abc import Iterable, Iterator

from casegraph.namespaces import CG
from casegraph.narrative import polarity
from casegraph.narrative.facts import Facts
from casegraph.narrative.order import in_order
from casegraph.narrative.statements import outline, polarity_of
from casegraph.pictures.reasoning.values import Kind, Link, Reasoning, Step

_AGAINST = frozenset({"denies", "deniesAt", "resolves"})


def of_case(facts: Facts, case: str) -> Reasoning:
    """Return the reasoning of *case*, the IRI of a `cg:Case`, as far as its authors tell it.

    In it are the diagnoses that rest on something, were revised or led to an investigation; then
    what they rest on, and the investigations that showed it or were made for it. A diagnosis that
    the report only mentions is not, nor is what the curator concludes.
    """
    told = in_order(facts, facts.nodes_of(case, f"{CG}hasStatement"))
    links = [link for node in told for link in _links(facts, node) if link.source in told]
    diagnoses = {node for node in told if "Diagnosis" in facts.types(node)}
    reached = {end for link in links for end in (link.source, link.target) if end in diagnoses}
    reached |= {link.target for link in links if link.source in diagnoses}
    while more := {link.source for link in links if link.target in reached} - reached:
        reached |= more
    return Reasoning(
        case=facts.label_of(case),
        steps=tuple(_step(facts, node) for node in told if node in reached),
        links=tuple(link for link in links if {link.source, link.target} <= reached),
    )


def _links(facts: Facts, node: str) -> Iterator[Link]:
    """Yield what led to *node*: a diagnosis, an investigation or a finding.

    An investigation that showed a diagnosis' ground leads to it through that ground alone.
    """
    kinds = facts.types(node)
    grounds = facts.nodes_of(node, f"{CG}because")
    showing = facts.nodes_of(node, f"{CG}shownBy")
    if "Diagnosis" in kinds:
        moved: Kind = "away" if polarity_of(facts, node) in _AGAINST else "towards"
        yield from _to(node, grounds, moved)
        yield from _to(node, facts.nodes_of(node, f"{CG}revises"), "became")
        through = {image for ground in grounds for image in facts.nodes_of(ground, f"{CG}shownBy")}
        yield from _to(node, [image for image in showing if image not in through], "showed")
    elif "Investigation" in kinds:
        yield from _to(node, grounds, "prompted")
    elif kinds & {"Finding", "Measurement"}:
        yield from _to(node, showing, "showed")


def _to(node: str, sources: Iterable[str], kind: Kind) -> Iterator[Link]:
    return (Link(source, node, kind) for source in sources if source != node)


def _step(facts: Facts, node: str) -> Step:
    told = outline(facts, node)
    return Step(
        node=node,
        mark=polarity.mark(told.polarity, told.word),
        word=told.word,
        text=told.text,
        hypothesis=told.kind == "diagnosis",
    )
