"""`python -m casegraph` is the command line."""

from casegraph.cli import main

if __name__ == "__main__":
    main()
