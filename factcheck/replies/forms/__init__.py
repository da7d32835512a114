"""The forms of the right of reply: comment requests, replies, parties and their contacts."""
