"""A web page taken apart: bytes to tree, facts, body, comments. `sahelreader.parse.extract` puts it together."""
