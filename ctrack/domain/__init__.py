"""The rules of the register in plain Python: no database, no web, no files."""
