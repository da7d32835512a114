"""What the desk's pages show: the list of articles, the review queue, search and workload."""
