"""Similar answers, and papers that are likely duplicates, found without a model."""
