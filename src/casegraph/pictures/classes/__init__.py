"""The main classes of the ontology and the properties between them, as a picture.

Enters the labels of names; leaves a picture that reads from top to bottom, from the case to the
terms. What follows by the axioms has a dashed line, so that it is told from what is said.
"""

from casegraph.pictures.classes.drawing import picture
from casegraph.pictures.classes.filling import of_ontology
from casegraph.pictures.classes.values import Class, Classes, Name, Relation

__all__ = ["Class", "Classes", "Name", "Relation", "of_ontology", "picture"]
