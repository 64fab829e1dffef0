"""Which version of the schema a packet, a family or a cohort is of."""

from collections.abc import Mapping
from typing import Any

REPAIR = "Convert it to version 2, as phenopacket-tools does."

_VERSION_1 = ("genes", "variants", "htsFiles", "hts_files")
_FEATURE_1 = ("negated", "classOfOnset", "class_of_onset", "ageOfOnset", "age_of_onset")


def is_version_1(plain: Mapping[str, Any]) -> bool:
    """Return whether *plain* says that it is of version 1, or has what only version 1 has."""
    features = plain.get("phenotypicFeatures") or plain.get("phenotypic_features")
    return (
        any(key in plain for key in _VERSION_1)
        or (
            isinstance(features, list)
            and any(
                isinstance(one, dict) and any(key in one for key in _FEATURE_1) for one in features
            )
        )
        or _said(plain).startswith("1")
    )


def metadata_of(plain: Mapping[str, Any]) -> object:
    """Return the metadata of *plain* by either of its names, None when there is none."""
    return plain.get("metaData") or plain.get("meta_data")


def _said(plain: Mapping[str, Any]) -> str:
    metadata = metadata_of(plain)
    if not isinstance(metadata, dict):
        return ""
    said = metadata.get("phenopacketSchemaVersion") or metadata.get("phenopacket_schema_version")
    return str(said or "").strip()
