"""One case in a format of JSON, as text and as a record of what it does not say."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from casegraph.exporters.unsaid import Unsaid
from casegraph.namespaces import CASE


@dataclass(frozen=True, slots=True)
class Document:
    """A case in a format of JSON.

    slug: of the case. plain: the JSON object. unsaid: what of the case it does not say.
    """

    slug: str
    plain: dict[str, Any]
    unsaid: tuple[Unsaid, ...]

    def indented(self) -> str:
        """Return it as JSON on several lines."""
        return self.dumps(2) + "\n"

    def line(self) -> str:
        """Return it as JSON on one line."""
        return self.dumps() + "\n"

    def dumps(self, indent: int | None = None) -> str:
        """Return it as JSON. indent: spaces for each level, None for one line."""
        return json.dumps(self.plain, ensure_ascii=False, indent=indent)

    def record(self) -> str:
        """Return what it does not say as JSON on one line."""
        listed = [asdict(one) for one in self.unsaid]
        record = {"case": f"{CASE}{self.slug}", "id": self.plain["id"], "not represented": listed}
        return json.dumps(record, ensure_ascii=False) + "\n"
