"""Taking over what lies elsewhere, with the browser: a folder of the server, an upload, the watched inbox (收件夹).

rules (states, names) -> sources (where files come from) -> reading (proposals) -> applying (one act each) -> views
"""
