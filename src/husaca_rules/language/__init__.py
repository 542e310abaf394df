"""The rule language: conditions as a tree, the reading of them from text, and rule sets from files."""
