"""People's verdicts: their files, the table for spreadsheets, and where each stands."""
