"""What the compiler cannot put into SPARQL."""


class CannotCompile(Exception):  # noqa: N818  it stops no one: the reference engine takes the shape
    """A shape has no equal query; the message is the reason, a clause without a full stop."""
