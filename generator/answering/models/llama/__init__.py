"""GGUF models by llama.cpp, in a process of their own."""
