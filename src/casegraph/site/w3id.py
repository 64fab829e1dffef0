r"""The redirects of w3id.org/casegraph, as its repository has them: one `.htaccess` for Apache.

A client that asks for Turtle or JSON-LD before HTML gets the data of a page, everybody else the
page, each by a `303 See Other`, since what the IRI names is not the document.
"""

from string import Template

_REDIRECTS = Template(
    r"""# Content negotiation for https://w3id.org/casegraph
Options +FollowSymLinks -MultiViews
RewriteEngine on

# Graphs of a case, the version of the ontology, shapes: parts of a page.
RewriteRule ^(case/[^/]+)/(?:inferred|provenance)$$ $$1
RewriteRule ^ontology/[0-9.]+$$ ontology
RewriteRule ^shape/([\w-]+)$$ $base/shapes.html#$$1 [R=303,L,NE]
RewriteRule ^context\.jsonld$$ $base/data/context.jsonld [R=303,L]

# Files as they are.
RewriteRule ^(.+\.(?:html|ttl|jsonld|xml|txt|gz|json|svg|css|js))$$ $base/$$1 [R=303,L]

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
    """Return the redirects to the site at *base_url*."""
    return _REDIRECTS.substitute(base=base_url)
