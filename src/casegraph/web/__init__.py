"""Pages for readers: values from a store, and the templates that show them.

Enters a store; leaves HTML, and the triples that stand beside each page. Nothing here knows of
files or of a server: `casegraph.site` writes the pages to a folder, and a server may send them.
A kind of pages is a module of its own with a `Kind`; `kinds` lists them all.
"""
