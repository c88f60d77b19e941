"""What can be done with a change order: each verb permits, checks, changes, records and announces."""
