"""Where a build writes: into a store, all at once in the end, whatever the size.

What is small is one transaction. What is larger goes to the store's next generation piece by piece,
and memory holds one piece.
"""
