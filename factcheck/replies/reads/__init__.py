"""What pages show of requests, parties, points and the record."""
