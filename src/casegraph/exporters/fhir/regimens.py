"""How far a treatment was carried, as the codes of FHIR for a status."""

from casegraph.exporters.node import Statement
from casegraph.namespaces import CG


def status(said: Statement, *, not_done: str, begun: str, untold: str) -> str:
    """Take from *said* what became of it, and return the code.

    not_done: the code for what was not done at all. begun: for what goes on. untold: for what the
    case does not tell.
    """
    if said.polarity == "notPerformed":
        return not_done
    codes = {
        f"{CG}RegimenStarted": begun,
        f"{CG}RegimenCompleted": "completed",
        f"{CG}RegimenDiscontinued": "stopped",
    }
    return codes.get(said.first("cg:regimenStatus", codes.get), untold)
