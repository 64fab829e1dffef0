"""What to do about text that is not YAML: the parser says what it expected, this says the repair.

PyYAML and libyaml word some faults differently; what is looked for is common to both.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """What to do, one sentence, and whether the fault lies where the broken part begins.

    at_begin: true for what is never closed, which a parser notices only further down.
    """

    text: str
    at_begin: bool = False


_SIGN = Repair("Put a text that begins with a sign such as @, %, *, & or | in quotation marks.")
_LINE_UP = Repair(
    "Line this key up with the other keys of the same node. A text with quotation marks in it "
    "stands as a whole in quotation marks of the other kind."
)
_REPAIRS = {
    "mapping values": Repair(
        "Put a text that has a colon in quotation marks, or line this key up with the key above."
    ),
    "tab": Repair("Indent with blanks, not with tabs."),
    "\\t": Repair("Indent with blanks, not with tabs."),
    "end of stream": Repair("Close the quotation mark that opens here.", at_begin=True),
    "',' or": Repair(
        "Close the bracket that opens here, or put a text with a comma, a bracket or quotation "
        "marks in it in quotation marks.",
        at_begin=True,
    ),
    "expected ':'": Repair(
        "Write `key: value`, with a blank after the colon, or line the text up with what it "
        "belongs to.",
        at_begin=True,
    ),
    "expected key": _LINE_UP,
    "'-' indicator": _LINE_UP,
    "<block end>": _LINE_UP,
    "start any token": _SIGN,
    "alphabetic or numeric": _SIGN,
    "comment or line break": _SIGN,
    "escape": Repair("Write \\\\ for a backslash, or take single quotation marks."),
    "sequence entries": Repair(
        "Begin the list on the next line, or put a text that begins with a hyphen in quotation "
        "marks."
    ),
}
_ANY = Repair("Correct the syntax here or on the line before; indent with blanks, not tabs.")


def repair_of(problem: str) -> Repair:
    r"""Return what to do about *problem*, as the parser words it.

    >>> repair_of("found character '\\t' that cannot start any token").text
    'Indent with blanks, not with tabs.'
    """
    return next((repair for part, repair in _REPAIRS.items() if part in problem), _ANY)
