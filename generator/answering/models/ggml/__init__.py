"""GGML and early GGUF models by ctransformers, in a process of their own, and files rewritten for it."""
