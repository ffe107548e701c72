"""The guide on paper: each language as one PDF with contents, its proofs as endnotes, and links that work in it."""
