"""What a reader of a bundle takes from it, by the rules of FHIR alone."""

from collections.abc import Iterator
from typing import Any

Plain = dict[str, Any]

UNCERTAIN = {"refuted", "provisional", "differential", "unconfirmed", "entered-in-error"}
NOT_DONE = {"not-done", "not-taken"}
ASKING = ("code", "medicationCodeableConcept")


def resources(bundle: Plain, kind: str = "") -> list[Plain]:
    """Return the resources of *bundle*, all or those of one kind."""
    found = [entry["resource"] for entry in bundle["entry"]]
    return [one for one in found if not kind or one["resourceType"] == kind]


def named(bundle: Plain, name: str, kind: str = "") -> list[Plain]:
    """Return the resources for the statement *name*."""
    return [
        one
        for one in resources(bundle, kind)
        if any(
            isinstance(said, dict) and str(said.get("value", "")).endswith(f"#{name}")
            for said in one.get("identifier", [])
        )
    ]


def parts(part: object) -> Iterator[Plain]:
    """Yield *part* and all objects inside it."""
    if isinstance(part, dict):
        yield part
        for one in part.values():
            yield from parts(one)
    elif isinstance(part, list):
        for one in part:
            yield from parts(one)


def codes(part: object) -> set[str]:
    """Return all codes in *part*, in whatever system."""
    return {
        one["code"] for one in parts(part) if isinstance(one.get("code"), str) and "system" in one
    }


def code_of(concept: Plain) -> str:
    """Return the first code of *concept*."""
    return str(concept["coding"][0]["code"])


def references(part: object) -> list[str]:
    """Return what *part* refers to."""
    return [one["reference"] for one in parts(part) if isinstance(one.get("reference"), str)]


def is_there(resource: Plain) -> bool:
    """Return whether *resource* says that something is so, or was done."""
    status = resource.get("verificationStatus", {})
    clinical = resource.get("clinicalStatus", {})
    return not (
        codes(status) & UNCERTAIN
        or "resolved" in codes(clinical)
        or resource.get("valueBoolean") is False
        or resource.get("status") in NOT_DONE
    )


def readable_as_present(bundle: Plain) -> set[str]:
    """Return the codes of what a reader can take for true of the patient, or for done.

    That is every code of a resource that says so, but what a number answers, and what is not so
    itself in a resource that says so of nothing.
    """
    found: set[str] = set()
    for resource in resources(bundle):
        if is_there(resource):
            is_question = resource["resourceType"] == "Observation" and (
                "valueBoolean" not in resource
            )
            kept = {key: part for key, part in resource.items() if not is_question or key != "code"}
        else:
            kept = {
                key: part
                for key, part in resource.items()
                if key not in (*ASKING, "bodySite", "extension")
            }
        found |= codes(kept)
    return found
