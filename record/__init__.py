"""The numbered events of every meeting, kept for good; the only room that opens the database."""
