"""docs/vocabulary.md from ontology/casegraph.ttl: each name, what it means, and an example."""

from casegraph.web.ontology.stanzas import sections
from generator.markdown import table

_HEAD = """\
# The vocabulary

Every name in `cg:`, that is `https://w3id.org/casegraph/ontology#`, in the order of its file.
[The model](model.md) says how they hang together, [How a report is encoded](encoding.md) how they
are used. This page is made from `ontology/casegraph.ttl` by `make docs`; the axioms stand in
`ontology/axioms.ttl`, what means the same elsewhere in `ontology/alignments.ttl`.
"""


def vocabulary_page() -> str:
    """Return the page: a section for each section of the file, a row for each name."""
    parts = [_HEAD]
    for section in sections():
        rows = [
            (
                f"`cg:{entry.name}`",
                " ".join((entry.definition, *entry.notes)),
                " ".join(entry.examples),
            )
            for entry in section.entries
        ]
        lines = table(("name", "meaning", "example"), rows)
        parts.append("\n".join((f"## {section.title}", "", *lines, "")))
    return "\n".join(parts)
