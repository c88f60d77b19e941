"""Annual review and expiry: what is expired, overdue or soon due (1.3.1, 3.1.2, 4.5.2)."""
