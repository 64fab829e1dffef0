"""EYE, which infers: the axioms as rules in N3, over the same triples.

It runs in WebAssembly under node, as the npm package `eyereasoner` has it, and reads text: the
rules, the background with all that follows from it, and cases. Two groupings are measured: each
case by itself (`apart`), where it starts anew for each, and all in one run.

Each axiom becomes rules of its own, which are faster than rules over the axioms. Disjointness is
left out: nothing follows from it, and EYE is spared the search for contradictions. So are the rules
in SPARQL, whose results are not compared.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from corpora import Corpus
from outcome import Outcome, Unavailable

from casegraph.namespaces import CG, CITO, DCTERMS, OWL, RDF, RDFS, SKOS, XSD
from casegraph.quads import value_of
from casegraph.vocabulary import bundled

HERE = Path(__file__).parent
MODULES = "CASEGRAPH_EYE"  # the environment variable that names the folder with node_modules
PUBLISHED = (CG, CITO, SKOS, DCTERMS)
TEMPLATES = {
    f"{RDFS}subPropertyOf": ("?x {s} ?y", "?x {o} ?y"),
    f"{RDFS}subClassOf": ("?x a {s}", "?x a {o}"),
    f"{RDFS}domain": ("?x {s} ?y", "?x a {o}"),
    f"{RDFS}range": ("?x {s} ?y", "?y a {o}"),
    f"{OWL}inverseOf": ("?x {s} ?y", "?y {o} ?x"),
    f"{OWL}SymmetricProperty": ("?x {s} ?y", "?y {s} ?x"),
    f"{OWL}TransitiveProperty": ("?x {s} ?y . ?y {s} ?z", "?x {s} ?z"),
}
SILENT = {  # what nothing follows from
    f"{OWL}{name}"
    for name in (
        "AllDisjointClasses",
        "AllDisjointProperties",
        "AnnotationProperty",
        "Class",
        "DatatypeProperty",
        "NamedIndividual",
        "ObjectProperty",
        "Ontology",
        "disjointWith",
        "imports",
        "members",
        "versionIRI",
        "versionInfo",
    )
} | {f"{RDFS}{name}" for name in ("comment", "isDefinedBy", "label", "seeAlso")}


def infer(corpus: Corpus, *, apart: bool) -> Outcome:
    """Infer by the axioms. Answers: the triples that casegraph would publish."""
    if not versions():
        raise Unavailable("eyereasoner is not installed: npm install, in benchmarks/")
    files = [str(corpus.prepared(f"{file.stem}.nt")) for file in corpus.files]
    groups = [[file] for file in files] if apart else [files]
    outcome = Outcome(len(files))
    with tempfile.TemporaryDirectory() as folder:
        rules, plan, output = (Path(folder, name) for name in ("rules.n3", "plan.json", "out.n3"))
        rules.write_text("\n".join(rules_in_n3()), encoding="utf-8")
        plan.write_text(
            json.dumps(
                {
                    "modules": str(_modules()),
                    "rules": str(rules),
                    "background": str(corpus.prepared("closed.nt")),
                    "groups": groups,
                    "output": str(output),
                }
            ),
            encoding="utf-8",
        )
        command = ["node", str(HERE / "eye.mjs"), str(plan)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        outcome.seconds = json.loads(done.stdout.splitlines()[-1])
        known = {quad.triple for quad in ox.parse(path=corpus.prepared("closed.nt"))}
        derived = {quad.triple for quad in ox.parse(path=output, format=ox.RdfFormat.N3)}
    outcome.answer(str(triple) for triple in derived - known if _is_published(triple))
    return outcome


def versions() -> dict[str, str]:
    """Return the versions of eyereasoner, of what it runs in, and of node; nothing without them."""
    packages = _modules() / "node_modules"
    node = shutil.which("node")
    if node is None or not (packages / "eyereasoner").exists():
        return {}
    told = subprocess.run([node, "--version"], check=True, capture_output=True, text=True)
    found = {"node": told.stdout.strip().removeprefix("v")}
    for name in ("eyereasoner", "swipl-wasm"):
        package = (packages / name / "package.json").read_text("utf-8")
        found[name] = json.loads(package)["version"]
    return found


def rules_in_n3() -> Iterator[str]:
    """Yield the axioms of the ontology as rules.

    :raises SystemExit: for an axiom that has no template here.
    """
    axioms = ox.Store()
    axioms.extend(ox.Quad(*quad.triple) for quad in bundled().quads)
    for quad in axioms:
        subject, predicate, value = (str(node) for node in quad.triple)
        said = quad.object if quad.predicate.value == f"{RDF}type" else quad.predicate
        if said.value == f"{OWL}propertyChainAxiom":
            yield _rule(*_chain(axioms, quad))
        elif said.value in TEMPLATES and not value.startswith(f"<{XSD}"):
            for template in _both_ways(said.value):
                yield _rule(*(part.format(s=subject, o=value) for part in template))
        elif said.value.startswith((OWL, RDFS)) and said.value not in SILENT | TEMPLATES.keys():
            raise SystemExit(f"no rule in N3 for {subject} {predicate} {value}")


def _both_ways(axiom: str) -> Iterable[tuple[str, str]]:
    body, head = TEMPLATES[axiom]
    return [(body, head), (head, body)] if axiom == f"{OWL}inverseOf" else [(body, head)]


def _chain(axioms: ox.Store, axiom: ox.Quad) -> tuple[str, str]:
    """Return body and head of a property chain."""
    steps: list[str] = []
    rest = axiom.object
    while isinstance(rest, ox.BlankNode):  # the list ends with rdf:nil
        first, rest = (
            next(axioms.quads_for_pattern(rest, ox.NamedNode(RDF + part), None)).object
            for part in ("first", "rest")
        )
        steps.append(f"?x{len(steps)} {first} ?x{len(steps) + 1}")
    return " . ".join(steps), f"?x0 {axiom.subject} ?x{len(steps)}"


def _rule(body: str, head: str) -> str:
    return f"{{ {body} }} => {{ {head} }} ."


def _modules() -> Path:
    return Path(os.environ.get(MODULES, HERE))


def _is_published(triple: ox.Triple) -> bool:
    if ox.BlankNode in (type(triple.subject), type(triple.object)):
        return False
    if triple.predicate.value == f"{RDF}type":
        return value_of(triple.object).startswith(CG)
    return triple.predicate.value.startswith(PUBLISHED)
