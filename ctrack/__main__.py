"""`python -m ctrack` is the command `ctrack`."""

from ctrack.cli import main

main(prog_name="ctrack")
