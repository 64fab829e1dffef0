"""What the workers say of themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolNumbers:
    """The numbers of one pool.

    running, waiting: tasks now. alive: worker processes, also those that begin or end. at_once: how
    many tasks run at once. spare: how many more processes are ready for when one is killed. done:
    tasks that ended by themselves, also with an error. killed: tasks that passed the limit of time
    or memory. died: tasks whose worker ended in another way.
    """

    running: int
    waiting: int
    alive: int
    at_once: int
    spare: int
    done: int
    killed: int
    died: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of all workers.

    pools: by the name of each. hits, misses: of the answers that are kept. kept: bytes of them.
    age: seconds since the snapshot that is read was opened.
    """

    pools: dict[str, PoolNumbers]
    hits: int
    misses: int
    kept: int
    age: float
