"""The page of a case: its story, told to a clinician.

What was there and what was not, what was thought and why, what was done and how it ended. Each part
of the page is a module of its own: the summary, the words of the evidence, what follows, what the
report does not tell, and the case in the words of schema.org.
"""

from casegraph.web.case.page import KIND

__all__ = ["KIND"]
