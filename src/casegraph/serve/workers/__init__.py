"""Worker processes: what is asked of them, and what they give.

A task is a function of a module, called as `do(context, *args)` in a worker process; it returns a
`Reply`, whose body may be made while it is sent. In the server, `Workers.run` gives an `Answer`.
"""

from casegraph.serve.workers.context import Context
from casegraph.serve.workers.errors import (
    AnswerCutError,
    BusyError,
    LimitError,
    WorkerDiedError,
)
from casegraph.serve.workers.numbers import Numbers, PoolNumbers
from casegraph.serve.workers.reply import Answer, Reply
from casegraph.serve.workers.workers import Pool, Workers

__all__ = [
    "Answer",
    "AnswerCutError",
    "BusyError",
    "Context",
    "LimitError",
    "Numbers",
    "Pool",
    "PoolNumbers",
    "Reply",
    "WorkerDiedError",
    "Workers",
]
