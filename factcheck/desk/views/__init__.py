"""The desk's pages: the list of articles, the review queue, kept filters and search."""
