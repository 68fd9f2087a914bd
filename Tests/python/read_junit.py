"""Reads a JUnit report as continuous integration servers do, and prints what it holds as JSON.

Ends with status 1, and says why, when an element, an attribute or a count is not what the common schema asks for.
"""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree

# Element: (attributes that must be there, attributes that may be there, elements inside).
SCHEMA = {
    "testsuites": ({"name", "tests", "failures", "errors", "time"}, set(), {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "time"}, {"timestamp"},
        {"properties", "testcase", "system-out", "system-err"}),
    "properties": (set(), set(), {"property"}),
    "property": ({"name", "value"}, set(), set()),
    "testcase": (
        {"name", "classname", "time"}, set(), {"failure", "error", "skipped", "system-out", "system-err"}),
    "failure": ({"message", "type"}, set(), set()),
    "error": ({"message", "type"}, set(), set()),
    "skipped": ({"message"}, set(), set()),
    "system-out": (set(), set(), set()),
    "system-err": (set(), set(), set()),
}


def check(element):
    needed, allowed, inside = SCHEMA[element.tag]
    names = set(element.attrib)
    assert needed <= names <= needed | allowed, f"{element.tag}: attributes {sorted(names)}"
    if "time" in names:
        assert re.fullmatch(r"\d+\.\d{3}", element.get("time")), element.get("time")
    for child in element:
        assert child.tag in inside, f"{child.tag} in {element.tag}"
        check(child)


def check_counts(element):
    cases = list(element.iter("testcase"))
    assert int(element.get("tests")) == len(cases), f"{element.tag}: tests"
    for attribute, tag in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]:
        if attribute in element.attrib:
            count = sum(case.find(tag) is not None for case in cases)
            assert int(element.get(attribute)) == count, f"{element.tag}: {attribute}"


def case_value(case):
    value = {"name": case.get("name"), "group": case.get("classname"), "time": case.get("time")}
    for tag in ["failure", "error", "skipped"]:
        found = case.find(tag)
        if found is not None:
            value[tag] = [found.get("type"), found.get("message"), found.text]
    output = case.find("system-out")
    if output is not None:
        value["output"] = output.text
    return value


def main(path):
    root = ElementTree.parse(path).getroot()
    assert root.tag == "testsuites", root.tag
    check(root)
    check_counts(root)
    suites = []
    for suite in root:
        check_counts(suite)
        properties = [[p.get("name"), p.get("value")] for p in suite.iter("property")]
        cases = [case_value(case) for case in suite.iter("testcase")]
        suites.append({"name": suite.get("name"), "properties": properties, "cases": cases})
    print(json.dumps({"name": root.get("name"), "suites": suites}))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except (AssertionError, ElementTree.ParseError) as problem:
        print(f"{sys.argv[1]}: {problem}", file=sys.stderr)
        sys.exit(1)
