"""How a step and its proof look: a Markdown extension's custom fences, with no MkDocs in it."""
