"""Who there is, and what each may do: units, departments, posts, accounts, roles, log-in, second-person confirmations."""
