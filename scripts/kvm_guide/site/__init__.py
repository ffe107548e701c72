"""The site: build it, check it, serve it to its authors."""
