"""A site that needs no server: the pages of `casegraph.web` as files in a folder.

Enters a store; leaves a folder that any web server can send, or a browser open from the disk.
Only what has changed is written again, and what is gone is removed.
"""

from casegraph.site.writing import Summary, write_site

__all__ = ["Summary", "write_site"]
