"""Change orders of chapter 15: led from application to archive, every guard kept."""
