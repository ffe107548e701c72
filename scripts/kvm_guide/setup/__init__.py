"""Sets up what a command needs, on a computer that has git and Python only. Standard library only."""
