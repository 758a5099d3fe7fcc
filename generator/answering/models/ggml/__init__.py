"""GGML and early GGUF models by ctransformers, in a process of their own; files rewritten for it."""
