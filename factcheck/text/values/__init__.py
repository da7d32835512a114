"""Numbers, dates, times and open TKs: tokens with a canonical value."""
