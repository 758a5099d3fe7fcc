"""The finished site, looked at: links that lead nowhere, and whatever could run or load what it must not."""
