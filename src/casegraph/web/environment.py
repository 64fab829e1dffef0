"""From values to HTML: the Jinja2 environment, and what templates may call.

Everything that a store says is escaped. A link to a page is relative, so that the pages work from
any folder; a link elsewhere goes to http or https and nothing else. Templates see `page` (the
values), `site` (a `Site`), `here` (this page's path) and the functions of a `Place`.
"""

from dataclasses import dataclass
from functools import cache, partial

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.lines import told
from casegraph.web.place import Place, outside
from casegraph.web.polarity import MARKS, drawn, mark, polarity
from casegraph.web.runs import runs
from casegraph.web.schema import document
from casegraph.web.values import Page


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a site have in common.

    version: of the software that made it. base_url: where the site will be, without a slash at the
    end; empty when nobody said, and then nothing in it needs to know. is_live: a server answers, so
    that pages lead to what only a server has.
    """

    version: str
    base_url: str = ""
    is_live: bool = False


@cache
def environment() -> Environment:
    """Return the environment for the templates of this package, and for those of the server."""
    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader("casegraph.web"), PackageLoader("casegraph", "serve/templates")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(outside=outside, mark=mark, drawn=drawn, marks=MARKS, polarity=polarity)
    made.filters["count"] = count
    made.filters["runs"] = runs
    return made


def rendered(kind: Kind, page: Page, path: str, catalogue: Catalogue, site: Site) -> str:
    """Return *page* as HTML.

    path: of the first page of the list when it is one of several.
    """
    here = addresses.numbered(path, page.pager.number)
    place = Place(here, page.iri, catalogue)
    return (
        environment()
        .get_template(f"{kind.name}.html")
        .render(
            page=page,
            site=site,
            here=here,
            first=path,
            has_data=kind.quads is not None,
            description=document(page.schema),
            href=place.href,
            file=place.file,
            leads=place.leads,
            place_of=place.place_of,
            is_part=place.is_part,
            link=place.link,
            links=place.links,
            linked=place.linked,
            told=partial(told, place),
            label=catalogue.label,
            numbered=addresses.numbered,
        )
    )


def count(number: int, one: str, several: str = "") -> str:
    """Return *number* with its noun.

    >>> count(1, "case"), count(10000, "case"), count(2, "study", "studies")
    ('1 case', '10,000 cases', '2 studies')
    """
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
