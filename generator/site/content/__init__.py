"""What the site shows: the collection, the versions of its answers, how both are named and linked."""
