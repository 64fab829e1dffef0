"""How far a long work is, for whoever wants to show it."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how many of it are done, and of how many; of 0 while nobody knows."""


def silent(doing: str, done: int, of: int) -> None:
    """Show nothing."""
