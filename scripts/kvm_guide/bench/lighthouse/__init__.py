"""Lighthouse on the site's pages, beside the same text in stock Material and in Starlight, all in one run."""
