"""What a build writes: the pages of each language, side by side, and the pictures beside them."""
