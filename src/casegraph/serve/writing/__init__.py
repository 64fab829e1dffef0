"""What a client with the token may change: graphs (`/data`) and SPARQL Update (`/sparql`).

Whatever is written is a build. The graph of a case is what its file would say; a client that
changes it gives the case's new content to a build, which infers, validates and stores it with what
follows, or refuses it. So a store never has what `casegraph build` would not have put there:

- `case/SLUG` and `case/SLUG/provenance` are one case, and are built together. A case whose graph is
  emptied or deleted is removed, as `casegraph remove` does.
- `publication` and `term` are shared. A page or a term may come or change, and the cases that lead
  to it are built again with it; none can be taken away, as no build does, because cases that are
  not looked at may name it. What casegraph itself says of its terms stays as it is.
- What casegraph makes (`/inferred`, the ontology, public vocabularies) is refused; so are graphs
  elsewhere, which a build does not read, and the default graph, which is the union of all.

One process writes at a time and does one request, all of it or nothing: it ends with the request,
and when it is killed the store has the old content or the new.
"""
