"""A fictitious register: what it is like to work with ctrack, and enough to measure it.

The State is invented and so is everybody in it. `filling` stores what `lives` and
`odd_cases` make up; each request is taken through its life by the rules (`desk`).
"""
