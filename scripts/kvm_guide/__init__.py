"""The guide, its lab and its pages."""
