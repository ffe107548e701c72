"""What the pages say of another release of Debian than the guide's own: beside each proof, and on a page of its own."""
