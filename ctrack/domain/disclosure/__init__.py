"""What a published figure may not give away, and how it is kept from doing so.

See docs/decisions for the rule, and for what it does not protect against.
"""
