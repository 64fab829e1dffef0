"""An invented case with every polarity, and some that are easily confused, as a case file."""

from typing import NamedTuple

from conftest import case_turtle, named

SLUG = "silent-neck"

TURNED = {
    "denies": "affirms",
    "deniesAt": "affirms",
    "suspects": "affirms",
    "resolves": "affirms",
    "notPerformed": "performs",
}
"""For each polarity by which a term is not said to be there, the one by which it is."""


_LABELS = {
    "affirms": "{}",
    "performs": "{}",
    "denies": "no {}",
    "deniesAt": "no {} there",
    "suspects": "{} suspected",
    "resolves": "{} gone",
    "notPerformed": "no {}",
}


class Said(NamedTuple):
    """A statement. kind, polarity: local names in the ontology. more: predicates and objects."""

    name: str
    kind: str
    polarity: str
    term: str
    more: str = ""
    link: str = "hasStatement"


STATEMENTS = (
    Said("neck-pain-gone", "Outcome", "resolves", "neck-pain"),
    Said("swallowing-again", "Outcome", "resolves", "dysphagia"),
    Said("mri", "Investigation", "performs", "magnetic-resonance-imaging"),
    Said("no-second-mri", "Investigation", "notPerformed", "magnetic-resonance-imaging"),
    Said("no-swallow", "Investigation", "notPerformed", "barium-swallow"),
    Said("no-isoniazid", "Treatment", "notPerformed", "isoniazid"),
    Said("no-fusion", "Treatment", "notPerformed", "posterior-spinal-fusion", "cg:after <#mri>"),
    Said("weak-arm", "Finding", "affirms", "muscle-weakness", "cg:site term:upper-limb"),
    Said("strong-leg", "Finding", "deniesAt", "muscle-weakness", "cg:targetSite term:lower-limb"),
    Said("brisk-leg", "Finding", "deniesAt", "hyperreflexia", "cg:targetSite term:lower-limb"),
    Said("subluxation", "Finding", "denies", "atlanto-axial-subluxation", "cg:shownBy <#mri>"),
    Said("calcinosis", "Finding", "denies", "calcinosis", "cg:shownBy <#mri>"),
    Said(
        "abscess", "Diagnosis", "suspects", "cervical-epidural-abscess", "cg:because <#neck-pain>"
    ),
    Said(
        "crowned-dens", "Diagnosis", "suspects", "crowned-dens-syndrome", "cg:because <#neck-pain>"
    ),
    Said(
        "crowned-dens-out",
        "Diagnosis",
        "denies",
        "crowned-dens-syndrome",
        "cg:revises <#crowned-dens> ; cg:because <#subluxation>",
    ),
    Said("lung", "Diagnosis", "denies", "interstitial-lung-disease", "cg:because <#weak-arm>"),
    Said(
        "myelopathy",
        "Diagnosis",
        "affirms",
        "cervical-myelopathy",
        "cg:because <#weak-arm>",
        "hasInference",
    ),
)
"""What the case says besides neck pain and no trauma.

One thing is there and later over, another is only over; one was done, and then not again; one is
there at one place and denied at another.
"""


def turtle(*, turned: bool = False) -> str:
    """Return the case as Turtle.

    turned: whether each statement says the contrary of what it should, as if a program had lost
    what makes it no affirmation by the authors.
    """
    whole = case_turtle(SLUG).replace("cg:outcomeReported false", "cg:outcomeReported true")
    if turned:
        whole = whole.replace("cg:denies", "cg:affirms")
    return whole + "".join(_stanza(said, turned) for said in STATEMENTS)


def _stanza(said: Said, turned: bool) -> str:
    polarity = TURNED.get(said.polarity, said.polarity) if turned else said.polarity
    is_inferred = said.link == "hasInference" and not turned
    more = said.more.replace("targetSite", "site") if turned else said.more
    return (
        f"\n<#case> cg:{'hasInference' if is_inferred else 'hasStatement'} <#{said.name}> .\n"
        f"<#{said.name}> a cg:{said.kind} ;\n"
        f'    rdfs:label "{_LABELS[polarity].format(said.term.replace("-", " "))}"@en ;\n'
        f"    cg:{polarity} term:{said.term} ;\n"
        + (f"    {more} ;\n" if more else "")
        + f"    cg:voice cg:{'CuratorInference' if is_inferred else 'AuthorObservation'} ;\n"
        f"    cg:evidence {named('neck pain')} .\n"
    )
