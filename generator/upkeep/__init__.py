"""What keeps a ledger in order: where it stands and why, refreshing, pruning, merging, comparing."""
