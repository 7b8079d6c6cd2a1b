"""Fixture pages: invented articles and discussions dressed in the anatomies of the themes that the region's sites use.

`python -m tests.pages.make` writes tests/fixtures/pages/*.html with the expected *.json beside each. The JSON comes
from the stories, never from what the extractor made of the page.
"""
