"""`casegraph remove`: cases out of a store."""

from typing import Annotated

import typer

from casegraph.cli.output import message, working
from casegraph.errors import UnknownCaseError
from casegraph.namespaces import document_named, slug_of
from casegraph.store import Store


def command(
    cases: Annotated[
        list[str],
        typer.Argument(
            metavar="CASE...", help="The slugs of cases, or their IRIs.", show_default=False
        ),
    ],
    store: Annotated[
        str,
        typer.Option(
            "--store",
            metavar="DIR|URL",
            help="The store: a folder, or the URL of a SPARQL 1.1 endpoint.",
            show_default=False,
        ),
    ],
) -> None:
    """Remove cases from a store, all of them or, when one is not there, none.

    The publications that they cite stay, since other cases may cite them too.
    """
    documents = tuple(dict.fromkeys(map(document_named, cases)))
    with working("Removing"), Store.open(store, write=True) as target:
        missing = [document for document in documents if not target.has_case(document)]
        if missing:
            raise UnknownCaseError(
                f"no such case among the {target.count()} of the store; nothing was removed",
                file=store,
                node=slug_of(missing[0]),
                repair="Check the slug.",
            )
        target.remove_cases(documents)
    message("done", f"{len(documents)} case{'s' * (len(documents) != 1)} removed from {store}")
