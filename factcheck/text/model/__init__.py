"""The trained network that reads word pieces: its input, its weights and its output."""
