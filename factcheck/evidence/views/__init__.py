"""The pages of evidence: passages beside a claim, the page each came from, and its versions."""
