"""What the pages say that a command can show: one module a lesson, data only. Probes only read, and take a moment."""
