"""Doing works in processes of their own: who does which, and where the files lie."""
