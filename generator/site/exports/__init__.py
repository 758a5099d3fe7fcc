"""The collection as data for other programs: answers, citations, annotations, and their descriptions."""
