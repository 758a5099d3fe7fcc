"""Stages and gold put together: each module runs one evaluation and gives its figures as plain data."""
