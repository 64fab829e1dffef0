"""The chart that a header asks for: YAML in, a `Chart` out."""

import yaml

from casegraph.query.charts import KINDS, Chart
from casegraph.query.keys import Keys, line_of, one_of

_KEYS = ("kind", "label", "value", "count", "by")


def charted(header: Keys) -> tuple[Chart, int] | None:
    """Return the chart and its line, None when the header has none.

    :raises QueryError: when it is no mapping, of an unknown kind, or lacks its label or what its
        bars are as long as.
    """
    node = header.nodes.get("chart")
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        raise header.error(
            "the chart is not a mapping",
            "Write, for example, `chart: {kind: bar, label: finding, count: case}`.",
            line_of(node),
        )
    keys = Keys.of(node, _KEYS, "the chart", header.file)
    said = {key: keys.words(key) for key in keys.nodes}
    kind = keys.words("kind")
    if kind not in KINDS:
        raise keys.error(f"the chart is of an unknown kind {kind!r}", one_of(KINDS))
    if ("value" in said) == ("count" in said):
        raise keys.error(
            "the chart does not say how long its bars are",
            "Name either a column of numbers as `value`, or what to `count`.",
        )
    label = keys.words("label")
    chart = Chart(kind, label, said.get("value"), said.get("count"), said.get("by"))
    return chart, keys.line
