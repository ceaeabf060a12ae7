"""What is typed into the pages, and checked."""
