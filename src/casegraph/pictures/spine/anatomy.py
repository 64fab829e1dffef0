"""The levels of the spine, and by which names a term is known as one of them."""

from itertools import pairwise

from casegraph.namespaces import TERM

_NUMBERS = {"C": ("cervical", 7), "T": ("thoracic", 12), "L": ("lumbar", 5)}

LEVELS: dict[str, tuple[str, ...]] = {
    "Occiput": ("occiput", "occipital bone"),
    **{
        f"{letter}{number}": (f"{letter}{number} vertebra", f"{region} vertebra {number}")
        for letter, (region, count) in _NUMBERS.items()
        for number in range(1, count + 1)
    },
    "Sacrum": ("sacrum", "sacral bone"),
}
"""Each level's short name, and the labels of the terms for it, ours and those of Uberon."""

SEGMENTS: dict[str, tuple[str, str]] = {
    upper: (f"{upper}\N{EN DASH}{lower}", f"{upper}\N{EN DASH}{lower} segment")
    for upper, lower in pairwise(LEVELS)
}
"""The segment below each level: its short name, and the label of its term."""

REGIONS: dict[str, tuple[str, ...]] = {
    "C1": ("cervical spine", "cervical vertebral column"),
    "T1": ("thoracic spine", "thoracic vertebral column"),
    "L1": ("lumbar spine", "lumbar vertebral column"),
}
"""The regions, each by the level with which it begins."""

STRETCHES: dict[str, tuple[str, str]] = {f"{TERM}alar-ligament": ("Occiput", "C2")}
"""Structures of the neck that the terms place at no level: from which level to which they reach."""
