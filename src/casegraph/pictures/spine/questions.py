"""The questions that the pictures of the spine put to a store."""

from casegraph.namespaces import CG, SKOS, TERM

TERMS = f"""
PREFIX cg: <{CG}>
PREFIX skos: <{SKOS}>
SELECT DISTINCT ?term ?label ?inNeck
WHERE {{
  {{
    VALUES ?label {{ %s }}
    ?term skos:prefLabel|skos:altLabel ?label .
    ?term a cg:AnatomicalStructure .
    BIND(false AS ?inNeck)
  }}
  UNION
  {{
    VALUES ?whole {{
      <{TERM}cervical-spine> <{TERM}cervical-spinal-cord> <{TERM}cervical-paraspinal-soft-tissue>
    }}
    ?term (cg:partOf|skos:broader)* ?whole .
    ?term skos:prefLabel ?label .
    FILTER(LANG(?label) = "en")
    BIND(true AS ?inNeck)
  }}
}}
"""
"""The terms of levels and regions by label (%s: literals), and the structures of the neck."""

_PREFIXES = f"""
PREFIX cg: <{CG}>
PREFIX skos: <{SKOS}>
"""
_STANDING = """
{
  {
    SELECT DISTINCT ?site ?place ?otherwise
    WHERE {
      VALUES ?place { %s }
      ?site (cg:partOf|cg:spans|skos:broader|skos:exactMatch)* ?place .
      BIND(IF(EXISTS { ?site cg:isMidline true }, cg:Midline, cg:NoSide) AS ?otherwise)
    }
  }
  {
    ?statement cg:site ?site .
    ?case cg:hasStatement ?statement .
    ?statement cg:affirms ?affirmed .
    BIND(true AS ?present)
  }
  UNION
  {
    {
      SELECT DISTINCT ?affirmed ?site
      WHERE {
        ?meant cg:impliesSite ?site .
        ?affirmed (skos:broader|skos:exactMatch)* ?meant .
      }
    }
    ?statement cg:affirms ?affirmed .
    ?case cg:hasStatement ?statement .
    BIND(true AS ?present)
  }
  UNION
  {
    ?statement cg:targetSite ?site .
    ?case cg:hasStatement ?statement .
    ?statement cg:deniesAt ?denied .
    BIND(false AS ?present)
  }
  UNION
  {
    {
      SELECT DISTINCT ?denied ?site
      WHERE {
        ?meant cg:impliesSite ?site .
        ?denied (skos:broader|skos:exactMatch)* ?meant .
      }
    }
    VALUES ?step { cg:denies cg:deniesAt }
    ?statement ?step ?denied .
    ?case cg:hasStatement ?statement .
    BIND(false AS ?present)
  }
  OPTIONAL { ?statement cg:laterality ?stated }
  BIND(COALESCE(?stated, ?otherwise) AS ?side)
  VALUES (?side ?column) {
    (cg:Left "left") (cg:Left "")
    (cg:Right "right") (cg:Right "")
    (cg:Bilateral "left") (cg:Bilateral "right") (cg:Bilateral "")
    (cg:Midline "midline") (cg:Midline "")
    (cg:NoSide "unknown") (cg:NoSide "")
  }
}
"""
"""What is said to be present or absent at each place (%s: IRIs), by case, column and polarity.

Both sides count in both columns; the column without a name has every case. The case stands in each
part of the union, since the store holds all pairs of what is joined with the whole.
"""

COUNTS = f"""{_PREFIXES}
SELECT ?place ?column ?present (COUNT(DISTINCT ?case) AS ?cases)
WHERE {_STANDING}
GROUP BY ?place ?column ?present
"""
"""The number of cases by place (%s: IRIs), column and polarity."""

CASES = f"""{_PREFIXES}
SELECT DISTINCT ?place ?column ?case
WHERE {{ {_STANDING} FILTER(?present) }}
"""
"""The cases in which something is present, by place (%s: IRIs) and column."""

LEVELS_OF = f"""
PREFIX cg: <{CG}>
PREFIX skos: <{SKOS}>
SELECT DISTINCT ?term ?level
WHERE {{
  VALUES ?level {{ %s }}
  ?term (cg:partOf|cg:spans)+ ?level .
}}
"""
"""The levels (%s: IRIs) of which each structure is a part, or which it spans."""
