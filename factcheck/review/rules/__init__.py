"""Pure decisions of the review: the gate, the passes, the alarms and the layout of marks."""
