r"""The redirects of w3id.org/casegraph, as its repository has them: one `.htaccess` for Apache.

A client that asks for Turtle or JSON-LD before HTML gets the data of a page, everybody else the
page, each by a `303 See Other`, since what the IRI names is not the document.
"""

import re
from string import Template

_REDIRECTS = Template(
    r"""# Content negotiation for https://w3id.org/casegraph
Options +FollowSymLinks -MultiViews
RewriteEngine on

# Graphs and the source of a case, versions, lists of terms and works, shapes: parts of a page.
RewriteRule ^(case/[^/]+)/inferred$$ $base/$$1.html#section-following [R=303,L,NE]
RewriteRule ^(case/[^/]+)/(?:provenance|source)$$ $$1
RewriteRule ^ontology/[0-9.]+$$ ontology
RewriteRule ^(?:term(?:/inferred)?|vocabulary/.+)$$ terms
RewriteRule ^publication(?:/inferred)?$$ publications
RewriteRule ^query$$ queries
RewriteCond %{HTTP_ACCEPT} ^(?:(?!text/html|application/xhtml).)*text/turtle
RewriteRule ^shape(?:/.+)?$$ $base/data/shapes.ttl [R=303,L]
RewriteRule ^shape(?:/\w+/[0-9.]+)?$$ shapes
RewriteRule ^shape/([\w-]+)$$ $base/shapes.html#$$1 [R=303,L,NE]
RewriteRule ^context\.jsonld$$ $base/data/context.jsonld [R=303,L]

# The parts of the ontology, the descriptions of the data, and the questions as data.
RewriteRule ^ontology/(?:[0-9.]+/)?(axioms|alignments)$$ $base/data/$$1.ttl [R=303,L]
RewriteCond %{HTTP_ACCEPT} ^(?:(?!text/html|application/xhtml).)*text/turtle
RewriteRule ^dataset$$ $base/data/void.ttl [R=303,L]
RewriteCond %{HTTP_ACCEPT} ^(?:(?!text/html|application/xhtml).)*text/turtle
RewriteRule ^catalogue$$ $base/data/dcat.ttl [R=303,L]
RewriteCond %{HTTP_ACCEPT} ^(?:(?!text/html|application/xhtml).)*text/turtle
RewriteRule ^queries$$ $base/data/queries.ttl [R=303,L]
RewriteRule ^(?:dataset|catalogue|mappings|np(?:/.*)?)$$ downloads

# Files as they are.
RewriteRule ^(.+\.(?:html|ttl|jsonld|xml|txt|gz|zip|tsv|json|svg|css|js))$$ $base/$$1 [R=303,L]

# Turtle, unless HTML stands before it.
RewriteCond %{HTTP_ACCEPT} ^(?:(?!text/html|application/xhtml|application/ld).)*text/turtle
RewriteRule ^((?:case|publication|query|term)/[^/]+|ontology)/?$$ $base/$$1.ttl [R=303,L]

# JSON-LD, unless HTML stands before it.
RewriteCond %{HTTP_ACCEPT} ^(?:(?!text/html|application/xhtml).)*application/ld\+json
RewriteRule ^((?:case|publication|query|term)/[^/]+|ontology)/?$$ $base/$$1.jsonld [R=303,L]

# The page.
RewriteRule ^$$ $base/ [R=303,L]
RewriteRule ^(.+?)/?$$ $base/$$1.html [R=303,L]
"""
)


def redirects(base_url: str) -> str:
    """Return the redirects to the site at *base_url*, in which `$` and `%` stand for themselves."""
    return _REDIRECTS.substitute(base=re.sub(r"[$%]", r"\\\g<0>", base_url))
