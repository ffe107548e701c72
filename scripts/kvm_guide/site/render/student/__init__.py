"""What students do with a lesson: tick its steps, practise a command, see why theirs differs, follow a presentation."""
