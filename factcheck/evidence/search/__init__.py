"""The search for evidence: a claim's key words, the providers asked, the ranking of passages."""
