"""The outlines of bones, as the `d` of a path, in units of the view box."""

from casegraph.pictures.svg import number

BONE, SACRUM = 28.0, 52.0
"""The heights of a vertebra and of the sacrum."""

WING = 70.0
"""How far what stands beside a body reaches."""


def box(x: float, y: float, width: float, height: float) -> str:
    """Return the `d` of a box with round corners."""
    r = min(5.0, height / 2)
    across, down, corner = number(width - 2 * r), number(height - 2 * r), number(r)
    back, up, turn = number(2 * r - width), number(2 * r - height), number(-r)
    return (
        f"M{number(x + r)} {number(y)}h{across}q{corner} 0 {corner} {corner}v{down}"
        f"q0 {corner} {turn} {corner}h{back}q{turn} 0 {turn} {turn}v{up}q0 {turn} {corner} {turn}z"
    )


def wing(label: str, x: float, top: float, sign: int) -> str:
    """Return the outline of what stands beside a body: a dome, a process or the sacrum's ala."""
    foot, out = top + BONE, x + sign * WING
    if label == "Occiput":
        points = f"M{_at(x, foot)}L{_at(out, foot)}Q{_at(out - sign * 6, top)} {_at(x, top)}z"
    elif label == "Sacrum":
        foot = top + SACRUM
        points = f"M{_at(x, top)}L{_at(out, top)}Q{_at(out - sign * 10, foot)} {_at(x, foot)}z"
    else:
        tip = x + sign * (WING - 8)
        points = (
            f"M{_at(x, top + 2)}L{_at(tip, top + 5)}"
            f"Q{_at(out, top + 5)} {_at(out, top + BONE / 2)}"
            f"Q{_at(out, foot - 5)} {_at(tip, foot - 5)}L{_at(x, foot - 2)}z"
        )
    return points


def _at(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"
