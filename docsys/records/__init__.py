"""What was filled in: records of forms and rows of registers; saved, submitted, reviewed, completed, printed, archived."""
