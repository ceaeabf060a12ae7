"""Workbooks and files made of plain rows."""
