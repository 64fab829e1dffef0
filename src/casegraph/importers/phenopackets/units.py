"""Units of measurement: terms of unit ontologies to UCUM codes."""

import re

_OUTSIDE = re.compile(r"[^!-z|~]", re.ASCII)
_CODE = re.compile(r"(?:[!#-Z\\^-z|~]|\[[!#-Z\\^-z|~]+\]|\{[!#-Z\\^-z|~]*\})+", re.ASCII)
"""Signs of a UCUM code, brackets and braces in pairs (UCUM, section 3)."""

UCUM: dict[str, str] = {
    "NCIT:C28253": "mg",
    "NCIT:C28254": "mL",
    "NCIT:C48152": "ug",
    "NCIT:C48155": "g",
    "NCIT:C49670": "mm[Hg]",
    "NCIT:C67388": "L/min",
    "NCIT:C91060": "cm[H2O]",
    "UO:0000021": "g",
    "UO:0000022": "mg",
    "UO:0000023": "ug",
    "UO:0000024": "ng",
    "UO:0000187": "%",
    "UO:0000272": "mm[Hg]",
    "UO:0000316": "{cells}/uL",
}
"""Unit term to the UCUM code that means the same."""


def ucum(curie: str) -> tuple[str, bool]:
    """Return the UCUM code for the unit *curie*, and whether one is known.

    Where none is, an annotation with the id stands for it, which UCUM allows (UCUM, section 6).

    >>> ucum("UCUM:ng/dL"), ucum("UO:0000022"), ucum("NCIT:C67245")
    (('ng/dL', True), ('mg', True), ('{NCIT:C67245}', False))
    >>> ucum("UCUM:mmHg furlong")
    ('{mmHg_furlong}', False)
    """
    prefix, _, code = curie.partition(":")
    if prefix.upper() == "UCUM" and code:
        if _CODE.fullmatch(code):
            return code, True
        return f"{{{_OUTSIDE.sub('_', code)}}}", False
    if curie in UCUM:
        return UCUM[curie], True
    return f"{{{_OUTSIDE.sub('_', curie)}}}", False
