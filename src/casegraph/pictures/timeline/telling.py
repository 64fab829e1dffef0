"""A timeline in words: its headings, its description and its rows."""

from collections.abc import Iterator

from casegraph.pictures.links import Href
from casegraph.pictures.picture import Row
from casegraph.pictures.timeline.scale import Scale
from casegraph.pictures.timeline.values import Event, Strand, Timeline

_ORIGINS = {
    "days": "presentation",
    "years": "the calendar",
    "ages": "birth",
    "lengths": "an untold beginning",
}


def heading(strand: Strand) -> str:
    """Return what *strand* counts from."""
    if strand.axis == "years":
        return "Calendar years"
    if strand.axis == "ages":
        return "By age"
    if strand.axis == "lengths":
        return "How long it lasted"
    if strand.origin is None:
        return "From the presentation"
    return f"From: {strand.origin.text}"


def note(strand: Strand, scale: Scale | None) -> str:
    """Return how *strand* is to be read: its origin, and whether time is to scale."""
    origin = strand.origin
    said = []
    if origin is not None:
        said.append(f"{origin.word}; {origin.when or 'no date is told'}.")
    if strand.axis == "years":
        said.append("How far from the presentation is not told.")
    if strand.axis == "lengths":
        said.append("When it began is not told.")
    if scale is not None and scale.unit is None:
        said.append("Time runs downwards, to scale.")
    elif scale is not None:
        said.append("Time runs downwards on a logarithmic scale: far times stand closer together.")
    return " ".join(said)


def described(timeline: Timeline) -> Iterator[str]:
    """Yield one sentence for each strand, and how to read the picture."""
    for strand in timeline.strands:
        events = (*strand.events, *strand.later)
        count = len(events)
        yield f"{heading(strand)}: {count} event{'s' * (count != 1)}."
    yield "Time runs downwards; the table names each event with its time."


def rows(timeline: Timeline, href: Href) -> Iterator[Row]:
    """Yield what each event is counted from, when it was, its polarity and what it is."""
    for strand in timeline.strands:
        if strand.origin is not None and strand.origin.position is None:
            yield _row(strand.origin, "no date", href)
        origin = strand.origin.text if strand.origin else _ORIGINS[strand.axis]
        for event in strand.events:
            yield _row(event, origin, href)
        for event in strand.later:
            yield _row(event, f"later than {origin}, by an unknown span", href)


def _row(event: Event, origin: str, href: Href) -> Row:
    return Row((origin, event.when, event.word, event.text), href=href(event.node))
