"""What runs in the limited child: WeasyPrint, and everything that reads a foreign file. The rooms never import from here."""
