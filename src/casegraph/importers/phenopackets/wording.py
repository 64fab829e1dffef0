"""Values and errors of others in few words, safe to print."""

_LONGEST = 40


def first_line(error: Exception) -> str:
    """Return the first line of what *error* says, without a full stop."""
    lines = str(error).encode("ascii", "backslashreplace").decode().strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


def shown(value: object) -> str:
    """Return *value* in at most forty characters of ASCII.

    >>> shown("P15 years and then some, which nobody can tell")
    "'P15 years and then some, which nobod..."
    """
    text = repr(value).encode("ascii", "backslashreplace").decode()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def printable(name: str) -> str:
    r"""Return the *name* of a file as text, what is no character in it as backslash and digits.

    >>> printable("\udcff.json")
    '\\udcff.json'
    """
    return name.encode("utf-8", "backslashreplace").decode()
