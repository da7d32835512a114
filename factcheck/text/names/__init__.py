"""Names of people, organisations and places, their titles, and who each later mention means."""
