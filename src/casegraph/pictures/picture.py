"""A picture and the same in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a picture shows, in words.

    cells: one for each column of the picture's header. depth: how far it is indented where the rows
    are a nested list, 0 for the outermost. href: where its link in the picture leads, or empty.
    """

    cells: tuple[str, ...]
    depth: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its text alternative.

    svg: one `svg` element, named by its own title and description. width, height: its natural
    size in CSS pixels; it scales to any width. title: what it is. description: what one sees, in a
    few sentences. header: the names of the columns of *rows*, which name everything that is drawn.
    """

    svg: str
    width: int
    height: int
    title: str
    description: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
