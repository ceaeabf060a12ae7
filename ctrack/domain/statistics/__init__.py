"""Statistics: what is counted, how, over which days, and the arithmetic.

`registry` defines every table once; screen, workbook, CSV and tests read it there.
"""
