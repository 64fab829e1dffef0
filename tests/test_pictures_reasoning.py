"""The picture of the reasoning: what moved which hypothesis, and whereto."""

import random
from itertools import pairwise
from pathlib import Path

from casegraph.narrative import polarity
from casegraph.narrative.facts import Facts
from casegraph.pictures import reasoning
from casegraph.pictures.reasoning.boxes import Box
from casegraph.pictures.reasoning.layering import layered
from casegraph.pictures.reasoning.layout import placed
from casegraph.store import Store
from pictures_boxes import overlapping, said
from pictures_made import CASE, facts_of

ALAR = "https://w3id.org/casegraph/case/alar-ligament-calcification-ra"


def of_alar(store: Store) -> reasoning.Reasoning:
    return reasoning.of_case(Facts(store, ALAR), f"{ALAR}#case")


def links(drawn: reasoning.Reasoning) -> set[tuple[str, str, str]]:
    return {
        (link.source.rpartition("#")[2], link.kind, link.target.rpartition("#")[2])
        for link in drawn.links
    }


def graph(count: int, seed: int) -> reasoning.Reasoning:
    """Return an invented graph with circles in it."""
    chance = random.Random(seed)
    steps = tuple(
        reasoning.Step(f"urn:{n}", polarity.PRESENT, "present", f"step {n} " * chance.randint(1, 9))
        for n in range(count)
    )
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    found = tuple(
        reasoning.Link(f"urn:{a}", f"urn:{b}", chance.choice(("towards", "away", "became")))
        for a, b in pairs
        if chance.random() < 2 / count
    )
    return reasoning.Reasoning("invented", steps, found)


def test_grounds_move_towards_what_is_suspected_and_away_from_what_is_ruled_out(
    bundled_store: Store,
) -> None:
    found = links(of_alar(bundled_store))
    assert ("neck-pain", "towards", "crowned-dens-syndrome-suspected") in found
    assert ("alar-ligament-calcification", "away", "crowned-dens-syndrome-ruled-out") in found
    assert ("crowned-dens-syndrome-suspected", "became", "crowned-dens-syndrome-ruled-out") in found
    assert ("crowned-dens-syndrome-suspected", "prompted", "computed-tomography") in found
    assert ("computed-tomography", "showed", "alar-ligament-calcification") in found


def test_a_diagnosis_that_is_only_mentioned_is_not_drawn(bundled_store: Store) -> None:
    texts = [step.text for step in of_alar(bundled_store).steps]
    assert "crowned dens syndrome" in texts
    assert "rheumatoid arthritis" not in texts


def test_what_the_curator_concludes_is_not_drawn(bundled_store: Store) -> None:
    assert "inflammation of the alar ligament" not in {
        step.text for step in of_alar(bundled_store).steps
    }


def test_what_is_denied_or_ruled_out_is_never_drawn_as_present(bundled_store: Store) -> None:
    for step in of_alar(bundled_store).steps:
        is_negative = step.word in {"absent", "absent at", "ruled out", "resolved"}
        assert is_negative == (step.mark.name in {"absent", "absent-at", "ruled-out", "resolved"})
        assert (step.mark.name == "present") == (step.word in {"present", "diagnosed", "confirmed"})


def test_polarity_and_kind_of_link_are_told_in_words(bundled_store: Store) -> None:
    picture = reasoning.picture(of_alar(bundled_store))
    assert picture is not None
    shown = said(picture.svg)
    for words in ("ruled out", "suspected", "absent", "moved away from it", "moved towards it"):
        assert words in shown


def test_the_words_name_every_step(bundled_store: Store) -> None:
    drawn = of_alar(bundled_store)
    picture = reasoning.picture(drawn)
    assert picture is not None
    told = {row.cells[0] for row in picture.rows}
    assert told == {f"{step.word}: {step.text}" for step in drawn.steps}


def test_a_case_without_reasoning_has_no_picture(tmp_path: Path) -> None:
    turtle = """
    <#case> cg:hasStatement <#known> .
    <#known> a cg:Diagnosis ; cg:affirms term:rheumatoid-arthritis ; cg:groundsNotStated true .
    """
    assert reasoning.picture(reasoning.of_case(facts_of(tmp_path, turtle), CASE)) is None


def test_reasons_in_a_circle_are_drawn(tmp_path: Path) -> None:
    turtle = """
    <#case> cg:hasStatement <#one>, <#two> .
    <#one> a cg:Diagnosis ; cg:suspects term:rheumatoid-arthritis ; cg:because <#two>, <#one> .
    <#two> a cg:Diagnosis ; cg:suspects term:systemic-sclerosis ; cg:because <#one> .
    """
    picture = reasoning.picture(reasoning.of_case(facts_of(tmp_path, turtle), CASE))
    assert picture is not None
    assert len(picture.rows) == 2


def test_boxes_and_words_of_any_graph_do_not_overlap() -> None:
    for seed in range(12):
        drawn = graph(3 + 2 * seed, seed)
        picture = reasoning.picture(drawn)
        if picture is None:
            continue
        assert overlapping(picture.svg) == []
        boxes = placed(drawn).boxes
        assert not [
            (one, other)
            for rank, one in enumerate(boxes)
            for other in boxes[rank + 1 :]
            if _cover(one, other)
        ]


def test_links_pass_no_box() -> None:
    """Within the height of a box a link runs straight down; it does so beside the box."""
    for seed in range(12):
        layout = placed(graph(3 + 2 * seed, seed))
        for arrow in layout.arrows:
            for (x, y), (other_x, other_y) in pairwise(arrow.points):
                if x != other_x:
                    continue
                low, high = sorted((y, other_y))
                assert not [
                    box
                    for box in layout.boxes
                    if box.x < x < box.x + box.width
                    and low < box.y + box.height - 0.1
                    and high > box.y + 0.1
                ]


def test_layers_run_downwards_and_are_not_too_wide() -> None:
    edges = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (3, 5), (3, 6), (3, 7), (0, 7)]
    graph = layered(8, edges, most=3)
    rank = {node: depth for depth, layer in enumerate(graph.layers) for node in layer}
    assert all(rank[a] < rank[b] for a, b in edges)
    assert graph.turned == frozenset()
    assert max(len([node for node in layer if node < 8]) for layer in graph.layers) <= 3
    assert all(
        rank[b] - rank[a] == 1 for route in graph.routes.values() for a, b in pairwise(route)
    )


def test_crossings_that_need_not_be_are_taken_out() -> None:
    graph = layered(4, [(0, 3), (1, 2)], most=3)
    upper, lower = graph.layers
    places = {node: place for layer in (upper, lower) for place, node in enumerate(layer)}
    assert (places[0] < places[1]) == (places[3] < places[2])


def _cover(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
