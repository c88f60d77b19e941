"""What a person owes, gathered from the rooms above, and the mail that reminds of it (4.4.5)."""
