"""What Django leaves to its English defaults: a day and its time, with Arabic's comma."""

DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATETIME_FORMAT = "d/m/Y، H:i"
