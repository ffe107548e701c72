"""The pages' style: the theme's, without what no page needs, and the guide's own, in one file."""
