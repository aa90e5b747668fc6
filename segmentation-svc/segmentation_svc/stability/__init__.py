"""How far the segments can be trusted: the stability certificate."""
