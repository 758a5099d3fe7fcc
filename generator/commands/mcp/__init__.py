"""`answerbook mcp`: let assistants read a built site through the Model Context Protocol (MCP) over stdio.

Takes a folder with a site. Returns papers, questions and answers with their evidence, each with its status,
its certainty, whether it is current, and its address. Nothing is written and no network is used. Only what is
on the site can be read, so private papers cannot.
"""
