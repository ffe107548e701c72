"""What students do with a lesson: tick its steps, practise a command, say that theirs differs, present it to a class."""
