"""A report as JUnit XML, which continuous integration shows: a test suite a case.

Each violation is a failed test; warnings and information stand in the suite's output. A suite
without violations has one test that passes. XML 1.0 has no control characters: they come as U+FFFD.
"""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from casegraph.namespaces import slug_of
from casegraph.shacl.formats.text import line
from casegraph.shacl.names import node_name
from casegraph.shacl.result import Result, Severity

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Sequence[Result], cases: Sequence[str]) -> str:
    """Return the report as one `testsuites` element; what is in no case makes its own suite."""
    by_document: dict[str | None, list[Result]] = {case: [] for case in cases}
    for result in results:
        by_document.setdefault(result.document, []).append(result)
    suites = ET.Element("testsuites", name="casegraph")
    for document, found in by_document.items():
        suites.append(_suite(slug_of(document) if document else "publications and terms", found))
    for count in ("tests", "failures"):
        suites.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}'


def _suite(name: str, results: Sequence[Result]) -> ET.Element:
    violations = [result for result in results if result.severity is Severity.VIOLATION]
    notes = [line(result) for result in results if result.severity is not Severity.VIOLATION]
    suite = ET.Element("testsuite", name=_xml(name), failures=str(len(violations)), errors="0")
    suite.set("tests", str(max(1, len(violations))))
    for result in violations:
        test = ET.SubElement(suite, "testcase", classname=_xml(name), name=_xml(_title(result)))
        if result.location:
            test.set("file", _xml(result.location.file))
            if result.location.line is not None:
                test.set("line", str(result.location.line))
        failure = ET.SubElement(test, "failure", type=_xml(node_name(result.component)))
        failure.set("message", _xml(result.message))
        failure.text = _xml(line(result))
    if not violations:
        ET.SubElement(suite, "testcase", classname=_xml(name), name="conforms")
    if notes:
        ET.SubElement(suite, "system-out").text = _xml("\n".join(notes))
    return suite


def _title(result: Result) -> str:
    return f"{node_name(result.focus)} {node_name(result.shape)}"


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
