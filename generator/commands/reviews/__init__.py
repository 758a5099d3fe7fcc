"""`answerbook reviews`: the state of people's reviews, samples to review, and tables for spreadsheets."""
