"""The answer for an address at which there is nothing: what was meant, or that it is gone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from casegraph.namespaces import BASE, document_of
from casegraph.serve.errors import RefusedError
from casegraph.serve.linked.places import paths
from casegraph.serve.site import live_site
from casegraph.serve.workers import Context, Reply
from casegraph.web.environment import rendered
from casegraph.web.kind import Kind
from casegraph.web.values import Link, Page

_NEAR = 5
_ALIKE = 70
"""How many addresses are named, and how alike one must be, in per cent."""

_LONGEST = 200
"""Characters of an address that are compared with others."""

_APART = re.compile(r"[\W_]+")

GONE, MISSING = 410, 404
_TITLES = {GONE: "This case was removed", MISSING: "There is nothing at this address"}
_WORDS = {
    GONE: "It was in the collection and no longer is. What rests on it should be looked at again.",
    MISSING: "The case or term may have another name now, or the address may have a slip in it.",
}


@dataclass(frozen=True, kw_only=True)
class Nothing(Page):
    """The page for such an address. near: pages whose addresses are like it. words: of it."""

    near: tuple[Link, ...]
    words: str


KIND = Kind("nothing", keys=lambda _: (), path=str, values=lambda *_: Page(title=""))
"""What `rendered` needs to know of the page: its template."""


def refusal(context: Context, path: str) -> RefusedError:
    """Return the refusal for *path*, without an ending: 410 in a removed case, else 404."""
    if _is_gone(context, path):
        return RefusedError(
            GONE,
            "this case was removed from the collection",
            node=document_of(f"{BASE}/{path}"),
            repair="Look again at what rests on it.",
        )
    found = ", ".join(f"/{one}" for one in near(context, path))
    return RefusedError(
        MISSING,
        "there is nothing at this address",
        repair=f"Did you mean {found}?" if found else "Look for the case or term at /search.",
    )


def page(context: Context, path: str, depth: int) -> Reply:
    """Return the page for *path*, without an ending, with the status 404 or 410.

    depth: how many slashes the address has below the top of the server.
    """
    status = GONE if _is_gone(context, path) else MISSING
    shown = Nothing(
        title=_TITLES[status],
        description=_WORDS[status],
        near=tuple(_link(context, one) for one in near(context, path)),
        words=_APART.sub(" ", path[:_LONGEST].rpartition("/")[2]).strip(),
    )
    site = replace(live_site(context.settings), base_url="")  # no address of which to tell others
    html = rendered(KIND, shown, f"{'-/' * depth}-", context.catalogue, site)
    headers = (("cache-control", "no-cache"), ("vary", "Accept"))
    return Reply(status, "text/html; charset=utf-8", (html.encode(),), headers)


def near(context: Context, path: str) -> Sequence[str]:
    """Return the paths that are most like *path*, the best first, none when none is alike."""
    known = context.catalogue.once("path names", lambda: tuple(paths(context.catalogue)))
    found = process.extract(
        path[:_LONGEST], known, scorer=fuzz.ratio, limit=_NEAR, score_cutoff=_ALIKE
    )
    return tuple(name for name, _, _ in found)


def _is_gone(context: Context, path: str) -> bool:
    removed = context.catalogue.once("removed", lambda: frozenset(context.store.removed()))
    return document_of(f"{BASE}/{path}") in removed


def _link(context: Context, path: str) -> Link:
    _, key = paths(context.catalogue)[path]
    return Link(context.catalogue.label(key) if ":" in key else path, path)
