"""Reading cells as people write them: numbers, dates and blanks, by column and never by line."""
