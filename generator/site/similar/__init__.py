"""Answers and papers that are like one another, told without a model."""
