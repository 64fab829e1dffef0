"""Biosamples, of which no case has more than whose they are."""

from collections.abc import Iterator, Mapping
from typing import Any


def samples_of(plain: Mapping[str, Any], subject: str) -> frozenset[str]:
    """Return the ids of the samples that are not somebody else's.

    plain: the packet. subject: the id of its subject.
    """
    samples = plain.get("biosamples")
    found = samples if isinstance(samples, list) else [samples]
    own = (one for one in found if isinstance(one, dict) and set(_owners(one)) <= {"", subject})
    return frozenset(_text(one.get("id")) for one in own)


def _owners(sample: Mapping[str, Any]) -> Iterator[str]:
    for key, value in sample.items():
        if str(key).replace("_", "").lower() == "individualid":
            yield _text(value)


def _text(value: object) -> str:
    """Return an id as it is written, without blanks around it."""
    return "" if value is None else str(value).strip()
