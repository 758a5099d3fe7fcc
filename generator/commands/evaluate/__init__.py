"""`answerbook evaluate`: each module runs one evaluation on gold data and returns figures as plain data."""
