"""Style sheets, scripts and pictures: files of this package, read when the server starts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.serve import encoding
from casegraph.serve.errors import RefusedError
from casegraph.serve.tags import tag, with_tag

_FOLDERS = (("casegraph.web", "static"), ("casegraph.serve", "static"))
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_OTHER = "application/octet-stream"
_ICON = "favicon.svg"
_CACHE = "public, max-age=300"
"""For five minutes without asking; a new version of the software is seen after that."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file in memory. plain, compressed: its content, with their tags; both may be the same."""

    media_type: str
    plain: bytes
    compressed: bytes
    plain_tag: str
    compressed_tag: str


def routes() -> list[BaseRoute]:
    """Return the routes to the files that the package has now."""
    known = loaded()

    async def static(request: Request) -> Response:
        """Return the file that *request* names."""
        file = known.get(request.path_params["name"])
        if file is None:
            raise RefusedError(
                404,
                "there is no such file",
                repair="Load the page again: it names those there are.",
            )
        return _response(request, file)

    async def icon(request: Request) -> Response:
        """Return the icon of the site, for who asks at the address of old."""
        return _response(request, known[_ICON])

    return [Route("/static/{name:path}", static), Route("/favicon.ico", icon)]


def loaded() -> Mapping[str, StaticFile]:
    """Return every file by its name below `static`, such as `style.css`."""
    return {
        name: _file(name, content)
        for package, folder in _FOLDERS
        for name, content in _below(files(package) / folder, "")
    }


def _below(folder: Traversable, before: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{before}{entry.name}/")
        else:
            yield f"{before}{entry.name}", entry.read_bytes()


def _file(name: str, content: bytes) -> StaticFile:
    media_type = _TYPES.get(PurePosixPath(name).suffix, _OTHER)
    shorter = (
        encoding.compressed(content) if encoding.is_worthwhile(media_type, content) else content
    )
    return StaticFile(media_type, content, shorter, tag(content), tag(shorter))


def _response(request: Request, file: StaticFile) -> Response:
    """Return *file*, compressed if the client of *request* takes that."""
    headers = {"cache-control": _CACHE, "etag": file.plain_tag}
    content = file.plain
    if file.compressed is not file.plain:
        headers["vary"] = "Accept-Encoding"
        if encoding.asked_by(request):
            content = file.compressed
            headers |= {"content-encoding": "gzip", "etag": file.compressed_tag}
    return with_tag(request, Response(content, headers=headers, media_type=file.media_type))
