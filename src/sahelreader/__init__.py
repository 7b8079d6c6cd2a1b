"""sahelreader: an offline-first terminal reader for the news sites of the Sahel."""

__version__ = "0.1.0"
