"""What people type about requests, parties and answers."""
