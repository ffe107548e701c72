"""What must be true of the built pages: a module for each kind of slip. `check_built` calls them all."""
