"""docsys: document and form management of a network operations centre."""
