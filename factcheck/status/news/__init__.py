"""News for people: what happened, whom it concerns, and the words in which a mail tells it."""
