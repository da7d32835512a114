"""The pages of articles: bringing copy in, its proofs, and the difference between two of them."""
