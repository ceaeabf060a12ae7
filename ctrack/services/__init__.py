"""What can be done to the register. Nothing here commits: the caller's edge does."""
