"""`answerbook deploy`: the built site to where readers find it, once it is shown what would change there."""
