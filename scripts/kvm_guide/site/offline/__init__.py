"""The guide without a network: each language as one archive whose pages work from a folder."""
