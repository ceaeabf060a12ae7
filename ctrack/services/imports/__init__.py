"""Bringing an existing register in: files are read, checked row by row, and stored."""
