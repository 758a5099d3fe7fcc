"""`answerbook deploy`: put the built site where readers find it, after showing what would change there."""
