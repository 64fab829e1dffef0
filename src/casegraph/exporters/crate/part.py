"""A file or folder of a crate, and what is to be said of it."""

from dataclasses import dataclass

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Part:
    """A file of a crate, or a folder when *path* ends in `/`.

    path: inside the crate. media_type: empty for a folder. licences: IRIs.
    """

    path: str
    name: str
    description: str
    media_type: str = ""
    licences: tuple[str, ...] = (CC_BY,)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.path.endswith("/")
