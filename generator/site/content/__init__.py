"""What the site shows: the collection, what became of its answers, how they are named, quoted and linked."""
