"""What pages and later rooms read of comment requests, parties, points and replies."""
