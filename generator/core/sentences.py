from generator.reading.sentences import sentence_spans

__all__ = ["sentence_spans"]
