"""The stages and the engines of each; as a script, one stage by one engine, in its own process.

    python benchmarks/stages.py STAGE ENGINE CORPUS

The last line that it prints is JSON: cases, seconds by kind, count, and for a small corpus the
answers; or why the engine is not available.
"""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path

import examined
import eye
import limits
import own
import rudof
from corpora import Corpus, prepare
from outcome import Outcome, Unavailable

Stage = Callable[[Corpus], Outcome]

STAGES: Mapping[str, Mapping[str, Stage]] = {
    "infer": {
        "reference": partial(own.infer, engine="reference"),
        "native": partial(own.infer, engine="native"),
        "eye": partial(eye.infer, apart=False),
        "eye, apart": partial(eye.infer, apart=True),
    },
    "validate": {
        "reference": partial(own.validate_prepared, engine="reference"),
        "native": examined.validate_prepared,
        "pyrudof": partial(rudof.validate, structure=2, consistency=20),
        "pyrudof, apart": partial(rudof.validate, structure=1, consistency=1),
        "pyrudof, together": partial(rudof.validate, structure=None, consistency=None),
    },
    "examine": {
        "reference": partial(examined.infer_and_validate, engine="reference"),
        "native": partial(examined.infer_and_validate, engine="native"),
        "native, 2 workers": partial(examined.infer_and_validate, engine="native", workers=2),
    },
    "build": {
        "reference": partial(own.build_store, engine="reference"),
        "native": partial(own.build_store, engine="native"),
        "native, 2 workers": partial(own.build_store, engine="native", workers=2),
    },
    "add": {
        "reference": partial(own.add, engine="reference"),
        "native": partial(own.add, engine="native"),
    },
    "parse": {"pyoxigraph": limits.parse},
    "read": {"casegraph": limits.read_cases},
    "load": {"pyoxigraph": limits.load},
}
"""What is measured; the first engine of a stage is the judge of the others' answers."""

PREPARATION: Mapping[str, Stage] = {
    "native": partial(prepare, engine="native"),
    "reference": partial(prepare, engine="reference"),
}
"""What writes the prepared files, which `infer` by EYE, `validate` and `load` need."""


def main() -> None:
    """Run the stage that the command line names, and print what came of it."""
    parser = argparse.ArgumentParser(description="Run one stage by one engine.")
    parser.add_argument("stage", choices=[*STAGES, "prepare"])
    parser.add_argument("engine")
    parser.add_argument("corpus", type=Path)
    chosen = parser.parse_args()
    try:
        engines = PREPARATION if chosen.stage == "prepare" else STAGES[chosen.stage]
        outcome = engines[chosen.engine](Corpus(chosen.corpus))
        print(json.dumps(asdict(outcome)))
    except Unavailable as reason:
        print(json.dumps({"unavailable": str(reason)}))


if __name__ == "__main__":
    main()
