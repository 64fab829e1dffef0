"""Imports go one way, from what is general to what is particular, and nobody goes round."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import casegraph

PACKAGE = Path(casegraph.__file__).parent

LAYERS = (
    {"errors", "namespaces", "quads", "files", "progress"},
    {"processes"},
    {"batch", "grouping", "pages", "cache", "engines", "resources", "rdflib_bridge"},
    {"read"},
    {"curies", "mappings", "texts"},
    {"evidence"},
    {"vocabulary"},
    {"shacl"},
    {"reason"},
    {"examine"},
    {"validate"},
    {"authoring"},
    {"store"},
    {"build"},
    {"lookup", "ontologies"},
    {"importers"},
    {"syntaxes"},
    {"solutions"},
    {"query", "narrative"},
    {"exporters"},
    {"pictures"},
    {"web"},
    {"site"},
    {"serve"},
    {"cli"},
    {"__main__"},
)
"""Each part of the package; one may import those of earlier layers, and itself."""

SERVE = (
    {"errors", "settings", "identity", "negotiation"},
    {"encoding", "library", "parts", "site", "syntaxes", "tags"},
    {"workers"},
    {"server", "passed"},
    {"problems", "rendering"},
    {"http"},
    {"sparql"},
    {"api", "editor", "linked", "pages", "writing"},
    {"app"},
    {"running"},
)
"""Each part of `casegraph.serve`, as the layers above are of the whole."""

LEVEL = {part: level for level, layer in enumerate(LAYERS) for part in layer}


def modules() -> Mapping[str, ast.Module]:
    """Return each module below the package, by its name in it, with its syntax tree."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        if name:
            found[name] = ast.parse(file.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the modules of this package that *tree* imports, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            members = [f"{node.module}.{name.name}" for name in node.names]
            names = [
                member if member.removeprefix("casegraph.") in MODULES else str(node.module)
                for member in members
            ]
        else:
            continue
        yield from (
            name.removeprefix("casegraph.") for name in names if name.startswith("casegraph.")
        )


def part_of(module: str) -> str:
    return module.partition(".")[0]


def test_every_part_has_its_layer() -> None:
    found = {part_of(name) for name in MODULES}
    assert found == LEVEL.keys()
    assert sum(map(len, LAYERS)) == len(LEVEL)


def test_imports_go_one_way() -> None:
    backwards = [
        f"{name} imports {module}"
        for name, tree in MODULES.items()
        for module in imported(tree)
        if part_of(module) != part_of(name)
        and LEVEL.get(part_of(module), len(LAYERS)) >= LEVEL[part_of(name)]
    ]
    assert backwards == []


def test_imports_in_the_server_go_one_way() -> None:
    level = {part: number for number, layer in enumerate(SERVE) for part in layer}
    inside = {
        name.removeprefix("serve."): [
            module.removeprefix("serve.")
            for module in imported(tree)
            if module.startswith("serve.")
        ]
        for name, tree in MODULES.items()
        if name.startswith("serve.")
    }
    assert {part_of(name) for name in inside} == level.keys()
    backwards = [
        f"{name} imports {module}"
        for name, modules in inside.items()
        for module in modules
        if part_of(module) != part_of(name) and level[part_of(module)] >= level[part_of(name)]
    ]
    assert backwards == []


def test_modules_of_one_part_do_not_import_each_other_in_a_circle() -> None:
    graph = {name: set(imported(tree)) for name, tree in MODULES.items()}

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            for module in graph.get(waiting.pop(), ()):
                if module not in found:
                    found.add(module)
                    waiting.append(module)
        return found

    assert [name for name in graph if name in reached(name)] == []


def test_imports_stand_at_the_top() -> None:
    nested = [
        name
        for name, tree in MODULES.items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for module in imported(function)
    ]
    assert nested == []


def test_public_names_are_the_promised_ones() -> None:
    assert sorted(casegraph.__all__) == [
        "CasegraphError",
        "Report",
        "Result",
        "Store",
        "build",
        "check_evidence",
        "export",
        "infer",
        "open",
        "queries",
        "query",
        "read",
        "show",
        "validate",
    ]
    assert all(getattr(casegraph, name).__doc__ for name in casegraph.__all__)
