"""What the pages of a server have in common."""

from importlib.metadata import version

from casegraph.serve.settings import Settings
from casegraph.web.environment import Site


def live_site(settings: Settings) -> Site:
    """Return the site of a server with *settings*."""
    return Site(version("casegraph"), settings.url, is_live=True)
