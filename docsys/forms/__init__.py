"""What a form is: definitions read from forms/*.toml, their field types, checks and print layout. Knows no database."""
