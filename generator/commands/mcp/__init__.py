"""`answerbook mcp`: a built site, read by assistants through the Model Context Protocol (MCP) over stdio.

In: a folder with a site. Out: papers, questions and answers with their evidence, each with its status, how
sure it is, whether it stands, and its address. Nothing is written, no network is used, and only what is on
the site can be read, so that private papers cannot.
"""
