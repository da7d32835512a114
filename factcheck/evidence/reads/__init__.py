"""What pages show of searches, evidence, kept pages and earlier checks, as frozen results."""
