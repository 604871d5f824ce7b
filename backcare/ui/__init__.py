"""What the pages share: the person's day, log and plan; forms and saving with undo; words shown as written."""
