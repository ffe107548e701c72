"""What must be true of the built pages: a module for each kind of slip. `whole.built_pages` calls them all."""
