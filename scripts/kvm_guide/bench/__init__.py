"""How long the project's work takes on this machine, beside a peer or a baseline of the same session."""
