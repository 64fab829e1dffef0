"""The page of a crate for people: what is in it, under which licence, from which publications.

The package has a page of its own, which puts texts of the data into HTML as they are.
"""

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from casegraph.exporters.crate.part import CC_BY, Part
from casegraph.exporters.crate.works import Work
from casegraph.exporters.datasets import Description

PREVIEW = "ro-crate-preview.html"


def preview(described: Description, parts: Sequence[Part], works: Sequence[Work], day: str) -> str:
    """Return the page. day: of publication."""
    environment = Environment(
        loader=PackageLoader("casegraph", "exporters/crate"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    page = environment.get_template("preview.html")
    licences = described.licences or (CC_BY,)
    return page.render(described=described, parts=parts, works=works, day=day, licences=licences)
