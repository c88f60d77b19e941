"""`python -m docsys` is the command line."""

from docsys.cli import main

main()
